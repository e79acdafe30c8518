import type { ErrorFacet, PagePosition, PurgeQuery, Retention, SeriesQuery } from '@seawall/core/base';

/** What is kept, by what it is. */
export type KeptKind = 'call' | 'error' | 'group' | 'minute' | 'health' | 'delivery' | 'alert' | 'silence';

/** A record on its way to the file. */
export interface ObservationRow {
  readonly kind: KeptKind;
  /** The whole record as JSON. */
  readonly json: string;
  /** What of it texts are looked for in. */
  readonly searchText: string;
}

/** The lists that can be read, each with the records of one kind. */
export type ListName = 'calls' | 'errors' | 'groups' | 'alerts' | 'deliveries' | 'silences' | 'health';

/** Which records are wanted, whatever their kind; a field that records of a kind don't have is never asked of them. */
export interface ListFilter {
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly seenSinceMs?: number;
  readonly minDurationMs?: number;
  readonly servers?: readonly string[];
  readonly kinds?: readonly string[];
  readonly codes?: readonly string[];
  readonly outcomes?: readonly string[];
  readonly servedBy?: readonly string[];
  readonly states?: readonly string[];
  readonly server?: string;
  readonly target?: string;
  readonly session?: string;
  readonly group?: string;
  readonly callId?: string;
  readonly rule?: string;
  readonly sink?: string;
  /** Each of them has to be in the text of a record. */
  readonly words: readonly string[];
}

/** A part of a list. */
export interface ListRequest {
  readonly list: ListName;
  readonly filter: ListFilter;
  readonly order: 'asc' | 'desc';
  readonly after?: PagePosition;
  readonly limit: number;
}

/** What the thread of the observations can be asked. */
export type ObservationOperation =
  | { readonly kind: 'write'; readonly rows: readonly ObservationRow[] }
  | { readonly kind: 'list'; readonly request: ListRequest }
  | { readonly kind: 'find'; readonly list: ListName; readonly id: string }
  | { readonly kind: 'count'; readonly by: ErrorFacet; readonly filter: ListFilter; readonly limit: number }
  | { readonly kind: 'series'; readonly query: SeriesQuery }
  /** Removes at most so many; whether that was all shows in the number. */
  | { readonly kind: 'prune'; readonly retention: Retention; readonly limit: number }
  | { readonly kind: 'purge'; readonly purge: PurgeQuery; readonly limit: number }
  /** Gives back some of the space that is free; tells whether there is more. */
  | { readonly kind: 'reclaim' };
