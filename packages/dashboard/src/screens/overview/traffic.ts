import type { RouteAnswer } from '@seawall/admin-api';
import { quantileOf } from '../../format/latency.ts';

/** What calls came to in one step of time; `null` where there were none. */
export interface TrafficPoint {
  readonly atMs: number;
  readonly calls: number;
  readonly errorRatio: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** Every step of a span of time, those without calls too, so that a gap is seen as one. */
export function trafficOf(
  { boundsMs, points }: RouteAnswer<'getSeries'>,
  fromMs: number,
  toMs: number,
  stepMs: number,
): readonly TrafficPoint[] {
  const known = new Map(points.map((point) => [Math.floor(point.atMs / stepMs) * stepMs, point]));
  const steps: TrafficPoint[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += stepMs) {
    const point = known.get(atMs);
    if (point === undefined || point.calls === 0)
      steps.push({ atMs, calls: 0, errorRatio: null, p50Ms: null, p95Ms: null });
    else
      steps.push({
        atMs,
        calls: point.calls,
        errorRatio: point.failures / point.calls,
        p50Ms: quantileOf(boundsMs, point.durations, 0.5) ?? null,
        p95Ms: quantileOf(boundsMs, point.durations, 0.95) ?? null,
      });
  }
  return steps;
}

/** Something that happened, beside the curves. */
export interface Annotation {
  readonly atMs: number;
  readonly text: string;
  readonly isBad: boolean;
}

/** What annotations are made of. */
export interface AnnotationSources {
  readonly changes: RouteAnswer<'listHealthChanges'>['items'];
  readonly moments: RouteAnswer<'listMoments'>['items'];
}

const MAX_ANNOTATIONS = 12;
const TURNS: ReadonlySet<string> = new Set(['unhealthy', 'healthy', 'auth-required']);

/** When servers went down or came back, circuits opened, and somebody changed something, oldest first. */
export function annotationsOf({ changes, moments }: AnnotationSources): readonly Annotation[] {
  const turns = changes
    .filter(({ health }) => TURNS.has(health))
    .map(({ atMs, server, health }) => ({ atMs, text: `${server} ${health}`, isBad: health !== 'healthy' }));
  const others = moments.map((moment) => ({
    atMs: moment.atMs,
    text: momentText(moment),
    isBad: moment.kind === 'circuitOpened',
  }));
  return [...turns, ...others].toSorted((one, other) => one.atMs - other.atMs).slice(-MAX_ANNOTATIONS);
}

function momentText({ kind, server, tool }: RouteAnswer<'listMoments'>['items'][number]): string {
  switch (kind) {
    case 'started':
      return 'gateway started';
    case 'reloaded':
      return 'configuration read';
    case 'restarted':
      return `${server} restarted by hand`;
    case 'circuitOpened':
      return `circuit of ${tool ?? server} opened`;
    case 'circuitClosed':
      return `circuit of ${tool ?? server} closed`;
  }
}

/** Whether a point stands alone, so that no line leads to it: it has to be drawn by itself. */
export function isAlone(values: readonly (number | null)[], index: number): boolean {
  const isGap = (at: number): boolean => (values[at] ?? null) === null;
  return !isGap(index) && isGap(index - 1) && isGap(index + 1);
}
