import type { BreakerSignal, CallInfo, SeawallEvent } from '@seawall/core/base';
import {
  type CircuitChanged,
  isAdmitted,
  mendsForReason,
  opensForReason,
  probesAreFew,
} from '../invariants/circuits.ts';
import { staysWithin } from '../invariants/places.ts';
import type { Trace } from '../trace.ts';
import { assertHolds } from '../violation.ts';
import type { CircuitWatch, ServerWatch } from './server-watch.ts';

/** An attempt that the client says it makes. */
export interface ObservedAttempt {
  readonly call: CallInfo;
  readonly watch: ServerWatch;
  readonly number: number;
  readonly generation: number;
  readonly toolGeneration: number;
}

/** What an {@link Observer} needs. */
export interface ObserverOptions {
  readonly trace: Trace;
  readonly nowMs: () => number;
  readonly watchOf: (server: string) => ServerWatch | undefined;
  /** Of a server whose entry was changed: what is left of it may still tell of itself. */
  readonly formerWatchesOf: (server: string) => readonly ServerWatch[];
}

/** Hears everything that one client tells, and compares it with what happened. */
export class Observer {
  readonly #options: ObserverOptions;
  /** Of calls under way. */
  readonly #attempts = new Map<string, ObservedAttempt[]>();
  /** How many attempts a call made, and where; kept, because what others wait for too goes on without it. */
  readonly #made = new Map<string, { count: number; readonly watch: ServerWatch }>();
  /** Counts of what was told. */
  readonly counts = { callsStarted: 0, callsFinished: 0, attempts: 0, requests: 0 };
  #last: ObservedAttempt | undefined;

  constructor(options: ObserverOptions) {
    this.#options = options;
  }

  /** @throws Violation */
  hear(event: SeawallEvent): void {
    switch (event.kind) {
      case 'callStarted':
        this.counts.callsStarted += 1;
        return;
      case 'attemptStarted':
      case 'hedgeStarted':
        this.#begin(event.call, event.attempt, event.kind === 'hedgeStarted');
        return;
      case 'attemptFinished':
        this.#finish(event.call);
        return;
      case 'retryScheduled':
        this.#repeat(event.call, event.delayMs === 0 && event.because === 'SESSION_LOST');
        return;
      case 'retrySuppressed':
        if (event.reason === 'budget') this.#checkSpent(event.call);
        return;
      case 'circuitChanged':
        this.#move(event);
        return;
      case 'concurrencyLimitChanged':
        this.#limit(event.server, event.to);
        return;
      case 'connectionChanged':
        if (event.status.state === 'ready') this.#watch(event.server)?.noteAlive(this.#nowMs);
        this.#note('connection', event.server, event.status.state);
        return;
      case 'callFinished':
        this.#end(event);
        return;
      default:
        this.#note(event.kind);
    }
  }

  /** The attempt that was told of last, for the request that leaves because of it. */
  take(method: string): ObservedAttempt | undefined {
    const taken = this.#last;
    // What the client asks by itself goes out between.
    if (taken?.call.method !== method) return undefined;
    this.#last = undefined;
    return taken;
  }

  /** A request of an attempt leaves. @throws Violation */
  noteSent({ watch }: ObservedAttempt): void {
    watch.requests += 1;
    assertHolds('I7', staysWithin(watch.requests, watch.maxLimit, watch.plan.name));
  }

  /** A request of an attempt ended, as the server knows it; the client has not heard of it yet. */
  noteSignals(
    attempt: ObservedAttempt,
    signals: { readonly server: BreakerSignal; readonly tool: BreakerSignal },
  ): void {
    const { watch, call } = attempt;
    watch.requests -= 1;
    this.#count(watch.circuit, attempt.generation, signals.server);
    if (call.method === 'tools/call') this.#count(watch.toolCircuit(call.target), attempt.toolGeneration, signals.tool);
    this.#endBeside(attempt);
  }

  /** A ping leaves. @throws Violation */
  beginPing(watch: ServerWatch): void {
    watch.pings += 1;
    // One for silent calls, one for each circuit, and what somebody asked for by hand.
    const purposes = 1 + Math.max(1, watch.openCircuits) + watch.checks;
    assertHolds('I3', probesAreFew(watch.pings, purposes, watch.plan.name));
  }

  endPing(watch: ServerWatch, isAnswered: boolean): void {
    watch.pings -= 1;
    // An error of the server is an answer too: what it means is for the circuit to say.
    if (isAnswered) watch.noteAlive(this.#nowMs);
  }

  get #nowMs(): number {
    return this.#options.nowMs();
  }

  #note(what: string, ...fields: readonly (string | number)[]): void {
    this.#options.trace.note(this.#nowMs, what, ...fields);
  }

  #watch(server: string): ServerWatch | undefined {
    return this.#options.watchOf(server);
  }

  #begin(call: CallInfo, number: number, isHedge: boolean): void {
    const watch = this.#watch(call.server);
    if (watch === undefined) return;
    this.#note('attempt', call.id, call.server, call.target, number);
    this.counts.attempts += 1;
    const { circuit } = watch;
    const toolCircuit = call.method === 'tools/call' ? watch.toolCircuit(call.target) : undefined;
    assertHolds('I3', isAdmitted(circuit, call.safety, call.server));
    if (toolCircuit !== undefined)
      assertHolds('I3', isAdmitted(toolCircuit, call.safety, `${call.server}.${call.target}`));
    circuit.trials += 1;
    if (toolCircuit !== undefined) toolCircuit.trials += 1;
    watch.inFlight += 1;
    if (watch.inFlight > watch.maxLimit)
      assertHolds('I7', `${watch.inFlight} attempts were under way on ${call.server}; ${watch.maxLimit} may be.`);
    if (isHedge) assertHolds('I6', watch.budget.withdraw(this.#nowMs, call.server));
    const made = this.#made.get(call.id);
    if (made === undefined) {
      this.#made.set(call.id, { count: 1, watch });
      watch.budget.deposit(this.#nowMs);
    } else made.count += 1;
    const toolGeneration = toolCircuit?.generation ?? 0;
    const attempt = { call, watch, number, generation: circuit.generation, toolGeneration };
    const open = this.#attempts.get(call.id);
    if (open === undefined) this.#attempts.set(call.id, [attempt]);
    else open.push(attempt);
    this.#last = attempt;
  }

  #finish(call: CallInfo): void {
    this.#note('attempt ended', call.id);
    this.#last = undefined;
    for (const attempt of this.#attempts.get(call.id) ?? []) this.#leave(attempt);
    this.#attempts.delete(call.id);
  }

  /** Of two attempts of a call the client tells of one end only, that of the last: the other one ends with its request. */
  #endBeside(attempt: ObservedAttempt): void {
    const open = this.#attempts.get(attempt.call.id);
    if (open === undefined || open.length === 1 || !open.includes(attempt)) return;
    open.splice(open.indexOf(attempt), 1);
    this.#leave(attempt);
  }

  #leave({ call, watch, generation, toolGeneration }: ObservedAttempt): void {
    watch.inFlight -= 1;
    if (watch.circuit.generation === generation) watch.circuit.trials -= 1;
    const tool = call.method === 'tools/call' ? watch.toolCircuit(call.target) : undefined;
    if (tool?.generation === toolGeneration) tool.trials -= 1;
  }

  #repeat(call: CallInfo, isFree: boolean): void {
    this.#note('repeat', call.id);
    const watch = this.#made.get(call.id)?.watch;
    if (watch !== undefined && !isFree) assertHolds('I6', watch.budget.withdraw(this.#nowMs, call.server));
  }

  #checkSpent(call: CallInfo): void {
    assertHolds('I6', this.#made.get(call.id)?.watch.budget.isSpent(this.#nowMs, call.server));
  }

  #count(circuit: CircuitWatch, generation: number, signal: BreakerSignal): void {
    if (circuit.generation !== generation || signal === 'neutral') return;
    circuit.calls += 1;
    if (signal === 'success') circuit.provenMs = this.#nowMs;
    else circuit.failures += 1;
  }

  #move(change: CircuitChanged): void {
    const { server, tool, to, generation } = change;
    const name = tool === undefined ? server : `${server}.${tool}`;
    this.#note('circuit', name, to, change.reason);
    const circuitOf = (watch: ServerWatch | undefined): CircuitWatch | undefined =>
      tool === undefined ? watch?.circuit : watch?.toolCircuit(tool);
    const own = circuitOf(this.#watch(server));
    // What is still under way on an entry that was changed may move its circuit; on the new one nothing is under way yet.
    const former = this.#options
      .formerWatchesOf(server)
      .find((watch) => watch.inFlight > 0 && circuitOf(watch)?.generation === generation - 1);
    const circuit = former === undefined ? own : circuitOf(former);
    if (circuit === undefined) return;
    if (circuit.generation !== generation - 1) {
      // A call that only waited on an entry that was changed can still ask its circuit, of which nothing is known any more.
      const isOthers = this.#options.formerWatchesOf(server).length > 0;
      if (!isOthers)
        assertHolds('I12', `The circuit of ${name} told of change ${generation} after ${circuit.generation}.`);
      return;
    }
    const nowMs = this.#nowMs;
    assertHolds('I4', opensForReason(change, circuit, name));
    assertHolds('I4', mendsForReason(change, circuit, circuit.changedMs, name));
    circuit.moveTo(to, generation, nowMs);
  }

  #limit(server: string, to: number): void {
    const watch = this.#watch(server);
    if (watch !== undefined) watch.maxLimit = Math.max(watch.maxLimit, to);
  }

  #end({ call, attempts, outcome }: Extract<SeawallEvent, { kind: 'callFinished' }>): void {
    this.counts.callsFinished += 1;
    this.#note('call ended', call.id, outcome.kind === 'success' ? outcome.servedBy : outcome.error.code);
    const made = this.#made.get(call.id)?.count ?? 0;
    // What another tool answered counts the attempts of that.
    const isOthers = outcome.kind === 'success' && outcome.servedBy === 'fallback';
    if (attempts !== made && !isOthers)
      assertHolds('I12', `Call ${call.id} made ${made} attempts, and ${attempts} were counted.`);
  }
}
