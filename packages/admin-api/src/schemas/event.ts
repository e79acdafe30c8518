import { z } from 'zod';
import { alertView, groupRecord } from './observed.ts';
import { atMs, count } from './quantity.ts';
import { overview, serverView } from './server.ts';

/** What the stream of events carries; the name of an event is its `kind`. */
export const adminEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('server'), server: serverView }),
  z.object({ kind: z.literal('serverRemoved'), name: z.string() }),
  z.object({ kind: z.literal('overview'), overview }),
  z.object({ kind: z.literal('errorGroup'), group: groupRecord }),
  z.object({ kind: z.literal('alert'), alert: alertView }),
  z.object({ kind: z.literal('errors'), count }).describe('So many more errors were recorded.'),
  z.object({ kind: z.literal('parked'), waiting: count }),
  z.object({ kind: z.literal('configuration'), outcome: z.enum(['applied', 'refused']), detail: z.string() }),
  z.object({ kind: z.literal('heartbeat'), atMs }),
  z.object({ kind: z.literal('resync') }).describe('Events were missed: everything has to be read again.'),
]);

export type AdminEvent = z.output<typeof adminEvent>;
