import type { Safety } from '../../call/safety.ts';
import type { Random } from '../../random.ts';
import { CallRecord } from './call-record.ts';
import { type ChangeCause, CircuitHistory } from './circuit-history.ts';
import type { CircuitChanged, CircuitChangeReason, CircuitName, CircuitState } from './events.ts';
import type { BreakerSettings } from './options.ts';
import { Recovery } from './recovery.ts';

/** What a circuit breaker needs. */
export interface CircuitBreakerOptions {
  readonly name: CircuitName;
  /** Checked and complete; may be shared by any number of breakers. */
  readonly options: BreakerSettings;
  readonly random: Random;
  /** Monotonic time, in milliseconds. */
  readonly nowMs: number;
  /** The wall clock, for events and errors. */
  readonly atMs: () => number;
  /** Told of each change; may throw, or change the breaker itself. */
  readonly onChange: (change: CircuitChanged) => void;
}

/** The states of a circuit and how one becomes another; who may call in which state is for `CircuitBreaker` to say. */
export abstract class CircuitStates {
  readonly name: CircuitName;
  protected readonly settings: BreakerSettings;
  protected readonly calls: CallRecord;
  protected readonly recovery: Recovery;
  protected readonly history: CircuitHistory;
  protected current: CircuitState;
  protected generation = 0;
  protected successes = 0;
  protected isOnProbation = false;
  protected lastSafety: Safety = 'read';
  protected changedMs: number;
  protected openedMs: number;

  constructor({ name, options, random, nowMs, atMs, onChange }: CircuitBreakerOptions) {
    this.name = name;
    this.settings = options;
    this.calls = new CallRecord(options, nowMs);
    this.recovery = new Recovery(options, random);
    this.history = new CircuitHistory({ name, atMs, onChange });
    this.current = this.restingState;
    this.changedMs = nowMs;
    this.openedMs = nowMs;
  }

  /** What it does with calls, as of the last time that it was asked or told something. */
  get state(): CircuitState {
    return this.current;
  }

  /** In how many milliseconds it should be asked with `tryProbe` again; `undefined` while that is of no use. */
  nextProbeInMs(nowMs: number): number | undefined {
    const remainingMs = this.recovery.remainingMs(nowMs);
    if (this.current !== 'half-open' || remainingMs !== undefined) return remainingMs;
    return this.lastSafety === 'read' ? undefined : 0;
  }

  protected get restingState(): CircuitState {
    return this.settings.enabled ? 'closed' : 'forced-closed';
  }

  /** A success of a half-open circuit. */
  protected countSuccess(nowMs: number): void {
    this.successes += 1;
    if (this.successes >= this.settings.successesToClose) this.close('recovered', false, nowMs);
    else if (this.settings.prober) this.recovery.waitForProbe(nowMs);
  }

  /** Does what is due by now. A probe that got lost is taken to have failed when its lease ran out, not when that was seen. */
  protected moveTo(nowMs: number): void {
    const lostAtMs = this.recovery.lostAtMs(nowMs);
    if (lostAtMs !== undefined) {
      this.recovery.giveBack();
      this.probeFailed('probe-lost', nowMs, lostAtMs);
    }
    if ((this.current !== 'open' && this.current !== 'forced-open') || !this.recovery.isDue(nowMs)) return;
    if (!this.settings.enabled) this.close('break-over', false, nowMs);
    else if (!this.settings.prober) this.halfOpen('break-over', nowMs);
  }

  protected probeFailed(reason: CircuitChangeReason, nowMs: number, fromMs = nowMs): void {
    if (this.current === 'open') this.recovery.waitForProbe(fromMs);
    else this.open({ reason }, nowMs, fromMs);
  }

  protected open(cause: ChangeCause, nowMs: number, fromMs: number): void {
    const isCalm = this.current === 'closed' && !this.isOnProbation;
    if (isCalm && nowMs - this.changedMs >= this.settings.resetAfterMs) this.recovery.forgetBreaks();
    this.prepareToOpen(nowMs);
    if (this.settings.prober) this.recovery.waitForProbe(fromMs);
    else this.recovery.waitForBreak(fromMs);
    this.change('open', cause, nowMs);
  }

  protected prepareToOpen(nowMs: number): void {
    if (this.current === 'closed' || this.current === 'forced-closed') this.openedMs = nowMs;
    this.recovery.stop();
    this.recovery.forgetProbes();
  }

  protected halfOpen(reason: CircuitChangeReason, nowMs: number): void {
    this.successes = 0;
    this.recovery.stop();
    this.recovery.forgetProbes();
    if (this.settings.prober) this.recovery.waitForProbe(nowMs);
    this.change('half-open', { reason }, nowMs);
  }

  protected close(reason: CircuitChangeReason, isOnProbation: boolean, nowMs: number): void {
    this.recovery.stop();
    this.startAnew(nowMs);
    this.isOnProbation = isOnProbation;
    this.change(this.restingState, { reason }, nowMs);
  }

  protected startAnew(nowMs: number): void {
    this.calls.clear(nowMs);
    this.isOnProbation = false;
  }

  /** The last thing that a method does: whoever is told may change the breaker again. */
  protected change(to: CircuitState, cause: ChangeCause, nowMs: number): void {
    const from = this.current;
    this.current = to;
    this.generation += 1;
    this.changedMs = nowMs;
    this.history.tell({
      from,
      to,
      generation: this.generation,
      cause,
      counts: this.calls.counts(),
      failureCode: this.calls.failureCode,
      retryInMs: this.nextProbeInMs(nowMs),
    });
  }
}
