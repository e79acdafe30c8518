import { anyOf, isWhollyAny } from '../read/any-of.ts';
import { toComparableKey } from '../read/comparable-key.ts';
import { isPlainArray, isPlainRecord, type PlainRecord, type PlainValue } from '../read/plain-value.ts';
import { MEASURES } from './companions.ts';

/** Fields that say how a search went and are not what it found, by their comparable keys. */
const BOOKKEEPING: ReadonlySet<string> = new Set(
  `object type kind cursor endcursor limit offset size ok success response responsetime q jql cql requestid
  error errors message msg self expand shards links maxscore cached params parameters facets aggregations aggs
  from to since until version truncated etag followupquestions answer usage dryrun names schema failedresults
  namespace index table database rowsaffected columns fields description note hint summary language locale source
  provider engine engines unresponsiveengines infoboxes corrections responsemetadata remaining zeroresults warning
  id context path cwd pattern root directory meta info metadata pagination paging typename sandbox
  license copyright attribution generator errorlist warninglist retmax retstart translationset translationstack`
    .split(/\s+/)
    .filter((key) => key !== ''),
);

/** Families of such fields. */
const BOOKKEEPING_FAMILIES = new RegExp(
  anyOf([
    /^(?:has(?:more|next)|next|prev|previous|page|perpage|start|maxresults|total|count|num|numberof)\w*$/,
    /^(?:took|time|duration|elapsed|latency|status|query|search|filter|keyword|incomplete|islast|sort|order)\w*$/,
    /^(?:credits|cost|suggestion|warning|auto|resolvedsearch|showing|fetched|generated|retrieved|created)\w*$/,
    /\w(?:count|token|type)$/,
  ]),
);

const COUNT = new RegExp(
  `^${anyOf([
    /total\w*/,
    /opensearchtotalresults/,
    /count/,
    /num\w*/,
    /numberof\w*/,
    /size/,
    /found/,
    /match(?:es|count)?/,
    /results?count/,
    /hits/,
    /length/,
    /rowcount/,
    /returned/,
  ])}$`,
);

/** Lists of what went wrong, or of how to go on: that nothing stands there says nothing. */
const OTHER_LISTS = /^(?:warnings?|errors?|failedresults|failed|failures|facets|suggestions?)$/;

/** Where words say how a search went. */
const WORD_KEYS = /^(?:errors?|message|msg|status|note|answer)$/;

/** Where a count or a text stands for what was asked. */
const LIST_KEYS = /^(?:data|results?|items?|output|values?|hits|issues|nodes|edges|list|response|body|payload)$/;

/** Lists by their names: programs in Go write one without entries as `null`. */
const NULL_LISTS = /^(?:results|items|rows|records|hits|nodes|edges|entries|documents)$/;

/** A job that is not done has found nothing yet. */
const UNDONE = /^(?:pending|queued|running|process|in.?progress|started|waiting|scheduled|submitted|accepted|creat)/i;

/** A search within an answer, and not the notes on one. */
const SEARCH_KEYS = /^search(?:results?)?$/;

const MAX_DEPTH = 5;

interface Seen {
  lists: number;
  nullLists: number;
  isUndone: boolean;
  zeros: number;
}

/** Whether a body is the answer to a search that found nothing. */
export function isEmptyBody(body: PlainValue | undefined): boolean {
  if (body === null) return true;
  if (isPlainArray(body))
    return body.length === 0 || (body.length === 1 && isPlainArray(body[0]) && body[0].length === 0);
  if (!isPlainRecord(body)) return false;
  if (Object.keys(body).length === 0) return true;
  const seen = { lists: 0, nullLists: 0, isUndone: false, zeros: 0 };
  if (!hasNothing(body, 0, seen)) return false;
  return seen.lists > 0 || seen.zeros > 0 || (seen.nullLists > 0 && !seen.isUndone);
}

function hasNothing(record: PlainRecord, depth: number, seen: Seen): boolean {
  return Object.entries(record).every(([key, value]) =>
    isNothing(MEASURES.test(key) ? 'time' : toComparableKey(key), value, depth, seen),
  );
}

function isNothing(key: string, value: PlainValue, depth: number, seen: Seen): boolean {
  if (value === null && NULL_LISTS.test(key)) seen.nullLists += 1;
  if (value === null || value === '' || value === false) return true;
  if (/^(?:status|state)$/.test(key) && typeof value === 'string' && UNDONE.test(value)) seen.isUndone = true;
  if (isPlainArray(value)) {
    if (value.length === 0 && !OTHER_LISTS.test(key)) seen.lists += 1;
    return value.length === 0 || isBookkeeping(key);
  }
  if (isPlainRecord(value)) {
    if (Object.keys(value).length === 0) return true;
    // What stands in the notes on a search is none of its lists.
    if (isBookkeeping(key) && !LIST_KEYS.test(key) && !SEARCH_KEYS.test(key)) return true;
    return depth < MAX_DEPTH && hasNothing(value, depth + 1, seen);
  }
  if (value === 0 || (value === '0' && COUNT.test(key))) {
    if (COUNT.test(key)) seen.zeros += 1;
    return true;
  }
  if (typeof value === 'string' && WORD_KEYS.test(key) && saysNoResults(value)) seen.zeros += 1;
  if (typeof value === 'number' && COUNT.test(key)) return false;
  return isBookkeeping(key) || (typeof value !== 'string' && LIST_KEYS.test(key));
}

function isBookkeeping(key: string): boolean {
  return BOOKKEEPING.has(key) || BOOKKEEPING_FAMILIES.test(key);
}

const MAX_WORDS = 200;

/** The words of a search that finds nothing, in a field of its own. */
export function saysNoResults(words: string): boolean {
  return words.length <= MAX_WORDS && NO_RESULTS.test(words.trim());
}

const NO_RESULTS = isWhollyAny([
  /.{0,60}(?:has|have|did)(?:n't| not) return(?:ed)? any results\b.{0,80}/,
  /no (?:\w+ ){0,2}(?:results|matches|hits|records)(?: (?:were )?(?:found|returned|available))?\b.{0,120}/,
  /zero_results|no_results|nothing found[.!]?/,
]);
