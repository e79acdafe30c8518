import { z } from 'zod';
import { atMs } from './quantity.ts';

const MINUTE_MS = 60_000;
const TEN_YEARS_MS = 315_360_000_000;

/** What a token is called: what stands in the audit for whoever uses it. */
export const tokenName = z
  .string()
  .trim()
  .max(60)
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._@-]*)$/u, 'Letters, digits, spaces, ".", "_", "@" and "-", at most 60.')
  .describe('Stands in the audit for whoever uses it.');

export const tokenLife = z
  .int()
  .min(MINUTE_MS)
  .max(TEN_YEARS_MS)
  .exactOptional()
  .describe('How long it works, in milliseconds; without it until it is revoked.');

/** A token that somebody made, without the token itself. */
export const tokenView = z
  .object({
    id: z.string(),
    name: z.string(),
    createdAtMs: atMs,
    createdBy: z.string(),
    expiresAtMs: atMs.exactOptional().describe('Absent: it works until it is revoked.'),
    lastUsedMs: atMs.exactOptional().describe('Since the gateway started.'),
  })
  .meta({ id: 'AdminToken', description: 'A token for this API that somebody made.' });

export type TokenView = z.output<typeof tokenView>;
