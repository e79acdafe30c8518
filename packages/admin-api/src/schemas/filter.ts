import { z } from 'zod';

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

/** The part of a body that chooses a span of time. */
export const rangeBody = {
  from: z.int().nonnegative().exactOptional().describe('From this time on, in milliseconds since the epoch.'),
  to: z.int().nonnegative().exactOptional().describe('Before this time, in milliseconds since the epoch.'),
};
