import { z } from 'zod';

/** What is wrong with a request, as RFC 9457 has it. */
export const problem = z
  .object({
    type: z.string().describe('Where the code is explained.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().exactOptional(),
    code: z.string(),
    hint: z.string().exactOptional().describe('What to do.'),
    errors: z
      .array(z.object({ pointer: z.string(), detail: z.string() }))
      .exactOptional()
      .describe('Each fault of the request, with its place.'),
  })
  .meta({ id: 'Problem' });

export type Problem = z.output<typeof problem>;
