import { z } from 'zod';
import { DAY_MS, flag, milliseconds, oneOf, wholeNumber } from './schema-parts.ts';

/** `store` as it is written. */
export interface StoreInput {
  readonly enabled?: boolean | undefined;
  readonly payloads?: 'off' | 'errors' | 'all' | undefined;
  readonly maxPayloadLength?: number | undefined;
  readonly maxAgeMs?: number | undefined;
  readonly maxRows?: number | undefined;
}

const MAX_PAYLOAD_LENGTH = 1_048_576;
const MAX_ROWS = 100_000_000;

/** The schema of {@link StoreInput}. */
export const storeSchema: z.ZodType<StoreInput> = z.strictObject(
  {
    enabled: flag().optional().describe('false keeps it in memory only, until the gateway ends.'),
    payloads: oneOf(['off', 'errors', 'all'])
      .optional()
      .describe('Of which calls arguments and results are kept, redacted: of none, of those with an error, of all.'),
    maxPayloadLength: wholeNumber({ unit: ' of characters', min: 0, max: MAX_PAYLOAD_LENGTH })
      .optional()
      .describe('The longest text of arguments or of a result that is kept.'),
    maxAgeMs: milliseconds(60_000, 3650 * DAY_MS)
      .optional()
      .describe('What is older is forgotten.'),
    maxRows: wholeNumber({ unit: '', min: 100, max: MAX_ROWS })
      .optional()
      .describe('How many records of each kind are kept at most; the counts of the latest two hours in any case.'),
  },
  { error: 'an object with enabled, payloads, maxPayloadLength, maxAgeMs, maxRows' },
);

/** The schema of `metrics`. */
export const metricsSchema: z.ZodType<{ readonly maxTools?: number | undefined }> = z.strictObject(
  {
    maxTools: wholeNumber({ unit: '', min: 1, max: 10_000 })
      .optional()
      .describe('Tools of a server that are told apart; all others together are called other.'),
  },
  { error: 'an object with maxTools' },
);
