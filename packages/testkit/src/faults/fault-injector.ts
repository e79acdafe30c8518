import type { Clock } from '@seawall/core/base';
import { createSeededRandom } from '../clock/repeatable-chance.ts';
import type { FaultKind } from './fault-kind.ts';
import type { FaultOrder } from './fault-order.ts';
import { type FaultPlan, faultPlanProblems, type PlannedFault } from './fault-plan.ts';

/** Decides which fault meets what; the connectors that share one have the same faults. */
export interface FaultInjector {
  /** Puts these faults in the place of those before; their times count from now. */
  inject(faults: readonly PlannedFault[]): void;
  /** Takes all faults back. */
  clear(): void;
  /** The faults that last at the moment. */
  readonly active: readonly FaultOrder[];
  /** The fault that a request meets, if any; each asking counts. `call` tells one call from every other. */
  meet(request: MetRequest): FaultOrder | undefined;
  /** How often each fault met a request. */
  readonly met: ReadonlyMap<FaultKind, number>;
  /** Calls back whenever a fault begins or ends, until the returned function is called. */
  onChange(listener: () => void): () => void;
  /** Ends all timers. May be called twice. */
  close(): void;
}

/** What may meet a fault. */
export interface MetRequest {
  readonly method: string;
  /** The tool of a `tools/call`. */
  readonly tool: string | undefined;
  readonly call: string;
}

/** Calls that are remembered for the bound on failed attempts. */
const MAX_CALLS = 100_000;

/**
 * Makes an injector.
 *
 * @throws RangeError that names everything about the plan that can't be used.
 */
export function createFaultInjector(plan: FaultPlan, { clock }: { readonly clock: Clock }): FaultInjector {
  assertUsable(plan);
  return new PlannedInjector(plan, clock);
}

function assertUsable(plan: FaultPlan): void {
  const problems = faultPlanProblems(plan);
  if (problems.length > 0) throw new RangeError(problems.join('\n'));
}

class PlannedInjector implements FaultInjector {
  readonly met: Map<FaultKind, number> = new Map();
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #listeners = new Set<() => void>();
  readonly #timers = new Set<{ cancel(): void }>();
  /** How often each fault could have met a request. */
  readonly #seen = new Map<PlannedFault, number>();
  /** How often each call was met by a fault that has a bound. */
  readonly #failed = new Map<string, number>();
  #faults: readonly PlannedFault[] = [];
  #startedMs = 0;

  constructor({ seed = 1, faults }: FaultPlan, clock: Clock) {
    this.#clock = clock;
    this.#random = createSeededRandom(seed);
    this.inject(faults);
  }

  get active(): readonly FaultOrder[] {
    const nowMs = this.#clock.monotonicMs() - this.#startedMs;
    return this.#faults.filter(({ fromMs = 0, toMs = Number.POSITIVE_INFINITY }) => nowMs >= fromMs && nowMs < toMs);
  }

  inject(faults: readonly PlannedFault[]): void {
    assertUsable({ faults });
    this.close();
    this.#faults = faults;
    this.#seen.clear();
    this.#startedMs = this.#clock.monotonicMs();
    const times = new Set(faults.flatMap(({ fromMs, toMs }) => [fromMs, toMs]));
    for (const atMs of times) {
      if (atMs === undefined || atMs === 0 || atMs === Number.POSITIVE_INFINITY) continue;
      const timer = this.#clock.setTimer(
        () => {
          this.#timers.delete(timer);
          this.#tell();
        },
        atMs,
        { background: true },
      );
      this.#timers.add(timer);
    }
    this.#tell();
  }

  clear(): void {
    this.inject([]);
  }

  meet(request: MetRequest): FaultOrder | undefined {
    const found = this.active.find((fault) => this.#fits(fault, request));
    if (found !== undefined) this.met.set(found.kind, (this.met.get(found.kind) ?? 0) + 1);
    return found;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #fits(fault: PlannedFault, { method, tool, call }: MetRequest): boolean {
    const { onlyCalls, tools, nth, probability, maxFailuresPerCall } = fault;
    if ((onlyCalls === true || ONLY_CALLS.has(fault.kind)) && method !== 'tools/call') return false;
    if (tools !== undefined && (tool === undefined || !tools.includes(tool))) return false;
    const count = (this.#seen.get(fault) ?? 0) + 1;
    this.#seen.set(fault, count);
    if (nth !== undefined && ![nth].flat().includes(count)) return false;
    if (probability !== undefined && this.#random() >= probability) return false;
    if (maxFailuresPerCall === undefined || method !== 'tools/call') return true;
    const failed = this.#failed.get(call) ?? 0;
    if (failed >= maxFailuresPerCall) return false;
    if (this.#failed.size >= MAX_CALLS) this.#failed.clear();
    this.#failed.set(call, failed + 1);
    return true;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Faults that only calls of tools can meet; the others meet every request. */
const ONLY_CALLS: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'bad-schema',
  'big-answer',
  'empty-success',
  'flaky',
  'late-answer',
  'out-of-order',
  'reset-after',
  'reset-before',
  'slow-drip',
  'sse-cut-after',
  'sse-cut-before',
  'sse-end',
  'truncated',
]);
