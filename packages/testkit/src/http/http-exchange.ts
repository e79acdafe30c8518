import type { ServerResponse } from 'node:http';
import { inNextTurn } from '../../servers/process-clock.mjs';
import type { OutgoingMessage, ScriptedExchange } from '../../servers/scripted-protocol.mjs';
import type { HttpSession } from './http-sessions.ts';
import { SseStream } from './sse-stream.ts';

export interface HttpExchangeOptions {
  readonly response: ServerResponse;
  readonly responses: 'auto' | 'json' | 'sse';
  readonly headers: { readonly [name: string]: string };
  readonly facts: { readonly [name: string]: unknown };
  /** Whether the stream stays open without an answer, as for `subscriptions/listen`. */
  readonly alwaysStream: boolean;
  readonly session: HttpSession | undefined;
}

/** The answer to one POST: a JSON body, or an SSE stream as soon as something comes before the answer. */
export function createHttpExchange(options: HttpExchangeOptions): ScriptedExchange {
  const { response, headers, facts, session } = options;
  const mode = options.alwaysStream ? 'sse' : options.responses;
  const stream = session?.openStream() ?? new SseStream();
  let streaming = mode === 'sse';
  let endsSoon = false;

  const startStream = (): void => {
    streaming = true;
    if (!response.headersSent && !response.destroyed) stream.open(response, headers);
  };
  const startJson = (status: number): void => {
    response.writeHead(status, { ...headers, 'content-type': 'application/json' });
  };
  // A second answer in the same turn still leaves, so that a server can answer twice.
  const endSoon = (): void => {
    if (endsSoon) return;
    endsSoon = true;
    inNextTurn(() => stream.finish());
  };
  // A refusal in the same turn still has its own status.
  if (streaming) inNextTurn(() => !response.writableEnded && startStream());

  return {
    facts,
    reply: (message, httpStatus = 200) => {
      if (streaming && (httpStatus === 200 || response.headersSent)) {
        startStream();
        stream.write(message);
        endSoon();
      } else if (!response.writableEnded && !response.destroyed) {
        if (!response.headersSent) startJson(httpStatus);
        response.end(JSON.stringify(message));
      }
    },
    notify: (message) => {
      if (mode === 'json' || (!streaming && response.writableEnded)) return;
      startStream();
      stream.write(message);
    },
    raw: (text) => {
      if (streaming) {
        startStream();
        stream.writeText(text);
      } else {
        if (!response.headersSent) startJson(200);
        response.write(text);
      }
    },
    cut: (message) => writeHalf(response, message, headers),
    closeStream: (which, how) => {
      if (which === 'session') {
        session?.stream?.close(how);
      } else if (mode !== 'json') {
        startStream();
        stream.close(how);
      }
    },
  };
}

/** Writes half of a JSON answer that promised to be whole, and destroys the socket. */
export function writeHalf(
  response: ServerResponse,
  message: OutgoingMessage,
  headers: { readonly [name: string]: string } = {},
): void {
  const body = JSON.stringify(message);
  if (!response.headersSent) {
    response.writeHead(200, {
      ...headers,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    });
  }
  response.write(body.slice(0, body.length / 2), () => response.destroy());
}
