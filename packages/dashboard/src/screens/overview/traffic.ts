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
}

const MAX_ANNOTATIONS = 12;

/** When servers went down or came back, and when the gateway started, oldest first. */
export function annotationsOf(
  changes: RouteAnswer<'listHealthChanges'>['items'],
  startedAtMs: number | undefined,
  fromMs: number,
): readonly Annotation[] {
  const turns = changes
    .filter(({ health }) => health === 'unhealthy' || health === 'healthy' || health === 'auth-required')
    .map(({ atMs, server, health }) => ({ atMs, text: `${server} ${health}` }));
  const start =
    startedAtMs !== undefined && startedAtMs >= fromMs ? [{ atMs: startedAtMs, text: 'gateway started' }] : [];
  return [...turns, ...start].toSorted((one, other) => one.atMs - other.atMs).slice(-MAX_ANNOTATIONS);
}
