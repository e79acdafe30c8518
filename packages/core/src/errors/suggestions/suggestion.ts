/** What may be wrong, and what to do about it. */
export interface Suggestion {
  /** What may be the cause, one sentence. */
  readonly cause: string;
  /** What to do, one sentence. */
  readonly fix: string;
  /** Where to read more, as `docs/errors.md#connection_refused`. */
  readonly docs?: string;
}

/** The causes of a failure, the most likely first, each with what to do. */
export type Advice = readonly [Suggestion, ...Suggestion[]];
