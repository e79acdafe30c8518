import type {
  AlertRecord,
  CallRecord,
  DeliveryRecord,
  ErrorRecord,
  GroupRecord,
  HealthRecord,
  MinuteRecord,
  Observation,
  SilenceRecord,
} from '@seawall/core/base';

/** The start of an hour, at which the records of the tests begin. */
export const START_MS = 1_767_225_600_000;

type Some<T> = Partial<T> & Pick<T, 'id' & keyof T>;

/** A call for a store, with whatever matters to the test. */
export function call(fields: Some<CallRecord>): CallRecord {
  return {
    startedAtMs: START_MS,
    durationMs: 40,
    server: 'jira',
    method: 'tools/call',
    target: 'search_issues',
    principal: 'anonymous',
    safety: 'read',
    attempts: 1,
    outcome: 'succeeded',
    servedBy: 'upstream',
    tries: [{ attempt: 1, startedAfterMs: 0, durationMs: 40, outcome: 'succeeded' }],
    ...fields,
  };
}

/** An error for a store, with whatever matters to the test. */
export function error(
  fields: Some<Omit<ErrorRecord, 'error'>> & { readonly error?: Partial<ErrorRecord['error']> },
): ErrorRecord {
  return {
    atMs: START_MS,
    server: 'jira',
    target: 'search_issues',
    method: 'tools/call',
    group: 'a1',
    outcome: 'failed',
    ...fields,
    error: {
      errorType: 'MCPTimeoutError',
      kind: 'timeout',
      code: 'CALL_TIMEOUT',
      message: 'Tool "search_issues" on server "jira" did not answer within 30000 ms.',
      context: { timeoutMs: 30_000 },
      timestamp: '2026-01-01T00:00:00.000Z',
      retryable: true,
      ...fields.error,
    },
  };
}

/** A group for a store, with whatever matters to the test. */
export function group(fields: Some<GroupRecord>): GroupRecord {
  return {
    title: 'Tool did not answer within N ms',
    because: ['the same server', 'the same code'],
    server: 'jira',
    kind: 'timeout',
    code: 'CALL_TIMEOUT',
    state: 'new',
    stateSinceMs: START_MS,
    firstSeenMs: START_MS,
    lastSeenMs: START_MS,
    count: 1,
    recoveredCount: 0,
    targets: ['search_issues'],
    sessions: [],
    trend: [[START_MS, 1]],
    latest: error({ id: 'latest' }).error,
    ...fields,
  };
}

/** An alert for a store, with whatever matters to the test. */
export function alert(fields: Some<AlertRecord>): AlertRecord {
  return {
    rule: 'ServerDown',
    fingerprint: 'f1',
    labels: { alertname: 'ServerDown', server: 'jira' },
    annotations: { summary: 'Server "jira" is down.' },
    severity: 'critical',
    state: 'firing',
    startedAtMs: START_MS,
    firedAtMs: START_MS,
    notifications: { sent: { log: START_MS } },
    ...fields,
  };
}

/** A silence for a store, with whatever matters to the test. */
export function silence(fields: Some<SilenceRecord>): SilenceRecord {
  return {
    matchers: [{ label: 'server', operator: '=', value: 'jira' }],
    startsAtMs: START_MS,
    endsAtMs: START_MS + 3_600_000,
    createdBy: 'ada',
    reason: 'Upgrade',
    ...fields,
  };
}

/** A delivery for a store, with whatever matters to the test. */
export function delivery(fields: Some<DeliveryRecord>): DeliveryRecord {
  return {
    atMs: START_MS,
    sink: 'log',
    groupKey: '{}:{alertname="ServerDown"}',
    alerts: ['alert-1'],
    outcome: 'delivered',
    attempts: 1,
    durationMs: 3,
    ...fields,
  };
}

/** A change of health for a store, with whatever matters to the test. */
export function health(fields: Some<HealthRecord>): HealthRecord {
  return { atMs: START_MS, server: 'jira', health: 'unhealthy', reason: '5 errors in 15 minutes', ...fields };
}

/** What the calls of a tool came to in a minute, with whatever matters to the test. */
export function minute(fields: Partial<MinuteRecord>): MinuteRecord {
  return {
    minuteMs: START_MS,
    server: 'jira',
    target: 'search_issues',
    calls: 10,
    failures: 1,
    recovered: 2,
    attempts: 13,
    totalDurationMs: 400,
    durations: [0, 4, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ...fields,
  };
}

/** Records as they are appended. */
export function observed<K extends Observation['kind']>(
  kind: K,
  ...records: readonly Extract<Observation, { readonly kind: K }>['record'][]
): Observation[] {
  // The compiler does not see that a kind and its record belong together.
  return records.map((record) => ({ kind, record }) as Observation);
}
