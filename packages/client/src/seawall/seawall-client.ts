import {
  assertNumbers,
  type CallRequest,
  type CallTracer,
  type Clock,
  type CreateId,
  createEventBus,
  type DeadlineOptions,
  type EventBus,
  type EventListener,
  type Logger,
  MCPConnectionError,
  type MCPError,
  type Pack,
  type ParkedCalls,
  type ParkedLog,
  type PoliciesSnapshot,
  type Random,
  registerSecrets,
  type Safety,
  type SecretRegistration,
} from '@seawall/core/base';
import type { CatalogStore } from '../catalog/catalog-store.ts';
import type { ServerCatalog } from '../catalog/server-catalog.ts';
import type { Configuration, ConfiguredServer, Settings, UsableServer } from '../config/configuration.ts';
import type { Connector } from '../connection/connection.ts';
import type { Host, HostOptions } from '../hosts/host.ts';
import { createHostRegistry, type HostRegistry } from '../hosts/host-registry.ts';
import { toKnownError } from '../supervision/unforeseen-failure.ts';
import { CallDesk } from './call-desk.ts';
import { toPromptResult, toResourceResult } from './checked-result.ts';
import type {
  BatchOptions,
  BatchOutcome,
  CallOptions,
  CheckOptions,
  CircuitCommand,
  ConnectionCheck,
  ConnectOptions,
  PromptRequest,
  PromptResult,
  ResourceResult,
  Seawall,
  ServerStatus,
  ServerTool,
  ToolCall,
  ToolResult,
} from './seawall.ts';
import { serverNotFound } from './server-not-found.ts';
import { createUnusableServer, unusableFingerprint } from './unusable-server.ts';
import type { Upstream } from './upstream.ts';
import { createUpstreamServer } from './upstream-server.ts';
import { waitUntil } from './wait-until.ts';

/** Defaults of {@link Seawall.connect}. */
export const CONNECT_DEFAULTS = { maxAttempts: 3, maxTimeMs: 30_000 } as const satisfies ConnectOptions;

/** How long {@link Seawall.checkConnections} waits for each answer unless told otherwise, in milliseconds. */
export const CHECK_TIMEOUT_MS = 5000;

const DAY_MS = 86_400_000;
/** The same that a configuration takes. */
const TIMEOUT_RANGES = {
  timeoutMs: { min: 1, max: DAY_MS, isInteger: true },
  totalTimeoutMs: { min: 1, max: DAY_MS, isInteger: true },
  maxTotalTimeoutMs: { min: 1, max: DAY_MS, isInteger: true },
} as const;

/** What the client needs. */
export interface SeawallClientOptions {
  readonly configuration: Configuration;
  readonly createConnector: (entry: UsableServer) => Connector;
  readonly catalogStore: CatalogStore;
  readonly packs: readonly Pack[];
  /** Hear every event from the first on. */
  readonly observers: readonly EventListener[];
  readonly tracer: CallTracer | undefined;
  /** Waits until everything that is kept is written. Never rejects. */
  readonly flush: () => Promise<void>;
  readonly clock: Clock;
  readonly random: Random;
  readonly createId: CreateId;
  readonly logger: Logger;
  readonly singleHost: boolean;
  /** Opens where parked writes are kept. */
  readonly parkedLog: (() => Promise<ParkedLog>) | undefined;
}

/** The client: all servers of one configuration, each for itself. */
export class SeawallClient implements Seawall {
  readonly #options: SeawallClientOptions;
  readonly #events: EventBus;
  readonly #secrets: SecretRegistration;
  readonly #registry: HostRegistry;
  readonly #desk: CallDesk;
  #configuration: Configuration;
  #upstreams: ReadonlyMap<string, Upstream>;
  #isStarted = false;
  /** Set before anybody is told, who might call {@link close} again. */
  #isClosed = false;
  #closing: Promise<void> | undefined;

  constructor(options: SeawallClientOptions) {
    const { configuration, logger } = options;
    this.#options = options;
    this.#configuration = configuration;
    this.#secrets = registerSecrets(configuration.secrets);
    this.#events = createEventBus({
      onListenerError: (error, event) => logger.log('error', `A listener of "${event.kind}" failed.`, { error }),
    });
    this.#registry = this.#createRegistry();
    const { clock, createId, packs, tracer, parkedLog } = options;
    this.#desk = new CallDesk({
      clock,
      createId,
      logger,
      events: this.#events,
      packs,
      tracer,
      parkedLog,
      upstreams: () => this.#upstreams,
      stale: () => this.#configuration.settings.stale,
    });
    this.#upstreams = new Map(configuration.servers.map((entry) => [entry.name, this.#createUpstream(entry)]));
    for (const warning of configuration.warnings) logger.log('warn', warning.message, { warning });
    for (const observer of options.observers) this.#events.subscribe(observer);
  }

  get settings(): Settings {
    return this.#configuration.settings;
  }

  subscribe(listener: EventListener): () => void {
    return this.#events.subscribe(listener);
  }

  start(): void {
    this.#assertOpen();
    if (this.#isStarted) return;
    this.#isStarted = true;
    if (this.#upstreams.size === 0) this.#options.logger.log('warn', 'No MCP servers configured');
    for (const upstream of this.#upstreams.values()) upstream.start();
    // What an earlier process left waits to be sent.
    if (parksWrites(this.#configuration)) void this.#desk.openParked();
  }

  parkedCalls(): Promise<ParkedCalls | undefined> {
    return parksWrites(this.#configuration) ? this.#desk.openParked() : Promise.resolve(undefined);
  }

  get parkingTrouble(): MCPError | undefined {
    return parksWrites(this.#configuration) ? this.#desk.parkingTrouble : undefined;
  }

  async connect(options: ConnectOptions = {}): Promise<void> {
    const { maxAttempts = CONNECT_DEFAULTS.maxAttempts, maxTimeMs = CONNECT_DEFAULTS.maxTimeMs } = options;
    this.start();
    const areDone = (): boolean => [...this.#upstreams.values()].every((upstream) => isDone(upstream, maxAttempts));
    await waitUntil(() => this.#isClosed || areDone(), {
      clock: this.#options.clock,
      maxTimeMs,
      onEvent: (look) => this.#events.subscribe(look),
    });
    this.#assertOpen();
    const servers = this.servers();
    const connected = servers.filter((server) => server.status.state === 'ready').length;
    const tools = this.listTools().length;
    const message = `Connected to ${connected}/${servers.length} MCP servers with ${tools} tools available`;
    this.#options.logger.log('info', message, { connected, total: servers.length, tools });
  }

  servers(): readonly ServerStatus[] {
    return [...this.#upstreams.values()].map((upstream) => upstream.status);
  }

  catalog(server: string): ServerCatalog {
    return this.#upstream(server).catalog;
  }

  listTools(): readonly ServerTool[] {
    return [...this.#upstreams.values()].flatMap(({ name, catalog }) =>
      catalog.tools.map((definition) => ({ server: name, definition })),
    );
  }

  getTool(name: string, server?: string): ServerTool | undefined {
    return this.listTools().find(
      (tool) => tool.definition.name === name && (server === undefined || tool.server === server),
    );
  }

  async callTool(call: ToolCall, options: CallOptions = {}): Promise<ToolResult> {
    this.#assertOpen();
    return this.#desk.callTool(call, options);
  }

  async callBatch(calls: readonly ToolCall[], options: BatchOptions = {}): Promise<readonly BatchOutcome[]> {
    this.#assertOpen();
    return this.#desk.callBatch(calls, options);
  }

  async readResource(server: string, uri: string, options: CallOptions = {}): Promise<ResourceResult> {
    const result = await this.request(server, { method: 'resources/read', params: { uri } }, options);
    return toResourceResult(result, server);
  }

  async getPrompt(prompt: PromptRequest, options: CallOptions = {}): Promise<PromptResult> {
    const { server, name, arguments: given = {} } = prompt;
    const result = await this.request(server, { method: 'prompts/get', params: { name, arguments: given } }, options);
    return toPromptResult(result, server);
  }

  async request(server: string, request: CallRequest, options: CallOptions = {}): Promise<unknown> {
    this.#assertOpen();
    const outcome = await this.#desk.run(server, request, options);
    if (outcome.kind === 'error') throw outcome.error;
    return outcome.result;
  }

  addHost(options: HostOptions): Host {
    this.#assertOpen();
    return this.#registry.add(options);
  }

  async checkConnections(options: CheckOptions = {}): Promise<readonly ConnectionCheck[]> {
    this.#assertOpen();
    const { timeoutMs = CHECK_TIMEOUT_MS, servers } = options;
    const asked = servers?.map((server) => this.#upstream(server)) ?? [...this.#upstreams.values()];
    return Promise.all(asked.map((upstream) => upstream.check(timeoutMs)));
  }

  policies(server: string): PoliciesSnapshot | undefined {
    return this.#upstream(server).policies;
  }

  changeCircuit({ server, tool, action, by }: CircuitCommand): void {
    this.#assertOpen();
    this.#upstream(server).changeCircuit({ ...(tool === undefined ? {} : { tool }), action, by });
  }

  async safetyOf({ server, name }: Pick<ToolCall, 'server' | 'name'>): Promise<Safety> {
    const profile = await this.#upstream(server).profileOf({ method: 'tools/call', params: { name } });
    return profile.safety;
  }

  setTimeouts(server: string, timeouts: DeadlineOptions): void {
    this.#assertOpen();
    assertNumbers({ ...timeouts }, TIMEOUT_RANGES, 'timeouts');
    this.#upstream(server).setTimeouts(timeouts);
  }

  async reconnect(server: string): Promise<void> {
    this.#assertOpen();
    await this.#upstream(server).reconnect();
  }

  async reload(configuration: Configuration): Promise<void> {
    this.#assertOpen();
    const { clock, logger } = this.#options;
    const before = this.#upstreams;
    // A rotated value may still come back in an error of a server that was started with the old one.
    this.#secrets.update([...this.#configuration.secrets, ...configuration.secrets]);
    const upstreams = configuration.servers.map((entry) => {
      const known = before.get(entry.name);
      return known !== undefined && known.fingerprint === fingerprintOf(entry) ? known : this.#createUpstream(entry);
    });
    this.#configuration = configuration;
    this.#upstreams = new Map(upstreams.map((upstream) => [upstream.name, upstream]));
    this.#desk.reconfigure();
    this.#registry.retain(new Set(this.#upstreams.keys()));
    for (const upstream of before.values())
      if (this.#upstreams.get(upstream.name) !== upstream) this.#desk.forgetServer(upstream.name);
    for (const warning of configuration.warnings) logger.log('warn', warning.message, { warning });
    const now = new Set(this.#upstreams.values());
    const gone = [...before.values()].filter((upstream) => !now.has(upstream));
    const fresh = [...now].filter((upstream) => before.get(upstream.name) !== upstream);
    const added = fresh.filter(({ name }) => !before.has(name));
    const changed = fresh.filter(({ name }) => before.has(name));
    const removed = gone.filter(({ name }) => !this.#upstreams.has(name));
    const ended = this.#closeAll(gone, 'its entry in the configuration was changed or removed');
    this.#startAll(added);
    const outcome = {
      kind: 'applied',
      added: namesOf(added),
      removed: namesOf(removed),
      changed: namesOf(changed),
    } as const;
    this.#events.emit({ kind: 'configReloaded', atMs: clock.now(), outcome });
    await ended;
    // The old one has to be gone first: both may want the same port or file.
    this.#startAll(changed);
  }

  async close(): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.#closing = this.#end();
    }
    await this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #end(): Promise<void> {
    const { logger, flush } = this.#options;
    // Parked calls that are being sent get a while before their servers end.
    await this.#desk.close();
    const closing = this.#closeAll([...this.#upstreams.values()], 'the client was closed');
    await this.#registry.close();
    const areEnded = await closing;
    if (areEnded) logger.log('info', 'Disconnected from all MCP servers');
    await flush();
    this.#secrets[Symbol.dispose]();
  }

  #startAll(upstreams: readonly Upstream[]): void {
    if (this.#isStarted && !this.#isClosed) for (const upstream of upstreams) upstream.start();
  }

  /** Ends servers; what fails is logged. Tells whether nothing failed. */
  async #closeAll(upstreams: readonly Upstream[], reason: string): Promise<boolean> {
    const { logger } = this.#options;
    const ended = upstreams.map(async (upstream) => {
      try {
        await upstream.close(reason);
        return true;
      } catch (cause) {
        const error = toKnownError(cause, upstream.name).toJSON();
        logger.log('error', `Error disconnecting from MCP servers: ${error.message}`, { server: upstream.name, error });
        return false;
      }
    });
    return (await Promise.all(ended)).every(Boolean);
  }

  #createUpstream(entry: ConfiguredServer): Upstream {
    const { clock, random, logger, catalogStore, createConnector, packs } = this.#options;
    if (entry.kind !== 'usable') return createUnusableServer(entry, clock);
    const events = this.#events;
    return createUpstreamServer({
      entry,
      createConnector: () => createConnector(entry),
      registry: this.#registry,
      catalogStore,
      packs,
      clock,
      random,
      logger,
      events,
    });
  }

  #createRegistry(): HostRegistry {
    const { singleHost, clock, logger } = this.#options;
    const all = (): readonly Upstream[] => [...this.#upstreams.values()];
    return createHostRegistry({
      isSingle: singleHost,
      clock,
      logger,
      subscribe: async (host, server, uri, signal) => {
        this.#assertOpen();
        await this.#upstream(server).subscribe(host, uri, signal);
      },
      onLogLevel: () => {
        for (const upstream of all()) upstream.updateLogLevel();
      },
      onRoots: (host) => {
        for (const upstream of all()) upstream.announceRoots(host);
      },
      onClosed: async (host) => {
        await Promise.all(all().map((upstream) => upstream.release(host)));
      },
    });
  }

  #upstream(name: string): Upstream {
    const upstream = this.#upstreams.get(name);
    if (upstream !== undefined) return upstream;
    throw serverNotFound(name, [...this.#upstreams.keys()]);
  }

  #assertOpen(): void {
    if (!this.#isClosed) return;
    throw new MCPConnectionError({
      code: 'CLIENT_CLOSED',
      message: "The client was closed and can't be used any more.",
      hint: 'Create a new one.',
    });
  }
}

/** Whether waiting for a server any longer is of no use: it is there with its lists, or was given up for now. */
function isDone({ status: { status, settled }, failures }: Upstream, maxAttempts: number): boolean {
  if (status.state === 'ready') return settled;
  if (status.state === 'auth-required' || status.state === 'misconfigured' || status.state === 'stopped') return true;
  return failures >= maxAttempts;
}

function namesOf(upstreams: readonly Upstream[]): readonly string[] {
  return upstreams.map(({ name }) => name);
}

function fingerprintOf(entry: ConfiguredServer): string {
  return entry.kind === 'usable' ? entry.fingerprint : unusableFingerprint(entry);
}

function parksWrites({ servers }: Configuration): boolean {
  return servers.some((entry) => entry.kind === 'usable' && entry.options.tools.some(({ options }) => options.park));
}
