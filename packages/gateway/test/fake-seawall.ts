import type {
  BatchOutcome,
  CallOptions,
  ConnectionCheck,
  Host,
  HostOptions,
  LogLevel,
  PromptRequest,
  Seawall,
  ServerCatalog,
  ServerStatus,
  ServerTool,
  Settings,
  ToolCall,
  ToolResult,
} from '@seawall/client';
import {
  type ConnectionStatus,
  type EventListener,
  MCPResourceError,
  type Safety,
  type SeawallEvent,
} from '@seawall/core';

/** One request that reached the upstream side. */
export interface SeenRequest {
  readonly server: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>> | undefined;
  readonly options: CallOptions;
}

export type Answer = (request: SeenRequest) => unknown;

export interface FakeServer {
  readonly name: string;
  readonly status?: ConnectionStatus;
  readonly settled?: boolean;
  readonly catalog?: Partial<ServerCatalog>;
  readonly capabilities?: Readonly<Record<string, unknown>>;
  readonly instructions?: string;
  /** @default 'legacy' */
  readonly era?: 'legacy' | 'modern';
}

export const READY: ConnectionStatus = { state: 'ready', sinceMs: 0, connectMs: 1, protocolVersion: '2025-11-25' };

const SETTINGS: Settings = {
  prefix: 'always',
  statusTool: false,
  firstListWaitMs: 5000,
  drainMs: 10_000,
  listen: { host: '127.0.0.1', port: 0, allowedHosts: [], allowedOrigins: [], maxBodyBytes: 1_048_576 },
  auth: {},
  log: { level: 'info' },
  audit: { enabled: true, calls: true, maxBytes: 10_485_760, files: 10 },
  stale: { maxEntries: 1000, maxBytes: 33_554_432, listMs: 86_400_000, resourceMs: 300_000 },
  store: { enabled: false, payloads: 'off', maxPayloadLength: 4096, maxAgeMs: 86_400_000, maxRows: 1000 },
  errorGroups: { rules: [], freshMs: 86_400_000, resolveAfterMs: 1_209_600_000 },
  metrics: { maxTools: 500 },
};

/** The upstream side as a test wants it: stands where the real one stands, and answers what it is told. */
export class FakeSeawall implements Seawall {
  settings: Settings;
  readonly seen: SeenRequest[] = [];
  /** Every host that was ever made known, closed ones too. */
  readonly hosts: FakeHost[] = [];
  answer: Answer = () => ({ content: [] });
  /** Rejects for what can not be subscribed to. */
  answerSubscription: (server: string, uri: string, signal: AbortSignal | undefined) => Promise<void> = async () =>
    undefined;
  readonly #servers = new Map<string, FakeServer>();
  readonly #listeners = new Set<EventListener>();

  constructor(servers: readonly FakeServer[] = [], settings: Partial<Settings> = {}) {
    this.settings = { ...SETTINGS, ...settings };
    for (const server of servers) this.#servers.set(server.name, server);
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Replaces a server without telling anyone. */
  put(server: FakeServer): void {
    this.#servers.set(server.name, server);
  }

  emit(event: SeawallEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** Replaces a server and tells that its lists changed. */
  change(server: FakeServer, changed: readonly ('tools' | 'prompts' | 'resources')[] = ['tools']): void {
    this.put(server);
    this.emit({ kind: 'catalogChanged', atMs: 0, server: server.name, changed });
  }

  /** Replaces a server and tells that its connection has another state. */
  setStatus(server: FakeServer): void {
    this.put(server);
    this.emit({
      kind: 'connectionChanged',
      atMs: 0,
      server: server.name,
      from: 'connecting',
      status: server.status ?? READY,
    });
  }

  servers(): readonly ServerStatus[] {
    return [...this.#servers.values()].map((server) => ({
      name: server.name,
      transport: 'stdio',
      status: server.status ?? READY,
      info: {
        era: server.era ?? 'legacy',
        transport: 'stdio',
        protocolVersion: '2025-11-25',
        serverInfo: { name: server.name, version: '1' },
        capabilities: server.capabilities ?? { tools: {}, prompts: {}, resources: {} },
        instructions: server.instructions,
        pid: undefined,
      },
      toolCount: server.catalog?.tools?.length ?? 0,
      settled: server.settled ?? true,
      stderrTail: '',
    }));
  }

  catalog(server: string): ServerCatalog {
    const found = this.#servers.get(server);
    if (found === undefined)
      throw new MCPResourceError({ code: 'SERVER_NOT_FOUND', message: `There is no server "${server}".` });
    return {
      server,
      state: 'live',
      fetchedAtMs: 0,
      tools: [],
      prompts: [],
      resources: [],
      resourceTemplates: [],
      leftOut: [],
      ...found.catalog,
    };
  }

  async request(
    server: string,
    request: { readonly method: string; readonly params?: Readonly<Record<string, unknown>> },
    options: CallOptions = {},
  ): Promise<unknown> {
    const seen: SeenRequest = { server, method: request.method, params: request.params, options };
    this.seen.push(seen);
    return await this.answer(seen);
  }

  addHost(options: HostOptions): Host {
    const host = new FakeHost(options, (...asked) => this.answerSubscription(...asked));
    this.hosts.push(host);
    return host;
  }

  get openHosts(): readonly FakeHost[] {
    return this.hosts.filter(({ isClosed }) => !isClosed);
  }

  /** What all hosts together are subscribed to, as `server uri`. */
  get subscribed(): readonly string[] {
    return this.openHosts.flatMap((host) => host.subscribed.map(({ server, uri }) => `${server} ${uri}`));
  }

  /** Tells every host that subscribed to `whole` that `uri` changed: the same, or a part of it. */
  update(server: string, uri: string, whole: string = uri): void {
    for (const host of this.openHosts) {
      if (host.subscribed.some((entry) => entry.server === server && entry.uri === whole))
        host.options.onNotification({ server, method: 'notifications/resources/updated', params: { uri } });
    }
  }

  subscribe(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  start(): void {
    // Servers stand as the test put them.
  }

  async connect(): Promise<void> {
    // Servers stand as the test put them.
  }

  listTools(): readonly ServerTool[] {
    return [];
  }

  getTool(): ServerTool | undefined {
    return undefined;
  }

  async callTool(): Promise<ToolResult> {
    return {};
  }

  async callBatch(calls: readonly ToolCall[]): Promise<readonly BatchOutcome[]> {
    return Promise.all(calls.map(async (call) => ({ status: 'fulfilled', call, result: await this.callTool() })));
  }

  policies(): undefined {
    return undefined;
  }

  changeCircuit(): void {
    throw new Error('No test of the gateway changes a circuit.');
  }

  async readResource(server: string): Promise<never> {
    throw new Error(`No test of the gateway reads a resource of ${server} in code.`);
  }

  async getPrompt({ server }: PromptRequest): Promise<never> {
    throw new Error(`No test of the gateway asks ${server} for a prompt in code.`);
  }

  async safetyOf(): Promise<Safety> {
    return 'write';
  }

  setTimeouts(): void {
    throw new Error('No test of the gateway changes timeouts.');
  }

  async parkedCalls(): Promise<undefined> {
    return undefined;
  }

  get parkingTrouble(): undefined {
    return undefined;
  }

  async checkConnections(): Promise<readonly ConnectionCheck[]> {
    return [];
  }

  async reconnect(): Promise<void> {
    // The gateway never asks for it.
  }

  async reload(): Promise<void> {
    // The gateway never asks for it.
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** A host as the upstream side sees it: it records what it is told, and can be asked through `options`. */
export class FakeHost implements Host {
  readonly options: HostOptions;
  logLevel: LogLevel | undefined;
  rootsAnnounced = 0;
  isClosed = false;
  readonly subscribed: { readonly server: string; readonly uri: string }[] = [];

  readonly #answerSubscription: FakeSeawall['answerSubscription'];

  constructor(options: HostOptions, answerSubscription: FakeSeawall['answerSubscription'] = async () => undefined) {
    this.options = options;
    this.#answerSubscription = answerSubscription;
  }

  get capabilities(): HostOptions['capabilities'] {
    return this.options.capabilities;
  }

  setLogLevel(level: LogLevel): void {
    this.logLevel = level;
  }

  async subscribe(server: string, uri: string, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    await this.#answerSubscription(server, uri, options.signal);
    const isKnown = this.subscribed.some((entry) => entry.server === server && entry.uri === uri);
    if (!this.isClosed && !isKnown) this.subscribed.push({ server, uri });
  }

  async unsubscribe(server: string, uri: string): Promise<void> {
    const index = this.subscribed.findIndex((entry) => entry.server === server && entry.uri === uri);
    if (index !== -1) this.subscribed.splice(index, 1);
  }

  announceRoots(): void {
    this.rootsAnnounced += 1;
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

/** A promise that the test settles by hand, and a flag that tells whether its call was aborted. */
export function pendingAnswer(): {
  readonly answer: Answer;
  readonly resolve: (value: unknown) => void;
  readonly started: Promise<SeenRequest>;
  readonly aborted: Promise<void>;
} {
  const started = deferred<SeenRequest>();
  const aborted = deferred<void>();
  const result = deferred<unknown>();
  // A test that looks at the abort only never awaits the result.
  result.promise.catch(() => undefined);
  return {
    answer: (request) => {
      request.options.signal?.addEventListener('abort', () => {
        aborted.resolve();
        result.reject(new Error('aborted'));
      });
      started.resolve(request);
      return result.promise;
    },
    resolve: result.resolve,
    started: started.promise,
    aborted: aborted.promise,
  };
}

/** A promise that is settled from outside. */
export function deferred<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
