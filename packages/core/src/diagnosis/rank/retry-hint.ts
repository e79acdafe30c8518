import type { Facts } from '../peel/facts.ts';
import { isPlainRecord, type PlainValue } from '../read/plain-value.ts';
import type { FailureKind } from './clue.ts';

/** Names under which services say whether the same call may succeed later, in lower case without `_` and `-`. */
const HINT_KEYS: ReadonlySet<string> = new Set([
  'retryable',
  'isretryable',
  'retriable',
  'isretriable',
  'canretry',
  'shouldretry',
  'istransient',
  'transient',
]);

/** Where such a field may stand. */
const INNER_KEYS = ['error', 'data', 'details', 'metadata'] as const;

const SAYS_NO =
  /\b(?:do not|don't|must not|should not|cannot be|can not be) retr(?:y|ied)\b(?! (?:immediately|before|until|more|too|so))|\b(?:non-?|not )retr[iy]able\b/;

/** Kinds of which a service may know that they will pass; everything else stays as it is, whatever it says. */
const MAY_PASS: ReadonlySet<FailureKind> = new Set([
  'server_error',
  'conflict',
  'unavailable',
  'timeout',
  'connection',
]);

/** Whether the service itself says that trying again can help; `undefined` where it says nothing, or can't know. */
export function readRetryHint({ objects, lower }: Facts, kind: FailureKind): boolean | undefined {
  const said = objects.map((object) => readHint(object)).find((hint) => hint !== undefined);
  if (said === false || SAYS_NO.test(lower)) return false;
  return said === true && MAY_PASS.has(kind) ? true : undefined;
}

const MAX_KEYS = 40;

function readHint(value: PlainValue, depth = 0): boolean | undefined {
  if (!isPlainRecord(value) || depth > 1) return undefined;
  for (const key of Object.keys(value).slice(0, MAX_KEYS)) {
    const hint = value[key];
    if (typeof hint === 'boolean' && HINT_KEYS.has(key.toLowerCase().replace(/[_-]/g, ''))) return hint;
  }
  for (const key of INNER_KEYS) {
    const inner = value[key];
    const hint = inner === undefined ? undefined : readHint(inner, depth + 1);
    if (hint !== undefined) return hint;
  }
  return undefined;
}
