import { MCPTimeoutError } from '../../errors/timeout-error.ts';

/** A server that does not answer. */
export interface SilentServer {
  readonly server: string;
  /** How long nothing came from it. */
  readonly silentForMs: number;
  readonly probeTimeoutMs: number;
}

/** Nothing comes from a server, not even the answer to a probe. */
export function silentServerError({ server, silentForMs, probeTimeoutMs }: SilentServer): MCPTimeoutError {
  const silent = Math.round(silentForMs);
  return new MCPTimeoutError({
    code: 'OPERATION_TIMEOUT',
    serverName: server,
    operation: 'probe',
    timeoutMs: probeTimeoutMs,
    message: `Server "${server}" has sent nothing for ${silent} ms though it owes an answer, and did not answer a probe within ${probeTimeoutMs} ms.`,
    hint: `If the server answers nothing else while it works, raise minSilenceMs in mcpServers.${server}.seawall.policies.silence, or set enabled to false there.`,
    context: { silentForMs: silent },
  });
}
