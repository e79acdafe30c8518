import type { Clock, Timer } from '../../clock.ts';
import type { MCPError } from '../../errors/mcp-error.ts';
import { silentServerError } from './errors.ts';
import type { SilenceProbed } from './events.ts';
import type { SilenceSettings } from './options.ts';
import { RunningProbe } from './running-probe.ts';
import { NOT_WATCHED, SilenceLimits, type WatchedCall } from './watched-call.ts';

/** What a {@link SilenceWatch} needs. */
export interface SilenceWatchDependencies {
  readonly server: string;
  readonly options: SilenceSettings;
  readonly clock: Clock;
  /** Asks the server for any answer at all. One that rejects or takes too long counts as unanswered. */
  readonly probe: () => Promise<boolean>;
  /** Told that the server owes an answer and does not answer a probe either; may throw without harm. */
  readonly onSilent: (error: MCPError) => void;
  /** Told of every probe; may throw without harm. */
  readonly onProbed?: (event: SilenceProbed) => void;
}

/**
 * How an attempt ended. `answered`: with what its tool does, so that its duration counts. `alive`: with another sign of life
 * of the server, as a refusal, or after a person was asked. `unanswered`: without one.
 */
export type WatchedEnd = 'answered' | 'alive' | 'unanswered';

/** A call that was probed for is silent for at most this long before it is probed for again, in milliseconds. */
const MAX_PROBE_INTERVAL_MS = 30_000;

/** Calls under way for each millisecond between two looks at all of them. */
const CALLS_PER_MS = 100;

/**
 * Watches the calls of one server that are under way, and has the server probed when one is silent for longer than its tool
 * usually takes. Anything that comes from the server proves it alive, for all calls.
 *
 * There is one timer at most, and none for longer than a second or so after the last call. One probe runs at a time.
 */
export class SilenceWatch {
  private readonly dependencies: SilenceWatchDependencies;
  private readonly clock: Clock;
  private readonly options: SilenceSettings;
  private readonly calls = new SilenceLimits();
  /** When something came from the server last. */
  private aliveMs = Number.NEGATIVE_INFINITY;
  /** How often something came from the server: tells whether something did meanwhile. */
  private signs = 0;
  private probedMs = Number.NEGATIVE_INFINITY;
  /** When the last probe began that was not answered. */
  private missedMs = Number.NEGATIVE_INFINITY;
  /** Whether the server was seen to answer no probe while it worked on a call that it answered later. */
  private isDeafAtWork = false;
  private running: RunningProbe | undefined;
  private timer: Timer | undefined;
  private lookAtMs = 0;

  constructor(dependencies: SilenceWatchDependencies) {
    this.dependencies = dependencies;
    this.clock = dependencies.clock;
    this.options = dependencies.options;
  }

  /** An attempt was sent. */
  begin(call: WatchedCall, nowMs: number): void {
    call.sentMs = nowMs;
    if (!this.options.enabled) return;
    const { minSilenceMs, usualFactor } = this.options;
    const usualMs = call.durations.p95Ms;
    const allowedMs = usualMs === undefined ? minSilenceMs : Math.max(minSilenceMs, usualMs * usualFactor);
    call.watchNumber = this.calls.add(nowMs, allowedMs);
    if (this.timer === undefined || nowMs + allowedMs < this.lookAtMs) this.lookAt(nowMs + allowedMs, nowMs);
  }

  /** Something came from the server before a call ended: progress, a message, a handshake. */
  noteAlive(nowMs: number): void {
    this.aliveMs = nowMs;
    this.signs += 1;
  }

  /** An attempt ended, in whatever way. */
  end(call: WatchedCall, how: WatchedEnd, nowMs: number): void {
    if (call.watchNumber !== NOT_WATCHED) this.calls.remove(call.watchNumber);
    call.watchNumber = NOT_WATCHED;
    if (how === 'unanswered') return;
    this.noteAlive(nowMs);
    if (how === 'answered') call.durations.record(nowMs - call.sentMs);
    // It was at work, not gone, when it did not answer.
    if (call.sentMs <= this.missedMs) this.isDeafAtWork = true;
  }

  /** Forgets all calls and ends what is under way. May be called twice. */
  close(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.running?.end();
    this.running = undefined;
    this.calls.clear();
  }

  private lookAt(atMs: number, nowMs: number): void {
    // Whoever probes looks again afterwards.
    if (this.running !== undefined) return;
    this.timer?.cancel();
    this.lookAtMs = atMs;
    this.timer = this.clock.setTimer(this.look, atMs - nowMs, { background: true });
  }

  private readonly look = (): void => {
    this.timer?.cancel();
    this.timer = undefined;
    const nowMs = this.clock.monotonicMs();
    let overdue = 0;
    let nextMs = Number.POSITIVE_INFINITY;
    this.calls.update((sentMs, allowedMs) => {
      const dueMs = this.dueMs(sentMs, allowedMs);
      if (dueMs <= nowMs) overdue += 1;
      else if (dueMs < nextMs) nextMs = dueMs;
      return allowedMs;
    });
    if (this.calls.size === 0) {
      // Nor is memory held for calls while there are none.
      this.calls.clear();
      return;
    }
    // A server that works on one call at a time is left alone while it may still be at work on another one.
    if (overdue > 0 && (!this.isDeafAtWork || overdue === this.calls.size)) this.probe(nowMs);
    else this.lookAt(Math.max(nextMs, nowMs + this.calls.size / CALLS_PER_MS), nowMs);
  };

  private dueMs(sentMs: number, allowedMs: number): number {
    return Math.max(sentMs, this.aliveMs, this.probedMs) + allowedMs;
  }

  private probe(nowMs: number): void {
    let silentForMs = 0;
    this.calls.update((sentMs, allowedMs) => {
      if (this.dueMs(sentMs, allowedMs) > nowMs) return allowedMs;
      silentForMs = Math.max(silentForMs, nowMs - Math.max(sentMs, this.aliveMs));
      // One that goes on for long is not probed for every second.
      return Math.max(allowedMs, Math.min(allowedMs * 2, MAX_PROBE_INTERVAL_MS));
    });
    const { probe } = this.dependencies;
    const { probeTimeoutMs } = this.options;
    const signsBefore = this.signs;
    const onEnd = (isAnswered: boolean): void => {
      this.running = undefined;
      const endMs = this.clock.monotonicMs();
      this.probedMs = endMs;
      // A server that answers while it owes an answer is not deaf at work.
      if (isAnswered) this.isDeafAtWork = false;
      if (isAnswered) this.noteAlive(endMs);
      const isAlive = isAnswered || this.signs !== signsBefore;
      if (!isAlive) this.missedMs = nowMs;
      this.tell(isAlive, silentForMs, endMs - nowMs);
      this.look();
    };
    this.running = new RunningProbe({ clock: this.clock, probe, timeoutMs: probeTimeoutMs, onEnd });
  }

  private tell(isAlive: boolean, silentForMs: number, durationMs: number): void {
    const { server, onSilent, onProbed } = this.dependencies;
    const { probeTimeoutMs } = this.options;
    const result = isAlive ? 'alive' : 'missed';
    try {
      onProbed?.({ kind: 'silenceProbed', atMs: this.clock.now(), server, silentForMs, result, durationMs });
    } catch {
      // Whoever watches must not be able to stop the watch, and there is nobody to tell.
    }
    if (isAlive) return;
    try {
      onSilent(silentServerError({ server, silentForMs: silentForMs + durationMs, probeTimeoutMs }));
    } catch {
      // The same.
    }
  }
}
