import type { ServerResponse } from 'node:http';
import type { Clock } from '@seawall/core/base';
import type { OutgoingMessage } from '../../servers/scripted-protocol.mjs';
import { writeHalf } from './http-exchange.ts';
import type { HttpFault } from './http-fault.ts';
import type { RecordedRequest } from './http-scenario.ts';
import { SSE_HEADERS } from './sse-stream.ts';

export interface FaultContext {
  readonly request: RecordedRequest;
  readonly response: ServerResponse;
  readonly clock: Pick<Clock, 'setTimer'>;
  readonly port: number;
  /** The answer that the fault spoils, if the call was carried out. */
  readonly answer?: OutgoingMessage;
  /** Headers of the proper answer. */
  readonly headers?: { readonly [name: string]: string };
}

/** Where redirects lead; it serves like the original and meets no fault. */
export const MOVED_PATH = '/moved';
const HTML_PAGE = '<!DOCTYPE html><html><head><title>Welcome</title></head><body>Please sign in.</body></html>';
const SPOILS_THE_ANSWER: ReadonlySet<HttpFault['kind']> = new Set([
  'cut',
  'sse-end',
  'sse-destroy',
  'content-type',
  'slow-drip',
]);

/** Whether the call behind a request is carried out before `fault` spoils its answer. */
export function executesBefore(fault: HttpFault): boolean {
  return fault.executes ?? SPOILS_THE_ANSWER.has(fault.kind);
}

/** Whether `fault` meets `request`. */
export function meets(fault: HttpFault, request: RecordedRequest): boolean {
  if (request.path === MOVED_PATH) return false;
  if (fault.kind === 'session-lost' && request.headers['mcp-session-id'] === undefined) return false;
  return fault.methods === undefined || fault.methods.includes(request.rpcMethod ?? request.method);
}

/** Answers a request as `fault` says. One case each; the list is as long as there are faults. */
export function applyHttpFault(fault: HttpFault, context: FaultContext): void {
  const { request, response } = context;
  const id = request.rpcId ?? null;
  const answer = context.answer ?? { jsonrpc: '2.0', id, result: {} };
  switch (fault.kind) {
    case 'refuse':
    case 'reset':
      response.socket?.resetAndDestroy();
      break;
    case 'hang':
      break;
    case 'hang-after-headers':
      response.writeHead(200, { 'content-type': fault.contentType ?? 'application/json' });
      response.flushHeaders();
      break;
    case 'redirect':
      end(context, fault.status ?? 307, '', { location: fault.location ?? locationOf(fault.to, context) });
      break;
    case 'html':
      end(context, 200, fault.body ?? HTML_PAGE, { 'content-type': 'text/html; charset=utf-8' });
      break;
    case 'status':
      end(context, fault.status, fault.body ?? '', { 'content-type': 'text/plain', ...fault.headers });
      break;
    case 'cut':
      writeHalf(response, answer, context.headers);
      break;
    case 'sse-end':
      startStream(response, fault.eventId);
      response.end();
      break;
    case 'sse-destroy':
      startStream(response, fault.eventId);
      response.write(': the end is near\n\n', () => response.destroy());
      break;
    case 'content-type': {
      const contentType = fault.contentType ?? 'text/plain';
      end(context, 200, JSON.stringify(answer), { ...context.headers, 'content-type': contentType });
      break;
    }
    case 'not-json':
      endJson(context, 200, fault.body ?? '{"jsonrpc": oops');
      break;
    case 'not-json-rpc':
      endJson(context, 200, fault.body ?? '{"status":"ok"}');
      break;
    case 'session-lost':
      endJson(context, 404, SESSION_NOT_FOUND);
      break;
    case 'slow-drip':
      drip(context, JSON.stringify(answer), fault.bytes ?? 1, fault.everyMs ?? 100);
      break;
    case 'big-body': {
      const result = { content: [{ type: 'text', text: 'x'.repeat(fault.bytes) }] };
      endJson(context, 200, JSON.stringify({ jsonrpc: '2.0', id, result }));
    }
  }
}

/** The body of a 404 for a session that the server does not know. */
export const SESSION_NOT_FOUND: string = JSON.stringify({
  jsonrpc: '2.0',
  error: { code: -32001, message: 'Session not found' },
  id: null,
});

function end({ response }: FaultContext, status: number, body: string, headers: Record<string, string>): void {
  if (!response.headersSent) response.writeHead(status, headers);
  if (!response.writableEnded) response.end(body);
}

function endJson(context: FaultContext, status: number, body: string): void {
  end(context, status, body, { 'content-type': 'application/json' });
}

function startStream(response: ServerResponse, eventId: string | undefined): void {
  if (!response.headersSent) response.writeHead(200, SSE_HEADERS);
  response.flushHeaders();
  if (eventId !== undefined) response.write(`id: ${eventId}\ndata: \n\n`);
}

function locationOf(to: 'cross-origin' | 'same-origin', { port }: FaultContext): string {
  return to === 'cross-origin' ? `http://localhost:${port}${MOVED_PATH}` : MOVED_PATH;
}

function drip({ response, clock, headers }: FaultContext, body: string, bytes: number, everyMs: number): void {
  const buffer = Buffer.from(body);
  let sent = 0;
  const next = (): void => {
    if (response.destroyed) return;
    response.write(buffer.subarray(sent, sent + bytes));
    sent += bytes;
    if (sent >= buffer.length) response.end();
    else clock.setTimer(next, everyMs, { background: true });
  };
  if (!response.headersSent) {
    response.writeHead(200, {
      ...headers,
      'content-type': 'application/json',
      'content-length': String(buffer.length),
    });
  }
  response.flushHeaders();
  clock.setTimer(next, everyMs, { background: true });
}
