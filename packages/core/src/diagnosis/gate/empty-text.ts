import { anyOf, isWhollyAny } from '../read/any-of.ts';
import type { PlainValue } from '../read/plain-value.ts';
import { isEmptyBody } from './empty-body.ts';
import { saysNothingElsewhere } from './empty-languages.ts';

const MAX_EMPTY_TEXT = 300;

/** What is missing when something is wrong: of these nothing being there is no empty result. */
const NEEDED = anyOf([
  /more|longer|such|valid|active session|response|space|problem/,
  /api|access|permission|authorization|authentication|auth|credentials?|tokens?|keys?|accounts?/,
  /need|connection|transport|route|handler|tools?|browsers?|servers?|providers?|credits?|quota/,
]);

/** What says that a thing is there, or is what was looked for. */
const FOUND = anyOf([
  /found|available|match(?:es|ed|ing)?|returned|exists?|yet|detected|configured|present|located|scheduled/,
  /to (?:show|display|list|report)/,
  /results?|records?|entries|items|rows?|data|hits|documents?|files?|messages?|events?|tasks?|pages?|comments?/,
  /issues|users?|changes|commits?|memories|records|notes|alerts|notifications|projects|branches|tags|jobs|runs/,
]);

/** Plural things, and where or of what there are none: `No active alerts for this state.` */
const NONE_OF =
  /(?:\w[\w-]{0,30} ){0,3}\w{2,30}s (?:for|in|on|at|from|with|within|under|between|since|by|of|to|during|today|this|assigned|due)\b[^:]{0,160}/;

/** Texts that say that nothing was found. */
const NOTHING_FOUND = isWhollyAny([
  new RegExp(
    `(?:sorry,? ?|unfortunately,? ?)?(?:there (?:are|were|is|was) (?:currently )?)?(?:no|0|zero)\\s` +
      `(?:(?!${NEEDED}s?\\b)[^\\s]{1,60}\\s+){0,10}?${FOUND}\\b.{0,200}`,
  ),
  new RegExp(`(?:there (?:are|were) (?:currently )?)?no (?!(?:\\w+ ){0,2}${NEEDED}s?\\b)${NONE_OF.source}`),
  /nothing (?:was )?(?:found|to (?:show|display|report|list)|matched|matches|here|yet).{0,160}/,
  /none(?: found)?[.!]?|null|\[\s*\]|\{\s*\}|n\/a|\(none\)|\(empty\)/,
  /empty(?: result| list| directory| response| folder| set)?[.!]?/,
  /\(no (?:output|results?|rows?|content|data|matches)\)/,
  /(?:found|returned|returning|showing|got|total|count|results|matches|hits|items|listing|retrieved|fetched)\s?:?\s?(?:0|no|zero)\b.{0,120}/,
  /(?:total|number of|search) (?:\w+ ){0,2}?(?:results?|matches|items|count|hits|records|found):? ?0\b.{0,80}/,
  /(?:your |the |this )?(?:search|query|filter|request)\b.{0,120}\b(?:returned no|returned 0|did not (?:match|return)|found no|has no|yielded no|matched no|no (?:results|matches|documents|rows)|0 results).{0,120}/,
  /(?:i |we )?(?:could|did|was|were)(?: not|n't) (?:able to )?find any\b.{0,200}/,
  /.{0,40}\b(?:has|have|did)(?: not|n't) return(?:ed)? any\b.{0,120}/,
  /no such results?.{0,80}/,
  /zero_results\b.{0,80}/,
  /(?:0|zero) (?:\w+ )?(?:rows?|results?|records?|matches|items|documents|issues|files|hits|tasks|events|messages)\b.{0,80}/,
  /empty set\b.{0,40}/,
  /.{0,80}\b(?:is|are) (?:currently )?empty[.!]?/,
  /[\w ]{1,40}:\s?\(?(?:none|no results|empty|0 results|no data|\[\])\)?[.!]?/,
  /[\w-]{1,40}\[0\](?:\{[^{}]{0,100}\})?:/,
  /<(\w{1,40})(?: [^<>]{0,200})?(?:\/>|>\s*<\/\w{1,40}>)/,
]);

/** Without one of these words or signs no text says that nothing was found. */
const NOTHING = /\b(?:no|zero|none|null|nothing|empty|any)\b|0|n\/a|n't|[[{<(]/i;

/** The heading of a page, above what it says: `# Search results for "x"`. */
const PAGE_HEADING = /^#{1,4} [^\n]{1,160}$/;

/** Only the heading of a list: `Commit history:`, `Results:`. */
const BARE_HEADING = /^(?:#{1,4} )?[A-Z][\w ,'"()/-]{2,60}:\s*$/;

/** The head of a table without rows. */
const BARE_TABLE = /^\|[^\n]{1,250}\|\n\|[\s:|-]{3,250}\|\s*$/;

/** A line beside the answer: how long it took, how many there are. */
const NOTE_LINE =
  /^[\w ()-]{0,40}\b(?:time|duration|took|elapsed|total|count|page|limit|offset|query|rows|showing|source|date)\b[\w ()-]{0,20}[:=].{0,80}$/i;

const MAX_LINES = 8;

/** Whether a text says that nothing was found; for tools that ask, also when it is empty or only a heading. */
export function isEmptyText(text: string, length: number, asks: boolean): boolean {
  if (length > MAX_EMPTY_TEXT) return false;
  const said = text.trim();
  if (said === '' || saysNothingFound(said)) return true;
  if (!asks) return false;
  return BARE_HEADING.test(said) || BARE_TABLE.test(said) || hasEmptyLines(said);
}

/** Whether a whole text says that nothing was found. */
export function saysNothingFound(said: string): boolean {
  return (NOTHING.test(said) && NOTHING_FOUND.test(said)) || saysNothingElsewhere(said);
}

/** Several blocks or lines, of which one says that there is nothing and the others how it went. */
function hasEmptyLines(said: string): boolean {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2 || lines.length > MAX_LINES) return false;
  const others = lines.filter((line) => !saysNothingFound(line.trim()));
  if (
    others.length < lines.length &&
    others.every((line) => NOTE_LINE.test(line) || BARE_HEADING.test(line) || PAGE_HEADING.test(line))
  )
    return true;
  return isEmptyBody(readPairs(lines));
}

const PAIR = /^([\w-]{1,40})(?:\[0\])?: ?(.{0,120})$/;

/** `data: []` and what stands beside it, as YAML. */
function readPairs(lines: readonly string[]): PlainValue | undefined {
  const pairs: Record<string, PlainValue> = Object.create(null);
  for (const line of lines) {
    const [, key, value = ''] = PAIR.exec(line) ?? [];
    if (key === undefined) return undefined;
    pairs[key] = value === '[]' || line.includes('[0]:') ? [] : /^\d{1,9}$/.test(value) ? Number(value) : value;
  }
  return pairs;
}
