import type { CallInfo, Outcome } from '@seawall/core/base';
import type { ServerCatalog } from '../catalog/server-catalog.ts';
import type { RegisteredHost } from '../hosts/registered-host.ts';
import type { CallOptions, ConnectionCheck, ServerStatus } from './seawall.ts';

/** One server of the configuration, usable or not, as the client sees it. */
export interface Upstream {
  readonly name: string;
  /** Equal for entries that a reload need not touch. */
  readonly fingerprint: string;
  readonly catalog: ServerCatalog;
  readonly status: ServerStatus;
  /** Attempts to connect that failed in a row. */
  readonly failures: number;
  start(): void;
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

/** One request to a server, with what belongs to it. */
export interface UpstreamRequest {
  readonly call: CallInfo;
  /** As it stands in errors: `call_tool(search_issues)`. */
  readonly operation: string;
  readonly request: { readonly method: string; readonly params?: Readonly<Record<string, unknown>> };
  readonly options: CallOptions;
}
