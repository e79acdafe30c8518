import type { ServerResponse } from 'node:http';
import {
  hasModernEnvelope,
  LEGACY_VERSIONS,
  MODERN_VERSION,
  type ScriptedConnection,
  type ScriptedExchange,
  type ScriptedProtocol,
} from '../../servers/scripted-protocol.mjs';
import { SESSION_NOT_FOUND } from './apply-http-fault.ts';
import { createHttpExchange } from './http-exchange.ts';
import type { HttpScenario, RecordedRequest } from './http-scenario.ts';
import type { HttpSession, HttpSessions } from './http-sessions.ts';
import { headerMismatch } from './request-headers.ts';

export interface HttpServing {
  readonly scenario: HttpScenario;
  readonly protocol: ScriptedProtocol;
  readonly sessions: HttpSessions;
  /** Set for a request whose call is carried out and whose answer is spoilt. */
  readonly spoil: Spoil | undefined;
}

/** Puts a fault in the place of the proper answer. */
export type Spoil = (
  exchange: ScriptedExchange,
  response: ServerResponse,
  headers: { readonly [name: string]: string },
) => ScriptedExchange;

/** Serves one request of Streamable HTTP, of either era. */
export function serveStreamableHttp(serving: HttpServing, request: RecordedRequest, response: ServerResponse): void {
  const { scenario } = serving;
  const era = scenario.era ?? 'legacy';
  if (request.method === 'POST') {
    const modern = hasModernEnvelope(request.body) || request.headers['mcp-protocol-version'] === MODERN_VERSION;
    if (request.body === undefined) refuse(response, 400, -32700, 'Parse error: invalid JSON');
    else if (era === 'modern' || (era === 'both' && modern)) servePostStatelessly(serving, request, response);
    else servePost(serving, request, response);
  } else if (request.method === 'GET' && era !== 'modern' && scenario.getStream !== false) {
    serveStream(serving, request, response);
  } else if (request.method === 'DELETE' && era !== 'modern') {
    const ended = serving.sessions.end(request.headers['mcp-session-id'] ?? '');
    if (ended) response.writeHead(200).end();
    else notFound(response);
  } else {
    response.setHeader('allow', 'POST');
    refuse(response, 405, -32000, 'Method not allowed.');
  }
}

/** A POST that stands for itself: the modern era, and legacy without sessions. */
function servePostStatelessly(serving: HttpServing, request: RecordedRequest, response: ServerResponse): void {
  const mismatch = headerMismatch(request);
  if (mismatch !== undefined) {
    refuse(response, 400, -32020, `Bad Request: ${mismatch}`, request.rpcId);
    return;
  }
  // What belongs to no request has no way to such a client.
  const connection = serving.protocol.openConnection(() => undefined);
  response.once('close', () => {
    // In the modern era a client cancels by closing the response.
    if (!response.writableFinished && hasModernEnvelope(request.body)) connection.abandon(request.rpcId);
    connection.close();
  });
  receive(serving, request, response, { connection, headers: {} });
}

/** A POST of the legacy era. */
function servePost(serving: HttpServing, request: RecordedRequest, response: ServerResponse): void {
  const { scenario, sessions, protocol } = serving;
  const given = request.headers['mcp-session-id'];
  if (scenario.sessions === false) {
    servePostStatelessly(serving, request, response);
  } else if (given === undefined && request.rpcMethod !== 'initialize') {
    refuse(response, 400, -32000, 'Bad Request: Mcp-Session-Id header is required', request.rpcId);
  } else {
    const session = given === undefined ? sessions.open(protocol) : sessions.get(given);
    const version = request.headers['mcp-protocol-version'];
    if (session === undefined) notFound(response);
    else if (version !== undefined && !speaks(scenario, version)) {
      const message = `Bad Request: Unsupported protocol version: ${version}`;
      refuse(response, 400, -32000, message, request.rpcId);
    } else receive(serving, request, response, receiverOf(session));
  }
}

function speaks({ protocolVersions = LEGACY_VERSIONS, answerProtocolVersion }: HttpScenario, version: string): boolean {
  return protocolVersions.includes(version) || version === answerProtocolVersion;
}

interface Receiver {
  readonly connection: ScriptedConnection;
  readonly headers: { readonly [name: string]: string };
  readonly session?: HttpSession;
}

function receiverOf(session: HttpSession): Receiver {
  return { connection: session.connection, headers: { 'mcp-session-id': session.id }, session };
}

function receive(serving: HttpServing, request: RecordedRequest, response: ServerResponse, receiver: Receiver): void {
  const { scenario, spoil } = serving;
  const exchange = createHttpExchange({
    response,
    responses: spoil === undefined ? (scenario.responses ?? 'auto') : 'json',
    headers: receiver.headers,
    alwaysStream: spoil === undefined && request.rpcMethod === 'subscriptions/listen',
    session: receiver.session,
    facts: { headers: request.headers, ...(receiver.session ? { sessionId: receiver.session.id } : {}) },
  });
  if (request.rpcMethod === undefined || request.rpcId === undefined) {
    receiver.connection.receive(request.body, exchange);
    response.writeHead(202, receiver.headers).end();
  } else {
    receiver.connection.receive(request.body, spoil?.(exchange, response, receiver.headers) ?? exchange);
  }
}

/** A GET: the session's own stream, or one that the client lost. */
function serveStream({ sessions }: HttpServing, request: RecordedRequest, response: ServerResponse): void {
  const session = sessions.get(request.headers['mcp-session-id']);
  if (session === undefined) {
    notFound(response);
    return;
  }
  const headers = { 'mcp-session-id': session.id };
  const lastEventId = request.headers['last-event-id'];
  const lost = lastEventId === undefined ? undefined : session.findStream(lastEventId);
  if (lost !== undefined) {
    lost.stream.resume(response, headers, lost.index);
  } else if (session.stream?.isOpen === true) {
    refuse(response, 409, -32000, 'Conflict: Only one SSE stream is allowed per session');
  } else {
    session.stream = session.openStream();
    session.stream.open(response, headers);
  }
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'application/json' }).end(SESSION_NOT_FOUND);
}

function refuse(
  response: ServerResponse,
  status: number,
  code: number,
  message: string,
  id: string | number | null = null,
): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id }));
}
