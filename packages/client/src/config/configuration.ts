import {
  type AlertSettings,
  type ConfigurationFault,
  DEADLINE_DEFAULTS,
  type MCPConfigurationError,
  type PolicySettings,
  STALE_DEFAULTS,
  type StaleSettings,
} from '@seawall/core/base';
import type { ToolRule } from './tool-options.ts';

/** A configuration that was read, checked and expanded: what the rest of the house trusts. */
export interface Configuration {
  /** The file it came from; absent for one that was given as an object. */
  readonly file?: string;
  /** The folder against which relative paths in it are resolved. */
  readonly folder: string;
  /** The servers in the order of the file. */
  readonly servers: readonly ConfiguredServer[];
  readonly settings: Settings;
  /** What is odd but stops nothing. */
  readonly warnings: readonly ConfigurationFault[];
  /** Exact values that redaction has to hide: credentials in env, headers, args and URLs. */
  readonly secrets: readonly string[];
  /** The files it was read from, env files included, so that a later change is noticed; absent when there are none. */
  readonly sources?: readonly SourceFile[];
}

/** A file that a configuration was read from. */
export interface SourceFile {
  /** Absolute. */
  readonly file: string;
  /** Hash of its bytes; absent while it can't be read. */
  readonly sha256?: string;
}

/** One server of a configuration: usable, or not and why. A faulty one never stops the others. */
export type ConfiguredServer =
  | {
      readonly kind: 'usable';
      readonly name: string;
      readonly launch: Launch;
      readonly options: ServerOptions;
      /** Hash of everything that decides how the server is started and reached; equal means untouched by a reload. */
      readonly fingerprint: string;
    }
  | { readonly kind: 'faulty'; readonly name: string; readonly error: MCPConfigurationError }
  | { readonly kind: 'disabled'; readonly name: string; readonly reason: string };

/** A server of the configuration that can be used. */
export type UsableServer = Extract<ConfiguredServer, { kind: 'usable' }>;

/** How a server is reached. */
export type Launch = StdioLaunch | HttpLaunch;

/** A server that we start as a child process. */
export interface StdioLaunch {
  readonly transport: 'stdio';
  readonly command: string;
  readonly args: readonly string[];
  /** The entry's own variables, expanded; what the child inherits besides is decided at start. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly cwd: string;
}

/** A server behind a URL. */
export interface HttpLaunch {
  /** `auto` tries Streamable HTTP first and the older HTTP+SSE transport when the endpoint does not know it. */
  readonly transport: 'http' | 'sse' | 'auto';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** How strictly entries are checked: `permissive` warns, the others refuse more and more. */
export type SecurityLevel = 'strict' | 'moderate' | 'permissive';

/** Whose connections to a server are: `shared` by all hosts until a server's question can't be assigned, or `per-host`. */
export type SessionMode = 'shared' | 'per-host';

/** What can be set for one server, or for all under `seawall.defaults`. */
export interface ServerOptions {
  /** How long a call may stay silent, in milliseconds; progress starts it anew.
   * @default 30000 */
  readonly timeoutMs: number;
  /** How long a call may take in all while it reports no progress, waiting included, in milliseconds.
   * @default 60000 */
  readonly totalTimeoutMs: number;
  /** How long a call may take in all, always, in milliseconds.
   * @default 300000 */
  readonly maxTotalTimeoutMs: number;
  /** Whether somebody set one of the three limits, so that what is known of a vendor's tools gives way.
   * @default false */
  readonly hasOwnTimeLimits: boolean;
  /** How long starting or reaching the server and the handshake may take together, in milliseconds.
   * @default 30000 for stdio, 10000 for HTTP */
  readonly connectTimeoutMs: number;
  /** How long one list of tools, prompts or resources may take, in milliseconds.
   * @default 10000 */
  readonly listTimeoutMs: number;
  /** The longest message that is taken from the server, in bytes.
   * @default 16777216 */
  readonly maxMessageBytes: number;
  /** Whether all hosts share one connection to the server, or each has one of its own.
   * @default 'shared' */
  readonly session: SessionMode;
  /** Which variables of our own environment the child sees beside the safe ones: all, none, or these.
   * @default false */
  readonly inheritEnv: boolean | readonly string[];
  /** @default 'permissive' */
  readonly security: SecurityLevel;
  /** Certificates for HTTPS, each a path. */
  readonly tls: TlsOptions;
  /** Whether what the server says of its tools decides what may be repeated; MCP says that it is a hint.
   * @default false */
  readonly trustAnnotations: boolean;
  /** Retries, circuits, limits of rate and concurrency. */
  readonly policies: PolicySettings;
  /** What is set for single tools.
   * @default [] */
  readonly tools: readonly ToolRule[];
}

/** Certificate files for one server. */
export interface TlsOptions {
  /** Further authorities to trust, PEM. */
  readonly caFile?: string;
  /** Our own certificate for mutual TLS, PEM. */
  readonly certFile?: string;
  /** The key of `certFile`, PEM. */
  readonly keyFile?: string;
}

/** How tools of several servers get one name each. */
export type PrefixMode = 'always' | 'on-conflict' | 'never';

/** What is set for the gateway as a whole, under the top-level `seawall` key. */
export interface Settings {
  /** @default 'always' */
  readonly prefix: PrefixMode;
  /** Whether the gateway offers its own tool `seawall_status`.
   * @default true */
  readonly statusTool: boolean;
  /** How long the first list waits for servers, in milliseconds.
   * @default 5000 */
  readonly firstListWaitMs: number;
  /** How long running calls get at the end, in milliseconds.
   * @default 10000 */
  readonly drainMs: number;
  /** Absolute path of the data folder, when the file names one. */
  readonly dataDir?: string;
  readonly listen: ListenSettings;
  readonly auth: AuthSettings;
  readonly log: LogSettings;
  /** Which earlier answers are kept for the time when their server is down. */
  readonly stale: StaleSettings;
  /** Rules, sinks and silences; absent where nothing is said, which means `defaultAlertSettings` of core. */
  readonly alerts?: AlertSettings;
}

/** Where the HTTP front listens. */
export interface ListenSettings {
  /** @default '127.0.0.1' */
  readonly host: string;
  /** @default 4141 */
  readonly port: number;
  /** Host names that a request may name beside those of loopback and `host`.
   * @default [] */
  readonly allowedHosts: readonly string[];
  /** Host names of web origins that may call from a browser, beside those of loopback.
   * @default [] */
  readonly allowedOrigins: readonly string[];
  /** The largest request body, in bytes.
   * @default 16777216 */
  readonly maxBodyBytes: number;
}

/** Who may use the HTTP front. */
export interface AuthSettings {
  /** The bearer token that every request has to carry; needed on any address but loopback. */
  readonly token?: string;
}

/** How the gateway logs. */
export interface LogSettings {
  /** @default 'info' */
  readonly level: 'debug' | 'info' | 'warn' | 'error';
}

export const SERVER_OPTION_DEFAULTS = {
  ...DEADLINE_DEFAULTS,
  stdioConnectTimeoutMs: 30_000,
  httpConnectTimeoutMs: 10_000,
  listTimeoutMs: 10_000,
  maxMessageBytes: 16_777_216,
  session: 'shared',
  inheritEnv: false,
  security: 'permissive',
  trustAnnotations: false,
} as const;

export const SETTINGS_DEFAULTS = {
  prefix: 'always',
  statusTool: true,
  firstListWaitMs: 5000,
  drainMs: 10_000,
  listen: { host: '127.0.0.1', port: 4141, allowedHosts: [], allowedOrigins: [], maxBodyBytes: 16_777_216 },
  auth: {},
  log: { level: 'info' },
  stale: STALE_DEFAULTS,
} as const satisfies Settings;
