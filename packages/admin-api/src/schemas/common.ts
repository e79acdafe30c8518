import type { Safety, SerializedMCPError } from '@seawall/core/base';
import { ERROR_KINDS } from '@seawall/core/base';
import { z } from 'zod';

/** Milliseconds since the epoch. */
export const atMs = z.number().describe('Milliseconds since the epoch.');
/** A span of time in milliseconds. */
export const durationMs = z.number().nonnegative().describe('Milliseconds.');
/** A number of things. */
export const count = z.int().nonnegative();

export const errorKind = z.enum(ERROR_KINDS);
export const safety: z.ZodType<Safety> = z.enum(['read', 'idempotent-write', 'write']);

/** An error as programs read it. */
export const errorBody: z.ZodType<SerializedMCPError> = z
  .object({
    errorType: z.string(),
    kind: errorKind,
    code: z.string(),
    message: z.string(),
    context: z.record(z.string(), z.unknown()),
    timestamp: z.string(),
    retryable: z.boolean(),
    hint: z.string().exactOptional(),
    docs: z.string().exactOptional(),
    chain: z.string().exactOptional(),
  })
  .meta({ id: 'Error', description: 'One typed error; secrets are hidden.' });

/** The most items on one page. */
const MAX_PAGE = 1000;
const DEFAULT_PAGE = 100;

/** The part of a query that chooses a page. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(DEFAULT_PAGE).describe('Items on a page.'),
  cursor: z.string().min(1).max(500).exactOptional().describe('`next` of the page before.'),
};

/** The part of a query that chooses a span of time. */
export const rangeQuery = {
  from: z.coerce
    .number()
    .int()
    .nonnegative()
    .exactOptional()
    .describe('From this time on, in milliseconds since the epoch.'),
  to: z.coerce
    .number()
    .int()
    .nonnegative()
    .exactOptional()
    .describe('Before this time, in milliseconds since the epoch.'),
};

const MAX_VALUES = 50;
const MAX_TEXT = 200;

/** Several values in one parameter, separated by commas. */
export function listOf<const T extends string>(...values: readonly T[]) {
  return z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values)).max(MAX_VALUES))
    .exactOptional();
}

/** Several names in one parameter, separated by commas. A name that has a comma in it can't be asked for this way. */
export const names = z
  .string()
  .transform((text) => text.split(',').filter((name) => name !== ''))
  .pipe(z.array(z.string().max(MAX_TEXT)).max(MAX_VALUES))
  .exactOptional();

/** Words of which each has to be found. */
export const searchText = z
  .string()
  .max(MAX_TEXT)
  .exactOptional()
  .describe('Words of which each has to be in the record.');

/** A page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().exactOptional().describe('The cursor of the next page; absent on the last one.'),
  });
}

/** Why somebody does something by hand. */
export const reasonBody = z.object({ reason: z.string().trim().min(1).max(500).describe('Why; kept in the audit.') });
