import type { Client, Implementation } from '@modelcontextprotocol/client';
import { type Clock, type Logger, silentLogger, systemClock } from '@seawall/core/base';
import type { HttpLaunch, Launch, ServerOptions, StdioLaunch } from '../config/configuration.ts';
import { ConnectAttempt } from './connect-attempt.ts';
import type { Connection, ConnectionFailure, ConnectionListener, Connector, OpenOptions } from './connection.ts';
import { createMemoryEraCache, type EraCache, type EraVerdict } from './era-cache.ts';
import type { Link } from './link.ts';
import { SdkConnection } from './sdk-connection.ts';
import { connectStdio } from './stdio/connect-stdio.ts';
import { openStdioLink } from './stdio/stdio-link.ts';

/** What a connector of one server needs. */
export interface SdkConnectorOptions {
  readonly serverName: string;
  readonly launch: Launch;
  readonly options: Pick<ServerOptions, 'connectTimeoutMs' | 'maxMessageBytes' | 'inheritEnv' | 'security' | 'tls'>;
  /** Of the server's entry: what was found out about the server is remembered under it. */
  readonly fingerprint: string;
  /** @default one of its own, in memory */
  readonly eraCache?: EraCache;
  /** @default the clock of this process */
  readonly clock?: Clock;
  /** @default drops everything */
  readonly logger?: Logger;
  /** Who we say we are.
   * @default { name: "seawall", version: "0.1.0" } */
  readonly clientInfo?: Implementation;
  /** Of which children inherit a part, and which names the proxies.
   * @default the environment of this process */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Told of each way to the server that is opened, before the handshake over it. Must not throw. */
  readonly onLink?: (link: Link) => void;
}

/** Who we say we are, unless told otherwise. */
const DEFAULT_CLIENT_INFO: Implementation = { name: 'seawall', version: '0.1.0' };

/**
 * Builds the connector of one server on the MCP SDK.
 *
 * It starts and reaches nothing before {@link Connector.connect}; each connection has a client of its own.
 */
export function createSdkConnector(options: SdkConnectorOptions): Connector {
  return new SdkConnector(options);
}

interface Opened {
  readonly client: Client;
  readonly link: Link;
  readonly verdict: EraVerdict;
}

class SdkConnector implements Connector {
  readonly #options: SdkConnectorOptions;
  readonly #eraCache: EraCache;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #wasConnected = false;
  /** A process that ended twice, with and without being asked for its era, is not asked again until it lives. */
  #presumed: EraVerdict | undefined;
  #lastLink: Link | undefined;

  constructor(options: SdkConnectorOptions) {
    this.#options = options;
    this.#eraCache = options.eraCache ?? createMemoryEraCache();
    this.#clock = options.clock ?? systemClock;
    this.#logger = options.logger ?? silentLogger;
  }

  get stderrTail(): string {
    return this.#lastLink?.facts.stderrTail ?? '';
  }

  async connect(listener: ConnectionListener, { signal, capabilities }: OpenOptions): Promise<Connection> {
    const { serverName, options, launch, clientInfo = DEFAULT_CLIENT_INFO, fingerprint } = this.#options;
    const attempt = new ConnectAttempt({
      serverName,
      clientInfo,
      listener,
      capabilities,
      signal,
      timeoutMs: options.connectTimeoutMs,
      clock: this.#clock,
      logger: this.#logger,
      wasConnected: this.#wasConnected,
      ...(this.#options.onLink === undefined ? {} : { onLink: this.#options.onLink }),
    });
    let known: EraVerdict | undefined;
    try {
      known = this.#presumed ?? (await this.#eraCache.get(fingerprint));
      if (attempt.isOver) throw new Error('The attempt is over.');
      const opened =
        launch.transport === 'stdio'
          ? await this.#openStdio(launch, attempt, known)
          : await this.#openHttp(launch, attempt, known);
      this.#wasConnected = true;
      this.#presumed = undefined;
      this.#eraCache.set(fingerprint, opened.verdict);
      return new SdkConnection({ serverName, ...opened, listener, clock: this.#clock, logger: this.#logger });
    } catch (error) {
      const failure = attempt.translate(error);
      this.#learnFrom(failure, known);
      throw failure;
    } finally {
      attempt.end();
    }
  }

  #openStdio(launch: StdioLaunch, attempt: ConnectAttempt, verdict: EraVerdict | undefined): Promise<Opened> {
    const { serverName, options, environment = process.env } = this.#options;
    const open = async () => {
      const link = await openStdioLink({ serverName, launch, options, environment, clock: this.#clock });
      this.#lastLink = link;
      return link;
    };
    return connectStdio({ attempt, open, verdict });
  }

  async #openHttp(launch: HttpLaunch, attempt: ConnectAttempt, verdict: EraVerdict | undefined): Promise<Opened> {
    const { serverName, options, environment = process.env } = this.#options;
    // What HTTP needs is loaded by those who use it only.
    const { connectHttp } = await import('./http/connect-http.ts');
    return connectHttp({ serverName, launch, options, environment, attempt, verdict, clock: this.#clock });
  }

  #learnFrom({ error, effect }: ConnectionFailure, known: EraVerdict | undefined): void {
    const { fingerprint, launch } = this.#options;
    if (error.code === 'PROCESS_EXITED') {
      if (launch.transport === 'stdio') this.#presumed = known ?? { era: 'legacy' };
      return;
    }
    this.#presumed = undefined;
    // It may be another server by now; the network, credentials and commands say nothing about the era.
    const mayBeWrong =
      error.kind === 'timeout' ||
      error.kind === 'protocol' ||
      error.kind === 'server_error' ||
      error.kind === 'validation' ||
      error.code === 'METHOD_NOT_FOUND';
    if (known && mayBeWrong && effect === 'broken') this.#eraCache.delete(fingerprint);
  }
}
