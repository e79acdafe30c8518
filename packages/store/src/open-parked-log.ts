import {
  type Clock,
  type Logger,
  type ParkedCall,
  type ParkedLog,
  type ParkedQuery,
  type ParkedRetention,
  parseParkedCall,
  silentLogger,
  systemClock,
} from '@seawall/core/base';
import type { ParkedLogOperation, SalvageReport } from './parked-log-protocol.ts';
import { storeClosed, storeFailed } from './store-errors.ts';
import { WorkerThread } from './worker-thread.ts';

/** What a durable log of parked calls needs. */
export interface OpenParkedLogOptions {
  /** Absolute path; the file is made where it is missing, its folder is not. */
  readonly file: string;
  /** @default silentLogger */
  readonly logger?: Logger;
  /** @default systemClock */
  readonly clock?: Clock;
}

/**
 * Opens the file that keeps parked calls, in a thread of its own, for this process alone.
 *
 * What `put` confirmed survives any crash. Where the file is damaged, what can be read is kept, the damaged file is set aside
 * under a dated name, and a warning is logged. When the thread dies, what was under way rejects and the next operation starts
 * a new one. The database is loaded by this call, not before.
 *
 * @throws {@link MCPConfigurationError} with `STORE_UNUSABLE` when the file can't be opened, or another process has it open.
 */
export async function openParkedLog(options: OpenParkedLogOptions): Promise<ParkedLog> {
  const log = new FileParkedLog(options);
  await log.start();
  return log;
}

class FileParkedLog implements ParkedLog {
  readonly #file: string;
  readonly #logger: Logger;
  readonly #clock: Clock;
  #thread: Promise<WorkerThread> | undefined;
  #closing: Promise<void> | undefined;

  constructor({ file, logger = silentLogger, clock = systemClock }: OpenParkedLogOptions) {
    this.#file = file;
    this.#logger = logger;
    this.#clock = clock;
  }

  async start(): Promise<void> {
    await this.#running();
  }

  async put(call: ParkedCall): Promise<void> {
    const { id, sequence, state, server, tool, principal, changedAtMs } = call;
    const record = JSON.stringify(call);
    const row = { id, sequence, state, server, tool, principal: principal.id, changedAtMs, record };
    await this.#ask({ kind: 'put', row });
  }

  async read(id: string): Promise<ParkedCall | undefined> {
    const record = await this.#ask({ kind: 'read', id });
    return record === undefined ? undefined : this.#parse(record);
  }

  async list(query: ParkedQuery): Promise<readonly ParkedCall[]> {
    const records = await this.#ask({ kind: 'list', query });
    return Array.isArray(records) ? records.map((record: unknown) => this.#parse(record)) : [];
  }

  async prune(retention: ParkedRetention): Promise<number> {
    return Number(await this.#ask({ kind: 'prune', retention, finished: FINISHED_STATES }));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #ask(operation: ParkedLogOperation): Promise<unknown> {
    if (this.#closing !== undefined) throw storeClosed(this.#file);
    const thread = await this.#running();
    return thread.ask(operation);
  }

  /** The thread that runs; a new one where none does. */
  #running(): Promise<WorkerThread> {
    if (this.#thread !== undefined) return this.#thread;
    const forget = (): void => {
      if (this.#thread === started) this.#thread = undefined;
    };
    const started = WorkerThread.start({
      file: this.#file,
      clock: this.#clock,
      onSalvage: (report) => this.#warn(report),
      onEnd: forget,
    });
    this.#thread = started;
    started.catch(forget);
    return started;
  }

  #warn({ aside, kept, lost, reason }: SalvageReport): void {
    const message = `The log of parked calls was damaged: ${kept} records were kept, ${lost} could not be read. The damaged file was set aside.`;
    this.#logger.log('warn', message, { file: this.#file, aside, kept, lost, reason });
  }

  async #close(): Promise<void> {
    const thread = await this.#thread?.catch(() => undefined);
    await thread?.close();
  }

  /** Its checksum is right, so a record that makes no sense was written by another version. */
  #parse(record: unknown): ParkedCall {
    const call = typeof record === 'string' ? parseParkedCall(JSON.parse(record)) : undefined;
    if (call !== undefined) return call;
    const fault = { code: 'SEAWALL_NEWER', message: 'A record in it has another shape.' };
    throw storeFailed(this.#file, 'read', fault);
  }
}

/** States in which a call may be forgotten. */
const FINISHED_STATES = ['done', 'unknown', 'expired', 'discarded'];
