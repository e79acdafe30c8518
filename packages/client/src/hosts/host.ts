import type { LogLevel } from './log-level.ts';

/** What a host can do for servers, as the protocol declares it: `sampling`, `elicitation`, `roots`. */
export type HostCapabilities = Readonly<Record<string, unknown>>;

/** What a server asks of a host: `sampling/createMessage`, `elicitation/create` or `roots/list`. */
export interface ServerRequest {
  readonly server: string;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** What a server tells a host: a log message, an updated resource, the end of an elicitation by URL. */
export interface ServerNotification {
  readonly server: string;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/**
 * Answers a server.
 *
 * A rejection with an integer `code` reaches the server with that code, its message and its `data`; any other one as -32603.
 */
export type ServerRequestHandler = (
  request: ServerRequest,
  options: { readonly signal: AbortSignal },
) => Promise<Readonly<Record<string, unknown>>>;

/** Hears a server. Must not throw. */
export type ServerNotificationHandler = (notification: ServerNotification) => void;

/** What is to be known of a host. */
export interface HostOptions {
  readonly capabilities: HostCapabilities;
  /** Answers what a server asks outside of any call. */
  readonly onRequest: ServerRequestHandler;
  /**
   * Hears what is meant for this host outside of its calls: log messages at its level, updates of the resources that it
   * subscribed to, the end of elicitations that it was asked for.
   */
  readonly onNotification: ServerNotificationHandler;
}

/** One host that stays: a session with a memory of its own at the servers. */
export interface Host {
  readonly capabilities: HostCapabilities;
  /** The least severe log messages that the host wants; `undefined` when it never said. */
  readonly logLevel: LogLevel | undefined;
  setLogLevel(level: LogLevel): void;
  /**
   * Asks a server to tell when a resource changes; asked again over every new connection, and then told once, because
   * what changed in between is not known. Subscribed already: nothing happens.
   *
   * @throws {@link MCPError} when the server refuses or can't, or {@link MCPRejectedError} with `TOO_MANY_SUBSCRIPTIONS`.
   */
  subscribe(server: string, uri: string, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Takes a subscription back; harmless when there is none. Never rejects. */
  unsubscribe(server: string, uri: string): Promise<void>;
  /** Tells the servers that know the roots of this host that these changed. */
  announceRoots(): void;
  /** Ends its subscriptions and the connections that were opened for it alone. May be called twice. Never rejects. */
  close(): Promise<void>;
}

/** For whom one call is made, as far as its server may ask or tell something meanwhile. */
export interface Caller {
  /** Absent for a caller without a session: then nothing outlives the call. */
  readonly host?: Host;
  /** Declared with the call to servers of 2026-07-28; what is not declared is declined without asking. */
  readonly capabilities: HostCapabilities;
  /** The least severe log messages of the call.
   * @default the level of the host; without a host no messages */
  readonly logLevel?: LogLevel;
  /** Answers what the server asks while the call runs. The time that it takes is not counted as the call's. */
  readonly onRequest: ServerRequestHandler;
  /** Hears the log messages of the server while the call runs. */
  readonly onNotification: ServerNotificationHandler;
  /**
   * What becomes of a result that asks for input (2026-07-28, `resultType: "input_required"`): it is answered through
   * {@link Caller.onRequest} and the call goes on, or it is given back.
   * @default 'answer' */
  readonly inputRequired?: 'answer' | 'return';
}

/** Limits of what servers may ask of hosts, and hosts of servers. */
export const HOST_LIMITS = {
  /** The longest that a host may take to answer a server, in milliseconds. */
  answerTimeoutMs: 600_000,
  /** Questions that a server may ask during one call. */
  questionsPerCall: 64,
  /** Connections to one server that are opened for single hosts. */
  connectionsPerServer: 16,
  /** A connection for a single host is closed when it was not used for this long, in milliseconds. */
  connectionIdleMs: 300_000,
  /** Resources that one host may subscribe to. */
  subscriptionsPerHost: 1000,
} as const;
