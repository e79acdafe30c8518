import type { GateChanged } from '../../../src/policies/rate-gate/events.ts';
import { type RateGateOptions, resolveRateGate } from '../../../src/policies/rate-gate/options.ts';
import { RateGate } from '../../../src/policies/rate-gate/rate-gate.ts';

/** The wall clock at the start of every bench, in milliseconds since the epoch. */
export const EPOCH_MS = 1_767_225_600_000;

/** A rate gate at a point in time that the test sets. */
export class GateBench {
  nowMs = 0;
  readonly gate: RateGate;
  readonly changes: GateChanged[] = [];

  constructor(
    options: RateGateOptions = {},
    random: () => number = () => 0,
    onChange?: (change: GateChanged) => unknown,
  ) {
    this.gate = new RateGate({
      server: 'jira',
      options: resolveRateGate(options),
      random,
      nowMs: 0,
      atMs: () => EPOCH_MS + this.nowMs,
      onChange: (change) => {
        this.changes.push(change);
        return onChange?.(change);
      },
    });
  }

  pass(tool = 'search'): number {
    return this.gate.tryPass(tool, this.nowMs);
  }

  throttled(retryAfterMs?: number, tool = 'search'): void {
    this.gate.onThrottled(tool, retryAfterMs, this.nowMs);
  }

  success(tool = 'search'): void {
    this.gate.onSuccess(tool, this.nowMs);
  }

  /** Calls as often as it may for `forMs`, asking again when it is told to. @returns how many went out. */
  callAll(forMs: number, onPass: () => void = () => undefined): number {
    const endMs = this.nowMs + forMs;
    let passed = 0;
    while (this.nowMs < endMs && passed < 10_000) {
      const waitMs = this.pass();
      if (waitMs === 0) {
        passed += 1;
        onPass();
      }
      this.nowMs += Math.max(waitMs, 1);
    }
    this.nowMs = endMs;
    return passed;
  }

  later(ms: number): void {
    this.nowMs += ms;
  }
}
