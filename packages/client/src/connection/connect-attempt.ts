import { Client, type ClientOptions, type DiscoverResult, type Implementation } from '@modelcontextprotocol/client';
import { type Clock, type Logger, MCPCancelledError, MCPTimeoutError, type Timer } from '@seawall/core/base';
import type { HostCapabilities } from '../hosts/host.ts';
import { createServerAnswers } from './answer-server.ts';
import { ConnectionFailure, type ConnectionListener } from './connection.ts';
import { withoutSubscriptionId } from './era-fields.ts';
import { translateFailure } from './failure.ts';
import { type FailureContext, NO_FACTS, present } from './failure-context.ts';
import type { Link } from './link.ts';
import { sourceOf } from './message-origin.ts';
import { describeRequest } from './request-subject.ts';

/** How to find out what a server speaks: ask, take the older handshake, or go by an answer that came late. */
export type HandshakePlan =
  | { readonly kind: 'ask'; readonly probeTimeoutMs?: number }
  | { readonly kind: 'legacy' }
  | { readonly kind: 'modern'; readonly discovery: DiscoverResult };

/** What a {@link ConnectAttempt} needs. */
export interface ConnectAttemptOptions {
  readonly serverName: string;
  readonly clientInfo: Implementation;
  readonly listener: ConnectionListener;
  /** What a server of the older era is told that it may ask for. */
  readonly capabilities: HostCapabilities;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether this server was reached before. */
  readonly wasConnected: boolean;
  /** Told of each link that the attempt tries. Must not throw. */
  readonly onLink?: (link: Link) => void;
}

/** One attempt to connect, with one limit in time over everything that it tries. */
export class ConnectAttempt {
  readonly #options: ConnectAttemptOptions;
  readonly #startedMs: number;
  readonly #timer: Timer;
  readonly #whenOver: Promise<void>;
  #resolveOver: (() => void) | undefined;
  #over: 'timeout' | 'aborted' | undefined;
  #link: Link | undefined;

  constructor(options: ConnectAttemptOptions) {
    this.#options = options;
    this.#whenOver = new Promise((resolve) => {
      this.#resolveOver = resolve;
    });
    this.#startedMs = options.clock.monotonicMs();
    this.#timer = options.clock.setTimer(() => this.#end('timeout'), options.timeoutMs);
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (options.signal.aborted) this.#onAbort();
  }

  /** Whether the time is over or the caller gave up: nothing more is to be tried. */
  get isOver(): boolean {
    return this.#over !== undefined;
  }

  get remainingMs(): number {
    return Math.max(0, this.#options.timeoutMs - (this.#options.clock.monotonicMs() - this.#startedMs));
  }

  /** Forgets the timer and the caller's signal. */
  end(): void {
    this.#timer.cancel();
    this.#options.signal.removeEventListener('abort', this.#onAbort);
  }

  /** Shakes hands over a link and gives back the connected client. */
  async shakeHands(link: Link, plan: HandshakePlan): Promise<Client> {
    if (link !== this.#link) this.#options.onLink?.(link);
    this.#link = link;
    if (this.#over) throw new Error('The attempt is over.');
    const { clientInfo, listener, logger, serverName, capabilities } = this.#options;
    const client = new Client(clientInfo, {
      capabilities: toSdkCapabilities(capabilities),
      versionNegotiation: {
        mode: plan.kind === 'ask' ? 'auto' : 'legacy',
        probe: present({ timeoutMs: plan.kind === 'ask' ? plan.probeTimeoutMs : undefined }),
      },
    });
    client.onerror = (error) =>
      logger.log('debug', `The connection to server "${serverName}" reported a problem.`, { error });
    client.fallbackRequestHandler = createServerAnswers(this.#options);
    client.fallbackNotificationHandler = async (notification) => {
      const { method, params } = notification;
      // One that belongs to no stream of ours any more.
      if (method === 'notifications/subscriptions/acknowledged') return;
      listener.onNotification(
        { method, ...present({ params: withoutSubscriptionId(params) }) },
        sourceOf(notification),
      );
    };
    const connecting = client.connect(link.transport, {
      // Our own timer is the one that counts.
      timeout: this.remainingMs + 1000,
      ...(plan.kind === 'modern' ? { prior: { kind: 'modern', discover: plan.discovery } } : {}),
    });
    // Some transports of the SDK never settle when they are closed while they start.
    await Promise.race([connecting, this.#whenOver]);
    if (this.#over) throw new Error('The attempt is over.');
    return client;
  }

  /** What an error of this attempt means. */
  translate(error: unknown): ConnectionFailure {
    if (this.#over === 'timeout') return this.#timedOut(error);
    if (this.#over === 'aborted') return this.#cancelled(error);
    return translateFailure(error, this.#context());
  }

  #context(): FailureContext {
    const { serverName, timeoutMs, wasConnected } = this.#options;
    return {
      serverName,
      timeoutMs,
      wasConnected,
      transport: this.#link?.kind ?? 'stdio',
      phase: 'connect',
      subject: describeRequest({ method: 'initialize' }),
      facts: this.#link?.facts ?? NO_FACTS,
      ...present({ address: this.#link?.address }),
    };
  }

  readonly #onAbort = (): void => this.#end('aborted');

  #end(why: 'timeout' | 'aborted'): void {
    this.#over ??= why;
    // Lets go of the SDK's side, which rejects its handshake. Does not reject: it is our own transport.
    void this.#link?.transport.close();
    this.#resolveOver?.();
  }

  #timedOut(cause: unknown): ConnectionFailure {
    const { serverName, timeoutMs } = this.#options;
    const isProcess = this.#link?.kind === 'stdio';
    const error = new MCPTimeoutError({
      code: 'HANDSHAKE_TIMEOUT',
      serverName,
      operation: 'connect',
      timeoutMs,
      elapsedMs: Math.round(timeoutMs - this.remainingMs),
      message:
        `Server "${serverName}" did not finish the handshake within ${timeoutMs} ms. ${this.#link?.describeSilence() ?? ''}`.trim(),
      hint: `Raise mcpServers.${serverName}.seawall.connectTimeoutMs if it is slow to start${isProcess ? '; npx and uvx download a server at its first start' : ''}.`,
      context: present({ stderrTail: this.#link?.facts.stderrTail || undefined }),
      cause,
    });
    return new ConnectionFailure({ error, delivery: 'not-sent', effect: 'broken' });
  }

  #cancelled(cause: unknown): ConnectionFailure {
    const { serverName } = this.#options;
    const error = new MCPCancelledError({
      serverName,
      operation: 'connect',
      message: `The attempt to connect to server "${serverName}" was given up.`,
      cause,
    });
    return new ConnectionFailure({ error, delivery: 'not-sent', effect: 'none' });
  }
}

function toSdkCapabilities(capabilities: HostCapabilities): NonNullable<ClientOptions['capabilities']> {
  // The SDK sends them as they are; its type only knows those of today.
  return capabilities as NonNullable<ClientOptions['capabilities']>;
}
