import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { type Clock, MCPConfigurationError } from '@seawall/core/base';
import { type AdminOptions, createAdminMount } from '../../admin/admin-mount.ts';
import type { GatewayFacts } from '../../admin/sources.ts';
import type { GatewayContext } from '../../session/gateway-context.ts';
import { stateOf } from './health-routes.ts';
import { createHttpApp } from './http-app.ts';
import { assertListenAllowed, toBaseUrl, withoutBrackets } from './listen-address.ts';
import { createMcpEndpoint } from './mcp-endpoint.ts';
import { findPortHolder } from './port-holder.ts';

/** Where hosts reach the gateway. */
export interface HttpAddress {
  /** The MCP endpoint, as `http://127.0.0.1:4141/mcp`. */
  readonly url: string;
  /** The same without a path. */
  readonly baseUrl: string;
  readonly port: number;
}

/** The HTTP side of a gateway. */
export interface HttpFront {
  readonly address: HttpAddress;
  close(): Promise<void>;
}

/** What an HTTP front can be given. */
export interface HttpFrontOptions {
  /** The admin API; without it there is none. */
  readonly admin?: AdminOptions;
}

/** A request whose headers do not come within this time is given up, in milliseconds. Answers may take any time. */
export const HEADERS_TIMEOUT_MS = 10_000;
/** A request that does not come within this time as a whole is given up, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 60_000;
/** How long an idle connection is kept for the next request, in milliseconds. */
export const KEEP_ALIVE_MS = 65_000;
const CHECK_INTERVAL_MS = 5000;
const TCP_KEEP_ALIVE_MS = 30_000;
const MAX_CONNECTIONS = 4096;
/** How long answers that are under way get when the front closes, in milliseconds. */
const CLOSE_GRACE_MS = 1000;

/**
 * Opens the HTTP front.
 *
 * @throws {@link MCPConfigurationError} with `LISTEN_TOKEN_REQUIRED`, `PORT_IN_USE` or `LISTEN_FAILED`.
 */
export async function openHttpFront(context: GatewayContext, options: HttpFrontOptions = {}): Promise<HttpFront> {
  const { settings } = context.seawall;
  assertListenAllowed(settings);
  const endpoint = createMcpEndpoint(context);
  const startedAtMs = context.clock.now();
  let address: HttpAddress = { url: '', baseUrl: '', port: settings.listen.port };
  const gateway = (): GatewayFacts => {
    const { url, baseUrl } = address;
    return { state: stateOf(context), runningCalls: context.calls.count, startedAtMs, baseUrl, mcpUrl: url };
  };
  const admin = options.admin === undefined ? undefined : createAdminMount({ ...context, gateway }, options.admin);
  const app = createHttpApp(context, endpoint, admin);
  const serverOptions = {
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CHECK_INTERVAL_MS,
    // A host that vanished without a word is noticed by the system, also while nothing is written to it.
    keepAlive: true,
    keepAliveInitialDelay: TCP_KEEP_ALIVE_MS,
  };
  const server = createServer(serverOptions, getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  server.maxConnections = MAX_CONNECTIONS;
  const exchanges = countExchanges(server);
  try {
    await bind(server, settings.listen);
  } catch (error) {
    await endpoint.close();
    throw await explainBindFailure(error, { ...settings.listen, clock: context.clock });
  }
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : settings.listen.port;
  const baseUrl = toBaseUrl(settings.listen.host, port);
  address = { url: `${baseUrl}/mcp`, baseUrl, port };
  const endSessions = async (): Promise<void> => {
    await Promise.all([endpoint.close(), admin?.close()]);
  };
  let closing: Promise<void> | undefined;
  return {
    address,
    close: () => {
      closing ??= closeServer(server, { endSessions, clock: context.clock, exchanges });
      return closing;
    },
  };
}

function bind(server: Server, listen: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: withoutBrackets(listen.host), port: listen.port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function explainBindFailure(
  error: unknown,
  where: { readonly host: string; readonly port: number; readonly clock: Clock },
): Promise<MCPConfigurationError> {
  const { host, port, clock } = where;
  const systemCode = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  const context = { host, port, systemCode };
  if (systemCode !== 'EADDRINUSE') {
    const message = `Listening on "${host}" port ${port} failed${systemCode === undefined ? '' : ` (${systemCode})`}.`;
    return new MCPConfigurationError({
      code: 'LISTEN_FAILED',
      configSection: 'seawall.listen',
      message,
      hint: 'Choose another seawall.listen.host or seawall.listen.port.',
      context,
      cause: error,
    });
  }
  const holder = await findPortHolder({ baseUrl: toBaseUrl(host, port), port, clock });
  return new MCPConfigurationError({
    code: 'PORT_IN_USE',
    configSection: 'seawall.listen.port',
    message: `Port ${port} on "${host}" is in use${holder === undefined ? '' : ` by ${holder}`}.`,
    hint: 'Stop it, or choose another seawall.listen.port.',
    context: { ...context, holder },
    cause: error,
  });
}

/** Lets answers that are under way come to their end, for a moment, and then closes what is still open. */
async function closeServer(server: Server, { endSessions, clock, exchanges }: ClosingOptions): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await endSessions();
  const timer = clock.setTimer(() => server.closeAllConnections(), CLOSE_GRACE_MS);
  exchanges.whenNone(() => server.closeAllConnections());
  await closed;
  timer.cancel();
}

interface ClosingOptions {
  readonly endSessions: () => Promise<void>;
  readonly clock: Clock;
  readonly exchanges: Exchanges;
}

/** The exchanges that are under way: connections without one only wait, and may be closed at any time. */
interface Exchanges {
  whenNone(callback: () => void): void;
}

function countExchanges(server: Server): Exchanges {
  let count = 0;
  let onNone: (() => void) | undefined;
  server.on('request', (_incoming, outgoing) => {
    count += 1;
    outgoing.once('close', () => {
      count -= 1;
      if (count === 0) onNone?.();
    });
  });
  return {
    whenNone: (callback) => {
      onNone = callback;
      if (count === 0) callback();
    },
  };
}
