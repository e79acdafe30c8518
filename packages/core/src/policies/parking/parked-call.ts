import type { Principal } from '../../call/call.ts';
import type { SerializedMCPError } from '../../errors/error-record.ts';

/**
 * Every state of a parked call.
 *
 * `parked`: it waits. `leased`: it is about to be sent. `sent`: it may be on its way; this is written down before the first
 * byte leaves. Then `done`: it was answered; `unknown`: it may have run, and is never sent again by itself; `expired`: its
 * time was over; `discarded`: somebody gave it up.
 */
export const PARKED_STATES = ['parked', 'leased', 'sent', 'done', 'unknown', 'expired', 'discarded'] as const;

/** One of {@link PARKED_STATES}. */
export type ParkedState = (typeof PARKED_STATES)[number];

/** The states of calls that have not come to an end. */
export const WAITING_STATES = ['parked', 'leased', 'sent'] as const satisfies readonly ParkedState[];

/** A write that did not run and waits to be sent, or what became of it. Times are milliseconds since the epoch. */
export interface ParkedCall {
  /** The ticket. */
  readonly id: string;
  /** The order in which calls are sent, within one log. */
  readonly sequence: number;
  readonly state: ParkedState;
  readonly principal: Principal;
  readonly server: string;
  readonly tool: string;
  /** As they are sent; without secrets once the call is `done` or `discarded`, and in all that is listed and shown. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly parkedAtMs: number;
  /** When it is given up. */
  readonly expiresAtMs: number;
  readonly changedAtMs: number;
  /** Until when it is not tried again. */
  readonly notBeforeMs?: number;
  /** How often it was sent. */
  readonly sends: number;
  /** The failure for which it was parked. */
  readonly why: SerializedMCPError;
  /** What went wrong when it was sent. */
  readonly lastError?: SerializedMCPError;
  /** What the server answered, secrets hidden; absent when that was large. */
  readonly result?: unknown;
  /** The last that a person did with it. */
  readonly changedBy?: ParkedChangeBy;
}

/** Who changed a parked call by hand, and why. */
export interface ParkedChangeBy {
  readonly actor: string;
  readonly reason?: string;
}

/**
 * Reads a record that {@link ParkedCall} describes, as a log kept it; `undefined` for anything else.
 *
 * Fields that it does not know are left out.
 */
export function parseParkedCall(value: unknown): ParkedCall | undefined {
  if (!isRecord(value)) return undefined;
  const { id, sequence, server, tool, parkedAtMs, expiresAtMs, changedAtMs, sends, notBeforeMs } = value;
  const state = PARKED_STATES.find((known) => known === value.state);
  const principalId = isRecord(value.principal) ? value.principal.id : undefined;
  if (!isText(id) || !isText(server) || !isText(tool) || !isText(principalId) || state === undefined) return undefined;
  if (!isCount(sequence) || !isCount(sends)) return undefined;
  if (!isTime(parkedAtMs) || !isTime(expiresAtMs) || !isTime(changedAtMs)) return undefined;
  if (!isRecord(value.arguments) || !isErrorRecord(value.why)) return undefined;
  const changedBy = readChangeBy(value.changedBy);
  return {
    id,
    sequence,
    state,
    principal: { id: principalId },
    server,
    tool,
    arguments: value.arguments,
    parkedAtMs,
    expiresAtMs,
    changedAtMs,
    sends,
    why: value.why,
    ...(isTime(notBeforeMs) ? { notBeforeMs } : {}),
    ...(isErrorRecord(value.lastError) ? { lastError: value.lastError } : {}),
    ...(value.result === undefined ? {} : { result: value.result }),
    ...(changedBy === undefined ? {} : { changedBy }),
  };
}

function readChangeBy(value: unknown): ParkedChangeBy | undefined {
  if (!isRecord(value) || typeof value.actor !== 'string') return undefined;
  return { actor: value.actor, ...(typeof value.reason === 'string' ? { reason: value.reason } : {}) };
}

/** The fields that everybody reads; the others of an error are data for people. */
function isErrorRecord(value: unknown): value is SerializedMCPError {
  if (!isRecord(value)) return false;
  const { errorType, kind, code, message, context, timestamp, retryable } = value;
  const areTexts = [errorType, kind, code, message, timestamp].every((field) => typeof field === 'string');
  return areTexts && isRecord(context) && typeof retryable === 'boolean';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
