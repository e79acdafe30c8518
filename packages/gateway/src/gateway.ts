import { describeServer, type Seawall } from '@seawall/client';
import {
  type Clock,
  type CreateId,
  createSystemId,
  type Logger,
  MCPRejectedError,
  silentLogger,
  systemClock,
} from '@seawall/core/base';
import type { AdminOptions } from './admin/admin-mount.ts';
import { createInFlightCalls } from './calls/in-flight-calls.ts';
import { createFirstList } from './first-list.ts';
import type { GatewayState } from './front/http/health-routes.ts';
import type { HttpAddress, HttpFront } from './front/http/http-front.ts';
import type { StdioFront, StdioOptions } from './front/stdio/stdio-front.ts';
import { createRouter } from './routing/router.ts';
import type { GatewayContext } from './session/gateway-context.ts';
import { describeGateway } from './session/instructions.ts';
import { createKnownTasks } from './session/known-tasks.ts';
import { createListChanges } from './session/list-changes.ts';
import { createPendingCalls } from './session/pending-calls.ts';

/**
 * One MCP server in front of many.
 *
 * Connecting the servers is the business of the {@link Seawall} that it stands on: start that after the front is open.
 */
export interface Gateway extends AsyncDisposable {
  /**
   * Opens the HTTP front at the address of the configuration. Called again, it gives the same address.
   *
   * @throws {@link MCPConfigurationError} with `LISTEN_TOKEN_REQUIRED`, `PORT_IN_USE` or `LISTEN_FAILED`.
   */
  listen(): Promise<HttpAddress>;
  /** Serves one host over a pair of streams, by default those of this process. */
  serveStdio(options?: StdioOptions): Promise<StdioFront>;
  /** How far the gateway is; `ready` once lists can be answered. */
  readonly state: GatewayState;
  /** Calls that run now. */
  readonly runningCalls: number;
  /** Resolves when lists can be answered, or when the gateway is closed before. */
  whenReady(): Promise<void>;
  /**
   * Takes no new calls and waits for those that run: at most `drainMs` of the configuration, or until `signal` aborts. Then
   * they are answered with an error and cancelled. Calls that wait for their host are cancelled at once. The fronts stay open until {@link Gateway.close}.
   */
  drain(options?: DrainOptions): Promise<void>;
  /** Ends all sessions and fronts at once; the {@link Seawall} behind it is not touched. May be called twice. */
  close(): Promise<void>;
}

/** How {@link Gateway.drain} waits. */
export interface DrainOptions {
  /** Ends the wait early. */
  readonly signal?: AbortSignal;
}

/** What a gateway needs. */
export interface GatewayOptions {
  readonly seawall: Seawall;
  /** The version that hosts are told. */
  readonly version: string;
  /** @default systemClock */
  readonly clock?: Clock;
  /** @default silentLogger */
  readonly logger?: Logger;
  /** Makes the ids of sessions: they must not be guessable.
   * @default createSystemId */
  readonly createId?: CreateId;
  /** The admin API under `/api` and the metrics at `/metrics` of the HTTP front.
   * @default none */
  readonly admin?: AdminOptions;
}

/** Builds a gateway. Nothing is opened, and no part of a front is loaded, before it is asked for. */
export function createGateway(options: GatewayOptions): Gateway {
  return new LazyGateway(createContext(options), options.admin);
}

function createContext({
  seawall,
  version,
  clock = systemClock,
  logger = silentLogger,
  createId = createSystemId,
}: GatewayOptions): SharedContext {
  const router = createRouter({ seawall, clock, logger });
  const firstList = createFirstList({ seawall, clock });
  let instructions: string | undefined;
  const unsubscribe = seawall.subscribe((event) => {
    if (event.kind === 'connectionChanged' || event.kind === 'configReloaded') instructions = undefined;
  });
  const listChanges = createListChanges({ seawall, clock, isListKnown: () => firstList.isOpen });
  const pendingCalls = createPendingCalls({ clock, createId });
  return {
    seawall,
    version,
    clock,
    logger,
    createId,
    router,
    firstList,
    listChanges,
    calls: createInFlightCalls(clock),
    pendingCalls,
    tasks: createKnownTasks(),
    reportServers: () =>
      seawall
        .servers()
        .map((server) =>
          describeServer(server, seawall.catalog(server.name), clock.now(), seawall.policies(server.name)),
        ),
    instructions: () => {
      instructions ??= describeGateway(seawall);
      return instructions;
    },
    close: () => {
      unsubscribe();
      firstList.close();
      pendingCalls.end();
      listChanges.close();
      router.close();
    },
  };
}

interface SharedContext extends GatewayContext {
  close(): void;
}

class LazyGateway implements Gateway {
  readonly #context: SharedContext;
  readonly #admin: AdminOptions | undefined;
  // Bounded by the calls of serveStdio, of which a process makes one; a front that ends removes itself.
  readonly #stdioFronts = new Set<StdioFront>();
  #http: Promise<HttpFront> | undefined;
  #closing: Promise<void> | undefined;

  constructor(context: SharedContext, admin: AdminOptions | undefined) {
    this.#context = context;
    this.#admin = admin;
  }

  get state(): GatewayState {
    const { calls, firstList } = this.#context;
    if (this.#closing !== undefined || calls.isDraining) return 'draining';
    return firstList.isOpen ? 'ready' : 'starting';
  }

  get runningCalls(): number {
    return this.#context.calls.count;
  }

  whenReady(): Promise<void> {
    return this.#context.firstList.whenOpen();
  }

  async listen(): Promise<HttpAddress> {
    this.#assertOpen();
    this.#http ??= this.#openHttp();
    return (await this.#http).address;
  }

  async serveStdio(options: StdioOptions = {}): Promise<StdioFront> {
    this.#assertOpen();
    this.#context.firstList.start();
    const { openStdioFront } = await import('./front/stdio/stdio-front.ts');
    this.#assertOpen();
    const front = openStdioFront(this.#context, options);
    this.#stdioFronts.add(front);
    // Never rejects.
    void front.closed.then(() => this.#stdioFronts.delete(front));
    return front;
  }

  drain(options: DrainOptions = {}): Promise<void> {
    // Their hosts could not come back any more: new calls are refused.
    this.#context.pendingCalls.end();
    return this.#context.calls.drain({ graceMs: this.#context.seawall.settings.drainMs, ...options });
  }

  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #openHttp(): Promise<HttpFront> {
    this.#context.firstList.start();
    try {
      const { openHttpFront } = await import('./front/http/http-front.ts');
      return await openHttpFront(this.#context, this.#admin === undefined ? {} : { admin: this.#admin });
    } catch (error) {
      // What stood in the way may be gone at the next try.
      this.#http = undefined;
      throw error;
    }
  }

  async #end(): Promise<void> {
    this.#context.close();
    // A front that failed to open has told its caller already, and leaves nothing to close.
    const http = await this.#http?.catch(() => undefined);
    await Promise.all([http?.close(), ...[...this.#stdioFronts].map((front) => front.close())]);
  }

  #assertOpen(): void {
    if (this.#closing === undefined) return;
    throw new MCPRejectedError({ code: 'SHUTTING_DOWN', message: 'The gateway is closed.', hint: 'Build a new one.' });
  }
}
