import type { GroupRecord } from '@seawall/core/base';
import type { Counters } from './counters.ts';
import { HEALTH_ORDER, type Health } from './health.ts';
import type { ErrorSummary, Overview, ServerView } from './views.ts';

/** Sums up what is known of all servers. */
export function toOverview(views: readonly ServerView[], groups: readonly GroupRecord[], windowMs: number): Overview {
  const servers = countHealth(views);
  const openCircuits = views.reduce(
    (sum, { circuit, openTools }) => sum + openTools.length + (circuit.state === 'closed' ? 0 : 1),
    0,
  );
  const newGroups = groups.filter(({ state }) => state === 'new').length;
  const callsInWindow = views.reduce((sum, { window }) => sum + window.calls, 0);
  const errorsInWindow = views.reduce((sum, { window }) => sum + window.errors, 0);
  return {
    headline: headlineOf(views.length, servers, openCircuits, newGroups),
    servers,
    openCircuits,
    newGroups,
    callsInWindow,
    errorsInWindow,
    errorRatio: errorsInWindow === 0 ? 0 : errorsInWindow / Math.max(callsInWindow, errorsInWindow),
    windowMs,
    counters: sumOf(views.map(({ counters }) => counters)),
    trouble: troubleOf(views),
  };
}

/** What errors come to, by server; those without any are left out. */
export function toErrorSummary(views: readonly ServerView[]): Readonly<Record<string, ErrorSummary>> {
  const entries = views.flatMap(({ name, health, counters, errorsByKind, lastError }) =>
    lastError === undefined
      ? []
      : [
          [
            name,
            { status: health, totalErrors: counters.errors, errorTypes: errorsByKind, mostRecent: lastError },
          ] as const,
        ],
  );
  return Object.fromEntries(entries);
}

function countHealth(views: readonly ServerView[]): Record<Health, number> {
  const counts: Record<Health, number> = {
    healthy: 0,
    degraded: 0,
    unhealthy: 0,
    connecting: 0,
    'auth-required': 0,
    disabled: 0,
    unknown: 0,
  };
  for (const { health } of views) counts[health] += 1;
  return counts;
}

function headlineOf(all: number, servers: Record<Health, number>, openCircuits: number, newGroups: number): string {
  if (all === 0) return 'No server is configured.';
  const parts = HEADLINE_ORDER.filter((health) => servers[health] > 0).map(
    (health) => `${servers[health]} ${WORDS[health]}`,
  );
  const state =
    parts.length === 0
      ? `All ${all === 1 ? 'servers' : `${all} servers`} are healthy`
      : `Of ${all} ${all === 1 ? 'server' : 'servers'}, ${parts.join(', ')}`;
  const circuits = openCircuits === 0 ? '' : `; ${openCircuits} ${openCircuits === 1 ? 'circuit' : 'circuits'} open`;
  const groups = newGroups === 0 ? '' : `; ${newGroups} new ${newGroups === 1 ? 'cause' : 'causes'} of errors`;
  return `${state}${circuits}${groups}.`;
}

/** What is disabled is so on purpose. */
const HEADLINE_ORDER: readonly Health[] = HEALTH_ORDER.filter(
  (health) => health !== 'healthy' && health !== 'disabled',
);
const WORDS: Readonly<Record<Health, string>> = {
  healthy: 'healthy',
  degraded: 'degraded',
  unhealthy: 'unhealthy',
  connecting: 'connecting',
  'auth-required': 'in need of credentials',
  disabled: 'disabled',
  unknown: 'not known yet',
};

function sumOf(all: readonly Counters[]): Counters {
  return all.reduce(
    (sum, counters) => ({
      calls: sum.calls + counters.calls,
      failures: sum.failures + counters.failures,
      recovered: sum.recovered + counters.recovered,
      refused: sum.refused + counters.refused,
      errors: sum.errors + counters.errors,
    }),
    { calls: 0, failures: 0, recovered: 0, refused: 0, errors: 0 },
  );
}

function troubleOf(views: readonly ServerView[]): Overview['trouble'] {
  return views
    .filter(({ health }) => HEADLINE_ORDER.includes(health))
    .sort((a, b) => HEALTH_ORDER.indexOf(a.health) - HEALTH_ORDER.indexOf(b.health) || a.sinceMs - b.sinceMs)
    .map(({ name, health, reason, advice, sinceMs }) => ({
      server: name,
      health,
      reason,
      sinceMs,
      ...(advice === undefined ? {} : { advice }),
    }));
}
