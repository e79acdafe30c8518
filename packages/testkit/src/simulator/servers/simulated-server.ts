import type { Chance } from '../chance.ts';
import { type FaultName, traitsOf } from '../scenario/faults.ts';
import type { FaultPlan, ServerPlan } from '../scenario/scenario.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { Trace } from '../trace.ts';
import type { Ledger } from './ledger.ts';

/** What a simulated server needs. */
export interface SimulatedServerOptions {
  readonly plan: ServerPlan;
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly ledger: Ledger;
  readonly trace: Trace;
  /** What it is configured with and must not come out. */
  readonly secret: string;
}

/** A connection, from the side of its server. */
export interface ServerSide {
  /** The process of the server ended. */
  exit(): void;
  /** The process of the client ended without a word. */
  vanish(): void;
  /** The server says so many times that its list of tools is another one. */
  tellListChanged(times: number): void;
}

/** Something that waits for a server that stands still. */
type Deferred = () => void;

/** Faults that only calls of tools and reads meet, and neither lists nor pings. */
const OF_CALLS: ReadonlySet<FaultName> = new Set<FaultName>([
  'internal-error',
  'server-error',
  'invalid-arguments',
  'tool-refuses',
  'tool-outage',
  'tool-removed',
  'invalid-result',
  'oversized',
  'http-403',
]);

/** One server of a world: what is wrong with it at the moment, and what it remembers. */
export class SimulatedServer {
  readonly plan: ServerPlan;
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly ledger: Ledger;
  readonly trace: Trace;
  readonly secret: string;
  /** Open ones; each removes itself. */
  readonly connections = new Set<ServerSide>();
  /** Counts the restarts by which sessions are forgotten. */
  session = 1;
  era: ServerPlan['era'];
  /** Whether it answers sessions that it forgot with nothing instead of saying so. */
  hidesLoss = false;
  /** Whether it ever did. */
  hasHiddenLoss = false;
  /** Whether anybody was ever connected. */
  wasConnected = false;
  readonly #active = new Set<FaultPlan>();
  #deferred: Deferred[] = [];

  constructor(options: SimulatedServerOptions) {
    this.plan = options.plan;
    this.time = options.time;
    this.chance = options.chance;
    this.ledger = options.ledger;
    this.trace = options.trace;
    this.secret = options.secret;
    this.era = options.plan.era;
  }

  /** Whether it stands still, as a process that was stopped or a host that is gone without a word. */
  get isStopped(): boolean {
    for (const { kind } of this.#active) if (kind === 'stopped') return true;
    return false;
  }

  /** Something begins to be wrong. */
  begin(fault: FaultPlan): void {
    this.trace.note(this.time.nowMs, 'fault', this.plan.name, fault.kind);
    this.#active.add(fault);
    switch (fault.kind) {
      case 'exit':
      case 'crash-loop':
        this.#restart();
        for (const connection of [...this.connections]) connection.exit();
        break;
      case 'session-lost':
      case 'session-forgotten':
        this.hidesLoss = fault.kind === 'session-forgotten';
        this.hasHiddenLoss ||= this.hidesLoss;
        this.#restart();
        break;
      case 'era-switch':
        this.era = this.era === 'legacy' ? 'modern' : 'legacy';
        this.#restart();
        for (const connection of [...this.connections]) connection.exit();
        break;
      case 'list-changed-storm':
        for (const connection of this.connections) connection.tellListChanged(20);
        break;
      default:
        break;
    }
  }

  /** It is right again. */
  end(fault: FaultPlan): void {
    this.trace.note(this.time.nowMs, 'mended', this.plan.name, fault.kind);
    this.#active.delete(fault);
    if (this.isStopped) return;
    const deferred = this.#deferred;
    this.#deferred = [];
    for (const goOn of deferred) goOn();
  }

  /** The fault that this one meets. */
  meet(
    what: 'connect' | 'request',
    target: { readonly tool?: string; readonly isCall: boolean },
  ): FaultName | undefined {
    for (const { kind, tool, probability } of this.#active) {
      const { meets } = traitsOf(kind);
      if (meets !== what && meets !== 'both') continue;
      if (OF_CALLS.has(kind) && !target.isCall) continue;
      if (kind.startsWith('tool-') && target.tool === undefined) continue;
      if (tool !== undefined && tool !== target.tool) continue;
      if (probability >= 1 || this.chance.happens(probability)) return kind;
    }
    return undefined;
  }

  /** From now on it says what it does not know. */
  stopHiding(): void {
    this.hidesLoss = false;
  }

  /** Calls back when it goes on. */
  whenGoing(goOn: Deferred): void {
    this.#deferred.push(goOn);
  }

  /** How long an answer takes when nothing is wrong. */
  latencyMs(): number {
    const [min, max] = this.plan.latencyMs;
    return this.chance.between(min, max);
  }

  /** What it says when something is wrong. */
  words(): string {
    return this.plan.isLeaky ? `rejected by upstream with token ${this.secret}` : 'it did not go well';
  }

  #restart(): void {
    this.session += 1;
  }
}
