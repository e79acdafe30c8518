import { z } from 'zod';

/** Why somebody does something by hand. */
export const reasonBody = z.strictObject({
  reason: z.string().trim().min(1).max(500).describe('Why; kept in the audit.'),
});
