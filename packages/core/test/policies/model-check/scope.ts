import type { CircuitName } from '../../../src/policies/breaker/events.ts';
import { type BreakerSettings, SERVER_BREAKER_DEFAULTS } from '../../../src/policies/breaker/options.ts';
import { type BulkheadSettings, resolveBulkhead } from '../../../src/policies/bulkhead/options.ts';
import type { BreakerSignal } from '../../../src/policies/verdict.ts';

/** Time passes in steps of this length; all times of a {@link Scope} are multiples of it. */
export const STEP_MS = 500;

/** How small the system is whose states are all visited. */
export interface Scope {
  readonly name: CircuitName;
  readonly breaker: BreakerSettings;
  readonly bulkhead: BulkheadSettings;
  readonly budget: { readonly capacity: number; readonly perCall: number; readonly refillMs: number };
  /** Calls that wait or run at a time. */
  readonly maxCalls: number;
  /** How calls may end. */
  readonly signals: readonly BreakerSignal[];
  /** Calls of the sampling window, with those under way: else its counts would grow without end. */
  readonly maxCallsInWindow: number;
}

const BREAKER: BreakerSettings = {
  ...SERVER_BREAKER_DEFAULTS,
  windowMs: 2 * STEP_MS,
  minimumCalls: 3,
  failureRatio: 0.6,
  consecutiveFailures: 2,
  consecutive: 'any',
  openMs: STEP_MS,
  maxOpenMs: 2 * STEP_MS,
  resetAfterMs: 2 * STEP_MS,
  probeIntervalMs: STEP_MS,
  maxProbeIntervalMs: 2 * STEP_MS,
  probeTimeoutMs: STEP_MS,
};

const REST = {
  budget: { capacity: 1, perCall: 0.5, refillMs: 2 * STEP_MS },
  maxCalls: 3,
  maxCallsInWindow: 4,
} as const;

const QUEUE = { maxQueueWaitMs: STEP_MS, cancelGraceMs: STEP_MS, isAdaptive: false };

/** A server that is probed in the background; its calls wait in line for one place. */
const PROBED_SERVER: Scope = {
  ...REST,
  name: { server: 'jira' },
  breaker: { ...BREAKER, consecutive: 'hard' },
  bulkhead: resolveBulkhead({ ...QUEUE, concurrency: 1, queue: 2 }, 'stdio'),
  signals: ['success', 'failure', 'hard-failure', 'neutral'],
};

/** A server that nobody probes, and that has to answer two reads before it is trusted again. */
const UNPROBED_SERVER: Scope = {
  ...REST,
  name: { server: 'jira' },
  breaker: { ...BREAKER, prober: false, successesToClose: 2 },
  bulkhead: resolveBulkhead({ ...QUEUE, concurrency: 2, queue: 1 }, 'stdio'),
  signals: ['success', 'failure', 'neutral'],
};

/** A tool: its own reads have to show that it goes again. */
const TOOL: Scope = {
  ...REST,
  name: { server: 'jira', tool: 'search' },
  breaker: { ...BREAKER, prober: false },
  bulkhead: resolveBulkhead({ ...QUEUE, concurrency: 2, queue: 1 }, 'stdio'),
  signals: ['success', 'failure', 'neutral'],
};

/** Those that are visited to the last state by `npm run model-check`, by what they are. */
export const SCOPES: ReadonlyMap<string, Scope> = new Map([
  ['a server that is probed', PROBED_SERVER],
  ['a server that nobody probes', UNPROBED_SERVER],
  ['a tool that is tried out by its own reads', TOOL],
]);

/** A server that is probed, with so little of everything that all of it is visited in a few seconds. */
export const SMALL_SERVER: Scope = smaller(PROBED_SERVER);

/** A tool, with little of everything. */
export const SMALL_TOOL: Scope = smaller(TOOL);

function smaller(scope: Scope): Scope {
  return {
    ...scope,
    breaker: { ...scope.breaker, windowMs: STEP_MS, minimumCalls: 2 },
    budget: { ...scope.budget, refillMs: STEP_MS },
    bulkhead: { ...scope.bulkhead, concurrency: 1, queue: 1 },
    maxCalls: 2,
    maxCallsInWindow: 2,
    signals: ['success', 'failure', 'neutral'],
  };
}
