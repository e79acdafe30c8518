import { NO_ERROR, PLAIN_STARTS, SPOKEN_STARTS } from './error-starts.ts';
import { speaksOfOwnWork } from './own-work.ts';
import type { ToolManner } from './tool-manner.ts';

/** An error that comes as a success is short; what is longer is content. */
const MAX_ERROR_TEXT = 1200;
const MAX_ERROR_LINE = 400;
const MAX_SPOKEN_TEXT = 300;
const MAX_SENTENCE = 240;

/** What may stand before the words: signs of alarm and of formatting. */
const LEADING = /^(?:[\s>#*_`"'×|-]|\p{Extended_Pictographic}|\ufe0f|✗|✘)+/u;

/** `Page X not found.`, `Issue 7 does not exist`: short, one sentence, and nothing but that. */
const NOT_THERE =
  /^(?!(?:no|0|zero|none|found|nothing)\b)[^\n]{0,160}\b(?:not (?:be )?found|do(?:es)?(?: not|n't) exist|not exist|no longer exists)\b[^\n;]{0,80}$/i;

/** `No user found with id 7`: of one thing, not of many. */
const NONE_THERE =
  /^no (?:such )?(?:\w+ ){0,2}\w*[^s\W] (?:was )?found (?:with|for|at|by|matching) (?:the )?(?:given |provided )?(?:id|key|name|path|identifier|slug)\b[^\n]{0,100}$/i;

/** `Google Calendar is not connected. …`, of whatever has to be set up first. */
const NOT_SET_UP =
  /^[^\n]{0,100}\b(?:(?:is|are|was) )?not (?:yet )?(?:been )?(?:connected|configured|authenticated|authorized|logged in|installed|initialized|enabled|set)\b[^\n]{0,140}$/i;

/** `Query is required for keyword search.`: about an argument, whatever the tool does. */
const NOT_GIVEN =
  /^(?!no\b)(?:the |a |an |at least one |either )?[\w"'`.-]{1,40}(?: [\w"'`.-]{1,40}){0,3} (?:(?:is|are) (?:a )?(?:required|mandatory|missing)|(?:must|should) (?:not )?be (?:a|an|one|provided|specified|set|given|between|greater|less|at|in|of|positive|non|valid|string|number)|(?:can ?not|may not|must not) be (?:empty|blank|null|negative))\b[^\n]{0,100}$/i;

/** `Approval is required before merging` is the state of a thing, not a fault of the call. */
const STATE_OF_THING = /\b(?:before|approvals?|reviews?|attention|maintenance|assembly|prior|experience)\b/i;

/** What a change finds when it was made before. */
const ALREADY_THERE = /^[^\n]{0,120}\balready exists?\b[^\n]{0,60}$/i;

/** Of several things none was found: that is an empty result. */
const NONE_FOUND = /^(?:no|0|zero|nothing|none)\b/i;

/**
 * Whether the whole text of a success is an error. Anchored at its beginning, short, and never for tools that give out the
 * words of others, except where it speaks of the tool's own work (`Error reading file`).
 */
export function isErrorText(text: string, length: number, manner: ToolManner): boolean {
  if (length > MAX_ERROR_TEXT) return false;
  const said = text.trim().replace(LEADING, '');
  if (said === '' || NO_ERROR.test(said)) return false;
  if (manner.content === 'verbatim') return !looksLikeList(said) && speaksOfOwnWork(said, manner);
  if (looksLikeList(said) || (manner.content === 'prose' && (length > MAX_ERROR_LINE || hasParagraphs(said))))
    return false;
  const firstLine = said.slice(0, MAX_ERROR_LINE).split('\n', 1)[0] ?? '';
  if (PLAIN_STARTS.test(firstLine)) return !isPraise(firstLine);
  if (length <= MAX_SPOKEN_TEXT && !hasParagraphs(said) && SPOKEN_STARTS.test(said)) return !isPraise(firstLine);
  return length <= MAX_SENTENCE && isSentenceOfError(said, manner);
}

/** Without one of these words no sentence speaks of what is missing. */
const MISSES = /not|n't|longer exists|already|found with|found for|required|mandatory|missing|must|should/i;

/** One sentence and nothing but that, about what is missing. */
function isSentenceOfError(said: string, manner: ToolManner): boolean {
  if (!MISSES.test(said)) return false;
  if (NONE_THERE.test(said)) return true;
  if (NONE_FOUND.test(said)) return false;
  if (NOT_THERE.test(said) || NOT_SET_UP.test(said)) return true;
  if (manner.changes && ALREADY_THERE.test(said)) return true;
  return manner.content === 'none' && NOT_GIVEN.test(said) && !STATE_OF_THING.test(said);
}

function hasParagraphs(said: string): boolean {
  return /\n\s*\n/.test(said);
}

/** Logs, tables, documents: several lines that begin alike, timestamps, headings. */
function looksLikeList(said: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d[T ]\d\d:/.test(said) || /\n\d{4}-\d\d-\d\d[T ]\d\d:/.test(said) || /(?:\n[^\n]*){14}/.test(said)
  );
}

/** `Failed to find any problems`, `Unable to detect issues`: good news. */
function isPraise(line: string): boolean {
  return /\bno (?:errors?|problems?|issues?|warnings?) (?:were |was )?(?:found|detected)\b/i.test(line);
}
