import type { CircuitBreaker } from '../../../src/policies/breaker/circuit-breaker.ts';
import { OutcomeWindow } from '../../../src/policies/breaker/outcome-window.ts';
import { STEP_MS } from './scope.ts';

/**
 * Everything about a breaker that decides what it will do, with times as of now: breakers with the same key behave alike.
 *
 * Finds the fields by itself, so that one that is added later is part of the key at once.
 */
export function breakerKey(breaker: CircuitBreaker, nowMs: number): string {
  return objectKey(breaker, nowMs);
}

/**
 * Fields that decide nothing: what never changes, what is only told to people, and counters of which only equality matters,
 * which the permits of the calls stand for.
 */
const NO_STATE: ReadonlySet<string> = new Set([
  'name',
  'settings',
  'random',
  'history',
  'code',
  'openedMs',
  'generation',
  'leases',
]);

/** Fields that decide something only while another one of the same object is so. */
const ONLY_WHILE: ReadonlyMap<string, { readonly beside: string; readonly isSo: (value: unknown) => boolean }> =
  new Map([
    ['calls', { beside: 'current', isSo: isClosed }],
    ['changedMs', { beside: 'current', isSo: isClosed }],
    ['isOnProbation', { beside: 'current', isSo: isClosed }],
    ['successes', { beside: 'current', isSo: (state) => state === 'half-open' }],
    ['lastSafety', { beside: 'settings', isSo: (settings) => Reflect.get(Object(settings), 'prober') === false }],
    ['waitFromMs', { beside: 'waitMs', isSo: isWaiting }],
    ['probes', { beside: 'waitMs', isSo: isWaiting }],
    ['leaseFromMs', { beside: 'isLeaseTaken', isSo: (isTaken) => isTaken === true }],
  ]);

/** The longest wait of all scopes, and how long a circuit has to be closed for its breaks to be short again. */
const LONGEST_MS = 2 * STEP_MS;

/** Points in time, and after how long later makes no difference. A lost lease begins a wait at its end, one step later. */
const TIMES: ReadonlyMap<string, number> = new Map([
  ['changedMs', LONGEST_MS],
  ['waitFromMs', LONGEST_MS],
  ['leaseFromMs', LONGEST_MS + STEP_MS],
]);

/** Counters, and from where on more makes no difference. */
const COUNTERS: ReadonlyMap<string, number> = new Map([
  ['breaks', 1],
  ['probes', 1],
]);

function isClosed(state: unknown): boolean {
  return state === 'closed';
}

function isWaiting(waitMs: unknown): boolean {
  return waitMs !== -1;
}

type FieldKey = (part: unknown, parts: readonly unknown[], nowMs: number) => string;

/** How the fields of a class stand in a key, in their order. */
const PLANS = new Map<unknown, readonly FieldKey[]>();

function objectKey(value: object, nowMs: number): string {
  let plan = PLANS.get(value.constructor);
  if (plan === undefined) {
    const fields = Object.keys(value);
    plan = fields.map((field) => fieldKey(field, fields));
    PLANS.set(value.constructor, plan);
  }
  const parts: readonly unknown[] = Object.values(value);
  let key = '';
  for (let index = 0; index < parts.length; index += 1) key += plan[index]?.(parts[index], parts, nowMs);
  return key;
}

function fieldKey(field: string, fields: readonly string[]): FieldKey {
  if (NO_STATE.has(field)) return () => '';
  const condition = ONLY_WHILE.get(field);
  const keyOf = usedFieldKey(field);
  if (condition === undefined) return keyOf;
  const beside = fields.indexOf(condition.beside);
  return (part, parts, nowMs) => (condition.isSo(parts[beside]) ? keyOf(part, parts, nowMs) : ',');
}

function usedFieldKey(field: string): FieldKey {
  const longMs = TIMES.get(field);
  if (longMs !== undefined) return (atMs, _, nowMs) => `${Math.min(longMs, nowMs - Number(atMs))},`;
  const most = COUNTERS.get(field);
  if (most !== undefined) return (count) => `${Math.min(most, Number(count))},`;
  return (part, _, nowMs) => `${partKey(part, nowMs)},`;
}

function partKey(part: unknown, nowMs: number): string {
  if (part instanceof OutcomeWindow) return windowKey(part, nowMs);
  return typeof part === 'object' && part !== null ? objectKey(part, nowMs) : String(part);
}

/** What is in the window by age: the bucket that it begins with makes no difference. */
function windowKey(window: OutcomeWindow, nowMs: number): string {
  if (window.calls === 0) return '';
  const [counts, bucket, startMs, bucketMs] = ['counts', 'bucket', 'bucketStartMs', 'bucketMs'].map((field): unknown =>
    Reflect.get(window, field),
  );
  if (!Array.isArray(counts)) throw new Error('A sampling window keeps its counts in another way now.');
  const buckets = counts.length / 2;
  const sinceBuckets = (nowMs - Number(startMs)) / Number(bucketMs);
  let key = '';
  for (let back = 0; back < buckets - sinceBuckets; back += 1) {
    const index = 2 * ((Number(bucket) - back + buckets) % buckets);
    if (counts[index] !== 0) key += `${back + sinceBuckets}:${counts[index]}/${counts[index + 1]} `;
  }
  return key;
}
