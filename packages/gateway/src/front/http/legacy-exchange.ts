import type { RequestId } from '@modelcontextprotocol/server';
import { requestIdOf } from '../stdio/json-rpc-message.ts';
import type { HostSessions, HttpSession } from './host-sessions.ts';
import { errorAnswer, REFUSED_CODE, SESSION_NOT_FOUND_CODE } from './http-answers.ts';
import type { HttpExchange } from './http-exchange.ts';

/** One exchange with a host of the era before 2026-07-28. */
export interface LegacyExchange extends HttpExchange {
  readonly sessions: HostSessions;
  /** The parsed body of a POST. */
  readonly body: unknown;
}

/** Answers in the host's session; a host that initializes gets a new one. */
export async function answerLegacy(exchange: LegacyExchange): Promise<Response> {
  const { request, sessions, body } = exchange;
  if (request.method !== 'POST' && request.method !== 'GET' && request.method !== 'DELETE') {
    return errorAnswer({
      status: 405,
      code: REFUSED_CODE,
      message: 'The endpoint takes POST, GET and DELETE.',
      headers: { allow: 'POST, GET, DELETE' },
    });
  }
  const sessionId = request.headers.get('mcp-session-id');
  if (sessionId !== null) {
    const known = sessions.find(sessionId);
    if (known !== undefined) return run(exchange, known);
    return refuse(body, {
      status: 404,
      code: SESSION_NOT_FOUND_CODE,
      message: 'The session is not known, or is over. Initialize a new one.',
    });
  }
  if (!isInitialize(body)) {
    return refuse(body, {
      status: 400,
      code: REFUSED_CODE,
      message: 'The header Mcp-Session-Id is missing. Send initialize first; its answer carries it.',
    });
  }
  const opened = await sessions.open();
  if (opened === undefined) {
    return errorAnswer({
      status: 503,
      code: REFUSED_CODE,
      message: 'All sessions are in use. Try again in 10 s.',
      headers: { 'retry-after': '10' },
    });
  }
  const response = await run(exchange, opened);
  // A request that was refused leaves no session behind.
  if (opened.transport.sessionId === undefined) await opened.session.close();
  return response;
}

async function run({ request, outgoing, body }: LegacyExchange, session: HttpSession): Promise<Response> {
  const endExchange = session.beginExchange(request.method === 'GET' ? 'stream' : 'request');
  outgoing.once('close', () => {
    endExchange();
    // Nobody can fetch the answers later, so the work for them ends too.
    if (!outgoing.writableFinished)
      for (const id of requestIdsOf(body)) void session.dropRequest(id, 'The host closed the connection.');
  });
  const response = await session.transport.handleRequest(request, {
    ...(body === undefined ? {} : { parsedBody: body }),
  });
  const cancelledId = cancelledRequestOf(body);
  if (cancelledId !== undefined) await session.dropRequest(cancelledId, 'The host cancelled the request.');
  return response;
}

function requestIdsOf(body: unknown): readonly RequestId[] {
  const messages: readonly unknown[] = Array.isArray(body) ? body : [body];
  return messages.map(requestIdOf).filter((id) => id !== undefined);
}

function cancelledRequestOf(body: unknown): RequestId | undefined {
  if (typeof body !== 'object' || body === null || !('method' in body) || body.method !== 'notifications/cancelled')
    return undefined;
  const params = 'params' in body ? body.params : undefined;
  return typeof params === 'object' && params !== null && 'requestId' in params
    ? requestIdOf({ id: params.requestId })
    : undefined;
}

function refuse(
  body: unknown,
  error: { readonly status: number; readonly code: number; readonly message: string },
): Response {
  const id = requestIdOf(body);
  return errorAnswer({ ...error, ...(id === undefined ? {} : { id }) });
}

function isInitialize(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'method' in body && body.method === 'initialize';
}
