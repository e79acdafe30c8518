import type { SerializedMCPError } from '@seawall/core/base';
import { ERROR_KINDS } from '@seawall/core/base';
import { z } from 'zod';

/** What sort of failure it is. */
export const errorKind = z.enum(ERROR_KINDS);

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
