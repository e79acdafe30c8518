import type { AlertCondition } from '@seawall/core/base';
import type { LiveAlert } from './live-alert.ts';

/** While an alert of one of `sources` fires, those of `targets` for the same server are muted. */
export interface Inhibition {
  readonly sources: readonly AlertCondition[];
  readonly targets: readonly AlertCondition[];
}

/** What says nothing new while something else fires. */
export const INHIBITIONS: readonly Inhibition[] = [
  { sources: ['crash-loop'], targets: ['server-down'] },
  {
    sources: ['server-down', 'crash-loop', 'auth-required'],
    targets: ['circuit-open', 'errors', 'error-rate', 'latency', 'group-new', 'group-escalating', 'group-regressed'],
  },
  { sources: ['circuit-open'], targets: ['error-rate'] },
];

/** Tells for each alert which one mutes it, if any. */
export function createInhibitor(alerts: Iterable<LiveAlert>): (alert: LiveAlert) => LiveAlert | undefined {
  const byServer = new Map<string, LiveAlert[]>();
  for (const alert of alerts) {
    const { server } = alert.labels;
    if (alert.state !== 'firing' || server === undefined || !SOURCES.has(alert.condition)) continue;
    const sources = byServer.get(server);
    if (sources === undefined) byServer.set(server, [alert]);
    else sources.push(alert);
  }
  return (alert) => byServer.get(alert.labels.server ?? '')?.find((source) => mutes(source, alert));
}

function mutes(source: LiveAlert, target: LiveAlert): boolean {
  return INHIBITIONS.some(
    ({ sources, targets }) => isAmong(source.condition, sources) && isAmong(target.condition, targets),
  );
}

function isAmong(condition: string, conditions: readonly string[]): boolean {
  return conditions.includes(condition);
}

const SOURCES: ReadonlySet<string> = new Set(INHIBITIONS.flatMap(({ sources }) => sources));
