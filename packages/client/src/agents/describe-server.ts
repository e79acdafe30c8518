import type { CircuitState, ConnectionState, PoliciesSnapshot } from '@seawall/core/base';
import type { ServerCatalog } from '../catalog/server-catalog.ts';
import type { ServerStatus } from '../seawall/seawall.ts';

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
  /** What its circuit does with calls; absent while it lets all through. */
  readonly circuit?: CircuitState;
  /** Tools that get no calls now because they failed again and again. */
  readonly toolsDown?: readonly string[];
}

/** Describes one server; errors are redacted when they are built, so no secret gets in here. */
export function describeServer(
  server: ServerStatus,
  catalog: Pick<ServerCatalog, 'state' | 'leftOut'>,
  nowMs: number,
  policies?: PoliciesSnapshot,
): ServerReport {
  const { status } = server;
  const circuit = describeCircuit(server.name, policies);
  const lastError = 'lastError' in status ? status.lastError : undefined;
  const missing = status.state === 'ready' ? describeLeftOut(server.name, catalog.leftOut) : undefined;
  const reason = status.state === 'stopped' ? status.reason : (lastError?.message ?? circuit.reason ?? missing);
  const advice = lastError?.hint ?? (missing === undefined ? undefined : LEFT_OUT_ADVICE);
  return {
    name: server.name,
    state: status.state,
    isUp: status.state === 'ready' && circuit.state !== 'open' && circuit.state !== 'isolated',
    tools: server.toolCount,
    catalog: catalog.state,
    ...(reason === undefined ? {} : { reason }),
    ...(advice === undefined ? {} : { advice }),
    ...retryOf(status, circuit, nowMs),
    ...(circuit.state === undefined ? {} : { circuit: circuit.state }),
    ...(circuit.toolsDown.length === 0 ? {} : { toolsDown: circuit.toolsDown }),
  };
}

interface CircuitReport {
  readonly state: CircuitState | undefined;
  readonly reason: string | undefined;
  readonly retryInMs: number | undefined;
  readonly toolsDown: readonly string[];
}

function describeCircuit(name: string, policies: PoliciesSnapshot | undefined): CircuitReport {
  const { circuit, toolCircuits = [] } = policies ?? {};
  const toolsDown = toolCircuits.flatMap(({ tool, state }) => (tool === undefined || state === 'closed' ? [] : [tool]));
  if (circuit === undefined || circuit.state === 'closed' || circuit.state === 'forced-closed') {
    return { state: undefined, reason: undefined, retryInMs: undefined, toolsDown };
  }
  const { state, nextProbeInMs, by, failureCode, counts } = circuit;
  const why =
    by !== undefined
      ? `${by.actor} took it out of use: ${by.reason}`
      : `${counts.failures} of its last ${counts.calls} calls failed${failureCode === undefined ? '' : `, the last with ${failureCode}`}`;
  return { state, reason: `Calls to server "${name}" are held back: ${why}.`, retryInMs: nextProbeInMs, toolsDown };
}

function retryOf(
  status: ServerStatus['status'],
  { retryInMs }: CircuitReport,
  nowMs: number,
): { readonly retryInMs?: number } {
  if ('retryAtMs' in status) return { retryInMs: Math.max(0, status.retryAtMs - nowMs) };
  return retryInMs === undefined ? {} : { retryInMs: Math.max(0, retryInMs) };
}

const LEFT_OUT_ADVICE =
  'A list that failed is asked for again by itself; a definition that is left out is for the author of the server to mend.';

function describeLeftOut(name: string, leftOut: ServerCatalog['leftOut']): string | undefined {
  const [first, ...others] = leftOut;
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `Not all that server "${name}" offers can be listed: ${first.path}: ${first.message}${more}`;
}
