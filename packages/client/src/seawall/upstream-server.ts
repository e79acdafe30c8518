import {
  type CallRequest,
  type CircuitState,
  type Clock,
  type ConnectionState,
  type ConnectionStatus,
  type DeadlineOptions,
  type EventBus,
  type Logger,
  type Outcome,
  type Pack,
  type PoliciesSnapshot,
  type Random,
  ServerPolicies,
} from '@seawall/core/base';
import { type CallProfile, type CallProfiles, createCallProfiles } from '../calls/call-profile.ts';
import { type Catalog, createCatalog } from '../catalog/catalog.ts';
import type { CatalogStore } from '../catalog/catalog-store.ts';
import type { ServerCatalog } from '../catalog/server-catalog.ts';
import type { UsableServer } from '../config/configuration.ts';
import type { Connection, Connector } from '../connection/connection.ts';
import { createAnswerReader } from '../diagnosis/answer-reader.ts';
import { plainSetting } from '../diagnosis/plain-setting.ts';
import { serverAliases } from '../diagnosis/server-aliases.ts';
import { type ConnectionPool, createConnectionPool } from '../hosts/connection-pool.ts';
import type { ConversationContext } from '../hosts/conversation-context.ts';
import { SHARED_CAPABILITIES, SINGLE_HOST_CAPABILITIES } from '../hosts/host-capabilities.ts';
import type { HostRegistry } from '../hosts/host-registry.ts';
import { createRecipients, type Recipients } from '../hosts/recipients.ts';
import type { RegisteredHost } from '../hosts/registered-host.ts';
import type { Subscriptions } from '../hosts/subscriptions.ts';
import { createServerLink, type LinkUse, type ServerLink } from '../supervision/server-link.ts';
import { ServerProbe } from '../supervision/server-probe.ts';
import { toKnownError, toRequestFailure } from '../supervision/unforeseen-failure.ts';
import { type CallRunner, createCallRunner } from './call-runner.ts';
import type { CircuitCommand, ConnectionCheck, ServerStatus } from './seawall.ts';
import type { ServerIdentity, Upstream, UpstreamRequest } from './upstream.ts';

/** What an upstream server needs. */
export interface UpstreamServerOptions {
  readonly entry: UsableServer;
  /** Builds what opens connections: one for all hosts, and one for each connection of a single host. */
  readonly createConnector: () => Connector;
  readonly registry: HostRegistry;
  readonly catalogStore: CatalogStore;
  readonly packs: readonly Pack[];
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly events: EventBus;
}

/** Builds one upstream server: its connections, kept by supervisors, and its catalog. */
export function createUpstreamServer(options: UpstreamServerOptions): Upstream {
  return new UpstreamServer(options);
}

class UpstreamServer implements Upstream {
  readonly name: string;
  readonly fingerprint: string;
  readonly #options: UpstreamServerOptions;
  readonly #aliases: readonly string[];
  readonly #shared: ServerLink;
  readonly #pool: ConnectionPool;
  readonly #runner: CallRunner;
  readonly #policies: ServerPolicies;
  readonly #probe: ServerProbe;
  readonly #profiles: CallProfiles;
  readonly #catalog: Catalog;
  readonly #subscriptions: Subscriptions;
  readonly #recipients: Recipients = createRecipients();
  #connection: Connection | undefined;
  #isSettled = false;
  /** Whether it turned out that hosts need connections of their own. */
  #isSeparated = false;

  constructor(options: UpstreamServerOptions) {
    const { entry, clock, random, logger, catalogStore, packs, registry, events } = options;
    this.#options = options;
    this.name = entry.name;
    this.fingerprint = entry.fingerprint;
    this.#aliases = serverAliases(entry.launch);
    this.#subscriptions = registry.subscriptionsOf(entry.name);
    this.#shared = this.#createLink({
      isShared: true,
      capabilities: registry.isSingle ? SINGLE_HOST_CAPABILITIES : SHARED_CAPABILITIES,
      owner: () => registry.single,
      logLevel: () => registry.logLevel,
      isWanted: () => true,
      onListChanged: (method) => this.#catalog.onNotification(method),
      onStatus: (from, status) => this.#onStatus(from, status),
      onReady: (connection) => this.#onReady(connection),
    });
    this.#pool = createConnectionPool({
      serverName: entry.name,
      clock,
      logger,
      createLink: (use) => this.#createLink(use),
    });
    const reader = createAnswerReader({ entry, packs, clock });
    this.#probe = new ServerProbe({
      serverName: entry.name,
      supervisor: this.#shared.supervisor,
      clock,
      inFlight: () => this.#policies.snapshot().inFlight,
    });
    this.#policies = new ServerPolicies({
      server: entry.name,
      transport: entry.launch.transport === 'stdio' ? 'stdio' : 'http',
      settings: entry.options.policies,
      clock,
      random,
      events,
      probe: () => this.#probe.run(),
    });
    this.#runner = createCallRunner({
      serverName: entry.name,
      reader,
      policies: this.#policies,
      shared: this.#shared,
      pool: this.#pool,
      separation: () => this.#separation,
      recipients: this.#recipients,
      clock,
    });
    this.#catalog = createCatalog({
      serverName: entry.name,
      fingerprint: entry.fingerprint,
      clock,
      logger,
      store: catalogStore,
      listTimeoutMs: () => entry.options.listTimeoutMs,
      onChanged: (changed) => this.#onCatalogChanged(changed),
      onFailure: (connection, failure) => this.#shared.supervisor.report(connection, failure),
    });
    this.#profiles = createCallProfiles({ entry, reader, catalog: () => this.#catalog.current });
  }

  get catalog(): ServerCatalog {
    return this.#catalog.current;
  }

  get failures(): number {
    return this.#shared.supervisor.failures;
  }

  get status(): ServerStatus {
    const { launch } = this.#options.entry;
    const { info, status, stderrTail } = this.#shared.supervisor;
    return {
      name: this.name,
      transport: info?.transport ?? (launch.transport === 'auto' ? 'http' : launch.transport),
      status,
      info,
      toolCount: this.#catalog.current.tools.length,
      settled: this.#isSettled,
      stderrTail,
    };
  }

  start(): void {
    void this.#catalog.restore(); // Never rejects.
    this.#shared.supervisor.start();
  }

  get identity(): ServerIdentity {
    const { launch } = this.#options.entry;
    const own = this.#shared.supervisor.info?.serverInfo?.name;
    const aliases = this.#aliases;
    return { aliases: own === undefined ? aliases : [...aliases, own], setting: (name) => plainSetting(launch, name) };
  }

  get policies(): PoliciesSnapshot {
    return this.#policies.snapshot();
  }

  get circuit(): CircuitState {
    return this.#policies.breaker.state;
  }

  changeCircuit(change: Omit<CircuitCommand, 'server'>): void {
    this.#policies.changeCircuit(change);
  }

  profileOf(request: CallRequest): CallProfile | Promise<CallProfile> {
    return this.#profiles.of(request);
  }

  setTimeouts(timeouts: DeadlineOptions): void {
    this.#profiles.setTimeouts(timeouts);
  }

  request(request: UpstreamRequest): Promise<Outcome> {
    return this.#runner.run(request);
  }

  async check(timeoutMs: number): Promise<ConnectionCheck> {
    const { clock, logger } = this.#options;
    const { supervisor } = this.#shared;
    const connection = this.#connection;
    if (connection === undefined) {
      return { server: this.name, result: supervisor.info === undefined ? 'not_connected' : 'no_session' };
    }
    const startedMs = clock.monotonicMs();
    try {
      await connection.ping({ timeoutMs, maxTotalTimeoutMs: timeoutMs });
      return { server: this.name, result: 'connected', elapsedMs: clock.monotonicMs() - startedMs };
    } catch (error) {
      const failure = toRequestFailure(error, this.name);
      supervisor.report(connection, failure);
      const message = `The check of server "${this.name}" failed: ${failure.error.message}`;
      logger.log('warn', message, { server: this.name, error: failure.error.toJSON() });
      return { server: this.name, result: 'error', error: failure.error };
    }
  }

  async subscribe(host: RegisteredHost, uri: string, signal: AbortSignal | undefined): Promise<void> {
    const { clock, entry } = this.#options;
    const { timeoutMs } = entry.options;
    try {
      await this.#shared.supervisor.acquire({
        operation: `subscribe(${uri})`,
        deadlineMs: clock.monotonicMs() + timeoutMs,
        ...(signal === undefined ? {} : { signal }),
      });
      await this.#subscriptions.subscribe(host, uri, { timeoutMs, signal });
    } catch (cause) {
      throw toKnownError(cause, this.name);
    }
  }

  updateLogLevel(): void {
    this.#shared.updateLogLevel();
    this.#pool.updateLogLevels();
  }

  announceRoots(host: RegisteredHost): void {
    if (this.#options.registry.single === host) this.#shared.announceRoots();
    this.#pool.announceRoots(host);
  }

  async release(host: RegisteredHost): Promise<void> {
    this.#recipients.forget(host);
    await this.#pool.release(host);
  }

  async reconnect(): Promise<void> {
    // Whoever wants all of it anew means these as well; what goes wrong about their end must not stop that.
    await this.#pool.clear('it is connected anew').catch(() => undefined);
    await this.#shared.supervisor.reconnect();
  }

  async close(reason: string): Promise<void> {
    this.#policies.close();
    await Promise.all([this.#catalog.close(), this.#shared.supervisor.close(reason), this.#pool.clear(reason)]);
  }

  /** Whether calls of hosts go over connections of their own; where there is one host, all are. */
  get #separation(): 'none' | 'needed' | 'configured' {
    const { registry, entry } = this.#options;
    if (registry.isSingle) return 'none';
    if (entry.options.session === 'per-host') return 'configured';
    return this.#isSeparated ? 'needed' : 'none';
  }

  #createLink(use: LinkUse): ServerLink {
    const { createConnector, clock, random, logger, registry } = this.#options;
    const context: ConversationContext = {
      serverName: this.name,
      registry,
      subscriptions: this.#subscriptions,
      recipients: this.#recipients,
      clock,
      logger,
      onAmbiguous: () => this.#separate(),
    };
    return createServerLink({ context, connector: createConnector(), clock, random, use });
  }

  #separate(): void {
    if (this.#separation !== 'none' || this.#options.registry.isSingle) return;
    this.#isSeparated = true;
    const message = `Server "${this.name}" asks hosts something while several use it: from now on each gets a connection of its own. Set seawall.session to "per-host" to have it so from the start.`;
    this.#options.logger.log('info', message, { server: this.name });
  }

  #onReady(connection: Connection): void {
    this.#connection = connection;
    this.#probe.noteConnected();
    this.#policies.noteConnected();
    // Neither ever rejects; a catalog that failed counts as fetched, so that one broken list holds nothing up.
    void this.#catalog.refresh(connection);
    void this.#subscriptions.attach(connection, (failure) => this.#shared.supervisor.report(connection, failure));
  }

  #onStatus(from: ConnectionState, status: ConnectionStatus): void {
    const { clock, events } = this.#options;
    if (status.state !== 'ready') {
      this.#connection = undefined;
      if (status.state !== 'connecting') this.#isSettled = true;
      this.#catalog.markDisconnected();
      this.#subscriptions.detach();
    }
    events.emit({ kind: 'connectionChanged', atMs: clock.now(), server: this.name, from, status });
  }

  #onCatalogChanged(changed: readonly ('tools' | 'prompts' | 'resources')[]): void {
    const { clock, events } = this.#options;
    if (this.#catalog.wasFetched) this.#isSettled = true;
    events.emit({ kind: 'catalogChanged', atMs: clock.now(), server: this.name, changed });
  }
}
