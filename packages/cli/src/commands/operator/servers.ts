import { type AdminFlags, withGateway, writeJson, writeLines } from '../../admin/admin-command.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT } from '../../exit-code.ts';
import { viewOf } from '../../report/operator/report-view.ts';
import { checkLine, circuitLine, serverStateLine } from '../../report/operator/server-text.ts';
import { type ReasonFlags, reasonOf } from './reason-flag.ts';

const OPERATIONS = { restart: 'restartServer', pause: 'pauseServer', resume: 'resumeServer' } as const;

/** What is done to a server. */
export interface ServerChange {
  readonly action: keyof typeof OPERATIONS;
  readonly server: string;
}

/** `seawall servers restart|pause|resume`: does it, and tells how the server stands then. */
export function changeServer(
  context: CommandContext,
  flags: AdminFlags & ReasonFlags,
  { action, server }: ServerChange,
): Promise<number> {
  return withGateway(context, flags, async ({ connection }) => {
    const body = { reason: reasonOf(flags) };
    const answer = await connection.request(OPERATIONS[action], { parameters: { server }, body });
    if (flags.json === true) writeJson(context, answer);
    else writeLines(context, [serverStateLine(answer.server, viewOf(context))]);
    return EXIT.ok;
  });
}

/** `seawall servers check`: asks a server now whether it is there; fails when it is not. */
export function checkServer(context: CommandContext, flags: AdminFlags, server: string): Promise<number> {
  return withGateway(context, flags, async ({ connection }) => {
    const check = await connection.request('checkServer', { parameters: { server } });
    if (flags.json === true) writeJson(context, check);
    else writeLines(context, [checkLine(check, viewOf(context))]);
    return check.result === 'connected' ? EXIT.ok : EXIT.failed;
  });
}

/** What is done to a circuit. */
export interface CircuitChange {
  readonly action: 'reset' | 'open' | 'close' | 'isolate';
  readonly server: string;
}

/** `seawall circuits reset|open|close|isolate`: puts the circuit of a server, or of one of its tools, into a state. */
export function changeCircuit(
  context: CommandContext,
  flags: AdminFlags & ReasonFlags & { readonly tool?: string },
  { action, server }: CircuitChange,
): Promise<number> {
  const { tool } = flags;
  return withGateway(context, flags, async ({ connection }) => {
    const body = { action, reason: reasonOf(flags), ...(tool === undefined ? {} : { tool }) };
    const circuit = await connection.request('changeCircuit', { parameters: { server }, body });
    if (flags.json === true) writeJson(context, circuit);
    else writeLines(context, [circuitLine(server, circuit, viewOf(context))]);
    return EXIT.ok;
  });
}
