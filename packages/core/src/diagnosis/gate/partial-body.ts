import { byComparableKey } from '../read/comparable-key.ts';
import { isPlainArray, isPlainRecord, type PlainValue } from '../read/plain-value.ts';

/** Where a body lists what failed. */
const FAILED_KEYS = ['failedresults', 'failed', 'failures', 'faileditems', 'failedurls', 'rejected', 'errors'] as const;

/** Where the same body lists what did not. */
const FOUND_KEYS = ['results', 'data', 'items', 'succeeded', 'successful', 'success', 'created', 'updated'] as const;

/** Whether something was found, or done, and something failed beside it. */
export function isPartialBody(body: PlainValue | undefined): boolean {
  if (!isPlainRecord(body)) return false;
  const fields = byComparableKey(body);
  const hasFailed = FAILED_KEYS.some((key) => hasEntries(fields.get(key)));
  return hasFailed && FOUND_KEYS.some((key) => hasEntries(fields.get(key)) || isPlainRecord(fields.get(key)));
}

function hasEntries(list: PlainValue | undefined): boolean {
  return isPlainArray(list) && list.length > 0;
}
