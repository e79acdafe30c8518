import { createMcpHandler, isJsonContentType, isLegacyRequest } from '@modelcontextprotocol/server';
import type { GatewayContext } from '../../session/gateway-context.ts';
import { HostSession } from '../../session/host-session.ts';
import { createParamHeaderCheck } from './check-param-headers.ts';
import { createHostSessions, type HostSessions } from './host-sessions.ts';
import { errorAnswer, PARSE_ERROR_CODE, REFUSED_CODE } from './http-answers.ts';
import type { HttpExchange } from './http-exchange.ts';
import { answerLegacy } from './legacy-exchange.ts';
import { createListenStreams, isListen } from './listen-streams.ts';
import { readBody } from './read-body.ts';

/** The endpoint `/mcp`: both eras of the protocol on one URL. */
export interface McpEndpoint {
  readonly sessions: HostSessions;
  handle(exchange: HttpExchange): Promise<Response>;
  close(): Promise<void>;
}

/** Builds the endpoint. */
export function createMcpEndpoint(context: GatewayContext): McpEndpoint {
  const { logger, seawall } = context;
  const sessions = createHostSessions(context);
  const modern = createMcpHandler(() => new HostSession('modern', context), {
    legacy: 'reject',
    onerror: (error) => logger.log('debug', 'A request of a host could not be handled.', { reason: error.message }),
  });
  const listens = createListenStreams(context);
  const refuseParamHeaders = createParamHeaderCheck(context);
  return {
    sessions,
    handle: async (exchange) => {
      const { request, incoming, outgoing } = exchange;
      if (request.method !== 'POST') return answerLegacy({ request, sessions, body: undefined });
      const unusable = refuseMedia(request);
      if (unusable !== undefined) return unusable;
      const { maxBodyBytes } = seawall.settings.listen;
      const read = await readBody(incoming, maxBodyBytes);
      if (read.kind === 'broken')
        return errorAnswer({ status: 400, code: PARSE_ERROR_CODE, message: 'The body ended before it was complete.' });
      if (read.kind === 'too-large') return tooLarge(maxBodyBytes);
      let body: unknown;
      try {
        body = JSON.parse(read.text);
      } catch {
        return errorAnswer({ status: 400, code: PARSE_ERROR_CODE, message: 'The body is not valid JSON.' });
      }
      if (await isLegacyRequest(request, body)) return answerLegacy({ request, sessions, body });
      const unacceptable = refuseAccept(request);
      if (unacceptable !== undefined) return unacceptable;
      if (isListen(body)) return listens.open({ request, outgoing, body });
      const refusal = await refuseParamHeaders(request, body);
      if (refusal !== undefined) return refusal;
      return modern.fetch(request, { parsedBody: body });
    },
    close: async () => {
      await Promise.all([sessions.close(), listens.close(), modern.close()]);
    },
  };
}

function refuseMedia(request: Request): Response | undefined {
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (isJsonContentType(request.headers.get('content-type')) && encoding === 'identity') return undefined;
  return errorAnswer({
    status: 415,
    code: REFUSED_CODE,
    message: 'The body has to be JSON that is not compressed: "Content-Type: application/json".',
  });
}

/** A host of 2026-07-28 that takes neither form of an answer; which of the two it gets depends on what the server says. */
function refuseAccept(request: Request): Response | undefined {
  const accept = request.headers.get('accept');
  if (accept === null || /application\/(?:json|\*)|text\/(?:event-stream|\*)|\*\/\*/i.test(accept)) return undefined;
  return errorAnswer({
    status: 406,
    code: REFUSED_CODE,
    message: 'The host has to take answers of both forms: "Accept: application/json, text/event-stream".',
  });
}

function tooLarge(maxBodyBytes: number): Response {
  return errorAnswer({
    status: 413,
    code: REFUSED_CODE,
    message: `The body has more than ${maxBodyBytes} bytes. Send less, or raise seawall.listen.maxBodyBytes.`,
    headers: { connection: 'close' },
  });
}
