import { setImmediate as nextTurn } from 'node:timers/promises';
import { EVENTS, perform } from './model-event.ts';
import { type Parts, REAL_PARTS } from './parts.ts';
import { RecoveryCheck } from './recovery.ts';
import type { Scope } from './scope.ts';
import type { System } from './system.ts';
import { assertHolds, violationOf } from './violation.ts';
import { namesOf, replay, START, type Way } from './way.ts';

/** What came of visiting the states of a scope. */
export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  /** Of the longest of the shortest ways to a state. */
  readonly events: number;
  /** Whether there are no other states than those that were visited. */
  readonly isComplete: boolean;
  /** What does not hold, and the shortest way there. */
  readonly violation?: { readonly invariant: string; readonly way: readonly string[] };
}

/** How much is visited, and of what. */
export interface ExploreOptions {
  readonly scope: Scope;
  readonly parts?: Parts;
  readonly maxStates: number;
}

/** Of so many ways to a state that is known one is followed: whether the states really are the same. */
const WAYS_PER_COMPARISON = 200;

/** After so many states signals and messages get their turn. */
const STATES_PER_TURN = 1_000;

/**
 * Visits the states of a scope, those first that take the fewest events to come to.
 *
 * The policies can't be copied, so that each state is come to by its events from the start.
 */
export function explore({ scope, parts = REAL_PARTS, maxStates }: ExploreOptions): Promise<Exploration> {
  return new Explorer(scope, parts, maxStates).run();
}

class Explorer {
  private readonly scope: Scope;
  private readonly parts: Parts;
  private readonly maxStates: number;
  /** States by their keys: the place of each in `ways`. */
  private readonly known = new Map<string, number>();
  private readonly ways: Way[] = [];
  private readonly recovery = new RecoveryCheck();
  private transitions = 0;
  private knownAgain = 0;
  private isComplete = true;

  constructor(scope: Scope, parts: Parts, maxStates: number) {
    this.scope = scope;
    this.parts = parts;
    this.maxStates = maxStates;
  }

  async run(): Promise<Exploration> {
    this.visit((await this.reach(START)).key(), START);
    for (let index = 0; index < this.ways.length; index += 1) {
      const way = this.ways[index] ?? START;
      const violation = await this.follow(way);
      if (violation !== undefined) return { ...this.report(), violation };
      if (index % STATES_PER_TURN === 0) await nextTurn();
    }
    return this.report();
  }

  /** All that may happen next. @returns what does not hold then. */
  private async follow(way: Way): Promise<Exploration['violation']> {
    const wedged = await violationOf(() => this.recovery.assertRecovers(() => this.reach(way)));
    if (wedged !== undefined) return { invariant: wedged, way: namesOf(way) };
    let system = await this.reach(way);
    const key = system.key();
    for (const event of EVENTS) {
      if (!event.isEnabled(system)) continue;
      this.transitions += 1;
      const next: Way = { before: way, event, length: way.length + 1 };
      const going = system;
      const invariant =
        (await violationOf(() => perform(going, event))) ?? (await violationOf(() => this.arrive(going.key(), next)));
      if (invariant !== undefined) return { invariant, way: namesOf(next) };
      // What changed nothing need not be undone.
      if (system.key() !== key) system = await this.reach(way);
    }
    return undefined;
  }

  private arrive(key: string, way: Way): Promise<void> | undefined {
    const index = this.known.get(key);
    if (index !== undefined) {
      this.knownAgain += 1;
      return this.knownAgain % WAYS_PER_COMPARISON === 0 ? this.compare(way, this.ways[index] ?? START) : undefined;
    }
    if (this.ways.length < this.maxStates) this.visit(key, way);
    else this.isComplete = false;
    return undefined;
  }

  /** Two ways that lead to one state must go on alike, or its key leaves something out. */
  private async compare(way: Way, other: Way): Promise<void> {
    const [one, two] = [await this.nextKeys(way), await this.nextKeys(other)];
    assertHolds(one === two, `states that look alike go on alike (${namesOf(other).join(', ')})`);
  }

  private async nextKeys(way: Way): Promise<string> {
    const keys = new Set<string>();
    for (const event of EVENTS) {
      const system = await this.reach(way);
      if (!event.isEnabled(system)) continue;
      await perform(system, event);
      keys.add(system.key());
    }
    return [...keys].sort().join('\n');
  }

  private reach(way: Way): Promise<System> {
    return replay(this.scope, this.parts, way);
  }

  private visit(key: string, way: Way): void {
    this.known.set(key, this.ways.length);
    this.ways.push(way);
  }

  private report(): Exploration {
    const { ways, transitions, isComplete } = this;
    return { states: ways.length, transitions, events: ways.at(-1)?.length ?? 0, isComplete };
  }
}
