import { z } from 'zod';
import { atMs } from './quantity.ts';

const MOMENT_KINDS = ['started', 'reloaded', 'restarted', 'circuitOpened', 'circuitClosed'] as const;

/** Something that happened at one point in time, to stand beside the curves of a chart. */
export const momentView = z
  .object({
    atMs,
    kind: z.enum(MOMENT_KINDS),
    server: z.string().exactOptional().describe('Absent for the gateway itself.'),
    tool: z.string().exactOptional().describe('Of the circuit; absent for the circuit of a whole server.'),
    detail: z.string().exactOptional().describe('Why, where that is known.'),
  })
  .meta({ id: 'Moment' });

export type MomentView = z.output<typeof momentView>;
