import type { LookupFunction } from 'node:net';
import { MCPConfigurationError, MCPProtocolError } from '@seawall/core/base';
import type * as Undici from 'undici';
import type { SecurityLevel, TlsOptions } from '../config/configuration.ts';
import { createCheckedLookup } from './address-check.ts';
import { limitBody } from './body-limit.ts';
import { readProxySettings } from './proxy-settings.ts';
import { readTlsMaterial } from './tls-files.ts';

/**
 * The one way out of this process over HTTP: pooled connections, proxies, certificates, checked addresses, limited bodies.
 *
 * Its `fetch` takes what the SDK's transports pass: a text as body and an `AbortSignal`.
 */
export interface Egress {
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  /** Breaks all connections. May be called twice. */
  close(): Promise<void>;
}

/** What the way out to one server is like. */
export interface EgressOptions {
  readonly serverName: string;
  readonly url: URL;
  readonly security: SecurityLevel;
  readonly tls: TlsOptions;
  /** How long a connection may take to be made, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** The longest body, or event of an event stream, in bytes. */
  readonly maxMessageBytes: number;
  /** Where the proxies are named. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Told of a body that was broken off, with the body of the request that it answers. Must not throw. */
  readonly onBodyRefused?: (requestBody: unknown, error: Error) => void;
  /** The name lookup underneath the check.
   * @default the one of the system */
  readonly lookup?: LookupFunction;
}

/** Limits and habits of one pool. */
export const EGRESS_DEFAULTS = {
  /** Connections to one server at the same time. */
  maxConnections: 256,
  /** How long an idle connection is kept: shorter than most servers keep it, so that none breaks under a request. */
  keepAliveMs: 4000,
} as const;

/**
 * Opens a way out to one server. Connects to nothing yet.
 *
 * @throws {@link MCPConfigurationError} with `TLS_FAILED` when a certificate file can't be used.
 */
export async function createEgress(options: EgressOptions): Promise<Egress> {
  const undici = await import('undici');
  const dispatcher = await createDispatcher(options, undici);
  let isClosed = false;
  return {
    fetch: async (url, init = {}) => {
      const response = await undici.fetch(url, {
        dispatcher,
        redirect: 'manual',
        method: init.method ?? 'GET',
        headers: [...new Headers(init.headers)],
        body: toText(init.body),
        signal: init.signal ?? null,
      });
      assertNoForeignRedirect(new URL(url), response, options);
      return toLimitedResponse(response, init, options);
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await dispatcher.destroy();
    },
  };
}

async function createDispatcher(options: EgressOptions, undici: typeof Undici): Promise<Undici.Dispatcher> {
  const { serverName, url, security, environment } = options;
  const material = await readTlsMaterial(serverName, options.tls, environment);
  const lookup = createCheckedLookup({ serverName, security, ...(options.lookup ? { lookup: options.lookup } : {}) });
  const pool = {
    connections: EGRESS_DEFAULTS.maxConnections,
    keepAliveTimeout: EGRESS_DEFAULTS.keepAliveMs,
    // Event streams are silent for hours, and every request has its own deadline.
    bodyTimeout: 0,
    headersTimeout: 0,
    connect: { ...material, lookup, timeout: options.connectTimeoutMs },
  };
  const proxies = readProxySettings(url, environment);
  if (!proxies) return new undici.Agent(pool);
  // The proxy resolves the server's name, and may itself stand in a private network.
  return new undici.EnvHttpProxyAgent({
    ...pool,
    ...proxies,
    requestTls: { ...material },
    proxyTls: { timeout: options.connectTimeoutMs },
  });
}

function toText(body: RequestInit['body']): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('The egress sends texts only.');
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

interface BareResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Iterable<[string, string]> & { get(name: string): string | null };
  readonly body: unknown;
}

/** Redirects within an origin are followed by the SDK; another origin would get the headers of this one. */
function assertNoForeignRedirect(url: URL, response: BareResponse, { serverName }: EgressOptions): void {
  const location = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
  if (location === null || !URL.canParse(location, url.href)) return;
  const target = new URL(location, url);
  const isUpgrade =
    url.protocol === 'http:' &&
    target.protocol === 'https:' &&
    url.hostname === target.hostname &&
    url.port === '' &&
    target.port === '';
  if (target.origin === url.origin || isUpgrade) return;
  throw new MCPConfigurationError({
    code: 'REDIRECT_REFUSED',
    configSection: `mcpServers.${serverName}.url`,
    message: `Server "${serverName}" at ${url.origin} redirects to another origin, ${target.origin}, which is not followed.`,
    hint: `Write the new address into mcpServers.${serverName}.url if you trust it.`,
    context: { serverName, from: url.origin, to: target.origin, httpStatus: response.status },
  });
}

function toLimitedResponse(response: Undici.Response, init: RequestInit, options: EgressOptions): Response {
  const { status, statusText, body } = response;
  const headers = new Headers([...response.headers]);
  if (!body) return new Response(null, { status, statusText, headers });
  const isEventStream = /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
  const onTooLarge = (bytes: number): Error => {
    const error = tooLarge(bytes, options);
    options.onBodyRefused?.(init.body, error);
    return error;
  };
  return new Response(limitBody(body, { maxBytes: options.maxMessageBytes, isEventStream, onTooLarge }), {
    status,
    statusText,
    headers,
  });
}

function tooLarge(bytes: number, { serverName, maxMessageBytes }: EgressOptions): MCPProtocolError {
  return new MCPProtocolError({
    code: 'MESSAGE_TOO_LARGE',
    serverName,
    message: `Server "${serverName}" sent a message of more than ${maxMessageBytes} bytes, which is the limit.`,
    hint: `Ask for less at a time, or raise mcpServers.${serverName}.seawall.maxMessageBytes.`,
    context: { bytes, limitBytes: maxMessageBytes },
  });
}
