import { checkNumbers, type NumberRange, type OptionFault } from '../option-check.ts';

/** How many calls of one server run at a time, and how many wait for their turn. */
export interface BulkheadOptions {
  /**
   * Attempts under way at a time, from 1 to 10000. With `isAdaptive` it is the most that the limit grows to.
   * @default 8 over stdio; 32 over HTTP with `isAdaptive` off, else `maxConcurrency`
   */
  readonly concurrency?: number;
  /**
   * Calls that wait for their turn, from 0 to 100000; one more is refused.
   * @default 32 over stdio, 128 over HTTP
   */
  readonly queue?: number;
  /**
   * The longest wait for a turn in milliseconds, from 0 to 600000.
   * @default 5000
   */
  readonly maxQueueWaitMs?: number;
  /**
   * The most of its remaining time that a call waits for its turn, from 0 to 1.
   * @default 0.25
   */
  readonly maxQueueShare?: number;
  /**
   * How long an attempt that timed out keeps its place in milliseconds, from 0 to 600000, while nobody confirms that the
   * server stopped working on it. Over HTTP closing its stream ends it.
   * @default 2000 over stdio, 0 over HTTP
   */
  readonly cancelGraceMs?: number;
  /**
   * Whether the limit follows what the server bears.
   * @default false over stdio, true over HTTP
   */
  readonly isAdaptive?: boolean;
  /**
   * The limit that an adaptive one starts with, from 1 to 10000.
   * @default 16
   */
  readonly startConcurrency?: number;
  /**
   * The lowest that an adaptive limit goes, from 1 to 10000.
   * @default 1
   */
  readonly minConcurrency?: number;
  /**
   * The highest that an adaptive limit goes, from 1 to 10000; a `concurrency` that is given wins.
   * @default 64
   */
  readonly maxConcurrency?: number;
}

/** What each option of a bulkhead is where it is not given. */
export const BULKHEAD_DEFAULTS = {
  stdio: {
    concurrency: 8,
    queue: 32,
    maxQueueWaitMs: 5_000,
    maxQueueShare: 0.25,
    cancelGraceMs: 2_000,
    isAdaptive: false,
    startConcurrency: 16,
    minConcurrency: 1,
    maxConcurrency: 64,
  },
  http: {
    concurrency: 32,
    queue: 128,
    maxQueueWaitMs: 5_000,
    maxQueueShare: 0.25,
    cancelGraceMs: 0,
    isAdaptive: true,
    startConcurrency: 16,
    minConcurrency: 1,
    maxConcurrency: 64,
  },
} as const satisfies Readonly<Record<'stdio' | 'http', Required<BulkheadOptions>>>;

const CONCURRENCY: NumberRange = { min: 1, max: 10_000, isInteger: true };
const WAIT: NumberRange = { min: 0, max: 600_000 };

/** Which numbers the options of a bulkhead take. */
export const BULKHEAD_RANGES = {
  concurrency: CONCURRENCY,
  queue: { min: 0, max: 100_000, isInteger: true },
  maxQueueWaitMs: WAIT,
  maxQueueShare: { min: 0, max: 1 },
  cancelGraceMs: WAIT,
  startConcurrency: CONCURRENCY,
  minConcurrency: CONCURRENCY,
  maxConcurrency: CONCURRENCY,
} as const satisfies Readonly<Record<string, NumberRange>>;

/** Every option, as a bulkhead takes them. */
export type BulkheadSettings = Readonly<Required<BulkheadOptions>>;

/** Fills in what was not given, so that the options fit each other where they can. */
export function resolveBulkhead(given: BulkheadOptions, transport: 'stdio' | 'http'): BulkheadSettings {
  const defaults = BULKHEAD_DEFAULTS[transport];
  const minConcurrency = given.minConcurrency ?? defaults.minConcurrency;
  const maxConcurrency = given.concurrency ?? given.maxConcurrency ?? Math.max(defaults.maxConcurrency, minConcurrency);
  const startConcurrency =
    given.startConcurrency ?? Math.min(Math.max(defaults.startConcurrency, minConcurrency), maxConcurrency);
  return { ...defaults, ...given, minConcurrency, maxConcurrency, startConcurrency };
}

/** Everything that is wrong with `given`, each number by itself and against the others. */
export function checkBulkhead(
  given: BulkheadOptions,
  transport: 'stdio' | 'http',
  path: string,
): readonly OptionFault[] {
  const faults = checkNumbers(given, BULKHEAD_RANGES, path);
  const { isAdaptive, minConcurrency, startConcurrency, maxConcurrency } = resolveBulkhead(given, transport);
  if (faults.length > 0 || !isAdaptive) return faults;
  const most = given.concurrency === undefined ? 'maxConcurrency' : 'concurrency';
  if (minConcurrency > maxConcurrency) {
    const message = `minConcurrency (${minConcurrency}) is more than ${most} (${maxConcurrency}).`;
    return [{ path: `${path}.minConcurrency`, message, allowed: `a whole number from 1 to ${maxConcurrency}` }];
  }
  if (startConcurrency >= minConcurrency && startConcurrency <= maxConcurrency) return [];
  const message = `startConcurrency (${startConcurrency}) is not between minConcurrency and ${most}.`;
  const allowed = `a whole number from ${minConcurrency} to ${maxConcurrency}`;
  return [{ path: `${path}.startConcurrency`, message, allowed }];
}
