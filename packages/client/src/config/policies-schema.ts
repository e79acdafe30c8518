import {
  type NumberRange,
  POLICY_RANGES,
  type PolicyOptions,
  STALE_RANGES,
  type StaleOptions,
} from '@seawall/core/base';
import { z } from 'zod';
import { flag, oneOf } from './schema-parts.ts';

/** `policies` as it is written: every part and every field may be absent. */
export type PoliciesInput = {
  readonly [K in keyof Required<PolicyOptions>]?:
    | { readonly [F in keyof Required<PolicyOptions>[K]]?: Required<PolicyOptions>[K][F] | undefined }
    | undefined;
};

/** `stale` as it is written. */
export type StaleInput = { readonly [F in keyof StaleOptions]?: StaleOptions[F] | undefined };

// The texts that editors show; what each number may be comes from the policies themselves.

const RETRY = {
  maxAttempts: 'Attempts of a call that count, the first one included.',
  maxTransparentAttempts: 'How often a call is sent again of which no byte had left.',
  initialDelayMs: 'The longest wait before the first repetition; it doubles with each one.',
  maxDelayMs: 'The longest wait before any repetition.',
  initialThrottleDelayMs: 'The same as initialDelayMs where the server asks for fewer calls.',
  maxThrottleDelayMs: 'The same as maxDelayMs where the server asks for fewer calls.',
  maxRetryAfterMs: 'A server that asks for a longer wait is not waited for: the call fails at once.',
  idempotentWithinMs: 'For how long a write that may run twice is sent again.',
};

const RETRY_BUDGET = {
  capacity: 'Repetitions that may come at once after a quiet time.',
  perCall: 'The part of a repetition that each new call adds.',
  refillMs: 'In how many milliseconds one is added whether there are calls or not.',
};

const BREAKER = {
  windowMs: 'The sampling window.',
  minimumCalls: 'With fewer calls in the window the failure ratio says nothing.',
  failureRatio: 'The share of failed calls of the window that opens the circuit.',
  consecutiveFailures: 'So many failures in a row open the circuit; 0 turns this off.',
  successesToClose: 'Successes of a half-open circuit that close it.',
  openMs: 'Break duration where nothing probes in the background; doubled each time.',
  maxOpenMs: 'The longest break.',
  resetAfterMs: 'Closed for this long, the next break is a short one again.',
  probeIntervalMs: 'The time to the first background probe; doubled each time.',
  maxProbeIntervalMs: 'The longest time between background probes.',
  probeTimeoutMs: 'A probe that did not answer within this time counts as failed.',
};

const RATE_GATE = {
  baseDelayMs: 'The longest first wait where the server names none; doubled each time.',
  maxDelayMs: 'The longest wait where the server names none.',
  maxRetryAfterMs: 'A longer wait that the server names is cut to this.',
  scopeWindowMs: 'Two tools that are throttled within this time mean the whole server.',
  decreaseFactor: 'What is left of the observed rate after the server asked for fewer calls.',
  minRatePerSecond: 'The rate never falls below this.',
  increasePerSecond: 'By how much the rate grows with each second of successes.',
  forgetAfterMs: 'So long after the last throttle the rate may be forgotten.',
};

const BULKHEAD = {
  concurrency: 'Attempts under way at a time.',
  queue: 'Calls that wait for their turn; one more is refused.',
  maxQueueWaitMs: 'The longest wait for a turn.',
  maxQueueShare: 'The most of its remaining time that a call waits for its turn.',
  cancelGraceMs: 'How long an attempt that timed out keeps its place.',
  startConcurrency: 'The limit that an adaptive one starts with.',
  minConcurrency: 'The lowest that an adaptive limit goes.',
  maxConcurrency: 'The highest that an adaptive limit goes.',
};

const SILENCE = {
  minSilenceMs: 'A call is never taken for silent before so many milliseconds.',
  usualFactor: 'How many times as long as nearly all calls of its tool a call may be silent.',
  probeTimeoutMs: 'How long the server has for its answer.',
};

const HEDGE = {
  minDelayMs: 'A second attempt is never sent sooner than this.',
  minSamples: 'As long as fewer calls of the tool were answered it is not known what is slow.',
  maxExtraLoad: 'The part of the calls that may have a second attempt.',
};

const STALE = {
  maxEntries: 'Answers that are kept of all servers together.',
  maxBytes: 'Memory for all of them.',
  listMs: 'How old a list may be; 0 for never.',
  resourceMs: 'How old what was read from a resource may be; 0 for never.',
};

/** The schema of {@link StaleInput}. */
export const staleSchema: z.ZodType<StaleInput> = part(STALE, STALE_RANGES);

/** The schema of {@link PoliciesInput}. */
export const policiesSchema: z.ZodType<PoliciesInput> = z.strictObject(
  {
    retry: part(RETRY, POLICY_RANGES.retry).optional().describe('When a call is sent again.'),
    retryBudget: part(RETRY_BUDGET, POLICY_RANGES.retryBudget)
      .optional()
      .describe('How many repetitions the calls to the server may have together.'),
    breaker: breakerSchema(POLICY_RANGES.breaker).optional().describe('The circuit of the server.'),
    toolBreaker: breakerSchema(POLICY_RANGES.toolBreaker).optional().describe('The circuit of each of its tools.'),
    rateGate: part(RATE_GATE, POLICY_RANGES.rateGate, { enabled: flag().optional() })
      .optional()
      .describe('How calls are held back after the server asked for fewer.'),
    bulkhead: part(BULKHEAD, POLICY_RANGES.bulkhead, {
      isAdaptive: flag().optional().describe('Whether the limit follows what the server bears.'),
    })
      .optional()
      .describe('How many calls run at a time.'),
    silence: part(SILENCE, POLICY_RANGES.silence, { enabled: flag().optional() })
      .optional()
      .describe('When the server is asked whether it is still there.'),
    hedge: part(HEDGE, POLICY_RANGES.hedge)
      .optional()
      .describe('When a second attempt is sent beside a slow one, for tools with hedge: true.'),
  },
  { error: 'an object with retry, retryBudget, breaker, toolBreaker, rateGate, bulkhead, silence, hedge' },
);

type Ranges<F extends string> = Readonly<Record<F, NumberRange>>;

function breakerSchema(ranges: Ranges<keyof typeof BREAKER>) {
  return part(BREAKER, ranges, {
    enabled: flag().optional().describe('Whether calls are ever refused.'),
    consecutive: oneOf(['hard', 'any'])
      .optional()
      .describe('Which failures count in a row: those that leave no doubt, or any.'),
  });
}

/** One part: its numbers with their texts, and what else it has. */
function part<F extends string, Others extends z.ZodRawShape = Record<never, never>>(
  texts: Readonly<Record<F, string>>,
  ranges: Ranges<F>,
  others?: Others,
) {
  const names = Object.keys(texts) as F[]; // The fields of the table, which are its keys.
  const numbers = Object.fromEntries(
    names.map((name) => [name, numberOf(ranges[name]).optional().describe(texts[name])]),
  );
  const shape = { ...(numbers as Record<F, z.ZodOptional<z.ZodNumber>>), ...(others ?? ({} as Others)) }; // As many as names.
  return z.strictObject(shape, { error: `an object with ${Object.keys(shape).join(', ')}` });
}

function numberOf({ min, max, isInteger = false }: NumberRange): z.ZodNumber {
  const error = `a ${isInteger ? 'whole ' : ''}number from ${min} to ${max}`;
  const number = z.number({ error }).min(min, { error }).max(max, { error });
  return isInteger ? number.int({ error }) : number;
}
