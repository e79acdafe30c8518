import { isPlainArray, isPlainRecord, type PlainRecord, type PlainValue } from '../read/plain-value.ts';
import { isCompanion } from './companions.ts';

/** Whether nothing stands beside the report of an error that would be a result. */
export function hasOnlyCompanions(body: PlainRecord): boolean {
  const entries = Object.entries(body);
  if (echoesArgument(entries)) return true;
  const foundNothing =
    isText(body.error) &&
    entries.some(([key, value]) => saysNothingThere(key, value) || (entries.length === 2 && isNoList(value)));
  return entries.every(
    ([key, value]) => (isCompanion(key) && !isResult(key, value)) || (foundNothing && isBlank(key, value)),
  );
}

/** `{ "error": "City not found", "city": "Atlantis" }`: the report comes first, and one argument is repeated. */
function echoesArgument(entries: readonly (readonly [string, PlainValue])[]): boolean {
  const [[first, words] = [], ...others] = entries;
  if (first !== 'error' || !isText(words) || others.length === 0 || others.length > 3) return false;
  const strangers = others.filter(([key, value]) => !isCompanion(key) || isResult(key, value));
  return strangers.length === 1 && typeof strangers[0]?.[1] === 'string' && strangers[0][1].length <= MAX_ECHO;
}

const MAX_ECHO = 100;

/** `"exists": false`, `"results": []`: what stands beside it is only what was asked for, and blanks. */
function saysNothingThere(key: string, value: PlainValue): boolean {
  if (value === false) return /^(?:exists|found)$/i.test(key);
  return isPlainArray(value) && isNoList(value) && LISTS.test(key);
}

/** `"playlists": []`, whatever it is a list of. */
function isNoList(value: PlainValue): boolean {
  return value === null || (isPlainArray(value) && value.length === 0);
}

const LISTS = /^(?:results?|data|items|hits|matches|records|rows|documents|entries|articles)$/i;
const ASKED = /^(?:query|q|search|search_?(?:query|term)|keywords?|term)$/i;

function isBlank(key: string, value: PlainValue): boolean {
  if (value === null || value === '' || value === 0) return true;
  if (typeof value === 'string') return ASKED.test(key);
  if (isPlainArray(value)) return value.length === 0;
  return value === false ? saysNothingThere(key, value) : isPlainRecord(value) && Object.keys(value).length === 0;
}

function isResult(key: string, value: PlainValue): boolean {
  if (!/^(?:results?|data|response|body|output|issues)$/i.test(key)) return false;
  if (isPlainArray(value)) return value.length > 0;
  return isPlainRecord(value) && Object.keys(value).length > 0 && !describesError(value);
}

/** Whether a value is the words of an error; what says that there is none is none. */
export function isText(value: PlainValue | undefined): value is string {
  return typeof value === 'string' && value !== '' && !/^(?:none|null|no errors?|n\/a|ok|success)\.?$/i.test(value);
}

/** Whether an object has a field that only the report of an error has. */
export function describesError(error: PlainRecord): boolean {
  return ERROR_KEYS.some((key) => key in error);
}

const ERROR_KEYS = [
  'message',
  'code',
  'type',
  'detail',
  'status',
  'reason',
  'title',
  'msg',
  'description',
  'name',
  'errors',
  'faultstring',
  'Message',
  'Code',
  'Error',
] as const;
