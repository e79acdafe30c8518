import type { CircuitState, ConnectionStatus, ErrorKind } from '@seawall/core/base';
import { boundedName } from './bounded-text.ts';
import { type CallEnd, CallStats } from './call-stats.ts';
import type { EventOf } from './core-events.ts';
import type { HealthStatus } from './health.ts';
import { type CircuitFacts, judgeServer } from './judge-server.ts';
import { circuitView, type ToolServer, ToolState, windowOf } from './tool-state.ts';
import type { TrackerSettings } from './tracker-options.ts';
import type { LastError, RecentError, ServerView, ToolView } from './views.ts';
import { WindowCount } from './window-count.ts';

/** The name that tools beyond the limit share. */
const OTHER_TOOLS = 'other';
/** The errors of a server that are kept in memory. */
const MAX_RECENT_ERRORS = 100;

/** What is known of one server; everything in it is bounded. */
export class ServerState {
  readonly name: string;
  readonly stats: CallStats;
  isConfigured = false;
  status: HealthStatus;
  readonly #settings: TrackerSettings;
  /** Bounded by `maxTools`, and one for all others. */
  readonly #tools = new Map<string, ToolState>();
  /** A ring: the latest at `#recentCount - 1`. */
  readonly #recent: RecentError[] = [];
  #recentCount = 0;
  readonly #errorsByKind: Partial<Record<ErrorKind, number>> = {};
  /** Bounded by `maxTools`. */
  readonly #openTools = new Set<string>();
  readonly #lostConnections: WindowCount;
  #connection: ConnectionStatus | undefined = undefined;
  #wasReady = false;
  #circuit: CircuitFacts | undefined = undefined;
  #heldUntilMs: number | undefined = undefined;

  constructor(name: string, settings: TrackerSettings, atMs: number) {
    this.name = name;
    this.#settings = settings;
    this.stats = new CallStats(settings.windowMs);
    this.#lostConnections = new WindowCount(settings.windowMs);
    this.status = { health: 'unknown', reason: 'Nothing is known of it yet.', sinceMs: atMs };
  }

  /** The tool by its name, or the one for all others where there are too many. */
  tool(name: string): ToolState {
    return this.#tools.get(name) ?? this.#addTool(boundedName(name));
  }

  /** The tools that the server lists now. */
  noteTools(names: readonly string[]): void {
    for (const name of names.slice(0, this.#settings.maxTools)) this.tool(name);
  }

  get connectionState(): ServerView['connection']['state'] {
    return this.#connection?.state ?? 'unknown';
  }

  /** How the connection stood before the first event. */
  startWith(status: ConnectionStatus): void {
    this.#connection = status;
    this.#wasReady = status.state === 'ready';
  }

  noteCall(end: CallEnd): void {
    this.stats.note(end);
  }

  noteError(error: LastError): void {
    this.stats.noteError(error);
    this.#errorsByKind[error.kind] = (this.#errorsByKind[error.kind] ?? 0) + 1;
  }

  /** Keeps it among the latest. */
  keepError(error: RecentError): void {
    this.#recent[this.#recentCount % MAX_RECENT_ERRORS] = error;
    this.#recentCount += 1;
  }

  /** The latest errors, the latest first. */
  recentErrors(): readonly RecentError[] {
    const next = this.#recentCount % MAX_RECENT_ERRORS;
    return [...this.#recent.slice(next), ...this.#recent.slice(0, next)].reverse();
  }

  /** What they said; how many there were stays. */
  forgetErrors(): void {
    this.#recent.length = 0;
    this.#recentCount = 0;
    this.stats.forgetErrors();
    for (const { stats } of this.#tools.values()) stats.forgetErrors();
  }

  noteConnection({ from, status }: EventOf<'connectionChanged'>, nowMs: number): void {
    if (from === 'ready' && isLost(status)) this.#lostConnections.add(nowMs);
    if (status.state === 'ready') {
      this.#wasReady = true;
      this.stats.forgetLostConnection();
      for (const { stats } of this.#tools.values()) stats.forgetLostConnection();
    }
    if (status.state === 'stopped') this.#wasReady = false;
    this.#connection = status;
  }

  noteCircuit(event: EventOf<'circuitChanged'>): void {
    const facts = toCircuitFacts(event);
    if (event.tool === undefined) {
      this.#circuit = facts;
      return;
    }
    const tool = this.tool(event.tool);
    tool.circuit = facts;
    if (isHeldOpen(event.to)) this.#openTools.add(tool.name);
    else this.#openTools.delete(tool.name);
  }

  noteGate({ tool, to, retryAtMs }: EventOf<'gateChanged'>): void {
    // A gate of one tool is no matter of the server.
    if (tool === undefined) this.#heldUntilMs = to === 'held' ? retryAtMs : undefined;
  }

  /** Judges anew. @returns the status before, where it is another one now */
  judge(atMs: number, nowMs: number): HealthStatus | undefined {
    const before = this.status;
    const heldUntilMs = this.#heldUntilMs !== undefined && this.#heldUntilMs > atMs ? this.#heldUntilMs : undefined;
    const judgement = judgeServer(
      {
        ...this.stats.facts(nowMs),
        name: this.name,
        wasReady: this.#wasReady,
        openTools: [...this.#openTools],
        lostConnections: this.#lostConnections.at(nowMs),
        ...(this.#connection === undefined ? {} : { connection: this.#connection }),
        ...(this.#circuit === undefined ? {} : { circuit: this.#circuit }),
        ...(heldUntilMs === undefined ? {} : { heldUntilMs }),
      },
      this.#settings,
    );
    const isSame = judgement.health === before.health;
    this.status = { ...judgement, sinceMs: isSame ? before.sinceMs : atMs };
    return isSame ? undefined : before;
  }

  view(nowMs: number): ServerView {
    const { stats } = this;
    const facts = stats.facts(nowMs);
    const latency = stats.quantiles(nowMs);
    return {
      name: this.name,
      isConfigured: this.isConfigured,
      ...this.status,
      counters: stats.counters,
      window: windowOf(facts),
      connection: connectionView(this.#connection),
      lostConnections: this.#lostConnections.at(nowMs),
      circuit: circuitView(this.#circuit),
      openTools: [...this.#openTools],
      toolCount: this.#tools.size,
      errorsByKind: { ...this.#errorsByKind },
      ...(latency === undefined ? {} : { latency }),
      ...(stats.lastSuccessMs === undefined ? {} : { lastSuccessMs: stats.lastSuccessMs }),
      ...(stats.lastError === undefined ? {} : { lastError: stats.lastError }),
    };
  }

  toolViews(nowMs: number): readonly ToolView[] {
    const server: ToolServer = { ...this.status, name: this.name, isUsable: this.#isUsable() };
    return [...this.#tools.values()].map((tool) => tool.view(server, nowMs));
  }

  /** Whether calls get to it: what else is wrong with it is seen at its tools one by one. */
  #isUsable(): boolean {
    const { health } = this.status;
    if (health === 'disabled' || health === 'auth-required' || health === 'connecting' || health === 'unknown')
      return false;
    const state = this.#connection?.state;
    const isConnected = state === undefined || state === 'ready' || state === 'idle';
    return isConnected && !isHeldOpen(this.#circuit?.state ?? 'closed');
  }

  #addTool(name: string): ToolState {
    const shared = this.#tools.size >= this.#settings.maxTools ? OTHER_TOOLS : name;
    const existing = this.#tools.get(shared);
    if (existing !== undefined) return existing;
    const tool = new ToolState(shared, this.#settings);
    this.#tools.set(shared, tool);
    return tool;
  }
}

function isLost(status: ConnectionStatus): boolean {
  return status.state !== 'stopped' && status.state !== 'idle' && status.state !== 'ready';
}

function isHeldOpen(state: CircuitState): boolean {
  return state === 'open' || state === 'isolated' || state === 'forced-open';
}

function toCircuitFacts({ to, atMs, retryAtMs, failureCode, by }: EventOf<'circuitChanged'>): CircuitFacts | undefined {
  if (to === 'closed' || to === 'forced-closed') return undefined;
  return {
    state: to,
    sinceMs: atMs,
    ...(retryAtMs === undefined ? {} : { retryAtMs }),
    ...(failureCode === undefined ? {} : { failureCode }),
    ...(by === undefined ? {} : { by }),
  };
}

function connectionView(status: ConnectionStatus | undefined): ServerView['connection'] {
  if (status === undefined) return { state: 'unknown' };
  return {
    state: status.state,
    ...('sinceMs' in status ? { sinceMs: status.sinceMs } : {}),
    ...('retryAtMs' in status ? { retryAtMs: status.retryAtMs } : {}),
  };
}
