import type { Safety } from '../../call/safety.ts';
import type { ErrorCode } from '../../errors/error-code.ts';
import type { MCPError } from '../../errors/mcp-error.ts';
import type { MCPRejectedError } from '../../errors/rejected-error.ts';
import { redactText } from '../../redaction/redact.ts';
import type { BreakerSignal } from '../verdict.ts';
import { byHand } from './circuit-history.ts';
import { CircuitStates } from './circuit-states.ts';
import type { CircuitSnapshot, ManualChange } from './events.ts';

/** Instead of a permit: the call, or the probe, may not start. */
export const REFUSED = -1;

/**
 * Lets calls to a server, or to one of its tools, through while they go well, and refuses them at once while they don't.
 *
 * Who asks with {@link tryAcquire} and gets a permit tells with {@link record} what came of it. Each change begins a new
 * generation, and what comes of a call of an older one moves nothing. It has no timer: `state` is as of the last time that it was
 * asked or told something, and all time comes as `nowMs`, which is monotonic.
 */
export class CircuitBreaker extends CircuitStates {
  /**
   * Asks for a permit: a number from 0, or {@link REFUSED}. Takes constant time, and allocates nothing unless the state changes.
   *
   * A half-open circuit lets through reads only: all of them where the server is probed in the background, else one at a time.
   */
  tryAcquire(safety: Safety, nowMs: number): number {
    if (this.lastSafety !== safety) this.lastSafety = safety;
    return this.current === 'closed' ? this.generation : this.acquireUnlessClosed(safety, nowMs);
  }

  /** Whether a permit is of this generation: else whoever still waits with it has to ask again. */
  isCurrent(permit: number): boolean {
    return permit === this.generation;
  }

  /**
   * Tells what came of a call that was let through, and under which code it failed.
   *
   * Of another generation: nothing happens. `neutral` gives the permit back and says nothing, as for a call that was cancelled.
   */
  record(permit: number, signal: BreakerSignal, nowMs: number, code?: ErrorCode): void {
    if (permit !== this.generation) return;
    if (this.current !== 'closed') this.recordUnlessClosed(permit, signal, nowMs, code);
    else if (signal === 'success') this.succeed(nowMs);
    else if (signal !== 'neutral') this.countFailure(signal, nowMs, code);
  }

  /**
   * The error for a call that was refused now.
   *
   * The same one for at most 100 ms, because building it costs more than a refusal may: never add context to it.
   */
  refusal(nowMs: number): MCPRejectedError {
    return this.history.refusal(this.current, this.retryAfterMs(nowMs), nowMs);
  }

  /** Whether the one call that holds a permit tries the circuit out, so that all others are refused until its end. */
  get isTriedByOneCall(): boolean {
    return this.current === 'half-open' && !this.settings.prober;
  }

  /**
   * Asks for the lease of a background probe: a number, or {@link REFUSED} while none is due or one is under way.
   *
   * A probe asks the transport, as a ping does. The breaker of a tool wants one only while its break is over and what was refused
   * last is no read, because that must not be tried out.
   */
  tryProbe(nowMs: number): number {
    if (this.current === 'closed') return REFUSED;
    this.moveTo(nowMs);
    if (this.recovery.isLeased) return REFUSED;
    switch (this.current) {
      case 'open':
      case 'forced-open':
        return this.settings.prober && this.recovery.isDue(nowMs) ? this.recovery.lease(nowMs) : REFUSED;
      case 'half-open':
        return this.wantsProbe(nowMs) ? this.recovery.lease(nowMs) : REFUSED;
      default:
        return REFUSED;
    }
  }

  /** Tells what came of a background probe. Any answer of the transport is a success; one that comes too late moves nothing. */
  recordProbe(permit: number, ok: boolean, nowMs: number): void {
    if (!this.recovery.holds(permit)) return;
    this.moveTo(nowMs);
    if (!this.recovery.holds(permit)) return;
    this.recovery.giveBack();
    if (!ok) this.probeFailed('probe-failed', nowMs);
    else if (this.current !== 'half-open') this.halfOpen('probe-succeeded', nowMs);
    else if (this.name.tool === undefined) this.countSuccess(nowMs);
    else this.close('probe-succeeded', true, nowMs);
  }

  /**
   * Tells that the server proved by other means that it is there, as by a new connection. As good as a background probe; moves
   * neither the circuit of a tool, which failed for reasons of its own, nor one that is held by hand.
   */
  noteAlive(nowMs: number): void {
    if (this.name.tool !== undefined || this.current === 'closed') return;
    this.moveTo(nowMs);
    if (this.current === 'open') this.halfOpen('alive', nowMs);
    else if (this.current === 'half-open') this.countSuccess(nowMs);
  }

  /** Opens at once, whatever the window says: something else found out that the server is not there. */
  trip(reason: string, nowMs: number, cause?: MCPError): void {
    this.moveTo(nowMs);
    if (this.current !== 'closed' && this.current !== 'half-open') return;
    this.calls.noteFailure(cause?.code);
    this.open({ reason: 'tripped', detail: redactText(reason) }, nowMs, nowMs);
  }

  /** Refuses all calls for one longest break, whatever probes say; then it is tried again as after any other. */
  forceOpen(by: ManualChange, nowMs: number): void {
    this.prepareToOpen(nowMs);
    this.recovery.waitFor(this.settings.maxOpenMs, nowMs);
    this.change('forced-open', byHand(by), nowMs);
  }

  /** Lets all calls through, whatever fails, until {@link reset}. */
  forceClosed(by: ManualChange, nowMs: number): void {
    this.recovery.stop();
    this.startAnew(nowMs);
    this.change('forced-closed', byHand(by), nowMs);
  }

  /** Refuses all calls, and probes nothing, until {@link reset} or another change by hand. */
  isolate(by: ManualChange, nowMs: number): void {
    this.prepareToOpen(nowMs);
    this.change('isolated', byHand(by), nowMs);
  }

  /** Closes it and forgets what was counted, what was done by hand and how long the breaks had become. */
  reset(by: ManualChange, nowMs: number): void {
    this.recovery.stop();
    this.recovery.forgetBreaks();
    this.startAnew(nowMs);
    this.change(this.restingState, byHand(by), nowMs);
  }

  /** How it stands. */
  snapshot(nowMs: number): CircuitSnapshot {
    const nextProbeInMs = this.nextProbeInMs(nowMs);
    const isOpen = this.current !== 'closed' && this.current !== 'forced-closed';
    const { failureCode } = this.calls;
    return {
      ...this.name,
      state: this.current,
      generation: this.generation,
      sinceMs: this.history.changedAtMs,
      ...(isOpen ? { openForMs: Math.max(0, nowMs - this.openedMs) } : {}),
      ...(nextProbeInMs === undefined ? {} : { nextProbeInMs }),
      counts: this.calls.counts(isOpen ? undefined : nowMs),
      isOnProbation: this.isOnProbation,
      ...this.history.last,
      ...(failureCode === undefined ? {} : { failureCode }),
    };
  }

  private succeed(nowMs: number): void {
    this.calls.addSuccess(nowMs);
    this.isOnProbation = false;
  }

  private wantsProbe(nowMs: number): boolean {
    return this.settings.prober ? this.recovery.isDue(nowMs) : this.lastSafety !== 'read';
  }

  private retryAfterMs(nowMs: number): number | undefined {
    const inMs = this.nextProbeInMs(nowMs);
    if (inMs === undefined) return undefined;
    return Math.max(1, Math.ceil(this.recovery.isLeased ? Math.min(inMs, PROBE_ANSWER_MS) : inMs));
  }

  private acquireUnlessClosed(safety: Safety, nowMs: number): number {
    this.moveTo(nowMs);
    switch (this.current) {
      case 'closed':
      case 'forced-closed':
        return this.generation;
      case 'half-open':
        if (safety !== 'read') return REFUSED;
        if (this.settings.prober) return this.generation;
        if (this.recovery.isLeased) return REFUSED;
        this.recovery.lease(nowMs);
        return this.generation;
      default:
        return REFUSED;
    }
  }

  private recordUnlessClosed(permit: number, signal: BreakerSignal, nowMs: number, code: ErrorCode | undefined): void {
    this.moveTo(nowMs);
    // The lease may just have run out: then the answer came too late.
    if (permit !== this.generation) return;
    if (this.current === 'forced-closed') this.countOnly(signal, nowMs, code);
    else if (this.current === 'half-open') this.recordTrial(signal, nowMs, code);
  }

  private recordTrial(signal: BreakerSignal, nowMs: number, code: ErrorCode | undefined): void {
    if (!this.settings.prober) {
      // Without a lease this is the second word about one call.
      if (!this.recovery.isLeased) return;
      this.recovery.giveBack();
    }
    if (signal === 'success') this.countSuccess(nowMs);
    else if (signal !== 'neutral') {
      this.calls.noteFailure(code);
      this.probeFailed('probe-failed', nowMs);
    }
  }

  /** What a circuit that is held closed does: it goes on counting, for whoever looks. */
  private countOnly(signal: BreakerSignal, nowMs: number, code: ErrorCode | undefined): void {
    if (signal === 'success') this.calls.addSuccess(nowMs);
    else if (signal !== 'neutral') this.calls.addFailure(signal, nowMs, code);
  }

  private countFailure(signal: BreakerSignal, nowMs: number, code: ErrorCode | undefined): void {
    this.calls.addFailure(signal, nowMs, code);
    const reason = this.isOnProbation ? 'failed-on-probation' : this.calls.reasonToOpen();
    if (reason !== undefined) this.open({ reason }, nowMs, nowMs);
  }
}

/** What a refused call is told while a probe is under way: most answer sooner than their lease ends. */
const PROBE_ANSWER_MS = 1_000;
