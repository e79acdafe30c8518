import type { ParkedQuery, ParkedRetention } from '@seawall/core/base';

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

/** What the thread of the parked log can be asked. */
export type ParkedLogOperation =
  | { readonly kind: 'put'; readonly row: ParkedRow }
  | { readonly kind: 'read'; readonly id: string }
  | { readonly kind: 'list'; readonly query: ParkedQuery }
  | { readonly kind: 'prune'; readonly retention: ParkedRetention; readonly finished: readonly string[] };
