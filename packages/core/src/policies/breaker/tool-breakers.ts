import type { ErrorCode } from '../../errors/error-code.ts';
import type { Random } from '../../random.ts';
import type { BreakerSignal } from '../verdict.ts';
import { CircuitBreaker, REFUSED } from './circuit-breaker.ts';
import type { CircuitChanged, CircuitSnapshot } from './events.ts';
import type { BreakerSettings } from './options.ts';

/** What the breakers of a server's tools need. */
export interface ToolBreakersOptions {
  /** The server as the configuration names it. */
  readonly server: string;
  /** Checked and complete; shared by all of them. */
  readonly options: BreakerSettings;
  readonly random: Random;
  /** The wall clock. */
  readonly atMs: () => number;
  readonly onChange: (change: CircuitChanged) => void;
  /** So many tools have a breaker at most.
   * @default 1000 */
  readonly maxTools?: number;
}

/** How many tools of one server have a breaker at most. */
const MAX_TOOL_BREAKERS = 1_000;

/**
 * The breakers of the tools of one server, each made when its tool fails for the first time.
 *
 * Beyond the limit the closed one whose tool failed longest ago is given up. One that is not closed is kept, since it refuses
 * calls for a reason; while all are such, a further tool goes without.
 */
export class ToolBreakers {
  private readonly options: ToolBreakersOptions;
  private readonly maxTools: number;
  /** In the order of the last failure; bounded by `maxTools`. */
  private readonly breakers = new Map<string, CircuitBreaker>();

  constructor(options: ToolBreakersOptions) {
    this.options = options;
    this.maxTools = options.maxTools ?? MAX_TOOL_BREAKERS;
  }

  /** The breaker of a tool that has one; makes none. */
  tryGet(tool: string): CircuitBreaker | undefined {
    return this.breakers.get(tool);
  }

  /** The breaker of a tool, made if need be: to change it by hand. `undefined` where there is no room for a further one. */
  get(tool: string, nowMs: number): CircuitBreaker | undefined {
    return this.breakers.get(tool) ?? this.make(tool, nowMs);
  }

  /**
   * Tells what came of a call, as {@link CircuitBreaker.record}; a failure makes the breaker of its tool.
   *
   * The permit is that of the tool's breaker, or {@link REFUSED} for a call that began while the tool had none: such a call counts
   * as long as the new breaker has not changed yet.
   */
  record(tool: string, permit: number, signal: BreakerSignal, nowMs: number, code?: ErrorCode): void {
    const known = this.breakers.get(tool);
    if (signal === 'success' || signal === 'neutral') {
      known?.record(permit === REFUSED ? FIRST_GENERATION : permit, signal, nowMs);
      return;
    }
    // A permit of a breaker that was given up meanwhile: what it says is old.
    if (known === undefined && permit !== REFUSED) return;
    const breaker = known ?? this.make(tool, nowMs);
    if (known !== undefined) this.moveToEnd(tool, known);
    breaker?.record(permit === REFUSED ? FIRST_GENERATION : permit, signal, nowMs, code);
  }

  /** Lets go of the breaker of a tool that is gone. */
  forget(tool: string): void {
    this.breakers.delete(tool);
  }

  /** How the tools stand that ever failed, or were touched by hand. */
  snapshots(nowMs: number): readonly CircuitSnapshot[] {
    return [...this.breakers.values()].map((breaker) => breaker.snapshot(nowMs));
  }

  /** Those that are there, to be asked for probes. */
  all(): Iterable<CircuitBreaker> {
    return this.breakers.values();
  }

  private make(tool: string, nowMs: number): CircuitBreaker | undefined {
    if (this.breakers.size >= this.maxTools && !this.giveOneUp()) return undefined;
    const { server, options, random, atMs, onChange } = this.options;
    const breaker = new CircuitBreaker({ name: { server, tool }, options, random, nowMs, atMs, onChange });
    this.breakers.set(tool, breaker);
    return breaker;
  }

  private giveOneUp(): boolean {
    for (const [tool, breaker] of this.breakers) {
      if (breaker.state === 'closed') return this.breakers.delete(tool);
    }
    return false;
  }

  private moveToEnd(tool: string, breaker: CircuitBreaker): void {
    this.breakers.delete(tool);
    this.breakers.set(tool, breaker);
  }
}

const FIRST_GENERATION = 0;
