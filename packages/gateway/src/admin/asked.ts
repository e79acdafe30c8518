import type { ServerResponse } from 'node:http';
import type { AdminActor } from './admin-access.ts';

/** Who asks, and over which connection. */
export interface Asked {
  readonly outgoing: ServerResponse;
  /** From where it comes. */
  readonly address: string;
  /** Absent where a session is to be opened. */
  readonly actor: AdminActor | undefined;
}

/** What the front is told when somebody else writes the answer: the mark by which @hono/node-server knows it. */
export function answeredOnConnection(): Response {
  return new Response(null, { headers: { 'x-hono-already-sent': 'true' } });
}
