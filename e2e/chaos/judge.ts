import type { Observed, ObservedCall } from './observed.ts';

/** What a row has to keep. */
export interface Limits {
  /** Longer than this no call may take, in milliseconds. */
  readonly deadlineMs: number;
  /** From the end of the fault to the first of the calls that all go well, in milliseconds. */
  readonly recoveryMs: number;
  /** Whether every read has to be answered well, also by the faulty server. */
  readonly readsSucceed: boolean;
}

/** The figures of a row. */
export interface Figures {
  /** Of the faulty server, while the fault lasted. */
  readonly reads: Share;
  readonly writes: Share;
  readonly healthy: Share;
  readonly lists: Share;
  readonly hung: number;
  /** The 99th percentile of healthy calls, before and while the fault lasted. */
  readonly p99BeforeMs: number;
  readonly p99DuringMs: number;
  /** How long failures took once the first call was refused because the server is known to be bad. */
  readonly refusedMs: { readonly count: number; readonly median: number; readonly most: number } | undefined;
  /** Absent when it never recovered. */
  readonly recoveryMs: number | undefined;
  readonly duplicates: number;
  /** Writes that were answered well and did not run. */
  readonly missing: number;
  /** Writes that failed, ran, and were not reported as unknown. */
  readonly unreported: number;
  /** Writes of which nobody knows, and those of them that ran. */
  readonly unknown: Share;
  readonly leaks: readonly string[];
  readonly memoryMb: number;
}

/** So many of so many. */
export interface Share {
  readonly good: number;
  readonly all: number;
}

/** A limit that was not kept. */
export interface Violation {
  readonly text: string;
  /** Whether a machine with other work to do could be why: then the row is worth a second look. */
  readonly isTiming: boolean;
  /** Whether somebody lost patience, which a machine can be the reason of that stood still for seconds. */
  readonly isPatience: boolean;
}

/** A busy machine holds every answer up by so much now and then, in milliseconds. */
const GRACE_MS = 250;
const MAX_REFUSAL_MS = 100;
const MAX_P99_RATIO = 2;
/** Below this the percentile says more of the machine than of a gateway, in milliseconds. */
const LEAST_P99_MS = 25;

/** Counts and measures what was seen; what a percentile is made of also comes from the rounds before. */
export function figuresOf(observed: Observed, limits: Limits, earlier: readonly Observed[] = []): Figures {
  const { calls, executed, faultFromMs, faultToMs, leaks, memoryMb } = observed;
  const isDuring = ({ startedMs }: ObservedCall): boolean => startedMs >= faultFromMs && startedMs < faultToMs;
  const faulty = calls.filter(({ server, tool }) => server === 'faulty' && tool !== 'tools/list');
  const healthy = healthyOf(observed, 0, Number.POSITIVE_INFINITY);
  const rounds = [...earlier, observed];
  const writes = faulty.filter(({ tool }) => tool === 'count');
  const ran = new Set(executed);
  const unknown = writes.filter(({ outcome }) => outcome === 'unknown');
  return {
    reads: share(faulty.filter((call) => call.tool === 'echo' && isDuring(call))),
    writes: share(writes.filter(isDuring)),
    healthy: share(healthy),
    lists: share(calls.filter(({ tool }) => tool === 'tools/list')),
    hung: calls.filter(({ outcome, durationMs }) => outcome === 'hung' || durationMs > limits.deadlineMs + GRACE_MS)
      .length,
    p99BeforeMs: percentile(rounds.flatMap((round) => healthyOf(round, 0, round.faultFromMs))),
    p99DuringMs: percentile(rounds.flatMap((round) => healthyOf(round, round.faultFromMs, round.faultToMs))),
    refusedMs: refusals(faulty, faultToMs),
    recoveryMs: recovery(faulty, faultToMs),
    duplicates: executed.length - ran.size,
    missing: writes.filter(({ outcome, key }) => outcome === 'ok' && !ran.has(key)).length,
    unreported: writes.filter(({ outcome, key }) => outcome === 'failed' && ran.has(key)).length,
    unknown: { good: unknown.filter(({ key }) => ran.has(key)).length, all: unknown.length },
    leaks,
    memoryMb,
  };
}

/** The limits that were not kept. */
export function violationsOf(figures: Figures, limits: Limits): readonly Violation[] {
  const { reads, healthy, lists, hung, p99BeforeMs, p99DuringMs, refusedMs, recoveryMs } = figures;
  const found: Violation[] = [];
  const claim = (isKept: boolean, text: string, cause?: 'timing' | 'patience'): void => {
    if (!isKept) found.push({ text, isTiming: cause === 'timing', isPatience: cause === 'patience' });
  };
  claim(hung === 0, `${hung} calls had no answer by their deadline`, 'patience');
  claim(healthy.good === healthy.all, `${healthy.all - healthy.good} calls of healthy servers failed`, 'patience');
  claim(lists.good === lists.all, `tools/list failed ${lists.all - lists.good} of ${lists.all} times`, 'patience');
  const p99Limit = MAX_P99_RATIO * Math.max(p99BeforeMs, LEAST_P99_MS);
  claim(p99DuringMs <= p99Limit, `healthy p99 rose from ${round(p99BeforeMs)} to ${round(p99DuringMs)} ms`, 'timing');
  if (refusedMs !== undefined) {
    const { count, most } = refusedMs;
    const text = `failures took ${round(most)} ms with the circuit open (90th percentile of ${count})`;
    claim(most <= MAX_REFUSAL_MS, text, 'timing');
  }
  const text = recoveryMs === undefined ? 'it did not recover' : `recovery took ${round(recoveryMs)} ms`;
  claim(
    recoveryMs !== undefined && recoveryMs <= limits.recoveryMs,
    text,
    recoveryMs === undefined ? 'patience' : 'timing',
  );
  if (limits.readsSucceed)
    claim(reads.good === reads.all, `${reads.all - reads.good} of ${reads.all} reads failed`, 'patience');
  claim(figures.duplicates === 0, `${figures.duplicates} writes ran twice`);
  claim(figures.missing === 0, `${figures.missing} acknowledged writes are missing`);
  claim(figures.unreported === 0, `${figures.unreported} writes failed, ran, and were not reported as unknown`);
  claim(figures.leaks.length === 0, `secrets were told: ${figures.leaks.slice(0, 3).join('; ')}`);
  return found;
}

/** Calls of servers without a fault that began between two moments. */
function healthyOf({ calls }: Observed, fromMs: number, toMs: number): readonly ObservedCall[] {
  return calls.filter(
    ({ server, startedMs }) => server !== 'faulty' && server !== '' && startedMs >= fromMs && startedMs < toMs,
  );
}

function share(calls: readonly ObservedCall[]): Share {
  return { good: calls.filter(({ outcome }) => outcome === 'ok').length, all: calls.length };
}

function percentile(calls: readonly ObservedCall[], share = 0.99): number {
  const sorted = calls.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Failures that began after the server was first seen to be known as bad, while the fault lasted. */
function refusals(calls: readonly ObservedCall[], faultToMs: number): Figures['refusedMs'] {
  const first = calls.find(
    ({ code, durationMs }) =>
      code === 'CIRCUIT_OPEN' || (code === 'SERVER_NOT_CONNECTED' && durationMs <= MAX_REFUSAL_MS),
  );
  if (first === undefined) return undefined;
  const knownMs = first.startedMs + first.durationMs;
  const failures = calls.filter(
    ({ outcome, startedMs }) => outcome !== 'ok' && startedMs >= knownMs && startedMs < faultToMs,
  );
  if (failures.length === 0) return undefined;
  return { count: failures.length, median: percentile(failures, 0.5), most: percentile(failures, 0.9) };
}

function recovery(calls: readonly ObservedCall[], faultToMs: number): number | undefined {
  const after = calls.filter(({ startedMs }) => startedMs >= faultToMs).sort((a, b) => a.startedMs - b.startedMs);
  const lastBad = after.findLastIndex(({ outcome }) => outcome !== 'ok');
  const firstGood = after[lastBad + 1];
  if (firstGood === undefined) return undefined;
  return lastBad < 0 ? 0 : firstGood.startedMs - faultToMs;
}

function round(ms: number): number {
  return ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms);
}
