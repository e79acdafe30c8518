import { type FlightSubject, flightKey } from '../single-flight/flight-key.ts';

/**
 * The same text for the same question to the same server for the same principal.
 *
 * Of `_meta` nothing is part of the question: it carries what differs from call to call, as trace ids. `undefined` for what has
 * no answer of its own (the start of a task, and the next round of a call that asked for input), and for what is too large.
 */
export function staleKey({ principal, server, request }: FlightSubject): string | undefined {
  const { _meta: _ignored, ...params } = request.params ?? {};
  if (ROUND_OR_TASK.some((name) => name in params)) return undefined;
  const key = flightKey({ principal, server, request: { method: request.method, params } });
  return key === undefined ? undefined : `${keyStartOf(server)}${key}`;
}

const ROUND_OR_TASK = ['inputResponses', 'requestState', 'task'];

/** How all keys of a server begin. */
export function keyStartOf(server: string): string {
  return `${JSON.stringify(server)}\n`;
}
