import type { Outcome } from '../call/call.ts';
import type { Clock } from '../clock.ts';
import type { EventBus } from '../events/event-bus.ts';
import { CircuitBreaker } from '../policies/breaker/circuit-breaker.ts';
import { noRoomForCircuit } from '../policies/breaker/errors.ts';
import type { CircuitSnapshot, ManualChange } from '../policies/breaker/events.ts';
import { ToolBreakers } from '../policies/breaker/tool-breakers.ts';
import { Bulkhead } from '../policies/bulkhead/bulkhead.ts';
import { noteProgress } from '../policies/deadline/call-times.ts';
import type { GateSnapshot } from '../policies/rate-gate/events.ts';
import { RateGate } from '../policies/rate-gate/rate-gate.ts';
import { RetryBudget } from '../policies/retry/retry-budget.ts';
import type { DurationHistogram } from '../policies/silence/duration-histogram.ts';
import { SilenceWatch } from '../policies/silence/silence-watch.ts';
import { UsualDurations } from '../policies/silence/usual-durations.ts';
import type { Random } from '../random.ts';
import { Admission } from './admission.ts';
import { Attempts } from './attempts.ts';
import { BackgroundProbes } from './background-probes.ts';
import type { CallTarget, PolicyCall } from './policy-call.ts';
import type { PolicySettings } from './policy-options.ts';
import { PolicyPass } from './policy-pass.ts';
import { Settlement } from './settlement.ts';

/** What the policies of one server need. */
export interface ServerPoliciesOptions {
  readonly server: string;
  readonly transport: 'stdio' | 'http';
  /** Checked and complete: see `resolvePolicies`. */
  readonly settings: PolicySettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: EventBus;
  /** Asks the server for any answer at all, over a new connection if there is none. */
  readonly probe: () => Promise<boolean>;
}

/** What is done to a circuit by hand: see `CircuitBreaker`. */
export interface CircuitChangeByHand {
  /** @default the circuit of the whole server */
  readonly tool?: string;
  readonly action: 'open' | 'close' | 'isolate' | 'reset';
  readonly by: ManualChange;
}

/** How the policies of a server stand. */
export interface PoliciesSnapshot {
  readonly circuit: CircuitSnapshot;
  /** Of tools that failed lately. */
  readonly toolCircuits: readonly CircuitSnapshot[];
  readonly gate: GateSnapshot;
  readonly inFlight: number;
  readonly queued: number;
  readonly concurrencyLimit: number;
  /** Repetitions that the server may still be given. */
  readonly retryTokens: number;
}

/**
 * Everything that stands between calls and one server, in one pass: breakers, rate gate, connection, bulkhead, the attempt,
 * what it means, and whether it is made again.
 */
export class ServerPolicies {
  readonly breaker: CircuitBreaker;
  readonly toolBreakers: ToolBreakers;
  readonly #options: ServerPoliciesOptions;
  readonly #clock: Clock;
  readonly #gate: RateGate;
  readonly #bulkhead: Bulkhead;
  readonly #budget: RetryBudget;
  readonly #durations = new UsualDurations();
  readonly #silence: SilenceWatch;
  readonly #probes: BackgroundProbes;
  readonly #pass: PolicyPass;

  constructor(options: ServerPoliciesOptions) {
    const { server, settings, clock, random, events, probe } = options;
    const nowMs = clock.monotonicMs();
    const atMs = (): number => clock.now();
    this.#options = options;
    this.#clock = clock;
    this.#probes = new BackgroundProbes({ clock, probe });
    this.breaker = new CircuitBreaker({
      name: { server },
      options: settings.breaker,
      random,
      nowMs,
      atMs,
      onChange: (change) => {
        events.emit(change);
        this.#probes.schedule(this.breaker);
      },
    });
    this.toolBreakers = new ToolBreakers({
      server,
      options: settings.toolBreaker,
      random,
      atMs,
      onChange: (change) => {
        events.emit(change);
        const breaker = this.toolBreakers.tryGet(change.tool ?? '');
        if (breaker !== undefined) this.#probes.schedule(breaker);
      },
    });
    this.#gate = new RateGate({
      server,
      options: settings.rateGate,
      random,
      nowMs,
      atMs,
      onChange: (change) => events.emit(change),
    });
    this.#bulkhead = new Bulkhead({
      server,
      options: settings.bulkhead,
      clock,
      onChange: (change) => events.emit(change),
    });
    this.#budget = new RetryBudget(settings.retryBudget, nowMs);
    this.#silence = new SilenceWatch({
      server,
      options: settings.silence,
      clock,
      probe,
      onSilent: (error) => this.breaker.trip('silent', clock.monotonicMs(), error),
      onProbed: (event) => events.emit(event),
    });
    this.#pass = this.#createPass();
  }

  /** How long calls of a tool, or of a method, usually take. */
  durationsOf(target: string): DurationHistogram {
    return this.#durations.of(target);
  }

  /**
   * Carries a call out. Never rejects: what goes wrong is an outcome too.
   *
   * @param nowMs monotonic; whoever has just read the clock spares another reading.
   */
  run(call: PolicyCall, target: CallTarget, nowMs: number = this.#clock.monotonicMs()): Promise<Outcome> {
    return this.#pass.run(call, target, nowMs);
  }

  /** The server reported progress of a call: it is at work. */
  noteProgress(call: PolicyCall): void {
    const nowMs = this.#clock.monotonicMs();
    noteProgress(call, nowMs);
    this.#silence.noteAlive(nowMs);
  }

  /** The server waits for a person and does not work on the call meanwhile: its place goes to others. */
  noteHeld(call: PolicyCall): void {
    if (call.hasLentPlace) return;
    call.hasLentPlace = true;
    this.#bulkhead.leave();
  }

  /** The person answered: the server works on the call again, also when that makes one more than are let in. */
  noteResumed(call: PolicyCall): void {
    if (!call.hasLentPlace) return;
    call.hasLentPlace = false;
    this.#bulkhead.reenter();
  }

  /** A new connection was shaken hands on: as good as a probe that was answered. */
  noteConnected(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#silence.noteAlive(nowMs);
    this.breaker.noteAlive(nowMs);
    this.#probes.schedule(this.breaker);
  }

  /** Changes the circuit of the server, or of one of its tools, by hand. */
  changeCircuit({ tool, action, by }: CircuitChangeByHand): void {
    const nowMs = this.#clock.monotonicMs();
    const breaker = tool === undefined ? this.breaker : this.toolBreakers.get(tool, nowMs);
    if (breaker === undefined) throw noRoomForCircuit(this.#options.server, tool ?? '');
    if (action === 'open') breaker.forceOpen(by, nowMs);
    else if (action === 'close') breaker.forceClosed(by, nowMs);
    else if (action === 'isolate') breaker.isolate(by, nowMs);
    else breaker.reset(by, nowMs);
  }

  snapshot(): PoliciesSnapshot {
    const nowMs = this.#clock.monotonicMs();
    return {
      circuit: this.breaker.snapshot(nowMs),
      toolCircuits: this.toolBreakers.snapshots(nowMs).filter(hasFailed),
      gate: this.#gate.snapshot(nowMs),
      inFlight: this.#bulkhead.inFlight,
      queued: this.#bulkhead.queued,
      concurrencyLimit: this.#bulkhead.limit,
      retryTokens: this.#budget.tokens,
    };
  }

  /** Ends all waits and timers; calls that wait are refused. */
  close(): void {
    this.#probes.close();
    this.#silence.close();
    this.#bulkhead.close();
  }

  #createPass(): PolicyPass {
    const { server, transport, settings, clock, random, events } = this.#options;
    // One object for all stations, and no copies of it: of thousands of servers those would be a good part of the memory.
    const parts = {
      server,
      transport,
      clock,
      random,
      events,
      breaker: this.breaker,
      toolBreakers: this.toolBreakers,
      gate: this.#gate,
      bulkhead: this.#bulkhead,
      budget: this.#budget,
      silence: this.#silence,
      retry: settings.retry,
      hedge: settings.hedge,
      maxGateWaitMs: settings.retry.maxRetryAfterMs,
      onRefused: (refusing: CircuitBreaker): void => this.#probes.schedule(refusing),
    };
    return new PolicyPass(parts, {
      admission: new Admission(parts),
      attempts: new Attempts(parts),
      settlement: new Settlement(parts),
    });
  }
}

function hasFailed({ state, counts, generation }: CircuitSnapshot): boolean {
  return state !== 'closed' || counts.failures > 0 || generation > 0;
}
