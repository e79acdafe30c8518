import type { AdminEvent, RouteAnswer } from '@seawall/admin-api';

type Server = RouteAnswer<'listServers'>['items'][number];
type Group = RouteAnswer<'getGroup'>;
type ErrorEntry = RouteAnswer<'listErrors'>['items'][number];
type Call = RouteAnswer<'listCalls'>['items'][number];
type ErrorBody = Group['latest'];
export type Overview = RouteAnswer<'getOverview'>;

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** All times are before this one, so that two runs show the same. */
export const NOW_MS: number = Date.UTC(2026, 0, 15, 3, 0, 0);

const HEALTHS = ['healthy', 'healthy', 'healthy', 'degraded', 'unhealthy'] as const;
const WORDS = 'The service behind the tool answered 503 Service Unavailable and did not say when it is back.';

/** One of many servers, as it stands after so many changes. */
export function serverAt(index: number, changes = 0): Server {
  const state = HEALTHS[(index + changes) % HEALTHS.length] ?? 'healthy';
  const calls = 1000 + changes * 7 + index;
  const errors = state === 'healthy' ? 0 : 10 + index + changes;
  return {
    name: `server-${String(index).padStart(3, '0')}`,
    transport: index % 2 === 0 ? 'stdio' : 'http',
    health: {
      state,
      sinceMs: NOW_MS - index * MINUTE_MS,
      reason: state === 'healthy' ? 'It answers.' : WORDS,
      ...(state === 'healthy' ? {} : { advice: 'Look at the status page of the service; nothing can be done here.' }),
    },
    connection: { state: 'ready', protocolVersion: '2025-11-25', software: `software ${index}` },
    circuit: { state: state === 'unhealthy' ? 'open' : 'closed', sinceMs: NOW_MS, calls, failures: errors },
    isPaused: false,
    tools: 12,
    toolsDown: [],
    inFlight: changes % 3,
    queued: 0,
    window: { calls, errors, errorRatio: errors / calls },
    lifetime: { calls, failures: errors, recovered: 0, refused: 0, errors },
    errorsByKind: {},
    latency: { p50Ms: 20 + (changes % 10), p95Ms: 200, p99Ms: 500 },
    lastSuccessMs: NOW_MS,
    ...(errors === 0
      ? {}
      : {
          lastError: {
            atMs: NOW_MS - 1000,
            kind: 'unavailable',
            code: 'SERVER_UNAVAILABLE',
            message: WORDS,
            group: `group-${index}`,
          } as const,
        }),
  };
}

/** One of many causes, as it stands after so many more errors. */
export function groupAt(index: number, more = 0): Group {
  return {
    id: `group-${index}`,
    title: `MCPServerError: ${WORDS} (cause ${index})`,
    because: ['the same code', 'the same words'],
    server: serverAt(index % 200).name,
    target: `tool_${index % 12}`,
    kind: 'unavailable',
    code: 'SERVER_UNAVAILABLE',
    state: 'ongoing',
    stateSinceMs: NOW_MS - HOUR_MS,
    firstSeenMs: NOW_MS - 20 * HOUR_MS,
    lastSeenMs: NOW_MS - index * 1000,
    count: 50 + more,
    recoveredCount: 10,
    targets: [`tool_${index % 12}`],
    sessions: [],
    trend: Array.from({ length: 24 }, (_hour, hour) => [NOW_MS - (24 - hour) * HOUR_MS, (hour * index) % 9]),
    latest: errorBody(index),
  };
}

/** One of many errors, the newest first. */
export function errorAt(index: number): ErrorEntry {
  return {
    id: `error-${index}`,
    atMs: NOW_MS - index * 1000,
    server: serverAt(index % 200).name,
    target: `tool_${index % 12}`,
    method: 'tools/call',
    group: `group-${index % 1000}`,
    callId: `call-${index}`,
    attempt: 1,
    delivery: 'answered',
    durationMs: 120,
    outcome: 'failed',
    error: errorBody(index),
  };
}

/** One of many calls, the newest first. */
export function callAt(index: number): Call {
  return {
    id: `call-${index}`,
    startedAtMs: NOW_MS - index * 1000,
    durationMs: 120 + (index % 50),
    server: serverAt(index % 200).name,
    method: 'tools/call',
    target: `tool_${index % 12}`,
    principal: 'anonymous',
    safety: 'read',
    attempts: 2,
    outcome: index % 3 === 0 ? 'failed' : 'succeeded',
    tries: [
      { attempt: 1, startedAfterMs: 1, durationMs: 40, outcome: 'failed', code: 'SERVER_UNAVAILABLE' },
      { attempt: 2, startedAfterMs: 80, durationMs: 40, outcome: index % 3 === 0 ? 'failed' : 'succeeded' },
    ],
    argumentsText: '{"query":"tide tables"}',
    resultText: '{"content":[{"type":"text","text":"high water at four"}]}',
  };
}

/** The whole in one look, after so many changes. */
export function overviewAt(servers: readonly Server[], changes = 0): Overview {
  const trouble = servers.filter(({ health }) => health.state !== 'healthy');
  const inState = (state: Server['health']['state']): number =>
    servers.filter(({ health }) => health.state === state).length;
  return {
    headline: `${trouble.length} of ${servers.length} servers are not well.`,
    servers: {
      healthy: inState('healthy'),
      degraded: inState('degraded'),
      unhealthy: inState('unhealthy'),
      connecting: 0,
      'auth-required': 0,
      disabled: 0,
      unknown: 0,
    },
    windowMs: 5 * MINUTE_MS,
    window: { calls: 10_000 + changes, errors: 100, errorRatio: 0.01 },
    lifetime: { calls: 1_000_000 + changes, failures: 10_000, recovered: 500, refused: 20, errors: 10_000 },
    openCircuits: 3,
    firingAlerts: 2,
    newGroups: 4,
    parkedCalls: 0,
    trouble: trouble.slice(0, 20).map(({ name, health }) => ({ server: name, ...health })),
    findings: [],
    observing: { store: 'file', waiting: 0, dropped: 0, unkeptErrors: 0 },
  };
}

/** The n-th event of a busy gateway with so many servers. */
export function eventAt(index: number, servers: number): AdminEvent {
  switch (index % 10) {
    case 0:
      return { kind: 'overview', overview: overviewAt([serverAt(index % servers, index)], index) };
    case 1:
      return { kind: 'errors', count: 5 };
    case 2:
    case 3:
      // Known causes, and now and then one that nobody has seen.
      return { kind: 'errorGroup', group: groupAt(index % 2000, index) };
    default:
      return { kind: 'server', server: serverAt((index * 7) % servers, index) };
  }
}

function errorBody(index: number): ErrorBody {
  return {
    errorType: 'MCPServerError',
    kind: 'unavailable',
    code: 'SERVER_UNAVAILABLE',
    message: `Tool "tool_${index % 12}" on server "server-${index % 200}" failed. ${WORDS}`,
    context: {},
    timestamp: new Date(NOW_MS - index * 1000).toISOString(),
    retryable: true,
    hint: 'Look at the status page of the service.',
  };
}
