import { isIP, type LookupFunction, connect as netConnect, type Socket } from 'node:net';
import {
  MCPConfigurationError,
  MCPConnectionError,
  MCPError,
  type Outbound,
  type OutboundRequest,
  type OutboundResponse,
} from '@seawall/core/base';
import type * as Undici from 'undici';
import { createCheckedLookup, isLinkLocal } from './address-check.ts';
import { readProxySettings } from './proxy-settings.ts';

/** What the way out for notices is like. */
export interface OutboundOptions {
  /** Where the proxies are named. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How long a connection may take to be made, in milliseconds.
   * @default 10000 */
  readonly connectTimeoutMs?: number;
  /** The name lookup underneath the check.
   * @default the one of the system */
  readonly lookup?: LookupFunction;
}

/** What {@link createOutbound} uses where an option is absent, and its limits. */
export const OUTBOUND_DEFAULTS = { connectTimeoutMs: 10_000, maxBodyBytes: 65_536, keepAliveMs: 4000 } as const;

/** Opens the way out for notices. Connects to nothing yet. */
export function createOutbound(options: OutboundOptions): Outbound {
  return new CheckedOutbound(options);
}

class CheckedOutbound implements Outbound {
  readonly #options: OutboundOptions;
  readonly #lookup: LookupFunction;
  // One for each proxy setting that URLs meet: with and without.
  readonly #dispatchers = new Map<string, Promise<Undici.Dispatcher>>();
  // Bounded by the mails that are under way.
  readonly #sockets = new Set<Socket>();
  #isClosed = false;

  constructor(options: OutboundOptions) {
    this.#options = options;
    this.#lookup = createCheckedLookup({
      serverName: '',
      security: 'permissive',
      refuse: refused,
      ...(options.lookup ? { lookup: options.lookup } : {}),
    });
  }

  async request({ url, method, headers, body, signal }: OutboundRequest): Promise<OutboundResponse> {
    const target = new URL(url);
    this.#assertOpen();
    assertAllowed(target.hostname);
    try {
      const undici = await import('undici');
      const dispatcher = await this.#dispatcherFor(target, undici);
      const response = await undici.fetch(target, { dispatcher, redirect: 'manual', method, headers, body, signal });
      return {
        status: response.status,
        headers: Object.fromEntries([...response.headers].map(([name, value]) => [name.toLowerCase(), value])),
        body: await readStart(response),
      };
    } catch (error) {
      throw toOwnError(target.host, error);
    }
  }

  async connect({ host, port, signal }: Parameters<Outbound['connect']>[0]): Promise<Socket> {
    this.#assertOpen();
    assertAllowed(host);
    return await new Promise((resolve, reject) => {
      const socket = netConnect({ host, port, lookup: this.#lookup, signal });
      this.#sockets.add(socket);
      // No clock: it is the socket's own limit of the operating system's work, as undici's are, and ends with the socket.
      socket.setTimeout(this.#options.connectTimeoutMs ?? OUTBOUND_DEFAULTS.connectTimeoutMs, () => socket.destroy());
      const onClose = (): void => reject(toOwnError(`${host}:${port}`, undefined));
      const onError = (error: Error): void => reject(toOwnError(`${host}:${port}`, error));
      socket.once('error', onError);
      socket.once('close', () => this.#sockets.delete(socket));
      socket.once('close', onClose);
      socket.once('connect', () => {
        socket.setTimeout(0);
        socket.off('error', onError);
        socket.off('close', onClose);
        // Until somebody else listens an error ends the connection, nothing more.
        socket.on('error', () => socket.destroy());
        resolve(socket);
      });
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const socket of this.#sockets) socket.destroy();
    const dispatchers = [...this.#dispatchers.values()];
    this.#dispatchers.clear();
    await Promise.all(dispatchers.map(async (dispatcher) => (await dispatcher).destroy()));
  }

  #assertOpen(): void {
    if (!this.#isClosed) return;
    throw new MCPConnectionError({
      code: 'CONNECTION_CLOSED',
      message: 'The way out is closed.',
      hint: 'Nothing is sent any more because the process ends.',
    });
  }

  async #dispatcherFor(url: URL, undici: typeof Undici): Promise<Undici.Dispatcher> {
    const proxies = readProxySettings(url, this.#options.environment);
    const key = JSON.stringify(proxies ?? null);
    const existing = this.#dispatchers.get(key);
    if (existing !== undefined) return await existing;
    const timeout = this.#options.connectTimeoutMs ?? OUTBOUND_DEFAULTS.connectTimeoutMs;
    const pool = {
      keepAliveTimeout: OUTBOUND_DEFAULTS.keepAliveMs,
      connect: { lookup: this.#lookup, timeout },
    };
    const created =
      proxies === undefined
        ? new undici.Agent(pool)
        : // The proxy resolves names, and may itself stand in a private network.
          new undici.EnvHttpProxyAgent({ ...pool, ...proxies, proxyTls: { timeout } });
    this.#dispatchers.set(key, Promise.resolve(created));
    return created;
  }
}

/** A literal address needs no lookup, so it is checked by itself. */
function assertAllowed(hostname: string): void {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0 && isLinkLocal(address)) throw refused(hostname, [address]);
}

function refused(hostname: string, addresses: readonly string[]): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'ADDRESS_REFUSED',
    configSection: 'seawall.alerts.sinks',
    message: `"${hostname}" points to ${addresses.join(', ')}, an address that no notice is sent to.`,
    hint: 'Link-local addresses hold the credentials of cloud machines. Give the sink another address.',
    context: { hostname, addresses },
  });
}

/** The start of a body; the rest is not read. */
async function readStart(response: Undici.Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body) {
    if (!(chunk instanceof Uint8Array)) break;
    bytes += chunk.length;
    text += decoder.decode(chunk, { stream: true });
    // Leaving the loop cancels the body.
    if (bytes >= OUTBOUND_DEFAULTS.maxBodyBytes) break;
  }
  return text;
}

const CODES: Readonly<
  Record<string, 'CONNECTION_REFUSED' | 'HOST_NOT_FOUND' | 'HOST_UNREACHABLE' | 'CONNECTION_RESET'>
> = {
  ECONNREFUSED: 'CONNECTION_REFUSED',
  UND_ERR_CONNECT_TIMEOUT: 'HOST_UNREACHABLE',
  EHOSTUNREACH: 'HOST_UNREACHABLE',
  ENETUNREACH: 'HOST_UNREACHABLE',
  ENOTFOUND: 'HOST_NOT_FOUND',
  EAI_AGAIN: 'HOST_NOT_FOUND',
  ECONNRESET: 'CONNECTION_RESET',
  UND_ERR_SOCKET: 'CONNECTION_RESET',
};

/** Our own errors come out of the depth of a cause chain as they are; all others as failures of the connection. */
function toOwnError(host: string, error: unknown): MCPError {
  let code: string | undefined;
  let current: unknown = error;
  for (let depth = 0; depth < MAX_CAUSES && typeof current === 'object' && current !== null; depth += 1) {
    if (MCPError.isInstance(current)) return current;
    const own: unknown = Reflect.get(current, 'code');
    if (typeof own === 'string' && Object.hasOwn(CODES, own)) code ??= own;
    current = Reflect.get(current, 'cause') ?? firstOf(Reflect.get(current, 'errors'));
  }
  return new MCPConnectionError({
    code: code === undefined ? 'CONNECTION_FAILED' : (CODES[code] ?? 'CONNECTION_FAILED'),
    host,
    message: `"${host}" could not be reached${code === undefined ? '' : ` (${code})`}.`,
    hint: 'Check that the address is right and reachable from here.',
    ...(error === undefined ? {} : { cause: error }),
  });
}

const MAX_CAUSES = 8;

/** An error about several addresses of one name has one for each. */
function firstOf(errors: unknown): unknown {
  return Array.isArray(errors) ? errors[0] : undefined;
}
