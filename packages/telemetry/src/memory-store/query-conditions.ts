import {
  type AlertQuery,
  type AlertRecord,
  type CallQuery,
  type CallRecord,
  type ErrorFilter,
  type ErrorRecord,
  type GroupQuery,
  type GroupRecord,
  type Observation,
  type TimeRange,
  toSearchText,
  toSearchWords,
} from '@seawall/core/base';

/** Whether a call is one of those that are wanted. */
export function callCondition(query: CallQuery): (call: CallRecord) => boolean {
  const hasWords = wordCondition(query.text);
  return (call) =>
    isWithin(query, call.startedAtMs) &&
    isOneOf(query.servers, call.server) &&
    isEqual(query.target, call.target) &&
    isEqual(query.session, call.session) &&
    isOneOf(query.outcomes, call.outcome) &&
    isOneOf(query.servedBy, call.servedBy) &&
    call.durationMs >= (query.minDurationMs ?? Number.NEGATIVE_INFINITY) &&
    hasWords({ kind: 'call', record: call });
}

/** Whether an error is one of those that are wanted. */
export function errorCondition(filter: ErrorFilter): (error: ErrorRecord) => boolean {
  const hasWords = wordCondition(filter.text);
  return (record) =>
    isWithin(filter, record.atMs) &&
    isOneOf(filter.servers, record.server) &&
    isEqual(filter.target, record.target) &&
    isEqual(filter.group, record.group) &&
    isEqual(filter.callId, record.callId) &&
    isOneOf(filter.kinds, record.error.kind) &&
    isOneOf(filter.codes, record.error.code) &&
    isOneOf(filter.outcomes, record.outcome) &&
    hasWords({ kind: 'error', record });
}

/** Whether a group is one of those that are wanted. */
export function groupCondition(query: GroupQuery): (group: GroupRecord) => boolean {
  const hasWords = wordCondition(query.text);
  return (group) =>
    group.lastSeenMs >= (query.seenSinceMs ?? Number.NEGATIVE_INFINITY) &&
    isOneOf(query.servers, group.server) &&
    isOneOf(query.states, group.state) &&
    isOneOf(query.kinds, group.kind) &&
    hasWords({ kind: 'group', record: group });
}

/** Whether an alert is one of those that are wanted. */
export function alertCondition(query: AlertQuery): (alert: AlertRecord) => boolean {
  return (alert) =>
    isWithin(query, alert.startedAtMs) &&
    isOneOf(query.states, alert.state) &&
    isEqual(query.rule, alert.rule) &&
    isEqual(query.server, alert.labels.server);
}

/** Whether a time lies in a range. */
export function isWithin({ fromMs, toMs }: TimeRange, atMs: number): boolean {
  return atMs >= (fromMs ?? Number.NEGATIVE_INFINITY) && atMs < (toMs ?? Number.POSITIVE_INFINITY);
}

/** Whether a field is what is wanted, where something is. */
export function isEqual<T>(wanted: T | undefined, value: T | undefined): boolean {
  return wanted === undefined || wanted === value;
}

function isOneOf<T>(wanted: readonly T[] | undefined, value: T | undefined): boolean {
  return wanted === undefined || (value !== undefined && wanted.includes(value));
}

function wordCondition(text: string | undefined): (observation: Observation) => boolean {
  const words = toSearchWords(text);
  if (words.length === 0) return () => true;
  return (observation) => {
    const found = toSearchText(observation);
    return words.every((word) => found.includes(word));
  };
}
