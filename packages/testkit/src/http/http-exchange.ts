import type { ServerResponse } from 'node:http';
import { inNextTurn } from '../../servers/process-clock.mjs';
import type { OutgoingMessage, ScriptedExchange } from '../../servers/scripted-protocol.mjs';

export interface HttpExchangeOptions {
  readonly response: ServerResponse;
  readonly responses: 'auto' | 'json' | 'sse';
  readonly headers: { readonly [name: string]: string };
  readonly facts: { readonly [name: string]: unknown };
  /** Whether the stream stays open without an answer, as for `subscriptions/listen`. */
  readonly alwaysStream: boolean;
}

export const SSE_HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' } as const;

/** The answer to one POST: a JSON body, or an SSE stream as soon as something comes before the answer. */
export function createHttpExchange(options: HttpExchangeOptions): ScriptedExchange {
  const { response, headers, facts } = options;
  const mode = options.alwaysStream ? 'sse' : options.responses;
  let streaming = mode === 'sse';
  let endsSoon = false;

  const startStream = (): void => {
    streaming = true;
    if (response.headersSent || response.destroyed) return;
    response.writeHead(200, { ...headers, ...SSE_HEADERS });
    response.flushHeaders();
  };
  const startJson = (status: number): void => {
    response.writeHead(status, { ...headers, 'content-type': 'application/json' });
  };
  // A second answer in the same turn still leaves, so that a server can answer twice.
  const endSoon = (): void => {
    if (endsSoon) return;
    endsSoon = true;
    inNextTurn(() => response.end());
  };
  // A refusal in the same turn still has its own status.
  if (streaming) inNextTurn(startStream);

  return {
    facts,
    reply: (message, httpStatus = 200) => {
      if (response.writableEnded || response.destroyed) return;
      if (streaming && (httpStatus === 200 || response.headersSent)) {
        startStream();
        response.write(toSseEvent(message));
        endSoon();
      } else {
        if (!response.headersSent) startJson(httpStatus);
        response.end(JSON.stringify(message));
      }
    },
    notify: (message) => {
      if (mode === 'json' || response.writableEnded || response.destroyed) return;
      startStream();
      response.write(toSseEvent(message));
    },
    raw: (text) => {
      if (streaming) startStream();
      else if (!response.headersSent) startJson(200);
      response.write(text);
    },
    cut: (message) => writeHalf(response, message, headers),
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

export function toSseEvent(message: OutgoingMessage): string {
  return `event: message\ndata: ${JSON.stringify(message)}\n\n`;
}
