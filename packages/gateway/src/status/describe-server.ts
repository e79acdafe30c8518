import type { ServerCatalog, ServerStatus } from '@seawall/client';
import type { ConnectionState } from '@seawall/core/base';

/** One server as agents and operators are told about it. */
export interface ServerReport {
  readonly name: string;
  readonly state: ConnectionState;
  readonly isUp: boolean;
  readonly tools: number;
  /** Whether the tools that are listed are up to date. */
  readonly catalog: ServerCatalog['state'];
  /** Why it is not up, or what of its lists is missing though it is. */
  readonly reason?: string;
  /** What to do about it. */
  readonly advice?: string;
  /** When it is tried again by itself, in milliseconds from now. */
  readonly retryInMs?: number;
}

/** Describes one server; errors are redacted when they are built, so no secret gets in here. */
export function describeServer(
  server: ServerStatus,
  catalog: Pick<ServerCatalog, 'state' | 'leftOut'>,
  nowMs: number,
): ServerReport {
  const { status } = server;
  const lastError = 'lastError' in status ? status.lastError : undefined;
  const missing = status.state === 'ready' ? describeLeftOut(server.name, catalog.leftOut) : undefined;
  const reason = status.state === 'stopped' ? status.reason : (lastError?.message ?? missing);
  const advice = lastError?.hint ?? (missing === undefined ? undefined : LEFT_OUT_ADVICE);
  return {
    name: server.name,
    state: status.state,
    isUp: status.state === 'ready',
    tools: server.toolCount,
    catalog: catalog.state,
    ...(reason === undefined ? {} : { reason }),
    ...(advice === undefined ? {} : { advice }),
    ...('retryAtMs' in status ? { retryInMs: Math.max(0, status.retryAtMs - nowMs) } : {}),
  };
}

const LEFT_OUT_ADVICE =
  'A list that failed is asked for again by itself; a definition that is left out is for the author of the server to mend.';

function describeLeftOut(name: string, leftOut: ServerCatalog['leftOut']): string | undefined {
  const [first, ...others] = leftOut;
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `Not all that server "${name}" offers can be listed: ${first.path}: ${first.message}${more}`;
}
