import { Chance } from './chance.ts';
import { checkEnd } from './end-checks.ts';
import { SimulatedDisk } from './process/crashing-log.ts';
import { checkSettled } from './process/settled-call.ts';
import { SimulatedCall } from './process/simulated-call.ts';
import { type ProcessWorld, SimulatedProcess } from './process/simulated-process.ts';
import { recoverAll } from './recovery.ts';
import { runActions } from './run-actions.ts';
import type { CallPlan, Scenario } from './scenario/scenario.ts';
import { Ledger } from './servers/ledger.ts';
import { SimulatedServer } from './servers/simulated-server.ts';
import { type Pace, runTurns } from './time/run-turns.ts';
import { VirtualTime } from './time/virtual-time.ts';
import { Trace } from './trace.ts';
import { assertHolds } from './violation.ts';
import type { World } from './world.ts';

/** What a simulation did. */
export interface SimulationResult {
  readonly calls: number;
  readonly executions: number;
  readonly virtualMs: number;
  /** Of the trace: equal for equal runs. */
  readonly hash: string;
  /** How long it took from the end of the last fault until everything worked again, in milliseconds. */
  readonly recoveryMs: number;
}

/** More moments than this in one world mean that it does not come to rest. */
const MAX_TURNS = 2_000_000;

/** How long an abandoned world gets for its end, in milliseconds. */
const CLOSING_MS = 120_000;

/** One simulated world, from its beginning to its end. */
export class Simulation implements World {
  readonly scenario: Scenario;
  readonly time = new VirtualTime();
  readonly trace = new Trace();
  readonly ledger = new Ledger();
  readonly chance: Chance;
  readonly servers = new Map<string, SimulatedServer>();
  readonly calls = new Map<string, SimulatedCall>();
  readonly disk: SimulatedDisk | undefined;
  readonly tickets = new Map<string, SimulatedCall>();
  readonly removed = new Set<string>();
  readonly sleeps: { readonly fromMs: number; readonly toMs: number }[] = [];
  process: SimulatedProcess | undefined;
  readonly #pace: Pace;
  #lives = 0;
  #turns = 0;
  #failure: unknown;
  #isAbandoned = false;

  constructor(scenario: Scenario, pace: Pace = 'promises') {
    this.scenario = scenario;
    this.#pace = pace;
    this.chance = new Chance(scenario.seed ^ 0x5ea);
    for (const plan of scenario.servers) {
      const secret = Array.from({ length: 24 }, () => this.chance.pick([...LETTERS])).join('');
      const chance = this.chance.fork();
      const { time, ledger, trace } = this;
      this.servers.set(plan.name, new SimulatedServer({ plan, time, chance, ledger, trace, secret }));
    }
    const parks = scenario.servers.some(({ tools }) => tools.some(({ park }) => park));
    this.disk = parks ? new SimulatedDisk() : undefined;
  }

  /** Runs it. @throws Violation as soon as something does not hold. */
  async run(): Promise<SimulationResult> {
    this.startProcess();
    this.#plan();
    const { calls, faults, actions } = this.scenario;
    const endMs = Math.max(
      0,
      ...calls.map(({ atMs }) => atMs),
      ...faults.map(({ toMs }) => toMs),
      ...actions.map(lastOf),
    );
    await this.advance(endMs + 1);
    const recoveryMs = await recoverAll(this);
    await checkEnd(this);
    return {
      calls: this.calls.size,
      executions: this.ledger.size,
      virtualMs: this.time.nowMs,
      hash: this.trace.hash,
      recoveryMs,
    };
  }

  async advance(untilMs: number, isDone: () => boolean = () => false): Promise<void> {
    let isEarly = false;
    await runTurns(() => {
      this.#throwFailure();
      isEarly = isDone();
      if (isEarly) return false;
      this.#turns += 1;
      if (this.#turns > MAX_TURNS) assertHolds('I2', 'The world does not come to rest.');
      return this.time.step(untilMs);
    }, this.#pace);
    this.#throwFailure();
    if (!isEarly) this.time.passUntil(untilMs);
  }

  startCall(plan: CallPlan, onEnd: () => void = () => undefined): SimulatedCall | undefined {
    const { process } = this;
    const server = this.servers.get(plan.server)?.plan;
    if (process === undefined || server === undefined) return undefined;
    const call = new SimulatedCall({ plan, server, startedMs: this.time.nowMs });
    this.calls.set(plan.id, call);
    this.trace.note(this.time.nowMs, 'call', plan.id, plan.server);
    process.expect(call);
    if (plan.cancelAfterMs !== undefined) this.#cancelLater(call, plan.cancelAfterMs);
    const settle = (end: Parameters<typeof checkSettled>[3]): void => {
      try {
        checkSettled(this, process, call, end);
        onEnd();
      } catch (error) {
        this.#report(error);
      }
    };
    process.call(call).then(
      (result) => settle({ kind: 'result', result, atMs: this.time.nowMs }),
      (error: unknown) => settle({ kind: 'error', error, atMs: this.time.nowMs }),
    );
    return call;
  }

  /** Starts the client, after a crash with what the disk has. */
  startProcess(): void {
    this.#lives += 1;
    const { time, trace, chance, servers, disk, ledger } = this;
    const world: ProcessWorld = {
      time,
      trace,
      chance,
      servers,
      disk,
      ledger,
      callOf: (id) => this.calls.get(id),
      hasSleptSince: (atMs) => this.sleeps.some(({ toMs }) => toMs >= atMs),
      report: (error) => this.#report(error),
    };
    this.process = new SimulatedProcess(world, this.#lives);
    this.process.seawall.start();
  }

  crash(downMs: number): void {
    const { process } = this;
    if (process === undefined) return;
    this.process = undefined;
    process.kill();
    for (const call of this.calls.values()) if (call.end.kind === 'pending') call.end = { kind: 'lost' };
    this.time.at(this.time.nowMs + downMs, () => this.startProcess());
  }

  background(work: Promise<unknown> | undefined): void {
    // What is refused, as by a client that was closed or a server that is away, is an answer too.
    work?.catch(() => undefined);
  }

  /** Ends a world in which something did not hold, so that nothing of it stays in this process. Never rejects. */
  async abandon(): Promise<void> {
    this.#isAbandoned = true;
    this.#failure = undefined;
    let isClosed = this.process === undefined;
    const end = (): void => {
      isClosed = true;
    };
    this.background(this.process?.seawall.close().then(end, end));
    await this.advance(this.time.nowMs + CLOSING_MS, () => isClosed).catch(() => undefined);
  }

  #plan(): void {
    for (const fault of this.scenario.faults) {
      const server = this.servers.get(fault.server);
      if (server === undefined) continue;
      this.time.at(fault.fromMs, () => server.begin(fault));
      this.time.at(fault.toMs, () => server.end(fault));
    }
    for (const call of this.scenario.calls) this.time.at(call.atMs, () => void this.startCall(call));
    runActions(this);
  }

  #cancelLater(call: SimulatedCall, afterMs: number): void {
    const cancel = new AbortController();
    call.cancel = cancel;
    const give = (): void => {
      if (call.end.kind !== 'pending') return;
      call.wasCancelled = true;
      this.trace.note(this.time.nowMs, 'cancel', call.plan.id);
      cancel.abort(GIVEN_UP);
    };
    if (afterMs <= 0) give();
    else this.time.at(this.time.nowMs + afterMs, give);
  }

  #report(error: unknown): void {
    if (!this.#isAbandoned) this.#failure ??= error;
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

/** Why callers give up; one for all, because each that is made for itself costs time. */
const GIVEN_UP = new Error('The caller gave up.');

const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

function lastOf(action: Scenario['actions'][number]): number {
  const lengthMs = 'forMs' in action ? action.forMs : 'downMs' in action ? action.downMs : 0;
  return action.atMs + lengthMs;
}
