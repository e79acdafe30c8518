import type { CallRecord, ErrorRecord, MinuteRecord, Observation } from '@seawall/core';

/** When the records of the benchmark begin. */
export const START_MS = 1_767_225_600_000;

const SERVERS = ['jira', 'wiki', 'mail', 'billing', 'search', 'calendar', 'files', 'chat'];
const CODES = ['CALL_TIMEOUT', 'CONNECTION_RESET', 'RATE_LIMITED', 'SERVER_ERROR', 'INVALID_ARGUMENTS'] as const;
const KINDS = ['timeout', 'connection', 'rate_limit', 'server_error', 'validation'] as const;
const TARGETS = 4;
const MINUTE_MS = 60_000;

/** One of many errors: of 8 servers with 4 tools each, in 400 groups, ten minutes' worth in each second. */
export function benchError(index: number): ErrorRecord {
  const { server, target } = placeOf(index);
  const code = CODES[index % CODES.length] ?? 'SERVER_ERROR';
  const message = `Tool "${target}" on server "${server}" failed: request ${index * 7919} was answered with an error after ${index % 900} ms.`;
  return {
    id: `error-${String(index).padStart(9, '0')}`,
    atMs: START_MS + index * 600,
    server,
    target,
    method: 'tools/call',
    group: `group-${index % 400}`,
    callId: `call-${String(index).padStart(9, '0')}`,
    principal: 'anonymous',
    session: `session-${index % 50}`,
    attempt: 1,
    delivery: 'answered',
    durationMs: index % 900,
    outcome: index % 5 === 0 ? 'recovered' : 'failed',
    error: {
      errorType: 'MCPServerError',
      kind: KINDS[index % KINDS.length] ?? 'server_error',
      code,
      message,
      context: { serverName: server, operation: `call_tool(${target})`, attempt: 1, httpStatus: 500 },
      timestamp: new Date(START_MS + index * 600).toISOString(),
      retryable: true,
      hint: 'Look at the log of the server, or call again later with fewer results.',
      docs: `docs/errors.md#${code.toLowerCase()}`,
      chain: `MCPServerError: ${message} <- Error: upstream answered 500`,
    },
  };
}

/** One of many calls, of the same servers and tools. */
export function benchCall(index: number): CallRecord {
  return {
    id: `call-${String(index).padStart(9, '0')}`,
    startedAtMs: START_MS + index,
    durationMs: index % 900,
    ...placeOf(index),
    method: 'tools/call',
    principal: 'anonymous',
    session: `session-${index % 50}`,
    safety: 'read',
    attempts: 1,
    outcome: 'succeeded',
    servedBy: 'upstream',
    tries: [{ attempt: 1, startedAfterMs: 0, durationMs: index % 900, outcome: 'succeeded' }],
  };
}

/** What every tool did in a minute. */
export function benchMinute(minute: number): readonly Observation[] {
  return Array.from({ length: SERVERS.length * TARGETS }, (_, index) => {
    const record: MinuteRecord = {
      minuteMs: START_MS + minute * MINUTE_MS,
      ...placeOf(index),
      calls: 100,
      failures: 3,
      recovered: 2,
      attempts: 105,
      totalDurationMs: 9000,
      durations: [10, 40, 30, 15, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    };
    return { kind: 'minute', record };
  });
}

function placeOf(index: number): { readonly server: string; readonly target: string } {
  const server = SERVERS[index % SERVERS.length] ?? 'jira';
  return { server, target: `${server}_tool_${Math.floor(index / SERVERS.length) % TARGETS}` };
}
