import { MCPRejectedError } from '../../errors/rejected-error.ts';
import type { GateSnapshot } from './events.ts';

/** What the error of a call that was held back is made of. */
export interface RateGateRefusal {
  readonly server: string;
  readonly tool: string;
  /** The call, as `call_tool(search)`. */
  readonly operation: string;
  /** How long until the next call may go out, in milliseconds. */
  readonly retryAfterMs: number;
  readonly snapshot: GateSnapshot;
}

/** The error of a call that can't wait until its server takes calls again. */
export function rateGateError({ server, tool, operation, retryAfterMs, snapshot }: RateGateRefusal): MCPRejectedError {
  const gates = snapshot.gates.filter((gate) => gate.tool === undefined || gate.tool === tool);
  const isServer = gates.some((gate) => gate.tool === undefined);
  const scope = isServer ? `Server "${server}"` : `Tool "${tool}" on server "${server}"`;
  const waitMs = Math.ceil(retryAfterMs);
  return new MCPRejectedError({
    code: 'RATE_GATE',
    message: `${scope} asked for fewer calls, so ${operation} was not sent. The next call may go out in ${waitMs} ms.`,
    hint: 'Call again after that time, and less often.',
    serverName: server,
    retryAfterMs: waitMs,
    context: { tool, operation, delivery: 'not-sent', scope: isServer ? 'server' : 'tool', gates },
  });
}
