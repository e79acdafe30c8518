import type { ChaosCallRecord, ChaosFigures } from './chaos-report.ts';

/** What was seen in one row. */
export interface SeenRow {
  readonly server: string;
  readonly calls: readonly ChaosCallRecord[];
  readonly faultFromMs: number;
  readonly faultToMs: number;
  /** How often each write was handed over to its server. */
  readonly delivered: ReadonlyMap<string, number>;
  readonly incompleteLists: number;
}

/** What a row has to keep, in milliseconds. */
export interface RowLimits {
  readonly deadlineMs: number;
  readonly recoveryMs: number;
}

/** A busy machine holds every answer up by so much now and then. */
const GRACE_MS = 500;

/** Counts and measures. */
export function figuresOfRow(seen: SeenRow, { deadlineMs }: RowLimits): ChaosFigures {
  const { server, calls, faultFromMs, faultToMs, delivered } = seen;
  const own = calls.filter((call) => call.server === server);
  const during = own.filter(({ startedMs }) => startedMs >= faultFromMs && startedMs < faultToMs);
  const healthy = calls.filter((call) => call.server !== server);
  const writes = calls.filter(({ isWrite }) => isWrite);
  const deliveries = (key: string): number => delivered.get(key) ?? 0;
  return {
    calls: during.length,
    answeredWell: during.filter(isOk).length,
    late: calls.filter(({ durationMs }) => durationMs > deadlineMs + GRACE_MS).length,
    healthyCalls: healthy.length,
    healthyFailed: healthy.filter((call) => !isOk(call)).length,
    recoveryMs: recoveryOf(own, faultToMs),
    duplicates: writes.filter(({ key }) => deliveries(key) > 1).length,
    missing: writes.filter((call) => isOk(call) && deliveries(call.key) === 0).length,
    unreported: writes.filter(({ outcome, key }) => outcome === 'failed' && deliveries(key) > 0).length,
    unknown: writes.filter(({ outcome }) => outcome === 'unknown').length,
    incompleteLists: seen.incompleteLists,
  };
}

/** What did not hold, each in one sentence. */
export function violationsOfRow(figures: ChaosFigures, limits: RowLimits): readonly string[] {
  const { late, healthyFailed, recoveryMs, duplicates, missing, unreported, incompleteLists } = figures;
  const found: string[] = [];
  if (late > 0) found.push(`${late} calls had no answer by their deadline of ${limits.deadlineMs} ms.`);
  if (healthyFailed > 0) found.push(`${healthyFailed} calls of the other servers failed.`);
  if (recoveryMs === undefined) found.push('It did not recover.');
  else if (recoveryMs > limits.recoveryMs)
    found.push(`It recovered after ${Math.round(recoveryMs)} ms; allowed are ${limits.recoveryMs} ms.`);
  if (duplicates > 0) found.push(`${duplicates} writes were handed over twice.`);
  if (missing > 0) found.push(`${missing} writes were answered well and never handed over.`);
  if (unreported > 0) found.push(`${unreported} writes failed, were handed over, and were not reported as unknown.`);
  if (incompleteLists > 0) found.push(`Its tools were not all listed ${incompleteLists} times.`);
  return found;
}

function isOk({ outcome }: ChaosCallRecord): boolean {
  return outcome === 'ok';
}

function recoveryOf(calls: readonly ChaosCallRecord[], faultToMs: number): number | undefined {
  const after = calls.filter(({ startedMs }) => startedMs >= faultToMs).sort((a, b) => a.startedMs - b.startedMs);
  const lastBad = after.findLastIndex((call) => !isOk(call));
  const firstGood = after[lastBad + 1];
  if (firstGood === undefined) return undefined;
  return lastBad < 0 ? 0 : firstGood.startedMs - faultToMs;
}
