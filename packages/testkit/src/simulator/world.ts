import type { Chance } from './chance.ts';
import type { SimulatedDisk } from './process/crashing-log.ts';
import type { SimulatedCall } from './process/simulated-call.ts';
import type { SimulatedProcess } from './process/simulated-process.ts';
import type { CallPlan, Scenario } from './scenario/scenario.ts';
import type { Ledger } from './servers/ledger.ts';
import type { SimulatedServer } from './servers/simulated-server.ts';
import type { VirtualTime } from './time/virtual-time.ts';
import type { Trace } from './trace.ts';

/** A simulated world, for those who act in it and look at it. */
export interface World {
  readonly scenario: Scenario;
  readonly time: VirtualTime;
  readonly trace: Trace;
  readonly ledger: Ledger;
  readonly chance: Chance;
  readonly servers: ReadonlyMap<string, SimulatedServer>;
  /** Every call that was made, those of all lives of the client. */
  readonly calls: ReadonlyMap<string, SimulatedCall>;
  readonly disk: SimulatedDisk | undefined;
  /** Tickets that callers were given, and for which call. */
  readonly tickets: Map<string, SimulatedCall>;
  /** Servers that are not in the configuration at the moment. */
  readonly removed: Set<string>;
  /** When the machine slept. */
  readonly sleeps: { readonly fromMs: number; readonly toMs: number }[];
  /** The one that runs; none while the machine is down. */
  readonly process: SimulatedProcess | undefined;
  /** Lets time pass, at most until `untilMs`, and no longer than until `isDone`. @throws Violation */
  advance(untilMs: number, isDone?: () => boolean): Promise<void>;
  /** A host calls; nothing happens while nobody is there to be called. */
  startCall(plan: CallPlan, onEnd?: () => void): SimulatedCall | undefined;
  /** Ends the client without a word, and starts it again later. */
  crash(downMs: number): void;
  /** Lets something go on of which nobody waits for the end. */
  background(work: Promise<unknown> | undefined): void;
}
