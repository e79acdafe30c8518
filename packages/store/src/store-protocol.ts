import type { MessagePort } from 'node:worker_threads';

/** What a thread is started with. */
export interface StoreWorkerData {
  readonly file: string;
  /** When that is, in milliseconds since the epoch: dates the name of a damaged file. */
  readonly nowMs: number;
  /** Anything that comes here says that the thread is given up, and has to end by itself when it can. */
  readonly givenUp: MessagePort;
}

/** What a thread can be asked: an answer comes for each, in order. Every thread knows `close`. */
export interface StoreOperation {
  readonly kind: string;
}

/** An operation on its way to the thread. */
export interface StoreRequest<O extends StoreOperation> {
  readonly number: number;
  readonly operation: O | { readonly kind: 'close' };
}

/** What a thread says. */
export type StoreMessage =
  | { readonly kind: 'opened' }
  | { readonly kind: 'not-opened'; readonly fault: StoreFault }
  | { readonly kind: 'done'; readonly number: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly number: number; readonly fault: StoreFault }
  /** The file was damaged; what could be read is in a new one. */
  | { readonly kind: 'salvaged'; readonly report: SalvageReport }
  /** Somebody removed the file; a new one is begun where its folder is still there. */
  | { readonly kind: 'removed' };

/** What the database or the operating system said. */
export interface StoreFault {
  /** As `SQLITE_FULL` or `EACCES`. */
  readonly code: string;
  readonly message: string;
}

/** What became of a damaged file. */
export interface SalvageReport {
  /** Where the damaged file lies now. */
  readonly aside: string;
  /** How many records were kept. */
  readonly kept: number;
  /** How many places of records could not be read; where the file is badly damaged there may have been more. */
  readonly lost: number;
  /** How it was found out. */
  readonly reason: string;
}
