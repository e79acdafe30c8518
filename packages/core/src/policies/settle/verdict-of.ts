import { type ErrorCode, findErrorCode } from '../../errors/error-code.ts';
import type { ErrorKind } from '../../errors/error-kind.ts';
import { contextOf, type MCPError } from '../../errors/mcp-error.ts';
import type { AttemptEnd, AttemptFailure } from '../attempt.ts';
import type { Verdict } from '../verdict.ts';
import { BAD_ANSWERS, CODES, KINDS, type Row } from './decision-table.ts';
import { type ErrorContext, hasRetryAfter, httpStatusOf } from './http-answer.ts';
import {
  ANSWERED,
  FORGOTTEN,
  IMPOSTOR,
  INTERNAL,
  NEUTRAL,
  NEUTRAL_BUT_SENT,
  NOT_CONNECTED,
  type Ruling,
  SUCCEEDED,
  SUSPECT,
  THROTTLED,
  toFinal,
  UNCLEAR,
} from './rulings.ts';

/**
 * What the end of an attempt means for the breakers of server and tool, for the rate gate, and for sending the call again.
 *
 * Looks at nothing but its argument, and gives one of a few frozen objects.
 */
export function verdictOf(end: AttemptEnd): Verdict {
  return rulingOf(end);
}

/**
 * Whether a call that ended so, or was answered so, may have run all the same: where it is a write, nobody knows its outcome.
 *
 * Not only what was never answered: an HTTP 504, and an answer that can't be read, tell no more.
 */
export function mayHaveRun(end: AttemptEnd): boolean {
  return rulingOf(end).mayHaveRun;
}

function rulingOf(end: AttemptEnd): Ruling {
  if (end.kind === 'failure') return rulingOfFailure(end);
  return end.isSuspect === true ? SUSPECT : SUCCEEDED;
}

function rulingOfFailure(end: AttemptFailure): Ruling {
  const { error, delivery, effect } = end;
  if (error.kind === 'cancelled') return KINDS.cancelled[delivery === 'unknown' ? 1 : 0];
  const row = ROWS.get(error.code) ?? KINDS[error.kind];
  const context = contextOf(error);
  if (isUnsure(context)) return rulingOfUnsure(end, context);
  if (effect === 'session-lost' && delivery !== 'unknown') return FORGOTTEN;
  if (delivery === 'unknown') return row[1];
  if (delivery === 'not-sent') return row[0] === NEUTRAL && isAway(end) ? NOT_CONNECTED : row[0];
  if (error.kind === 'configuration' && effect === 'broken') return IMPOSTOR;
  return httpStatusOf(context) === undefined ? ofAnswer(error, row, context) : ofHttpAnswer(error, row, context);
}

const ROWS: ReadonlyMap<ErrorCode, Row> = new Map<ErrorCode, Row>(Object.entries(CODES));
const UNREADABLE_ANSWERS: ReadonlyMap<ErrorCode, Ruling> = new Map<ErrorCode, Ruling>(Object.entries(BAD_ANSWERS));

/** The server destroyed what would tell more, and a guess must neither open a breaker nor send anything again. */
function isUnsure({ diagnosis }: ErrorContext): boolean {
  return typeof diagnosis === 'object' && diagnosis !== null && Reflect.get(diagnosis, 'confidence') === 'low';
}

function rulingOfUnsure({ delivery }: AttemptFailure, context: ErrorContext): Ruling {
  if (delivery === 'unknown') return NEUTRAL_BUT_SENT;
  return delivery === 'answered' && httpStatusOf(context) === undefined ? ANSWERED : NEUTRAL;
}

/**
 * Whether a server that can't be used for a reason that somebody has to see to is only away: one that worked before may be in
 * the middle of a restart, and one that refuses the handshake for reasons of its own may take the next.
 */
function isAway({ error: { kind, code, retryable }, effect }: AttemptFailure): boolean {
  if (kind === 'configuration') return effect === 'broken' || retryable;
  return code === 'SERVER_NOT_CONNECTED' && REFUSED_HANDSHAKES.has(kind);
}

const REFUSED_HANDSHAKES: ReadonlySet<ErrorKind> = new Set(['validation', 'not_found', 'tool_not_found', 'conflict']);

function ofAnswer(error: MCPError, row: Row, context: ErrorContext): Ruling {
  const found = context.evidence === undefined ? UNREADABLE_ANSWERS.get(error.code) : undefined;
  if (found !== undefined) return found;
  const ruling = row[2];
  if (ruling === UNCLEAR && (error.retryable || isInternalError(context))) return INTERNAL;
  return saysNo(error) ? toFinal(ruling) : ruling;
}

function ofHttpAnswer(error: MCPError, row: Row, context: ErrorContext): Ruling {
  const ruling = isRefusedForNow(error, context) ? THROTTLED : row[3];
  return saysNo(error) ? toFinal(ruling) : ruling;
}

/** Only these two say surely that the call did not run. */
function isRefusedForNow({ kind }: MCPError, context: ErrorContext): boolean {
  const status = httpStatusOf(context);
  if (kind !== 'rate_limit' && kind !== 'unavailable') return false;
  return (status === 429 && kind === 'rate_limit') || (status === 503 && hasRetryAfter(context));
}

/** The code of JSON-RPC that servers give for whatever went wrong inside of them. */
const INTERNAL_ERROR = -32603;

function isInternalError({ jsonRpcError }: ErrorContext): boolean {
  return (
    typeof jsonRpcError === 'object' && jsonRpcError !== null && Reflect.get(jsonRpcError, 'code') === INTERNAL_ERROR
  );
}

/** What usually passes does not this time: the server, or the pack that knows it, says so. */
function saysNo({ code, retryable }: MCPError): boolean {
  const entry = findErrorCode(code);
  return !retryable && (entry === undefined || entry[1] === 'transient');
}
