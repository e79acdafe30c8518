import {
  type AlertSettings,
  type ConfigurationFault,
  DEADLINE_DEFAULTS,
  type GroupRule,
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
  readonly audit: AuditSettings;
  /** Files of errors and alerts; absent where none are wanted. */
  readonly export?: ExportSettings;
  /** Which earlier answers are kept for the time when their server is down. */
  readonly stale: StaleSettings;
  /** Rules, sinks and silences; absent where nothing is said, which means `defaultAlertSettings` of core. */
  readonly alerts?: AlertSettings;
  readonly store: StoreSettings;
  readonly errorGroups: ErrorGroupSettings;
  readonly metrics: MetricsSettings;
}

/** How errors are grouped. */
export interface ErrorGroupSettings {
  /** Groups of the user's own; the first rule that fits counts.
   * @default [] */
  readonly rules: readonly GroupRule[];
  /** How long a group that is new or came back is called so, in milliseconds.
   * @default 86400000 */
  readonly freshMs: number;
  /** How long nothing may happen until a group counts as resolved, in milliseconds.
   * @default 1209600000 */
  readonly resolveAfterMs: number;
}

/** What is kept of what the gateway saw. */
export interface StoreSettings {
  /** Whether it stands in a file of the data folder; else it ends with the process.
   * @default true */
  readonly enabled: boolean;
  /** Of which calls arguments and results are kept.
   * @default 'off' */
  readonly payloads: 'off' | 'errors' | 'all';
  /** The longest text of arguments or of a result that is kept, in characters.
   * @default 4096 */
  readonly maxPayloadLength: number;
  /** What is older is forgotten, in milliseconds.
   * @default 1209600000 */
  readonly maxAgeMs: number;
  /** How many records of each kind are kept at most; the counts of the latest two hours in any case.
   * @default 100000 */
  readonly maxRows: number;
}

/** How metrics are told. */
export interface MetricsSettings {
  /** Tools of a server that are told apart; all others together are called `other`.
   * @default 500 */
  readonly maxTools: number;
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
  /** The token of those who administer the gateway; without it one is made and kept in the data folder. */
  readonly adminToken?: string;
}

/** How the gateway logs. */
export interface LogSettings {
  /** @default 'info' */
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Lines for people, or JSON.
   * @default lines for people on a terminal, JSON else */
  readonly format?: 'pretty' | 'json';
}

/** Who called what, and who did what to the gateway. */
export interface AuditSettings {
  /** @default true */
  readonly enabled: boolean;
  /** Whether calls are in it, too.
   * @default true */
  readonly calls: boolean;
  /** A file that would become larger is followed by a new one, in bytes.
   * @default 10485760 */
  readonly maxBytes: number;
  /** So many files are kept.
   * @default 10 */
  readonly files: number;
}

/** Errors and alerts as JSON lines, for other programs. */
export interface ExportSettings {
  /** Absolute. */
  readonly folder: string;
  /** A file that would become larger is put aside first, in bytes.
   * @default 10485760 */
  readonly maxBytes: number;
  /** So many files of each server and sort that were put aside are kept.
   * @default 5 */
  readonly files: number;
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
  audit: { enabled: true, calls: true, maxBytes: 10_485_760, files: 10 },
  stale: STALE_DEFAULTS,
  store: { enabled: true, payloads: 'off', maxPayloadLength: 4096, maxAgeMs: 1_209_600_000, maxRows: 100_000 },
  errorGroups: { rules: [], freshMs: 86_400_000, resolveAfterMs: 1_209_600_000 },
  metrics: { maxTools: 500 },
} as const satisfies Settings;
