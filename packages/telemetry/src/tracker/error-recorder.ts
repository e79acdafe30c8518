import type { CreateId, ErrorOutcome, ErrorRecord, MCPError, SerializedMCPError } from '@seawall/core/base';
import type { Findings } from '../groups/findings.ts';
import type { GroupBook } from '../groups/group-book.ts';
import { boundedName } from './bounded-text.ts';
import { isRefusal } from './error-weight.ts';
import { toKeptError } from './kept-error.ts';
import type { MetError, OpenCall } from './open-calls.ts';
import type { ServerState } from './server-state.ts';
import type { LastError } from './views.ts';

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
  /** One error may end many calls. */
  readonly #kept = new WeakMap<MCPError, SerializedMCPError>();

  constructor(options: ErrorRecorderOptions) {
    this.#options = options;
  }

  /** @param call of the error; absent for one of a connection */
  note(state: ServerState, met: MetError, outcome: ErrorOutcome, call?: OpenCall): ErrorRecord {
    const { error, atMs, attempt, delivery, durationMs } = met;
    const info = call?.info;
    const kept = this.#keep(error);
    const about = {
      ...(info === undefined ? {} : { target: boundedName(info.target), method: boundedName(info.method) }),
      ...(info?.session === undefined ? {} : { session: boundedName(info.session) }),
    };
    const { createId, book } = this.#options;
    const isRecovered = outcome !== 'failed';
    const group = book.note({ error: kept, server: state.name, atMs, isRecovered, ...about });
    const record: ErrorRecord = {
      id: createId(),
      atMs: Math.round(atMs),
      server: state.name,
      group,
      outcome,
      error: kept,
      durationMs: Math.round(durationMs),
      ...about,
      ...(info === undefined ? {} : { callId: info.id, principal: boundedName(info.principal.id) }),
      ...(attempt === undefined ? {} : { attempt }),
      ...(delivery === undefined ? {} : { delivery }),
    };
    // What Seawall refused is no further error of the server.
    if (!isRefusal(error.kind)) this.#count(state, record);
    return record;
  }

  #count(state: ServerState, record: ErrorRecord): void {
    const { id, error, target, method, group, atMs, callId, outcome } = record;
    const { kind, code, message, hint } = error;
    const last: LastError = {
      atMs,
      kind,
      code,
      message: message.slice(0, MAX_MESSAGE_LENGTH),
      group,
      ...(hint === undefined ? {} : { hint }),
      ...(target === undefined ? {} : { target }),
    };
    state.noteError(last);
    if (method === 'tools/call' && target !== undefined) state.tool(target).stats.noteError(last);
    state.keepError({ ...last, id, outcome, ...(callId === undefined ? {} : { callId }) });
    const { findings, countServers } = this.#options;
    const lastSuccessMs = state.stats.lastSuccessMs;
    findings.note({ group, server: state.name, kind, code, atMs, lastSuccessMs }, countServers());
  }

  #keep(error: MCPError): SerializedMCPError {
    const known = this.#kept.get(error);
    if (known !== undefined) return known;
    const kept = toKeptError(error, this.#options.keepsEvidence());
    this.#kept.set(error, kept);
    return kept;
  }
}

const MAX_MESSAGE_LENGTH = 500;
