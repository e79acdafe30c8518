import type { IncomingMessage, ServerResponse } from 'node:http';

/** One HTTP request in both of its shapes. */
export interface HttpExchange {
  readonly request: Request;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}
