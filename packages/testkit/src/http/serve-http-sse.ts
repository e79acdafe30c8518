import type { ServerResponse } from 'node:http';
import type { ScriptedExchange } from '../../servers/scripted-protocol.mjs';
import type { RecordedRequest } from './http-scenario.ts';
import type { HttpServing } from './serve-streamable-http.ts';
import { SseStream } from './sse-stream.ts';

/** Where the HTTP+SSE transport of 2024-11-05 opens its stream. */
export const SSE_PATH = '/sse';
/** Where it takes messages. */
export const MESSAGES_PATH = '/messages';

/** Opens the stream of a client of the HTTP+SSE transport and names the endpoint for its messages. */
export function openSseStream({ protocol, sessions }: HttpServing, response: ServerResponse): void {
  const session = sessions.open(protocol);
  const stream = new SseStream();
  session.stream = stream;
  response.once('close', () => sessions.end(session.id));
  stream.open(response);
  stream.writeText(`event: endpoint\ndata: ${MESSAGES_PATH}?sessionId=${session.id}\n\n`);
}

/** Takes a message of the HTTP+SSE transport: 202 here, the answer on the client's stream. */
export function takeSseMessage(serving: HttpServing, request: RecordedRequest, response: ServerResponse): void {
  const sessionId = new URL(request.path, 'http://127.0.0.1').searchParams.get('sessionId') ?? undefined;
  const session = serving.sessions.get(sessionId);
  const stream = session?.stream;
  const carrier = stream?.response;
  if (session === undefined || stream === undefined || carrier === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Session not found');
    return;
  }
  const exchange: ScriptedExchange = {
    facts: { headers: request.headers, sessionId: session.id },
    reply: (message) => stream.write(message),
    notify: (message) => stream.write(message),
    raw: (text) => stream.writeText(text),
    cut: (message) => stream.cut(message),
    closeStream: (_which, how) => stream.close(how),
  };
  response.writeHead(202, { 'content-type': 'text/plain' }).end('Accepted');
  session.connection.receive(request.body, serving.spoil?.(exchange, carrier, {}) ?? exchange);
}
