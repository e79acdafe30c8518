import {
  type CallFinished,
  type Clock,
  type Logger,
  MCPError,
  MCPRejectedError,
  type Page,
  silentLogger,
  sleep,
  systemClock,
  type Timer,
} from '@seawall/core/base';
import { encodeLines, joinLines, linesBehind } from '../lines/line-buffer.ts';
import { CallLines } from './audit-lines.ts';
import { type AuditQuery, readAudit } from './audit-reader.ts';
import { type AuditAction, type AuditRow, actionLine, lostLine } from './audit-row.ts';
import { AuditSegments, type SegmentOptions } from './audit-segments.ts';

/**
 * The record of what was called and what was done to the gateway: rows are only added, and never changed.
 *
 * Rows of actions are durable before anybody goes on; rows of calls are written a moment later, and nobody waits for them.
 */
export interface AuditTrail {
  /** Resolves once the row is in the file and survives the end of the machine. Rejects with `STORE_FAILED` when it can't be written. */
  append(action: AuditAction): Promise<void>;
  /** Takes a call that ended, to write it later. Returns at once, never throws; when too many wait, they are dropped and counted. */
  note(call: CallFinished): void;
  /**
   * What was written, newest first; a page leads on to older rows, also while rows are added.
   *
   * Rejects with `PARAMETER_INVALID` for a cursor that is none, and with `STORE_FAILED` when the files can't be read.
   */
  entries(query: AuditQuery): Promise<Page<AuditRow>>;
  readonly status: AuditStatus;
  /** Writes what waits, within two seconds. May be called twice; never rejects. */
  close(): Promise<void>;
}

/** How a trail does. */
export interface AuditStatus {
  /** Whether the last row that was to be written was. */
  readonly isWritable: boolean;
  /** Rows of calls that were dropped since the start. */
  readonly lost: number;
}

/** Where the trail is, and who is told when it can't be written. */
export interface AuditTrailOptions extends Partial<Omit<SegmentOptions, 'folder'>> {
  /** Made with the first row, for this user only. Never followed where it is a symbolic link. */
  readonly folder: string;
  /** A file that would become larger is followed by a new one, in bytes.
   * @default 10485760 */
  readonly maxBytes?: number;
  /** So many files are kept; the oldest one goes when there would be more.
   * @default 10 */
  readonly files?: number;
  /** Told once when the trail can't be written, and again when it can.
   * @default silentLogger */
  readonly logger?: Logger;
  /** @default systemClock */
  readonly clock?: Clock;
}

/** What {@link createAuditTrail} uses where an option is absent. */
export const AUDIT_DEFAULTS: Required<Omit<AuditTrailOptions, 'folder'>> = {
  maxBytes: 10_485_760,
  files: 10,
  logger: silentLogger,
  clock: systemClock,
};

/** Builds a trail; the disk is touched with the first row, or when somebody reads. */
export function createAuditTrail(options: AuditTrailOptions): AuditTrail {
  return new FileAuditTrail({ ...AUDIT_DEFAULTS, ...options });
}

/** An action that somebody waits for. */
interface WaitingAction {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: MCPError) => void;
}

class FileAuditTrail implements AuditTrail {
  readonly #options: Required<AuditTrailOptions>;
  readonly #segments: AuditSegments;
  readonly #calls: CallLines;
  /** Bounded by the requests to the admin API, each of which waits for its own. */
  #actions: WaitingAction[] = [];
  #timer: Timer | undefined = undefined;
  #writing: Promise<void> | undefined = undefined;
  /** Rows of calls that the writing under way still has to write: those that come meanwhile wait for others. */
  #owed = 0;
  /** How long to wait after the last failure; none while the trail can be written. */
  #retryMs: number | undefined = undefined;
  #retryAtMs = 0;
  /** Until then rows of calls are collected further, unless they are many. */
  #calmUntilMs = 0;
  /** Lost rows of which the log does not tell yet, and when it may. */
  #untold = 0;
  #tellAtMs = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor(options: Required<AuditTrailOptions>) {
    this.#options = options;
    this.#segments = new AuditSegments(options);
    this.#calls = new CallLines(options.clock, Math.min(options.maxBytes, MAX_BATCH_BYTES));
  }

  get status(): AuditStatus {
    return { isWritable: this.#retryMs === undefined, lost: this.#calls.lost };
  }

  append(action: AuditAction): Promise<void> {
    if (this.#isClosed) return Promise.reject(closed());
    const line = actionLine(this.#options.clock.now(), action);
    const written = new Promise<void>((resolve, reject) => this.#actions.push({ line, resolve, reject }));
    // Never rejects: each action hears of its own row.
    void this.#write();
    return written;
  }

  note(call: CallFinished): void {
    if (this.#isClosed) return;
    this.#calls.add(call);
    // Once when they become many: what is written then goes on until all of them are.
    if (this.#calls.waiting === MANY && this.#retryMs === undefined) void this.#write();
    else this.#schedule();
  }

  async entries(query: AuditQuery): Promise<Page<AuditRow>> {
    if (!this.#isClosed) await this.#write();
    try {
      return await readAudit(this.#segments, query);
    } catch (cause) {
      throw MCPError.isInstance(cause) ? cause : failed(this.#options.folder, 'read', cause);
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { clock, logger, folder } = this.#options;
    const limit = new AbortController();
    const written = this.#end().finally(() => limit.abort());
    await Promise.race([written, sleep(clock, MAX_CLOSE_MS, limit.signal)]);
    this.#calls.dropAll();
    const { unreported: lost } = this.#calls;
    if (lost > 0) logger.log('warn', `${lost} rows of calls did not come into the audit trail.`, { folder, lost });
  }

  /** Writes what waits and lets go of the file. Never rejects. */
  async #end(): Promise<void> {
    await this.#write();
    try {
      await this.#segments.close();
    } catch (error) {
      const { logger, folder } = this.#options;
      logger.log('warn', `The audit trail in "${folder}" could not be closed.`, { folder, error });
    }
  }

  #schedule(): void {
    if (this.#timer !== undefined) return;
    const { clock } = this.#options;
    const untilDueMs = this.#calls.hasUnmade ? 0 : this.#dueAtMs - clock.monotonicMs();
    this.#timer = clock.setTimer(() => this.#onTimer(), Math.max(BATCH_MS, untilDueMs));
  }

  #onTimer(): void {
    this.#timer = undefined;
    this.#calls.make();
    if (this.#options.clock.monotonicMs() >= this.#dueAtMs) void this.#write();
    else this.#schedule();
  }

  /** When rows of calls are written next, if nobody asks for them before. */
  get #dueAtMs(): number {
    if (this.#retryMs !== undefined) return this.#retryAtMs;
    return this.#calls.waiting >= MANY ? 0 : this.#calmUntilMs;
  }

  /** Writes what waits, after what is being written. Never rejects. */
  #write(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#owed = this.#calls.waiting;
    this.#writing ??= this.#writeAll();
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    // What comes in the same turn is written together, and made durable together.
    await Promise.resolve();
    // Bounded by what is asked for while it is written: each round takes all actions and a batch of calls.
    while (this.#actions.length > 0 || this.#owed > 0) {
      this.#calls.make();
      // Those who came meanwhile are answered as well; calls wait until the disk may be well again.
      if (!(await this.#writeBatch()) && this.#actions.length === 0) break;
    }
    // Before anybody else runs: what comes from here on needs a writing of its own.
    this.#writing = undefined;
    if (this.#calls.waiting > 0 && !this.#isClosed) this.#schedule();
  }

  /** @returns whether everything of this batch is written */
  async #writeBatch(): Promise<boolean> {
    const { clock, folder } = this.#options;
    const actions = this.#actions;
    this.#actions = [];
    const lostCount = this.#calls.unreported;
    const head = encodeLines(lostCount > 0 ? [lostLine(clock.now(), lostCount)] : []);
    const calls = this.#calls.take();
    const lines = joinLines([head, calls, encodeLines(actions.map(({ line }) => line))]);
    this.#owed = Math.min(this.#owed - calls.count, this.#calls.waiting);
    const { lines: written, error } = await this.#segments.append(lines, { isDurable: actions.length > 0 });
    if (written >= head.count) this.#calls.reported(lostCount);
    const writtenCalls = Math.max(0, Math.min(written - head.count, calls.count));
    this.#calls.giveBack(linesBehind(calls, writtenCalls));
    if (error === undefined) {
      for (const { resolve } of actions) resolve();
      this.#succeeded(lostCount);
      return true;
    }
    const failure = failed(folder, 'written', error);
    for (const { reject } of actions) reject(failure);
    this.#failed(failure);
    return false;
  }

  #succeeded(lostCount: number): void {
    const { logger, folder, clock } = this.#options;
    if (this.#retryMs !== undefined) logger.log('info', `The audit trail in "${folder}" is written again.`, { folder });
    this.#retryMs = undefined;
    this.#untold += lostCount;
    const nowMs = clock.monotonicMs();
    this.#calmUntilMs = nowMs + CALM_MS;
    if (this.#untold === 0 || nowMs < this.#tellAtMs) return;
    logger.log('warn', `${this.#untold} rows of calls are missing in the audit trail.`, { folder, lost: this.#untold });
    this.#untold = 0;
    this.#tellAtMs = nowMs + MIN_TELLING_MS;
  }

  #failed(error: MCPError): void {
    const { logger, clock } = this.#options;
    if (this.#retryMs === undefined) logger.log('error', error.message, { error });
    this.#retryMs = Math.min((this.#retryMs ?? FIRST_RETRY_MS / 2) * 2, MAX_RETRY_MS);
    this.#retryAtMs = clock.monotonicMs() + this.#retryMs;
  }
}

/** How long the first row of a call waits for others. */
const BATCH_MS = 100;
/** The least time between two writings, which cost as much as hundreds of rows: calls without a pause are written once a second. */
const CALM_MS = 1000;
/** With so many rows it does not wait longer. */
const MANY = 1000;
const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;
const MAX_CLOSE_MS = 2000;
/** Rows that get lost all the time do not fill the log. */
const MIN_TELLING_MS = 60_000;
const MAX_BATCH_BYTES = 262_144;

function failed(folder: string, what: string, cause: unknown): MCPError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MCPError({
    code: 'STORE_FAILED',
    message: `The audit trail in "${folder}" could not be ${what}: ${reason}.`,
    hint: 'Check the space on the disk and the permissions of the folder; the next row tries again by itself.',
    context: { folder },
    cause,
  });
}

function closed(): MCPError {
  return new MCPRejectedError({ code: 'SHUTTING_DOWN', message: 'The audit trail is closed.' });
}
