import { NO_ERROR, PLAIN_STARTS, SPOKEN_STARTS, WHOLE_SENTENCES } from './error-starts.ts';
import { isFailureSentence } from './failure-sentence.ts';
import { saysOwnWorkFailed, speaksOfOwnWork } from './own-work.ts';
import type { ToolManner } from './tool-manner.ts';
import {
  CALL_SENTENCES,
  CHANGE_SENTENCES,
  CHECKED_SENTENCES,
  DONE_SENTENCES,
  STANDING_SENTENCES,
} from './tool-sentences.ts';
import {
  CHECK_WORDS,
  END_WORDS,
  PROBE_WORDS,
  REPORT_WORDS,
  RULE_WORDS,
  STANDING_WORDS,
  STATE_WORDS,
} from './tool-words.ts';

/** An error that comes as a success is short; what is longer is content. */
const MAX_ERROR_TEXT = 1200;
const MAX_ERROR_LINE = 400;
const MAX_SPOKEN_TEXT = 300;
const MAX_SENTENCE = 240;

/** What may stand before the words: signs of alarm and of formatting. */
const LEADING = /^(?:[\s>#*_`"'×|-]|\p{Extended_Pictographic}|\ufe0f|✗|✘)+/u;

/** `Page X not found.`, `Issue 7 does not exist`: short, one sentence, and nothing but that. */
const NOT_THERE =
  /^(?!(?:no|0|zero|none|found|nothing)\b)[^\n]{0,160}(?<!['"“`])\b(?:not (?:be )?found|do(?:es)?(?: not|n't) exist|not exist|no longer exists)\b(?! (?:pages?|errors?|handlers?|issues?|bugs?|fix|messages?)\b)[^\n;]{0,80}$/i;

/** `No user found with id 7`: of one thing, not of many. */
const NONE_THERE =
  /^no (?:such )?(?:(?!found\b)\w*[^s\W] ){0,2}(?!found\b)\w*[^s\W] (?:(?:was )?found )?(?:with|for|at|by|matching|has) (?:the |that |this )?(?:given |provided )?(?:id|key|name|path|identifier|slug)\b[^\n]{0,100}$/i;

/** `Google Calendar is not connected. …`, of whatever has to be set up first. */
const NOT_SET_UP =
  /^[^\n]{0,100}\b(?:(?:is|are|was) )?not (?:yet )?(?:been )?(?:connected|configured|authenticated|authorized|logged in|installed|initialized|enabled|set)\b[^\n]{0,140}$/i;

/** `Query is required for keyword search.`: about an argument, whatever the tool does. */
const NOT_GIVEN =
  /^(?!no\b)(?:the |a |an |at least one |either )?[\w"'`.-]{1,40}(?: [\w"'`.-]{1,40}){0,3} (?:(?:is|are) (?:a )?(?:required|mandatory|missing)|(?:must|should) (?:not )?be (?:a|an|one|provided|specified|set|given|between|greater|less|at|in|of|positive|non|valid|string|number|different|unique|after|before|true|false)|(?:can ?not|may not|must not) be (?:empty|blank|null|negative))\b[^\n]{0,100}$/i;

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
  if (said === '' || NO_ERROR.test(said) || /^\s*#\d/.test(text)) return false;
  if (isAnswer(said, manner.words)) return false;
  if (manner.content === 'verbatim') return !looksLikeList(said) && speaksOfOwnWork(said, manner);
  if (looksLikeList(said) || (manner.content === 'prose' && (length > MAX_ERROR_LINE || hasParagraphs(said))))
    return false;
  if (FINDING.test(said) && manner.words.some((word) => REPORT_WORDS.has(word))) return false;
  if (manner.content === 'prose' && saysOwnWorkFailed(said, manner.words)) return true;
  const firstLine = said.slice(0, MAX_ERROR_LINE).split('\n', 1)[0] ?? '';
  if (PLAIN_STARTS.test(firstLine)) return !isPraise(firstLine);
  if (length <= MAX_SPOKEN_TEXT && !hasParagraphs(said) && SPOKEN_STARTS.test(said)) return !isPraise(firstLine);
  return length <= MAX_SENTENCE && (isSentenceOfError(said, manner) || isSentenceOfTool(said, manner));
}

/** Words that would be a failure of another tool are what these are for. */
function isAnswer(said: string, words: readonly string[]): boolean {
  if (said.length > MAX_ANSWER) return false;
  const has = (group: ReadonlySet<string>): boolean => words.some((word) => group.has(word));
  if (has(END_WORDS) && DONE_SENTENCES.test(said)) return true;
  if (has(PROBE_WORDS) && PROBED.test(said)) return true;
  if (!NOT_DONE.test(said) && words.some((word) => saysDone(said, word))) return true;
  if (has(CHECK_WORDS) && CHECKED_SENTENCES.test(said) && !OWN_NEED.test(said)) return true;
  return has(STANDING_WORDS) && STANDING_SENTENCES.test(said);
}

const MAX_ANSWER = 160;

/** What is no word for what was done. */
const NOT_DONE =
  /\b(?:fail\w*|errors?|not|n't|cannot|unable|invalid|required?|must|need\w*|please|already|by another|exceeded|timed out|conflicts?|no|nothing|\d{3})\b|n't\b/i;

/** `Token revoked` of `revoke_token`, `The server is restarting` of `restart_server`. */
function saysDone(said: string, verb: string): boolean {
  if (verb.length < 4) return false;
  const stem = verb.replace(/(?:e|y)$/, '');
  return new RegExp(`\\b${stem}(?:ed|ing|ied|ped|ping|led|ling)\\b`, 'i').test(said);
}

/** What is known of a host, a port or a link that was asked for. */
const PROBED =
  /^(?:(?:connection|request) (?:refused|timed out|reset)|[^\n]{0,80}\b(?:unreachable|not found|timed out|refused|nxdomain|closed|filtered)\b|[^\n]{0,80}\b[45]\d\d\b)[^\n]{0,80}$/i;

/** What every tool needs for its own work. */
const OWN_NEED = /\b(?:api[ _-]?key|credentials?|arguments?|parameters?|params|request|input)\b/i;

/** What a tool that looks for faults has found: `Error in src/a.ts: …`. */
const FINDING = /^(?:[\w-]+ )?(?:error|warning)s? (?:in|at|on) (?:['"`]?\S{1,200}\.\w{1,5}\b|line \d)/i;

/** Without one of these words no sentence speaks of what is missing. */
const MISSES = /^no |not|n't|longer exists|already|found with|found for|required|mandatory|missing|must|should/i;

/** One sentence and nothing but that, about what is missing. */
function isSentenceOfError(said: string, manner: ToolManner): boolean {
  if (!MISSES.test(said)) return false;
  if (NONE_THERE.test(said)) return true;
  if (NONE_FOUND.test(said)) return false;
  if (NOT_THERE.test(said) || NOT_SET_UP.test(said)) return true;
  if (manner.changes && ALREADY_THERE.test(said)) return true;
  if (manner.content !== 'none' || manner.words.some((word) => RULE_WORDS.has(word))) return false;
  return NOT_GIVEN.test(said) && !STATE_OF_THING.test(said);
}

/** What a tool says of itself; to one that tells how others are, the same words are what it is asked for. */
function isSentenceOfTool(said: string, { content, asks, changes, words }: ToolManner): boolean {
  if (content !== 'none' || hasParagraphs(said)) return false;
  if (words.some((word) => STATE_WORDS.has(word) || RULE_WORDS.has(word))) return false;
  if (WHOLE_SENTENCES.test(said) || CALL_SENTENCES.test(said) || (changes && CHANGE_SENTENCES.test(said))) return true;
  return !words.some((word) => REPORT_WORDS.has(word)) && isFailureSentence(said, { content, asks, changes, words });
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
