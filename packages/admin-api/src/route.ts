import { z } from 'zod';

/**
 * What a route answers: one JSON value; a page of a list that can be exported as a whole; a stream of events; or a file.
 */
export type AnswerKind = 'json' | 'list' | 'stream' | 'file';

/** One route of the admin API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** As `/api/servers/{server}`. */
  readonly path: string;
  readonly summary: string;
  /** The part of the API it belongs to. */
  readonly tag: string;
  readonly answers: AnswerKind;
  /** Whether it changes something, so that it stands in the audit. */
  readonly changes: boolean;
  /** Of the path. */
  readonly parameters: z.ZodObject;
  readonly query: z.ZodObject;
  readonly body: z.ZodObject | z.ZodUnion;
  readonly answer: z.ZodType;
}

/** Takes nothing: unknown parameters are refused, so that a misspelt filter does not find everything. */
const nothing = z.strictObject({});

/** A route that reads, with nothing to take. */
export const READ = {
  method: 'GET',
  answers: 'json',
  changes: false,
  parameters: nothing,
  query: nothing,
  body: nothing,
} as const satisfies Partial<Route>;

/** A route that reads what a body describes, because it is too long for a query. */
export const ASK = { ...READ, method: 'POST' } as const satisfies Partial<Route>;

/** A route that changes something, with nothing to take. */
export const CHANGE = { ...ASK, changes: true } as const satisfies Partial<Route>;
