import type {
  CallInfo,
  CallRequest,
  CallSpan,
  CircuitState,
  DeadlineOptions,
  Outcome,
  PoliciesSnapshot,
} from '@seawall/core/base';
import type { CallProfile } from '../calls/call-profile.ts';
import type { ServerCatalog } from '../catalog/server-catalog.ts';
import type { RegisteredHost } from '../hosts/registered-host.ts';
import type { CallOptions, CircuitCommand, ConnectionCheck, ServerStatus } from './seawall.ts';

/** One server of the configuration, usable or not, as the client sees it. */
export interface Upstream {
  readonly name: string;
  /** Equal for entries that a reload need not touch. */
  readonly fingerprint: string;
  readonly catalog: ServerCatalog;
  /** By what packs know it. */
  readonly identity: ServerIdentity;
  readonly status: ServerStatus;
  /** How its policies stand; absent for a server that can't be used. */
  readonly policies: PoliciesSnapshot | undefined;
  /** The state of its own circuit, which costs less to ask for than all of its policies. */
  readonly circuit: CircuitState | undefined;
  /** Changes a circuit by hand. @throws {@link MCPError} when there is none. */
  changeCircuit(change: Omit<CircuitCommand, 'server'>): void;
  /** Attempts to connect that failed in a row. */
  readonly failures: number;
  start(): void;
  /** How a call of this kind is to be treated; a promise only where that has to be loaded first. */
  profileOf(request: CallRequest): CallProfile | Promise<CallProfile>;
  /** Changes the time limits of calls that begin later; those that are not given stay. @throws {@link MCPError} when there are none. */
  setTimeouts(timeouts: DeadlineOptions): void;
  /** Sends a request. Never rejects: what goes wrong is an outcome too. */
  request(request: UpstreamRequest): Promise<Outcome>;
  /** Subscribes a host to a resource. @throws {@link MCPError} */
  subscribe(host: RegisteredHost, uri: string, signal: AbortSignal | undefined): Promise<void>;
  /** Looks again at which log messages hosts want. */
  updateLogLevel(): void;
  announceRoots(host: RegisteredHost): void;
  /** Ends what belongs to a host that is gone. Never rejects. */
  release(host: RegisteredHost): Promise<void>;
  check(timeoutMs: number): Promise<ConnectionCheck>;
  /** @throws {@link MCPError} */
  reconnect(): Promise<void>;
  close(reason: string): Promise<void>;
}

/** What a server is known by beside its name. */
export interface ServerIdentity {
  readonly aliases: readonly string[];
  /** A plain setting of the server, as the variable `JIRA_URL`; never a secret. */
  readonly setting: (name: string) => string | undefined;
}

/** One request to a server, with what belongs to it. */
export interface UpstreamRequest {
  readonly call: CallInfo;
  /** As it stands in errors: `call_tool(search_issues)`. */
  readonly operation: string;
  readonly request: CallRequest;
  readonly profile: CallProfile;
  /** Whether it may be sent more than once. */
  readonly isRepeatable: boolean;
  readonly options: CallOptions;
  /** Follows the call where it is traced. */
  readonly span?: CallSpan | undefined;
  /** Gets at once what counts the attempts, for whoever may leave before the end. */
  readonly onBegin?: (count: { readonly attempts: number }) => void;
}
