import {
  BREAKER_RANGES,
  type BreakerOptions,
  type BreakerSettings,
  breakerSettings,
  checkBreaker,
  SERVER_BREAKER_DEFAULTS,
  TOOL_BREAKER_DEFAULTS,
} from '../policies/breaker/options.ts';
import {
  BULKHEAD_RANGES,
  type BulkheadOptions,
  type BulkheadSettings,
  checkBulkhead,
  resolveBulkhead,
} from '../policies/bulkhead/options.ts';
import { checkHedgeOptions, HEDGE_RANGES, type HedgeOptions } from '../policies/hedge/options.ts';
import type { NumberRange, OptionFault } from '../policies/option-check.ts';
import {
  checkRateGate,
  RATE_GATE_RANGES,
  type RateGateOptions,
  type RateGateSettings,
  resolveRateGate,
} from '../policies/rate-gate/options.ts';
import {
  checkRetryBudgetOptions,
  checkRetryOptions,
  RETRY_BUDGET_RANGES,
  RETRY_DEFAULTS,
  RETRY_RANGES,
  type RetryBudgetOptions,
  type RetryOptions,
} from '../policies/retry/options.ts';
import {
  checkSilence,
  SILENCE_DEFAULTS,
  SILENCE_RANGES,
  type SilenceOptions,
  type SilenceSettings,
} from '../policies/silence/options.ts';

/** What can be set for the policies of one server; every part and every field may be absent. */
export interface PolicyOptions {
  readonly retry?: RetryOptions;
  readonly retryBudget?: RetryBudgetOptions;
  /** The circuit of the whole server: it opens when there is no way to it. */
  readonly breaker?: BreakerOptions;
  /** The circuits of its tools: each opens when the tool fails though the server answers. */
  readonly toolBreaker?: BreakerOptions;
  readonly rateGate?: RateGateOptions;
  readonly bulkhead?: BulkheadOptions;
  readonly silence?: SilenceOptions;
  readonly hedge?: HedgeOptions;
}

/** The policies of one server, with nothing left open. One object may serve any number of servers. */
export interface PolicySettings {
  readonly retry: Required<RetryOptions>;
  readonly retryBudget: RetryBudgetOptions;
  readonly breaker: BreakerSettings;
  readonly toolBreaker: BreakerSettings;
  readonly rateGate: RateGateSettings;
  readonly bulkhead: BulkheadSettings;
  readonly silence: SilenceSettings;
  readonly hedge: HedgeOptions;
}

/** Fills in what is not said. Does not check: see {@link checkPolicies}. */
export function resolvePolicies(options: PolicyOptions, transport: 'stdio' | 'http'): PolicySettings {
  return {
    retry: { ...RETRY_DEFAULTS, ...options.retry },
    retryBudget: options.retryBudget ?? {},
    breaker: breakerSettings(options.breaker ?? {}, SERVER_BREAKER_DEFAULTS),
    toolBreaker: breakerSettings(options.toolBreaker ?? {}, TOOL_BREAKER_DEFAULTS),
    rateGate: resolveRateGate(options.rateGate ?? {}),
    bulkhead: resolveBulkhead(options.bulkhead ?? {}, transport),
    silence: { ...SILENCE_DEFAULTS, ...options.silence },
    hedge: options.hedge ?? {},
  };
}

/** Everything about `options` that can't be used, all at once; `path` is where they stand, as `policies`. */
export function checkPolicies(
  options: PolicyOptions,
  transport: 'stdio' | 'http',
  path: string,
): readonly OptionFault[] {
  return [
    ...checkRetryOptions(options.retry ?? {}, `${path}.retry`),
    ...checkRetryBudgetOptions(options.retryBudget ?? {}, `${path}.retryBudget`),
    ...checkBreaker(options.breaker ?? {}, SERVER_BREAKER_DEFAULTS, `${path}.breaker`),
    ...checkBreaker(options.toolBreaker ?? {}, TOOL_BREAKER_DEFAULTS, `${path}.toolBreaker`),
    ...checkRateGate(options.rateGate ?? {}, `${path}.rateGate`),
    ...checkBulkhead(options.bulkhead ?? {}, transport, `${path}.bulkhead`),
    ...checkSilence(options.silence ?? {}, `${path}.silence`),
    ...checkHedgeOptions(options.hedge ?? {}, `${path}.hedge`),
  ];
}

/** What the numbers of each part of {@link PolicyOptions} may be. */
export const POLICY_RANGES = {
  retry: RETRY_RANGES,
  retryBudget: RETRY_BUDGET_RANGES,
  breaker: BREAKER_RANGES,
  toolBreaker: BREAKER_RANGES,
  rateGate: RATE_GATE_RANGES,
  bulkhead: BULKHEAD_RANGES,
  silence: SILENCE_RANGES,
  hedge: HEDGE_RANGES,
} as const satisfies { readonly [K in keyof Required<PolicyOptions>]: Readonly<Record<string, NumberRange>> };
