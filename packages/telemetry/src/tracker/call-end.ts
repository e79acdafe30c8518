import type { CallOutcome, CallRecord, CallRequest, ErrorKind, ErrorOutcome } from '@seawall/core/base';
import { boundedJson } from '../logs/log-record.ts';
import { boundedName } from './bounded-text.ts';
import type { CallEnd } from './call-stats.ts';
import type { EventOf } from './core-events.ts';
import { isRefusal } from './error-weight.ts';
import type { MetError, OpenCall } from './open-calls.ts';
import type { TrackerSettings } from './tracker-options.ts';
import type { Writable } from './writable.ts';

/** All errors of a call that ended, the last one included if no attempt met it. */
export function errorsOfCall(open: OpenCall, event: EventOf<'callFinished'>): readonly MetError[] {
  const { outcome, atMs, durationMs } = event;
  if (outcome.kind === 'success' || outcome.error.kind === 'cancelled') return open.errors;
  const { error } = outcome;
  const last = open.errors.at(-1)?.error;
  // What is said in the end of a write is about the error of its attempt, which stands in the list.
  const isTold = last !== undefined && (last === error || error.cause === last || error.kind === 'outcome_unknown');
  return isTold ? open.errors : [...open.errors, { error, atMs, durationMs }];
}

/** What became of the errors of a call. */
export function errorOutcomeOf({ outcome }: EventOf<'callFinished'>): ErrorOutcome {
  if (outcome.kind === 'failure') return 'failed';
  return outcome.servedBy === 'upstream' ? 'recovered' : outcome.servedBy;
}

/** How a call ended for health: by what the server that was asked did, whoever answered instead. */
export function toCallEnd(open: OpenCall, event: EventOf<'callFinished'>, nowMs: number): CallEnd {
  const { outcome, atMs, durationMs, attempts } = event;
  const isAnswered = outcome.kind === 'success' && outcome.servedBy === 'upstream';
  const met: ErrorKind | undefined = open.errors.at(-1)?.error.kind;
  const final: ErrorKind | undefined = outcome.kind === 'failure' ? outcome.error.kind : undefined;
  const failure = isAnswered ? undefined : final === 'cancelled' ? final : (met ?? final);
  return {
    atMs,
    nowMs,
    durationMs,
    failure,
    isRecovered: isAnswered && open.errors.length > 0,
    isFailed: final !== undefined && final !== 'cancelled',
    isRefused: !isAnswered && met === undefined && (final === undefined ? attempts === 0 : isRefusal(final)),
  };
}

/** A call as it is kept. */
export function toCallRecord(open: OpenCall, event: EventOf<'callFinished'>, settings: TrackerSettings): CallRecord {
  const { call, outcome, attempts, durationMs } = event;
  const record: Writable<CallRecord> = {
    id: call.id,
    startedAtMs: Math.round(open.startedAtMs),
    durationMs: Math.round(durationMs),
    server: boundedName(call.server),
    method: boundedName(call.method),
    target: boundedName(call.target),
    principal: boundedName(call.principal.id),
    safety: call.safety,
    attempts,
    outcome: outcomeOf(event),
    tries: open.tries,
  };
  if (call.session !== undefined) record.session = boundedName(call.session);
  const traceId = traceIdOf(event.request);
  if (traceId !== undefined) record.traceId = traceId;
  if (outcome.kind === 'success') record.servedBy = outcome.servedBy;
  else {
    record.kind = outcome.error.kind;
    record.code = outcome.error.code;
  }
  return settings.payloads === 'off' ? record : { ...record, ...payloadsOf(open, event, settings) };
}

function outcomeOf({ outcome }: EventOf<'callFinished'>): CallOutcome {
  if (outcome.kind === 'success') return 'succeeded';
  return outcome.error.kind === 'cancelled' ? 'cancelled' : 'failed';
}

function payloadsOf(
  { errors }: OpenCall,
  { request, outcome }: EventOf<'callFinished'>,
  { payloads, maxPayloadLength }: TrackerSettings,
): Pick<CallRecord, 'argumentsText' | 'resultText'> {
  const isWanted = payloads === 'all' || (payloads === 'errors' && (errors.length > 0 || outcome.kind === 'failure'));
  if (!isWanted) return {};
  const { params } = request;
  const asked = params?.arguments ?? params;
  return {
    ...(asked === undefined ? {} : { argumentsText: boundedJson(asked, maxPayloadLength) }),
    ...(outcome.kind === 'success' ? { resultText: boundedJson(outcome.result, maxPayloadLength) } : {}),
  };
}

/** The trace that the host began, as 32 hex digits: from the `traceparent` of the W3C, which hosts put into `_meta`. */
function traceIdOf({ params }: CallRequest): string | undefined {
  const meta: unknown = params?._meta;
  if (typeof meta !== 'object' || meta === null) return undefined;
  const parent: unknown = Reflect.get(meta, 'traceparent');
  return typeof parent === 'string' ? TRACEPARENT.exec(parent)?.[1] : undefined;
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
