import type { ServerCatalog, ServerStatus } from '@seawall/client';
import type { ConnectionState } from '@seawall/core';

/** One server as agents and operators are told about it. */
export interface ServerReport {
  readonly name: string;
  readonly state: ConnectionState;
  readonly isUp: boolean;
  readonly tools: number;
  /** Whether the tools that are listed are up to date. */
  readonly catalog: ServerCatalog['state'];
  /** Why it is not up. */
  readonly reason?: string;
  /** What to do about it. */
  readonly advice?: string;
  /** When it is tried again by itself, in milliseconds from now. */
  readonly retryInMs?: number;
}

/** Describes one server; errors are redacted when they are built, so no secret gets in here. */
export function describeServer(server: ServerStatus, catalog: ServerCatalog['state'], nowMs: number): ServerReport {
  const { status } = server;
  const lastError = 'lastError' in status ? status.lastError : undefined;
  const reason = status.state === 'stopped' ? status.reason : lastError?.message;
  return {
    name: server.name,
    state: status.state,
    isUp: status.state === 'ready',
    tools: server.toolCount,
    catalog,
    ...(reason === undefined ? {} : { reason }),
    ...(lastError?.hint === undefined ? {} : { advice: lastError.hint }),
    ...('retryAtMs' in status ? { retryInMs: Math.max(0, status.retryAtMs - nowMs) } : {}),
  };
}
