import type { FaultOrder } from './fault-order.ts';

/** Faults by the clock, by count or by chance, for {@link createFaultInjector}. */
export interface FaultPlan {
  /** For the chance of faults with a probability: the same seed gives the same faults.
   * @default 1 */
  readonly seed?: number;
  /** Of several that fit a request, the first counts. */
  readonly faults: readonly PlannedFault[];
}

/** A fault and when it happens; without a word about that, always. */
export interface PlannedFault extends FaultOrder {
  /** From when on, in milliseconds after the injector was made.
   * @default 0 */
  readonly fromMs?: number;
  /** Until when.
   * @default for ever */
  readonly toMs?: number;
  /** Only the n-th request that it could meet, counted from 1, or these: `[2, 5]`.
   * @default every one */
  readonly nth?: number | readonly number[];
}

/** Everything about `plan` that can't be used, each in one sentence. */
export function faultPlanProblems({ faults }: FaultPlan): readonly string[] {
  return faults.flatMap((fault, index) => {
    const name = `faults[${index}] (${fault.kind})`;
    const { probability, maxFailuresPerCall, fromMs = 0, toMs = Number.POSITIVE_INFINITY, nth = [] } = fault;
    const problems: string[] = [];
    if (probability !== undefined && !(probability >= 0 && probability <= 1))
      problems.push(`${name}.probability is ${probability}. Allowed: 0 to 1.`);
    if (maxFailuresPerCall !== undefined && !(Number.isInteger(maxFailuresPerCall) && maxFailuresPerCall >= 0))
      problems.push(`${name}.maxFailuresPerCall is ${maxFailuresPerCall}. Allowed: a whole number from 0.`);
    if (!(fromMs >= 0 && toMs >= fromMs))
      problems.push(`${name} lasts from ${fromMs} to ${toMs} ms. Allowed: from 0 on, and not backwards.`);
    if ([nth].flat().some((each) => !(Number.isInteger(each) && each >= 1)))
      problems.push(`${name}.nth is ${JSON.stringify(nth)}. Allowed: whole numbers from 1.`);
    return problems;
  });
}
