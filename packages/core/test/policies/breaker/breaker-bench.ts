import type { Safety } from '../../../src/call/safety.ts';
import { CircuitBreaker, REFUSED } from '../../../src/policies/breaker/circuit-breaker.ts';
import type { CircuitChanged, CircuitName } from '../../../src/policies/breaker/events.ts';
import {
  type BreakerOptions,
  type BreakerSettings,
  breakerSettings,
  SERVER_BREAKER_DEFAULTS,
  TOOL_BREAKER_DEFAULTS,
} from '../../../src/policies/breaker/options.ts';
import type { BreakerSignal } from '../../../src/policies/verdict.ts';

/** Breaks that are easy to tell from other times. */
const LONG_BREAKS = { ...TOOL_BREAKER_DEFAULTS, openMs: 10_000, maxOpenMs: 120_000 } as const;

/** Wall-clock time when the monotonic time of a {@link BreakerBench} is 0. */
export const EPOCH_MS = 1_767_225_600_000;

/** What a {@link BreakerBench} can be given. */
export interface BreakerBenchOptions {
  readonly defaults?: BreakerSettings;
  readonly name?: CircuitName;
  readonly options?: BreakerOptions;
  readonly random?: () => number;
  readonly onChange?: (change: CircuitChanged) => unknown;
}

/** A breaker on a time of its own, with short words for what tests do with it. */
export class BreakerBench {
  nowMs = 0;
  readonly breaker: CircuitBreaker;
  readonly changes: CircuitChanged[] = [];

  constructor({ defaults, name, options = {}, random, onChange }: BreakerBenchOptions = {}) {
    this.breaker = new CircuitBreaker({
      name: name ?? { server: 'jira' },
      options: breakerSettings(options, defaults ?? SERVER_BREAKER_DEFAULTS),
      // In the middle: no jitter.
      random: random ?? (() => 0.5),
      nowMs: this.nowMs,
      atMs: () => EPOCH_MS + this.nowMs,
      onChange: (change) => {
        this.changes.push(change);
        return onChange?.(change);
      },
    });
  }

  /** States in the order in which they came. */
  get path(): readonly string[] {
    return this.changes.map(({ to }) => to);
  }

  start(safety: Safety = 'read'): number {
    return this.breaker.tryAcquire(safety, this.nowMs);
  }

  isRefused(safety: Safety = 'read'): boolean {
    const permit = this.start(safety);
    if (permit === REFUSED) return true;
    this.breaker.record(permit, 'neutral', this.nowMs);
    return false;
  }

  end(permit: number, signal: BreakerSignal): void {
    this.breaker.record(permit, signal, this.nowMs, signal === 'hard-failure' ? 'CONNECTION_REFUSED' : 'CALL_TIMEOUT');
  }

  /** Calls that begin and end at once. */
  call(...signals: readonly BreakerSignal[]): void {
    for (const signal of signals) this.end(this.start(), signal);
  }

  probe(): number {
    return this.breaker.tryProbe(this.nowMs);
  }

  endProbe(permit: number, ok: boolean): void {
    this.breaker.recordProbe(permit, ok, this.nowMs);
  }

  later(ms: number): void {
    this.nowMs += ms;
  }
}

/** A server's breaker that three hard failures opened. */
export function openBench(options: BreakerBenchOptions = {}): BreakerBench {
  const bench = new BreakerBench(options);
  bench.call('hard-failure', 'hard-failure', 'hard-failure');
  return bench;
}

/** The breaker of a tool that five failures opened. */
export function openTool(options: BreakerBenchOptions = {}): BreakerBench {
  const name = { server: 'jira', tool: 'search' };
  const bench = new BreakerBench({ defaults: LONG_BREAKS, name, ...options });
  bench.call('failure', 'failure', 'failure', 'failure', 'failure');
  return bench;
}
