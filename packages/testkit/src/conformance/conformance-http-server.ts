import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  createMcpHandler,
  hostHeaderValidationResponse,
  isLegacyRequest,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  type McpHttpHandler,
  originValidationResponse,
  readRequestBody,
} from '@modelcontextprotocol/server';
import { createConformanceServer } from './conformance-server.ts';
import {
  type ConformanceChange,
  type ConformanceEra,
  type ConformanceWorld,
  type ConformanceWorldOptions,
  createConformanceWorld,
} from './conformance-world.ts';
import { createLegacySessions, type LegacySessions } from './legacy-sessions.ts';
import { sendWebResponse, toWebRequest } from './web-exchange.ts';

/** A running conformance server; see {@link createConformanceHttpServer}. */
export interface ConformanceHttpServer extends AsyncDisposable {
  /** Where both eras of Streamable HTTP are served. */
  readonly url: string;
  /** Ends everything; may be called twice. */
  close(): Promise<void>;
}

/** Options of {@link createConformanceHttpServer}. */
export interface ConformanceHttpServerOptions extends ConformanceWorldOptions {
  /** The port on 127.0.0.1; 0 takes a free one.
   * @default 0 */
  readonly port?: number;
  /** @default 'both' */
  readonly era?: ConformanceEra;
}

const HOST = '127.0.0.1';
const PATH = '/mcp';

/**
 * Starts a server with everything that the official conformance suites ask of one, on 127.0.0.1.
 *
 * One URL serves both eras, if `era` does not say otherwise: sessions whose streams can be resumed, and 2026-07-28. Requests that name another host
 * or come from a web page elsewhere are refused.
 *
 * @example
 * await using server = await createConformanceHttpServer({ era: 'legacy' });
 * const config = { mcpServers: { everything: { url: server.url } } };
 */
export async function createConformanceHttpServer(
  options: ConformanceHttpServerOptions = {},
): Promise<ConformanceHttpServer> {
  const { port = 0, era = 'both' } = options;
  const endpoint = createEndpoint(createConformanceWorld(options), era);
  const http = createServer((incoming, outgoing) => void answer(endpoint, incoming, outgoing));
  await new Promise<void>((resolve, reject) => http.once('error', reject).listen(port, HOST, resolve));
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= end(endpoint, http));
  return { url: `http://${HOST}:${portOf(http)}${PATH}`, close, [Symbol.asyncDispose]: close };
}

interface Endpoint {
  readonly era: ConformanceEra;
  readonly modern: McpHttpHandler;
  readonly sessions: LegacySessions;
  readonly stopFollowing: () => void;
}

function createEndpoint(world: ConformanceWorld, era: ConformanceEra): Endpoint {
  const modern = createMcpHandler(() => createConformanceServer('modern', world).mcp, { legacy: 'reject' });
  const stopFollowing = world.onChange((change) => announce(modern, change));
  return { era, modern, sessions: createLegacySessions(world), stopFollowing };
}

function announce({ notify }: McpHttpHandler, change: ConformanceChange): void {
  if (change.kind === 'tools') notify.toolsChanged();
  else if (change.kind === 'prompts') notify.promptsChanged();
  else notify.resourceUpdated(change.uri);
}

async function answer(endpoint: Endpoint, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const request = toWebRequest(incoming, outgoing, `http://${HOST}`);
    sendWebResponse(await route(endpoint, request), outgoing);
  } catch {
    // The client broke off in the middle of its request.
    outgoing.destroy();
  }
}

async function route({ era, modern, sessions }: Endpoint, request: Request): Promise<Response> {
  const refusal =
    hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
    originValidationResponse(request, localhostAllowedOrigins());
  if (refusal !== undefined) return refusal;
  if (new URL(request.url).pathname !== PATH) return new Response('Not found', { status: 404 });
  if (era === 'modern') return modern.fetch(request);
  if (request.method !== 'POST') return sessions.handle(request, undefined);
  const read = await readRequestBody(request);
  if (read.tooLarge) return new Response('Too large', { status: 413 });
  const body = parseJson(read.text);
  if (body === undefined)
    return Response.json(
      { jsonrpc: '2.0', id: null, error: { code: -32_700, message: 'The body is not JSON' } },
      { status: 400 },
    );
  const isLegacy = era === 'legacy' || (await isLegacyRequest(request, body));
  return isLegacy ? sessions.handle(request, body) : modern.fetch(request, { parsedBody: body });
}

async function end({ modern, sessions, stopFollowing }: Endpoint, http: Server): Promise<void> {
  stopFollowing();
  const closed = new Promise((resolve) => http.close(resolve));
  await Promise.all([modern.close(), sessions.close()]);
  http.closeAllConnections();
  await closed;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function portOf(http: Server): number {
  const address = http.address();
  if (address === null || typeof address === 'string') throw new TypeError('An HTTP server listens on an IP address.');
  return address.port;
}
