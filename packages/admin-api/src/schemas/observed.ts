import type {
  AlertRecord,
  CallRecord,
  CallTry,
  DeliveryRecord,
  ErrorRecord,
  GroupRecord,
  HealthRecord,
  Safety,
  SeriesPoint,
  SilenceRecord,
} from '@seawall/core/base';
import { z } from 'zod';
import { errorBody, errorKind } from './error-body.ts';
import { atMs, count, durationMs } from './quantity.ts';

export const CALL_OUTCOMES = ['succeeded', 'failed', 'cancelled'] as const;
export const SERVED_BY = ['upstream', 'fallback', 'stale', 'parked'] as const;
export const ERROR_OUTCOMES = ['failed', 'recovered', 'upstream', 'fallback', 'stale', 'parked'] as const;
export const GROUP_STATES = ['new', 'ongoing', 'escalating', 'regressed', 'resolved', 'archived'] as const;
export const ALERT_STATES = ['pending', 'firing', 'resolved'] as const;
export const SEVERITIES = ['critical', 'warning', 'info'] as const;
const DELIVERIES = ['not-sent', 'unknown', 'answered'] as const;

const safety: z.ZodType<Safety> = z.enum(['read', 'idempotent-write', 'write']);
const labels = z.record(z.string(), z.string());

const callTry: z.ZodType<CallTry> = z.object({
  attempt: z.int().positive(),
  startedAfterMs: durationMs,
  durationMs,
  outcome: z.enum(['succeeded', 'failed']),
  code: z.string().exactOptional(),
  delivery: z.enum(DELIVERIES).exactOptional(),
});

export const callRecord: z.ZodType<CallRecord> = z
  .object({
    id: z.string(),
    startedAtMs: atMs,
    durationMs,
    server: z.string(),
    method: z.string(),
    target: z.string(),
    principal: z.string(),
    session: z.string().exactOptional(),
    safety,
    attempts: count,
    outcome: z.enum(CALL_OUTCOMES),
    servedBy: z.enum(SERVED_BY).exactOptional(),
    kind: errorKind.exactOptional(),
    code: z.string().exactOptional(),
    traceId: z.string().exactOptional(),
    tries: z.array(callTry),
    argumentsText: z.string().exactOptional(),
    resultText: z.string().exactOptional(),
  })
  .meta({ id: 'Call', description: 'One call that ended.' });

export const errorRecord: z.ZodType<ErrorRecord> = z
  .object({
    id: z.string(),
    atMs,
    server: z.string(),
    target: z.string().exactOptional(),
    method: z.string().exactOptional(),
    group: z.string(),
    callId: z.string().exactOptional(),
    principal: z.string().exactOptional(),
    session: z.string().exactOptional(),
    attempt: z.int().positive().exactOptional(),
    delivery: z.enum(DELIVERIES).exactOptional(),
    durationMs: durationMs.exactOptional(),
    outcome: z.enum(ERROR_OUTCOMES),
    error: errorBody,
  })
  .meta({ id: 'ErrorEntry', description: 'One error: of an attempt of a call, or of a connection.' });

export const groupRecord: z.ZodType<GroupRecord> = z
  .object({
    id: z.string(),
    title: z.string(),
    because: z.array(z.string()),
    server: z.string(),
    target: z.string().exactOptional(),
    kind: errorKind,
    code: z.string(),
    state: z.enum(GROUP_STATES),
    stateSinceMs: atMs,
    firstSeenMs: atMs,
    lastSeenMs: atMs,
    count,
    recoveredCount: count,
    targets: z.array(z.string()),
    sessions: z.array(z.string()),
    trend: z.array(z.tuple([atMs, count])),
    archivedUntil: z
      .object({ count: count.exactOptional(), atMs: atMs.exactOptional(), escalating: z.boolean().exactOptional() })
      .exactOptional()
      .describe('None of them: for ever.'),
    mergedInto: z.string().exactOptional(),
    latest: errorBody,
  })
  .meta({ id: 'ErrorGroup', description: 'Errors with one cause.' });

/** Why nobody is told of an alert now. */
const mutedBy = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('silence'), silence: z.string() }),
  z.object({ kind: z.literal('alert'), alert: z.string() }),
]);

/** What is told of an alert: without what notifications need for themselves. */
export type AlertView = Omit<AlertRecord, 'notifications'> & { readonly mutedBy?: z.output<typeof mutedBy> };

export const alertView: z.ZodType<AlertView> = z
  .object({
    id: z.string(),
    rule: z.string(),
    fingerprint: z.string(),
    labels,
    annotations: labels,
    severity: z.enum(SEVERITIES),
    state: z.enum(ALERT_STATES),
    startedAtMs: atMs,
    firedAtMs: atMs.exactOptional(),
    resolvedAtMs: atMs.exactOptional(),
    value: z.number().exactOptional(),
    threshold: z.number().exactOptional(),
    acknowledged: z.object({ atMs, by: z.string(), reason: z.string().exactOptional() }).exactOptional(),
    mutedBy: mutedBy.exactOptional().describe('Why nobody is told of it now: a silence, or an alert that says more.'),
  })
  .meta({ id: 'Alert' });

/** What a label has to be. */
export const matcher = z.object({
  label: z.string().min(1).max(100),
  operator: z.enum(['=', '!=', '=~', '!~']),
  value: z.string().max(200),
});

export const silenceRecord: z.ZodType<SilenceRecord> = z
  .object({
    id: z.string(),
    matchers: z.array(matcher),
    startsAtMs: atMs,
    endsAtMs: atMs,
    createdBy: z.string(),
    reason: z.string(),
  })
  .meta({ id: 'Silence' });

export const deliveryRecord: z.ZodType<DeliveryRecord> = z
  .object({
    id: z.string(),
    atMs,
    sink: z.string(),
    groupKey: z.string(),
    alerts: z.array(z.string()),
    outcome: z.enum(['delivered', 'failed', 'dropped']),
    attempts: count,
    durationMs,
    error: errorBody.exactOptional(),
  })
  .meta({ id: 'Delivery', description: 'One notification on its way to one sink.' });

export const healthRecord: z.ZodType<HealthRecord> = z
  .object({ id: z.string(), atMs, server: z.string(), health: z.string(), reason: z.string() })
  .meta({ id: 'HealthChange' });

export const seriesPoint: z.ZodType<SeriesPoint> = z
  .object({
    atMs,
    server: z.string().exactOptional(),
    target: z.string().exactOptional(),
    calls: count,
    failures: count,
    recovered: count,
    attempts: count,
    totalDurationMs: durationMs,
    durations: z.array(count),
  })
  .meta({ id: 'SeriesPoint', description: 'What calls came to in one step of time.' });

/** What came of making a recorded call once more. */
export const replayView = z
  .object({
    outcome: z.enum(['succeeded', 'failed']),
    durationMs,
    resultText: z.string().exactOptional().describe('What was answered, as JSON, secrets hidden.'),
    isCut: z.boolean().describe('Whether the answer was longer than what is shown.'),
    error: errorBody.exactOptional(),
  })
  .meta({ id: 'Replay' });

export type ReplayView = z.output<typeof replayView>;
