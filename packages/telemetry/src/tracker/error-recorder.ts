import type { CreateId, ErrorOutcome, ErrorRecord, MCPError, SerializedMCPError } from '@seawall/core/base';
import type { Findings } from '../groups/findings.ts';
import type { GroupHit } from '../groups/group.ts';
import type { GroupBook } from '../groups/group-book.ts';
import { boundedName } from './bounded-text.ts';
import { isRefusal } from './error-weight.ts';
import { toKeptError } from './kept-error.ts';
import type { MetError, OpenCall } from './open-calls.ts';
import type { ServerState } from './server-state.ts';
import type { LastError, RecentError } from './views.ts';
import type { Writable } from './writable.ts';

/** What errors are counted with. */
export interface ErrorRecorderOptions {
  readonly createId: CreateId;
  readonly book: GroupBook;
  readonly findings: Findings;
  readonly countServers: () => number;
  /** Whether what a server answered is kept with the error. */
  readonly keepsEvidence: () => boolean;
}

/** Counts errors at their server, tool and group, and makes the record of each. */
export class ErrorRecorder {
  readonly #options: ErrorRecorderOptions;
  /** One error may end many calls, one after the other. */
  #latest: { readonly error: MCPError; readonly kept: SerializedMCPError } | undefined;

  constructor(options: ErrorRecorderOptions) {
    this.#options = options;
  }

  /** @param call of the error; absent for one of a connection */
  note(state: ServerState, met: MetError, outcome: ErrorOutcome, call?: OpenCall): ErrorRecord {
    const { error, atMs, attempt, delivery, durationMs } = met;
    const { createId, book } = this.#options;
    const info = call?.info;
    const hit: Writable<GroupHit> = {
      error: this.#keep(error),
      server: state.name,
      atMs,
      isRecovered: outcome !== 'failed',
    };
    if (info !== undefined) {
      hit.target = boundedName(info.target);
      hit.method = boundedName(info.method);
      if (info.session !== undefined) hit.session = boundedName(info.session);
    }
    const record: Writable<ErrorRecord> = {
      id: createId(),
      atMs: Math.round(atMs),
      server: state.name,
      group: book.note(hit),
      outcome,
      error: hit.error,
      durationMs: Math.round(durationMs),
    };
    if (hit.target !== undefined) record.target = hit.target;
    if (hit.method !== undefined) record.method = hit.method;
    if (hit.session !== undefined) record.session = hit.session;
    if (info !== undefined) {
      record.callId = info.id;
      record.principal = boundedName(info.principal.id);
    }
    if (attempt !== undefined) record.attempt = attempt;
    if (delivery !== undefined) record.delivery = delivery;
    // What Seawall refused is no further error of the server.
    if (!isRefusal(error.kind)) this.#count(state, record);
    return record;
  }

  #count(state: ServerState, record: ErrorRecord): void {
    const { id, error, target, method, group, atMs, callId, outcome } = record;
    const { kind, code } = error;
    const last = lastErrorOf(record);
    state.noteError(last);
    if (method === 'tools/call' && target !== undefined) state.tool(target).stats.noteError(last);
    const recent: Writable<RecentError> = Object.assign(lastErrorOf(record), { id, outcome });
    if (callId !== undefined) recent.callId = callId;
    state.keepError(recent);
    const { findings, countServers } = this.#options;
    const lastSuccessMs = state.stats.lastSuccessMs;
    findings.note({ group, server: state.name, kind, code, atMs, lastSuccessMs }, countServers());
  }

  #keep(error: MCPError): SerializedMCPError {
    if (this.#latest?.error === error) return this.#latest.kept;
    const kept = toKeptError(error, this.#options.keepsEvidence());
    this.#latest = { error, kept };
    return kept;
  }
}

const MAX_MESSAGE_LENGTH = 500;

function lastErrorOf({ error, atMs, group, target }: ErrorRecord): LastError {
  const { kind, code, message, hint } = error;
  const last: Writable<LastError> = { atMs, kind, code, message: message.slice(0, MAX_MESSAGE_LENGTH), group };
  if (hint !== undefined) last.hint = hint;
  if (target !== undefined) last.target = target;
  return last;
}
