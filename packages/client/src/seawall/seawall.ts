import type {
  ConnectionStatus,
  DeadlineOptions,
  EventListener,
  ManualChange,
  MCPError,
  ParkedCalls,
  PoliciesSnapshot,
  Principal,
  Safety,
} from '@seawall/core/base';
import type { Definition, ServerCatalog } from '../catalog/server-catalog.ts';
import type { Configuration, Settings } from '../config/configuration.ts';
import type { ConnectionInfo } from '../connection/connection.ts';
import type { Caller, Host, HostOptions } from '../hosts/host.ts';

/**
 * Any number of MCP servers behind one object: connected, watched and brought back, each for itself.
 *
 * `await using` closes it. After that whatever needs a server throws {@link MCPError} with `CLIENT_CLOSED`; what only
 * tells (`servers`, `catalog`, `listTools`, `getTool`, `settings`) goes on telling how it ended.
 */
export interface Seawall extends AsyncDisposable {
  /** Starts to connect to all servers at once, in the background and for ever. Harmless when already started. */
  start(): void;
  /**
   * Starts, and waits until every server is ready or was given up for now.
   *
   * A server is given up after `maxAttempts` attempts or `maxTimeMs`; it goes on being tried in the background.
   * Never throws because of single servers: ask {@link Seawall.servers}.
   */
  connect(options?: ConnectOptions): Promise<void>;
  /** Every server of the configuration, in its order. */
  servers(): readonly ServerStatus[];
  /** What a server offers. @throws {@link MCPError} with `SERVER_NOT_FOUND`. */
  catalog(server: string): ServerCatalog;
  /** Every tool of every server that is known now. */
  listTools(): readonly ServerTool[];
  /** One tool by its own name, from `server` or else the first that has it. */
  getTool(name: string, server?: string): ServerTool | undefined;
  /**
   * Calls a tool and gives back its result.
   *
   * A call that failed throws, through whichever channel the server said so: a JSON-RPC error, `isError`, or an error
   * dressed as a success. `answerOf(error)` is what it answered then. A result that is empty or not whole has warnings in
   * `_meta` and as its last texts. Settles by the server's deadlines; while the server is known to be down it fails at
   * once.
   * @throws {@link MCPError}
   */
  callTool(call: ToolCall, options?: CallOptions): Promise<ToolResult>;
  /**
   * Calls several tools at the same time, with one deadline over all of them; one that fails stops no other.
   *
   * When the time is over, what still runs is cancelled, at the servers too, and waited for.
   * @returns what came of each call, in their order. @throws {@link MCPError} with `OPTION_INVALID` for a time that can't be.
   */
  callBatch(calls: readonly ToolCall[], options?: BatchOptions): Promise<readonly BatchOutcome[]>;
  /** Reads a resource of a server by its URI. @throws {@link MCPError} */
  readResource(server: string, uri: string, options?: CallOptions): Promise<ResourceResult>;
  /** Fills in a prompt of a server. @throws {@link MCPError} */
  getPrompt(prompt: PromptRequest, options?: CallOptions): Promise<PromptResult>;
  /** Sends any request to a server. @throws {@link MCPError} */
  request(
    server: string,
    request: { readonly method: string; readonly params?: Readonly<Record<string, unknown>> },
    options?: CallOptions,
  ): Promise<unknown>;
  /** Makes a host known that stays, so that servers can ask and tell it something. It is closed by its own `close()`. */
  addHost(options: HostOptions): Host;
  /** Asks servers whether they are alive, in parallel. @throws {@link MCPError} with `SERVER_NOT_FOUND`. */
  checkConnections(options?: CheckOptions): Promise<readonly ConnectionCheck[]>;
  /** How the policies of a server stand: circuits, rate gate, calls under way. @throws {@link MCPError} with `SERVER_NOT_FOUND`. */
  policies(server: string): PoliciesSnapshot | undefined;
  /** Changes the circuit of a server, or of one of its tools, by hand. @throws {@link MCPError} */
  changeCircuit(change: CircuitCommand): void;
  /** What repeating a call of a tool may do, as the operator, packs and trusted annotations say. @throws {@link MCPError} with `SERVER_NOT_FOUND`. */
  safetyOf(tool: Pick<ToolCall, 'server' | 'name'>): Promise<Safety>;
  /**
   * Changes how long calls of a server may take, from the next call on, until its entry in the configuration changes.
   *
   * What is not given stays. Limits of single tools and of single calls still come first.
   * @throws {@link MCPError} with `SERVER_NOT_FOUND`, or with `OPTION_INVALID` for a time that can't be.
   */
  setTimeouts(server: string, timeouts: DeadlineOptions): void;
  /** Ends the connection to a server and opens a new one; waits until it is ready. @throws {@link MCPError} */
  reconnect(server: string): Promise<void>;
  /** Takes over another configuration; servers whose entry did not change are not touched. */
  reload(configuration: Configuration): Promise<void>;
  /**
   * Writes that wait for their server, to list, show, replay and discard; `undefined` where no tool is set to park, or there is
   * nowhere to keep them, or the log of them can't be opened.
   */
  parkedCalls(): Promise<ParkedCalls | undefined>;
  /** Why the log of parked writes can't be opened; it is tried again every half a minute. */
  readonly parkingTrouble: MCPError | undefined;
  /** What the configuration in force says about the gateway as a whole. */
  readonly settings: Settings;
  /** Subscribes to what happens. @returns a function that ends the subscription. */
  subscribe(listener: EventListener): () => void;
  /** Ends everything: calls, connections, processes. May be called twice. */
  close(): Promise<void>;
}

/** Whom {@link Seawall.checkConnections} asks. */
export interface CheckOptions {
  /** @default all */
  readonly servers?: readonly string[];
  /** How long an answer may take, in milliseconds.
   * @default 5000 */
  readonly timeoutMs?: number;
}

/** How long {@link Seawall.connect} tries. */
export interface ConnectOptions {
  /** Attempts for each server.
   * @default 3 */
  readonly maxAttempts?: number;
  /** In milliseconds, over all attempts.
   * @default 30000 */
  readonly maxTimeMs?: number;
}

/** One server and how it stands. */
export interface ServerStatus {
  readonly name: string;
  readonly transport: 'stdio' | 'http' | 'sse' | 'unknown';
  readonly status: ConnectionStatus;
  /** What the handshake told; of the last connection while there is none. */
  readonly info: ConnectionInfo | undefined;
  readonly toolCount: number;
  /** Whether the first attempt to connect ended, one way or the other, and its first lists were fetched. */
  readonly settled: boolean;
  /** The last lines the server wrote to stderr, without secrets. */
  readonly stderrTail: string;
}

/** A tool and where it is. */
export interface ServerTool {
  readonly server: string;
  readonly definition: Definition;
}

/** What to call. */
export interface ToolCall {
  readonly server: string;
  readonly name: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

/** The result of a tool as it came. */
export interface ToolResult {
  readonly content?: readonly unknown[];
  readonly isError?: boolean;
  readonly structuredContent?: unknown;
  readonly _meta?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** Which prompt, and what is filled in. */
export interface PromptRequest {
  readonly server: string;
  readonly name: string;
  readonly arguments?: Readonly<Record<string, string>>;
}

/** A prompt as it came. */
export interface PromptResult {
  readonly description?: string;
  readonly messages: readonly unknown[];
  readonly [field: string]: unknown;
}

/** What a resource holds, as it came. */
export interface ResourceResult {
  readonly contents: readonly unknown[];
  readonly [field: string]: unknown;
}

/** How one call behaves. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** How long the call may take while it reports no progress, waiting for the connection included, in milliseconds.
   * @default the server's `timeoutMs` for each silence, and its `totalTimeoutMs` over all */
  readonly timeoutMs?: number;
  /** @default ANONYMOUS */
  readonly principal?: Principal;
  /** A name for the session of the host that asks, for those who watch; it must give no access to it.
   * @default none */
  readonly session?: string;
  readonly onProgress?: (progress: Readonly<Record<string, unknown>>) => void;
  /** Whom the server may ask and tell something while the call runs.
   * @default nobody: what it asks is declined */
  readonly caller?: Caller;
}

/** The answer of one server to a check. */
export type ConnectionCheck =
  | { readonly server: string; readonly result: 'connected'; readonly elapsedMs: number }
  | { readonly server: string; readonly result: 'not_connected' | 'no_session' }
  | { readonly server: string; readonly result: 'error'; readonly error: MCPError };

/** What is done to a circuit by hand. */
export interface CircuitCommand {
  readonly server: string;
  /** @default the circuit of the whole server */
  readonly tool?: string;
  /**
   * `open`: refuse calls for one longest break. `close`: let all through, whatever fails, until `reset`. `isolate`: refuse until
   * `reset`. `reset`: close it, and forget what was counted.
   */
  readonly action: 'open' | 'close' | 'isolate' | 'reset';
  readonly by: ManualChange;
}

/** How a batch of calls behaves. */
export interface BatchOptions extends Pick<CallOptions, 'signal' | 'principal' | 'session' | 'caller'> {
  /** How long the whole batch may take, in milliseconds, from 1 to 86400000.
   * @default 30000 */
  readonly timeoutMs?: number;
}

/** What came of one call of a batch. */
export type BatchOutcome =
  | { readonly status: 'fulfilled'; readonly call: ToolCall; readonly result: ToolResult }
  | { readonly status: 'rejected'; readonly call: ToolCall; readonly error: MCPError };
