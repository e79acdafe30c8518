import { type CallFinished, MCPRejectedError, toTimestamp } from '@seawall/core/base';
import { shownName, shownText } from '../tracker/bounded-text.ts';
import { argumentsDigest } from './arguments-digest.ts';

/** What somebody did to the gateway, or tried to do. */
export interface AuditAction {
  /** Who. */
  readonly actor: string;
  /** What: `restartServer`; of a call its method. */
  readonly action: string;
  readonly server?: string;
  /** To what: a tool, a circuit, a parked write. */
  readonly target?: string;
  /** SHA-256 of the arguments, hex digits; see {@link argumentsDigest}. */
  readonly argumentsDigest?: string;
  readonly decision: 'allowed' | 'refused';
  /** What came of it. */
  readonly outcome: string;
  readonly reason?: string;
}

/** One row of the audit trail: an action, a call, that rows were lost, or that lines can't be read. */
export interface AuditRow extends AuditAction {
  /** Where it stands in the trail: unique, and the same at every reading. */
  readonly id: string;
  readonly atMs: number;
  /** The session of the host that called, by a name that gives no access to it. */
  readonly session?: string;
  readonly callId?: string;
  /** Of a call that failed: what sort of error. */
  readonly errorKind?: string;
  readonly errorCode?: string;
  readonly attempts?: number;
  /** Who answered the call. */
  readonly servedBy?: string;
  readonly durationMs?: number;
  /** So many rows of calls are missing at this place, or so many lines can't be read. */
  readonly lost?: number;
}

/** What a row tells of a call, without what was answered, which may be large. */
export interface AuditedCall extends Pick<CallFinished, 'atMs' | 'call' | 'attempts' | 'durationMs'> {
  readonly given: unknown;
  readonly end: CallEnd;
}

type CallEnd = Pick<AuditRow, 'decision' | 'outcome' | 'errorKind' | 'errorCode' | 'servedBy'>;

/** What is kept of a call until its row is written. */
export function auditedCall(event: CallFinished): AuditedCall {
  const { atMs, call, request, attempts, durationMs } = event;
  return { atMs, call, given: request.params?.arguments, attempts, durationMs, end: endOf(event) };
}

/** The line of an action. */
export function actionLine(atMs: number, action: AuditAction): string {
  const shown = Object.entries(action).map(([name, value]: readonly [string, unknown]) => {
    if (typeof value !== 'string') return [name, value] as const;
    return [name, LONG.has(name) ? shownText(value, MAX_TEXT_LENGTH) : shownName(value)] as const;
  });
  return toLine(atMs, Object.fromEntries(shown));
}

/**
 * The line of a call. It is put together from parts, and `shown` knows the names of the calls before: made as an object, with
 * each name searched anew, it would take three times as long.
 */
export function callLine(audited: AuditedCall, shown: ShownNames): string {
  const { atMs, call, attempts, durationMs, given, end } = audited;
  const { principal, method, server, target, session, id } = call;
  const digest = given === undefined ? undefined : argumentsDigest(given);
  let line = `{"at":"${toTimestamp(atMs)}","actor":${shown.name(principal.id)},"action":${shown.name(method)}`;
  line += `,"server":${shown.name(server)},"target":${shown.target(target)}`;
  if (session !== undefined) line += `,"session":${shown.name(session)}`;
  line += `,"callId":${idJson(id)}`;
  if (digest !== undefined) line += `,"argumentsDigest":"${digest}"`;
  line += `,"decision":"${end.decision}","outcome":"${end.outcome}"`;
  if (end.errorKind !== undefined) line += `,"errorKind":${shown.name(end.errorKind)}`;
  if (end.errorCode !== undefined) line += `,"errorCode":${shown.name(end.errorCode)}`;
  if (end.servedBy !== undefined) line += `,"servedBy":"${end.servedBy}"`;
  return `${line},"attempts":${numberJson(attempts)},"durationMs":${numberJson(Math.round(durationMs))}}\n`;
}

function idJson(id: string): string {
  return PLAIN_ID.test(id) ? `"${id}"` : JSON.stringify(id.slice(0, MAX_ID_LENGTH));
}

function numberJson(number: number): string {
  return Number.isFinite(number) ? String(number) : 'null';
}

/** The names of calls as they stand in lines, for one turn of the loop: later, another secret may be known. */
export class ShownNames {
  /** By what they are; bounded by the calls of one batch. */
  readonly #names = new Map<string, string>();
  readonly #targets = new Map<string, string>();

  /** A name as JSON. */
  name(name: string): string {
    return remembered(this.#names, name, shownName);
  }

  /** The target of a call as JSON. */
  target(target: string): string {
    return remembered(this.#targets, target, shownTarget);
  }
}

/** The line that stands where rows of calls are missing. */
export function lostLine(atMs: number, lost: number): string {
  return toLine(atMs, { actor: 'seawall', action: 'audit.lost', decision: 'allowed', outcome: 'lost', lost });
}

/** The row for lines, one after the other, that are in the trail and can't be read. When they were written nobody knows. */
export function unreadableRow(id: string, atMs: number, lines: number): AuditRow {
  const action = 'audit.unreadable';
  return { id, atMs, actor: 'seawall', action, decision: 'allowed', outcome: 'unreadable', lost: lines };
}

/** The row of a line; `undefined` for a line that is none, as one that was not written to its end. */
export function readLine(id: string, line: Buffer): AuditRow | undefined {
  const fields = parse(line);
  if (fields === undefined) return undefined;
  const { at, actor, action, decision, outcome } = fields;
  const atMs = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(atMs) || typeof actor !== 'string' || typeof action !== 'string') return undefined;
  if ((decision !== 'allowed' && decision !== 'refused') || typeof outcome !== 'string') return undefined;
  const texts = TEXTS.flatMap((name) => (typeof fields[name] === 'string' ? [[name, fields[name]]] : []));
  const numbers = NUMBERS.flatMap((name) => (typeof fields[name] === 'number' ? [[name, fields[name]]] : []));
  return { id, atMs, actor, action, decision, outcome, ...Object.fromEntries([...texts, ...numbers]) };
}

/** What stands in every line of which a field has this value. */
export function fieldNeedle(field: 'actor' | 'action' | 'server', value: string): string {
  return `"${field}":${JSON.stringify(shownName(value))}`;
}

const TEXTS = [
  'server',
  'target',
  'session',
  'callId',
  'argumentsDigest',
  'errorKind',
  'errorCode',
  'servedBy',
  'reason',
] as const;
const NUMBERS = ['attempts', 'durationMs', 'lost'] as const;

function shownTarget(target: string): string {
  return shownText(target, MAX_TEXT_LENGTH);
}

function remembered(known: Map<string, string>, text: string, show: (text: string) => string): string {
  const before = known.get(text);
  if (before !== undefined) return before;
  const json = JSON.stringify(show(text));
  known.set(text, json);
  return json;
}

function toLine(atMs: number, fields: object): string {
  return `${JSON.stringify({ at: toTimestamp(atMs), ...fields })}\n`;
}

const LONG: ReadonlySet<string> = new Set(['target', 'reason', 'outcome']);
const MAX_TEXT_LENGTH = 1000;
const MAX_ID_LENGTH = 100;
/** What JSON has to spell in no other way, and no longer than that. */
const PLAIN_ID = /^[\w-]{1,100}$/;

function endOf({ outcome, attempts }: CallFinished): CallEnd {
  if (outcome.kind === 'success') {
    const { servedBy } = outcome;
    return { decision: 'allowed', outcome: servedBy === 'parked' ? 'parked' : 'success', servedBy };
  }
  const { kind, code } = outcome.error;
  // A call that was tried was let through, even where the next try was refused.
  const decision = attempts === 0 && MCPRejectedError.isInstance(outcome.error) ? 'refused' : 'allowed';
  return { decision, outcome: FAILURES[kind] ?? 'failure', errorKind: kind, errorCode: code };
}

const FAILURES: Readonly<Record<string, string>> = { outcome_unknown: 'unknown', cancelled: 'cancelled' };

function parse(line: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    // The process ended while it wrote this line.
    return undefined;
  }
}
