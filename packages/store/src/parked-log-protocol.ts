import type { ParkedQuery, ParkedRetention } from '@seawall/core/base';

/** What the thread is started with. */
export interface ParkedLogWorkerData {
  readonly file: string;
  /** When that is, in milliseconds since the epoch: dates the name of a damaged file. */
  readonly nowMs: number;
}

/** A record, and the fields of it by which it is found. */
export interface ParkedRow {
  readonly id: string;
  readonly sequence: number;
  readonly state: string;
  readonly server: string;
  readonly tool: string;
  readonly principal: string;
  readonly changedAtMs: number;
  /** The whole record as JSON. */
  readonly record: string;
}

/** What the thread can be asked; an answer comes for each, in order. */
export type ParkedLogOperation =
  | { readonly kind: 'put'; readonly row: ParkedRow }
  | { readonly kind: 'read'; readonly id: string }
  | { readonly kind: 'list'; readonly query: ParkedQuery }
  | { readonly kind: 'prune'; readonly retention: ParkedRetention; readonly finished: readonly string[] }
  | { readonly kind: 'close' };

/** An operation on its way to the thread. */
export interface ParkedLogRequest {
  readonly number: number;
  readonly operation: ParkedLogOperation;
}

/** What the thread says. */
export type ParkedLogMessage =
  | { readonly kind: 'opened' }
  | { readonly kind: 'not-opened'; readonly fault: StoreFault }
  | { readonly kind: 'done'; readonly number: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly number: number; readonly fault: StoreFault }
  /** The file was damaged; what could be read is in a new one. */
  | { readonly kind: 'salvaged'; readonly report: SalvageReport };

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
