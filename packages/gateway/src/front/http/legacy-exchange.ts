import { isInitializeRequest, type JSONRPCMessage, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import { isJsonRpcMessage, requestIdOf } from '../stdio/json-rpc-message.ts';
import type { HostSessions, HttpSession } from './host-sessions.ts';
import {
  type ErrorAnswerOptions,
  errorAnswer,
  INVALID_PARAMS_CODE,
  INVALID_REQUEST_CODE,
  REFUSED_CODE,
  SESSION_NOT_FOUND_CODE,
} from './http-answers.ts';

/** One exchange with a host of the era before 2026-07-28. */
export interface LegacyExchange {
  readonly request: Request;
  readonly sessions: HostSessions;
  /** The parsed body of a POST. */
  readonly body: unknown;
}

/** Longer batches are refused. */
export const MAX_BATCH_LENGTH = 100;
/** Since then hosts know streams that begin with an id and nothing else. */
const RESUMABLE_SINCE = '2025-11-25';
/** What a host speaks that names no version in its headers. */
const VERSION_WITHOUT_HEADER = '2025-03-26';

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
  if (sessionId === null) return isInitialize(body) ? initialize(exchange) : refuse(body, NO_SESSION_ID);
  const session = sessions.find(sessionId);
  if (session === undefined) return refuse(body, UNKNOWN_SESSION);
  const unusable = refuseVersion(exchange) ?? refuseAccept(exchange);
  if (unusable !== undefined) return unusable;
  session.touch();
  if (request.method === 'POST') return post(exchange, session);
  if (request.method === 'GET') {
    const lastEventId = request.headers.get('last-event-id');
    return session.transport.listen(lastEventId, { isResumable: isResumable(versionOf(request)) });
  }
  await session.session.close();
  return new Response(null, { status: 200 });
}

async function initialize(exchange: LegacyExchange): Promise<Response> {
  const { request, sessions, body } = exchange;
  const unusable = refuseAccept(exchange);
  if (unusable !== undefined) return unusable;
  if (!isJsonRpcMessage(body) || !isInitializeRequest(body)) return refuse(body, BAD_INITIALIZE);
  const opened = await sessions.open();
  if (opened === undefined) return refuse(body, NO_PLACE);
  opened.adopt();
  const { protocolVersion } = body.params;
  const response = opened.transport.post([body], { request, isResumable: isResumable(protocolVersion) });
  // A request that was refused leaves no session behind.
  if (!response.ok) await opened.session.close();
  return response;
}

function post({ request, body }: LegacyExchange, { transport }: HttpSession): Response {
  const values: readonly unknown[] = Array.isArray(body) ? body : [body];
  if (values.length === 0 || values.length > MAX_BATCH_LENGTH)
    return refuse(body, { ...NO_MESSAGE, message: `A batch holds 1 to ${MAX_BATCH_LENGTH} messages.` });
  const messages: JSONRPCMessage[] = [];
  for (const value of values) {
    if (!isJsonRpcMessage(value)) return refuse(value, NO_MESSAGE);
    if (isInitialize(value)) return refuse(value, INITIALIZED_ALREADY);
    messages.push(value);
  }
  return transport.post(messages, { request, isResumable: isResumable(versionOf(request)) });
}

type Refusal = Omit<ErrorAnswerOptions, 'id'>;

const NO_SESSION_ID: Refusal = {
  status: 400,
  code: REFUSED_CODE,
  message: 'The header Mcp-Session-Id is missing. Send initialize first; its answer carries it.',
};
const UNKNOWN_SESSION: Refusal = {
  status: 404,
  code: SESSION_NOT_FOUND_CODE,
  message: 'The session is not known, or is over. Initialize a new one.',
};
const NO_PLACE: Refusal = {
  status: 503,
  code: REFUSED_CODE,
  message: 'All sessions are in use. Try again in 10 s.',
  headers: { 'retry-after': '10' },
};
const NO_MESSAGE: Refusal = {
  status: 400,
  code: INVALID_REQUEST_CODE,
  message: 'The body is no JSON-RPC message.',
};
const BAD_INITIALIZE: Refusal = {
  status: 400,
  code: INVALID_PARAMS_CODE,
  message: 'The initialize request needs an id, protocolVersion, capabilities and clientInfo.',
};
const INITIALIZED_ALREADY: Refusal = {
  status: 400,
  code: INVALID_REQUEST_CODE,
  message: 'The session is initialized already. Leave Mcp-Session-Id out to begin another one.',
};

function refuse(body: unknown, refusal: Refusal): Response {
  const id = requestIdOf(body);
  return errorAnswer({ ...refusal, ...(id === undefined ? {} : { id }) });
}

function refuseVersion({ request, body }: LegacyExchange): Response | undefined {
  const version = versionOf(request);
  if (SUPPORTED_PROTOCOL_VERSIONS.includes(version)) return undefined;
  const supported = SUPPORTED_PROTOCOL_VERSIONS.join(', ');
  return refuse(body, {
    status: 400,
    code: REFUSED_CODE,
    message: `Unsupported protocol version in Mcp-Protocol-Version. Supported in a session: ${supported}.`,
  });
}

function refuseAccept({ request, body }: LegacyExchange): Response | undefined {
  if (request.method === 'DELETE') return undefined;
  const wanted = request.method === 'POST' ? ['application/json', 'text/event-stream'] : ['text/event-stream'];
  const accepted = request.headers.get('accept') ?? '';
  if (wanted.every((type) => accepted.includes(type))) return undefined;
  const message = `The header Accept has to name ${wanted.join(' and ')}.`;
  return refuse(body, { status: 406, code: REFUSED_CODE, message });
}

function versionOf(request: Request): string {
  return request.headers.get('mcp-protocol-version') ?? VERSION_WITHOUT_HEADER;
}

/** Whether a host of this version takes up a stream of which it got nothing but an id. */
function isResumable(version: string): boolean {
  return SUPPORTED_PROTOCOL_VERSIONS.includes(version) && version >= RESUMABLE_SINCE;
}

function isInitialize(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'method' in body && body.method === 'initialize';
}
