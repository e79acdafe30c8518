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
import type { ParkedLogOperation } from './parked-log-protocol.ts';
import { storeFailed } from './store-errors.ts';
import { StoreThread } from './store-thread.ts';

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
  const { file, logger = silentLogger, clock = systemClock } = options;
  const worker = 'parked-log-worker.mjs';
  const thread = new StoreThread<ParkedLogOperation>({ file, subject: SUBJECT, worker, verbs: VERBS, logger, clock });
  await thread.start();
  return new FileParkedLog(file, thread);
}

class FileParkedLog implements ParkedLog {
  readonly #file: string;
  readonly #thread: StoreThread<ParkedLogOperation>;

  constructor(file: string, thread: StoreThread<ParkedLogOperation>) {
    this.#file = file;
    this.#thread = thread;
  }

  async put(call: ParkedCall): Promise<void> {
    const { id, sequence, state, server, tool, principal, changedAtMs } = call;
    const record = JSON.stringify(call);
    const row = { id, sequence, state, server, tool, principal: principal.id, changedAtMs, record };
    await this.#thread.ask({ kind: 'put', row });
  }

  async read(id: string): Promise<ParkedCall | undefined> {
    const record = await this.#thread.ask({ kind: 'read', id });
    return record === undefined ? undefined : this.#parse(record);
  }

  async list(query: ParkedQuery): Promise<readonly ParkedCall[]> {
    const records = await this.#thread.ask({ kind: 'list', query });
    return Array.isArray(records) ? records.map((record: unknown) => this.#parse(record)) : [];
  }

  async prune(retention: ParkedRetention): Promise<number> {
    return Number(await this.#thread.ask({ kind: 'prune', retention, finished: FINISHED_STATES }));
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  /** Its checksum is right, so a record that makes no sense was written by another version. */
  #parse(record: unknown): ParkedCall {
    const call = typeof record === 'string' ? parseParkedCall(JSON.parse(record)) : undefined;
    if (call !== undefined) return call;
    const fault = { code: 'SEAWALL_NEWER', message: 'A record in it has another shape.' };
    throw storeFailed({ file: this.#file, subject: SUBJECT }, 'read', fault);
  }
}

/** States in which a call may be forgotten. */
const FINISHED_STATES = ['done', 'unknown', 'expired', 'discarded'];

/** What the file is called in messages. */
const SUBJECT = 'log of parked calls';

const VERBS: Readonly<Record<ParkedLogOperation['kind'], string>> = {
  put: 'written',
  read: 'read',
  list: 'read',
  prune: 'tidied up',
};
