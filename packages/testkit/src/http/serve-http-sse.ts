import type { ServerResponse } from 'node:http';
import type { ScriptedExchange } from '../../servers/scripted-protocol.mjs';
import { SSE_HEADERS, toSseEvent } from './http-exchange.ts';
import type { RecordedRequest } from './http-scenario.ts';
import type { HttpServing } from './serve-streamable-http.ts';

/** Where the HTTP+SSE transport of 2024-11-05 opens its stream. */
export const SSE_PATH = '/sse';
/** Where it takes messages. */
export const MESSAGES_PATH = '/messages';

/** Opens the stream of a client of the HTTP+SSE transport and names the endpoint for its messages. */
export function openSseStream({ protocol, sessions }: HttpServing, response: ServerResponse): void {
  const session = sessions.open(protocol, response);
  response.once('close', () => sessions.end(session.id));
  response.writeHead(200, SSE_HEADERS);
  response.write(`event: endpoint\ndata: ${MESSAGES_PATH}?sessionId=${session.id}\n\n`);
}

/** Takes a message of the HTTP+SSE transport: 202 here, the answer on the client's stream. */
export function takeSseMessage(serving: HttpServing, request: RecordedRequest, response: ServerResponse): void {
  const sessionId = new URL(request.path, 'http://127.0.0.1').searchParams.get('sessionId') ?? undefined;
  const session = serving.sessions.get(sessionId);
  const { stream } = session ?? {};
  if (session === undefined || stream === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Session not found');
    return;
  }
  const write = (text: string): void => {
    if (!stream.writableEnded) stream.write(text);
  };
  const exchange: ScriptedExchange = {
    facts: { headers: request.headers, sessionId: session.id },
    reply: (message) => write(toSseEvent(message)),
    notify: (message) => write(toSseEvent(message)),
    raw: write,
    cut: (message) => {
      const event = toSseEvent(message);
      stream.write(event.slice(0, event.length / 2), () => stream.destroy());
    },
  };
  response.writeHead(202, { 'content-type': 'text/plain' }).end('Accepted');
  session.connection.receive(request.body, serving.spoil?.(exchange, stream, {}) ?? exchange);
}
