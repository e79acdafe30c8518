import { createBoundedCounter } from './bounded-counter.ts';
import { MCPConfigurationError } from './configuration-error.ts';
import { rootCause } from './error-chain.ts';
import type { SerializedMCPError } from './error-record.ts';
import { fromThrown } from './from-thrown.ts';
import { suggestFixes } from './suggestions/suggest-fixes.ts';
import type { Suggestion } from './suggestions/suggestion.ts';

/** Counts errors and keeps the latest, to see what fails most and where. */
export interface ErrorAnalyzer {
  /** Takes note of any thrown value; a foreign one is counted as the error that it stands for. Never throws. */
  record(thrown: unknown): void;
  /** How often what was recorded. */
  summary(): ErrorSummary;
  /** How many errors each server had; those without a server are not in it. */
  serverErrors(): Readonly<Record<string, number>>;
  /** The latest errors as records, the oldest first; at most {@link ErrorAnalyzerOptions.capacity}. */
  recent(): readonly SerializedMCPError[];
  /** The innermost error of a chain: see {@link rootCause}. */
  rootCause(thrown: unknown): unknown;
  /** What to do about an error: see {@link suggestFixes}. */
  suggest(thrown: unknown): readonly Suggestion[];
  /** Forgets everything. */
  reset(): void;
}

/** How much an {@link ErrorAnalyzer} keeps. */
export interface ErrorAnalyzerOptions {
  /** Errors that are kept as records; older ones are only counted. From 1 to 100000.
   * @default 100 */
  readonly capacity?: number;
  /** Different names that one counter keeps; all further ones are counted together as `(other)`. From 1 to 100000.
   * @default 200 */
  readonly maxNames?: number;
}

/** What {@link ErrorAnalyzerOptions} are where they are not given. */
export const ERROR_ANALYZER_DEFAULTS = { capacity: 100, maxNames: 200 } as const satisfies ErrorAnalyzerOptions;

/** What was recorded, in numbers. */
export interface ErrorSummary {
  readonly totalErrors: number;
  /** By class, as `MCPTimeoutError`. */
  readonly errorTypes: Readonly<Record<string, number>>;
  /** The class that was recorded most often, the first of those that were so equally often; `null` without any error. */
  readonly mostCommon: readonly [errorType: string, count: number] | null;
  readonly byKind: Readonly<Record<string, number>>;
  readonly byCode: Readonly<Record<string, number>>;
  readonly byServer: Readonly<Record<string, number>>;
}

/** The context of a record with more characters of JSON than this is left out. */
export const MAX_ANALYZED_CONTEXT_LENGTH = 16_384;

/** Messages of records are cut, in characters. */
const MAX_TEXT_LENGTH = 2000;

/**
 * Creates an analyzer that counts errors by class, kind, code and server, without growing beyond its limits.
 *
 * @throws {@link MCPConfigurationError} when a limit is not a whole number in its range.
 *
 * @example
 * ```ts
 * const analyzer = createErrorAnalyzer({ capacity: 50 });
 * for (const outcome of await Promise.allSettled(calls.map((call) => call())))
 *   if (outcome.status === 'rejected') analyzer.record(outcome.reason);
 * return analyzer.summary();
 * ```
 */
export function createErrorAnalyzer(options: ErrorAnalyzerOptions = {}): ErrorAnalyzer {
  const { capacity, maxNames } = { ...ERROR_ANALYZER_DEFAULTS, ...options };
  assertLimit('capacity', capacity);
  assertLimit('maxNames', maxNames);
  const counters = {
    types: createBoundedCounter(maxNames),
    kinds: createBoundedCounter(maxNames),
    codes: createBoundedCounter(maxNames),
    servers: createBoundedCounter(maxNames),
  };
  let total = 0;
  // A ring: once it is full, the next record takes the place of the oldest, at `total` modulo its size.
  let ring: SerializedMCPError[] = [];
  return {
    record: (thrown) => {
      const record = boundedRecord(fromThrown(thrown).toJSON());
      ring[total % capacity] = record;
      total += 1;
      counters.types.add(record.errorType);
      counters.kinds.add(record.kind);
      counters.codes.add(record.code);
      const server = serverOf(record);
      if (server !== undefined) counters.servers.add(server);
    },
    summary: () => ({
      totalErrors: total,
      errorTypes: counters.types.counts(),
      mostCommon: counters.types.mostCommon(),
      byKind: counters.kinds.counts(),
      byCode: counters.codes.counts(),
      byServer: counters.servers.counts(),
    }),
    serverErrors: () => counters.servers.counts(),
    recent: () => [...ring.slice(total % capacity), ...ring.slice(0, total % capacity)],
    rootCause,
    suggest: suggestFixes,
    reset: () => {
      total = 0;
      ring = [];
      for (const counter of Object.values(counters)) counter.reset();
    },
  };
}

const MAX_LIMIT = 100_000;

function assertLimit(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= MAX_LIMIT) return;
  throw new MCPConfigurationError({
    code: 'OPTION_INVALID',
    message: `createErrorAnalyzer: "${name}" is ${value}, which is no whole number from 1 to ${MAX_LIMIT}.`,
    configSection: name,
    hint: `Give a whole number from 1 to ${MAX_LIMIT}.`,
  });
}

/** Our errors say `serverName`; a context of a user may say `server`. */
function serverOf({ context }: SerializedMCPError): string | undefined {
  const server = context.serverName ?? context.server;
  return typeof server === 'string' && server !== '' ? server : undefined;
}

/** A hundred answers of a server of some megabytes each are too much to keep. */
function boundedRecord(record: SerializedMCPError): SerializedMCPError {
  return {
    ...record,
    message: cut(record.message),
    context: isSmall(record.context)
      ? record.context
      : { leftOut: `The context has more than ${MAX_ANALYZED_CONTEXT_LENGTH} characters, or is no JSON.` },
    ...(record.hint === undefined ? {} : { hint: cut(record.hint) }),
    ...(record.chain === undefined ? {} : { chain: cut(record.chain) }),
  };
}

function isSmall(context: Readonly<Record<string, unknown>>): boolean {
  try {
    return JSON.stringify(context).length <= MAX_ANALYZED_CONTEXT_LENGTH;
  } catch {
    // A cycle or a BigInt: nothing says how large it is.
    return false;
  }
}

function cut(text: string): string {
  return text.length <= MAX_TEXT_LENGTH ? text : `${text.slice(0, MAX_TEXT_LENGTH).toWellFormed()}…`;
}
