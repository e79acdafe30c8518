import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AdminClient, createAdminClient } from '@seawall/admin-api';
import {
  type Configuration,
  createOutbound,
  openSeawall,
  readConfiguration,
  runDoctor,
  type Seawall,
} from '@seawall/client';
import {
  createSystemId,
  defaultAlertSettings,
  type Logger,
  type ObservationStore,
  type ParkedLog,
  silentLogger,
  systemClock,
  systemRandom,
} from '@seawall/core';
import { type AdminCodes, type AdminSources, createAdminCodes, createGateway, type Gateway } from '@seawall/gateway';
import {
  AlertEngine,
  createMemoryObservationStore,
  createMetrics,
  createSinks,
  createTracker,
  type TrackerOptions,
  watchForAlerts,
} from '@seawall/telemetry';
import {
  createMemoryParkedLog,
  createScriptedHttpServer,
  type HttpScenario,
  type ScriptedHttpServer,
} from '@seawall/testkit';
import { WatchedAudit } from './watched-audit.ts';

/** A gateway with its admin API, in front of real servers, with everything that observes it. */
export interface AdminWorld extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly seawall: Seawall;
  readonly servers: ReadonlyMap<string, ScriptedHttpServer>;
  readonly sources: AdminSources;
  readonly audit: WatchedAudit;
  readonly codes: AdminCodes;
  readonly token: string;
  /** Where tokens are kept that are made. */
  readonly tokenFile: string;
  /** As `http://127.0.0.1:40123`. */
  readonly baseUrl: string;
  /** A client with the token. */
  readonly client: AdminClient;
  /** Asks with the token, unless `init` says otherwise. */
  ask(path: string, init?: AskInit): Promise<Response>;
  /** Waits until what was observed so far can be read. */
  settle(): Promise<void>;
}

/** How {@link AdminWorld.ask} asks. */
export interface AskInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** @default true */
  readonly withToken?: boolean;
  readonly signal?: AbortSignal;
}

/** What is in the world. */
export interface AdminWorldOptions {
  /** @default one healthy server named `up` */
  readonly servers?: Readonly<Record<string, HttpScenario>>;
  /** Further fields of the entries, by name. */
  readonly entries?: Readonly<Record<string, object>>;
  /** Under the `seawall` key. */
  readonly settings?: object;
  readonly tracker?: TrackerOptions;
  readonly store?: ObservationStore;
  readonly logger?: Logger;
  /** @default one in memory */
  readonly parkedLog?: () => Promise<ParkedLog>;
}

/** Starts the servers, connects to them, and puts the gateway in front. */
export async function openAdminWorld(options: AdminWorldOptions = {}): Promise<AdminWorld> {
  const closing: (() => Promise<unknown> | unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    return await build(options, closing, close);
  } catch (error) {
    await close();
    throw error;
  }
}

type Closing = (() => Promise<unknown> | unknown)[];

async function build(options: AdminWorldOptions, closing: Closing, close: () => Promise<void>): Promise<AdminWorld> {
  const { logger = silentLogger } = options;
  const { servers, configuration } = await startServers(options, closing);
  const parked = createMemoryParkedLog();
  const { parkedLog = () => Promise.resolve(parked) } = options;
  const seawall = openSeawall(configuration, { logger, parkedLog });
  closing.push(() => seawall.close());
  const audit = await WatchedAudit.open();
  closing.push(() => audit[Symbol.asyncDispose]());
  const sources = await observe(seawall, { options, closing, configuration, audit, logger });
  const token = ['admin', createSystemId()].join('-');
  const codes = createAdminCodes();
  const folder = await mkdtemp(join(tmpdir(), 'seawall-admin-'));
  closing.push(() => rm(folder, { recursive: true }));
  const tokenFile = join(folder, 'admin-tokens.json');
  const admin = { token: () => token, codes, tokenFile, open: async () => sources };
  const gateway = createGateway({ seawall, version: '1.2.3', logger, admin });
  closing.push(() => gateway.close());
  const { baseUrl } = await gateway.listen();
  await seawall.connect({ maxAttempts: 1 });
  const headersOf = ({ withToken = true, headers = {}, body }: AskInit): Record<string, string> => ({
    ...(withToken ? { authorization: `Bearer ${token}` } : {}),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  });
  return {
    gateway,
    seawall,
    servers,
    sources,
    audit,
    codes,
    token,
    tokenFile,
    baseUrl,
    client: createAdminClient({ baseUrl, fetch, headers: { authorization: `Bearer ${token}` } }),
    ask: (path, init = {}) =>
      fetch(`${baseUrl}${path}`, {
        method: init.method ?? 'GET',
        headers: headersOf(init),
        ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
        ...(init.signal === undefined ? {} : { signal: init.signal }),
      }),
    settle: () => sources.store.flush(),
    [Symbol.asyncDispose]: close,
  };
}

async function startServers(
  { servers: scenarios = { up: {} }, entries = {}, settings = {} }: AdminWorldOptions,
  closing: Closing,
) {
  const servers = new Map<string, ScriptedHttpServer>();
  const mcpServers: Record<string, object> = { ...entries };
  for (const [name, scenario] of Object.entries(scenarios)) {
    const server = await createScriptedHttpServer(scenario);
    closing.push(() => server[Symbol.asyncDispose]());
    servers.set(name, server);
    mcpServers[name] = { url: server.url, ...entries[name] };
  }
  const seawall = { prefix: 'never', statusTool: false, listen: { port: 0 }, ...settings };
  const configuration = await readConfiguration({ object: { mcpServers, seawall }, env: {}, folder: process.cwd() });
  return { servers, configuration };
}

interface Observing {
  readonly options: AdminWorldOptions;
  readonly closing: Closing;
  readonly configuration: Configuration;
  readonly audit: WatchedAudit;
  readonly logger: Logger;
}

/** The real observing side, over a store in memory. */
async function observe(
  seawall: Seawall,
  { options, closing, configuration, audit, logger }: Observing,
): Promise<AdminSources> {
  const [clock, createId, random] = [systemClock, createSystemId, systemRandom];
  const subscribe = seawall.subscribe.bind(seawall);
  const store = options.store ?? createMemoryObservationStore({ clock });
  closing.push(() => store.close());
  const servers = () =>
    seawall.servers().map(({ name, status }) => ({
      name,
      status,
      tools: seawall.catalog(name).tools.map((tool) => tool.name),
    }));
  const tracker = createTracker({
    clock,
    createId,
    subscribe,
    servers,
    store,
    ...(options.tracker ? { options: options.tracker } : {}),
  });
  closing.push(() => tracker.close());
  const settings = configuration.settings.alerts ?? defaultAlertSettings();
  const signals = watchForAlerts({ clock, subscribe, tracker, store, rules: settings.rules });
  const outbound = createOutbound({ environment: {} });
  const sinks = createSinks({ settings, outbound, store, logger, clock, random, createId });
  const alerts = new AlertEngine({ settings, signals, store, sinks: sinks.all, clock, createId, logger });
  closing.push(
    () => outbound.close(),
    () => sinks.close(),
    () => signals.close(),
    () => alerts.close(),
  );
  await alerts.start();
  const metrics = createMetrics({ subscribe, tracker, store, version: '1.2.3' });
  closing.push(() => metrics.close());
  const operator = {
    configuration: () => configuration,
    reload: async () => {
      await seawall.reload(configuration);
      return { outcome: 'applied', detail: 'Nothing changed.' } as const;
    },
    examine: (names: readonly string[] | undefined, signal: AbortSignal) =>
      runDoctor(configuration, { signal, ...(names === undefined ? {} : { servers: names }) }),
  };
  return { subscribe, tracker, alerts, sinks, store, metrics, audit, operator };
}
