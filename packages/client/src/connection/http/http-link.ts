import { SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { Clock } from '@seawall/core/base';
import type { HttpLaunch, ServerOptions } from '../../config/configuration.ts';
import { createEgress } from '../../egress/egress.ts';
import type { TransportFacts } from '../failure-context.ts';
import type { Link } from '../link.ts';
import { createFailedResponses, type FailedResponses } from './failed-responses.ts';
import { createStreamOrigins, type StreamOrigins } from './stream-origins.ts';
import { WatchedTransport } from './watched-transport.ts';

/** What is reached, and how. */
export interface HttpLinkOptions {
  readonly serverName: string;
  readonly kind: 'http' | 'sse';
  readonly launch: HttpLaunch;
  readonly options: Pick<ServerOptions, 'connectTimeoutMs' | 'maxMessageBytes' | 'security' | 'tls'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/**
 * How the SDK resumes event streams: quickly, as a caller waits, and not often, as a lost answer has to be said. The
 * stream of notifications is opened again by us beyond that.
 */
const RECONNECTION = {
  initialReconnectionDelay: 250,
  maxReconnectionDelay: 5000,
  reconnectionDelayGrowFactor: 2,
  maxRetries: 2,
} as const;

/** A server may ask for a delay before its stream is resumed; no longer than this. */
const MAX_RETRY_DELAY_MS = 30_000;
/** The connection itself gets this part of the time to connect, so that its failure is not taken for a slow handshake. */
const CONNECT_SHARE = 0.75;

/**
 * Prepares the way to a server over HTTP. Connects to nothing yet.
 *
 * @throws {@link MCPConfigurationError} when a certificate file can't be used.
 */
export async function openHttpLink(options: HttpLinkOptions): Promise<Link> {
  const { serverName, kind, clock } = options;
  const { url, headers } = separateCredentials(new URL(options.launch.url), options.launch.headers);
  let responses: FailedResponses | undefined;
  const egress = await createEgress({
    serverName,
    url,
    security: options.options.security,
    tls: options.options.tls,
    connectTimeoutMs: Math.ceil(options.options.connectTimeoutMs * CONNECT_SHARE),
    maxMessageBytes: options.options.maxMessageBytes,
    environment: options.environment,
    onBodyRefused: (body, error) => responses?.noteRefusedBody(body, error),
  });
  const record = createFailedResponses(egress.fetch, clock);
  responses = record;
  const origins = createStreamOrigins(record.fetch);
  const inner = createTransport(kind, url, headers, origins, clock);
  const transport = new WatchedTransport({ serverName, kind, inner, responses: record, origins, clock });
  return {
    kind,
    transport,
    pid: undefined,
    address: { host: url.hostname, port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80) },
    facts: createFacts(transport, record, headers),
    describeSilence: () => describeSilence(record),
    ...(kind === 'http' ? { sendFor: (origin, send) => transport.sendFor(origin, send) } : {}),
    end: async () => {
      await transport.end({ tellsServer: true });
      await egress.close();
    },
  };
}

function createTransport(
  kind: 'http' | 'sse',
  url: URL,
  headers: Readonly<Record<string, string>>,
  { fetch }: StreamOrigins,
  clock: Clock,
): SSEClientTransport | StreamableHTTPClientTransport {
  const common = { fetch, requestInit: { headers: { ...headers } }, redirectPolicy: 'same-origin' } as const;
  if (kind === 'sse') return new SSEClientTransport(url, common);
  return new StreamableHTTPClientTransport(url, {
    ...common,
    reconnectionOptions: RECONNECTION,
    reconnectionScheduler: (reconnect, delayMs) => {
      const timer = clock.setTimer(reconnect, Math.min(delayMs, MAX_RETRY_DELAY_MS), { background: true });
      return () => timer.cancel();
    },
  });
}

function createFacts(
  transport: WatchedTransport,
  responses: FailedResponses,
  headers: Readonly<Record<string, string>>,
): TransportFacts {
  return {
    exit: undefined,
    stderrTail: '',
    get hasSession() {
      return transport.sessionId !== undefined;
    },
    hasCredentials: Object.keys(headers).some((name) => CREDENTIAL_HEADER.test(name)),
    responseOf: (error) => responses.responseOf(error),
    get lastResponse() {
      return responses.last;
    },
    get lastError() {
      return responses.lastError;
    },
  };
}

const CREDENTIAL_HEADER = /^(?:authorization|cookie|(?:x-)?api-?key|.*-(?:token|key|secret))$/i;

function describeSilence({ seen }: FailedResponses): string {
  if (seen.answers === 0) return 'It answered nothing at all.';
  return `It answered ${seen.answers} ${seen.answers === 1 ? 'request' : 'requests'}, the last with HTTP ${seen.lastStatus}, but did not finish.`;
}

/** `fetch` takes no URL with a name and a password in it: they become a header, as browsers do it. */
function separateCredentials(
  url: URL,
  headers: Readonly<Record<string, string>>,
): { readonly url: URL; readonly headers: Readonly<Record<string, string>> } {
  const { username, password } = url;
  if (username === '' && password === '') return { url, headers };
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  const hasOwn = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  const pair = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  return { url: bare, headers: hasOwn ? headers : { ...headers, Authorization: `Basic ${pair}` } };
}
