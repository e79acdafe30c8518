import type { ParkedCall } from '@seawall/core/base';
import { MCPConfigurationError } from '@seawall/core/base';
import { type AdminFlags, withGateway, writeJson, writeLines } from '../../admin/admin-command.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT } from '../../exit-code.ts';
import { parkedFacts, parkedLines } from '../../report/operator/parked-text.ts';
import { viewOf } from '../../report/operator/report-view.ts';
import { assertConfirmed, type ConfirmFlags, type ReasonFlags, reasonOf } from './reason-flag.ts';

/** What the command line says. */
export interface ParkedFlags extends AdminFlags {
  readonly server?: string;
  readonly tool?: string;
  readonly state?: string;
  readonly limit?: number;
}

/** The states that somebody may want to do something about. */
const OPEN_STATES = 'parked,leased,sent,unknown';

/** `seawall parked list`: writes that wait to be sent, or whose fate is unknown. */
export function listParked(context: CommandContext, flags: ParkedFlags): Promise<number> {
  const { server, tool, state = OPEN_STATES, limit, json } = flags;
  return withGateway(context, flags, async ({ connection }) => {
    const query = { server, tool, states: state === 'all' ? undefined : state, limit };
    const found = await connection.request('listParked', { query });
    if (json === true) writeJson(context, found);
    else if (found.items.length === 0) writeLines(context, ['No parked write fits.']);
    else writeLines(context, parkedLines(found.items, viewOf(context)));
    return EXIT.ok;
  });
}

/** `seawall parked show`: one parked write with its arguments, secrets hidden. */
export function showParked(context: CommandContext, flags: AdminFlags, id: string): Promise<number> {
  return withGateway(context, flags, async ({ connection }) => {
    tell(context, flags, await connection.request('getParked', { parameters: { id } }));
    return EXIT.ok;
  });
}

/** What the command line says about sending one again. */
export interface ReplayFlags extends AdminFlags, ReasonFlags {
  readonly confirmNotRun?: true;
}

/** `seawall parked replay`: sends it again. One that may have run is sent only if somebody says that it did not. */
export function replayParked(context: CommandContext, flags: ReplayFlags, id: string): Promise<number> {
  const confirmNotExecuted = flags.confirmNotRun === true;
  return withGateway(context, flags, async ({ connection }) => {
    const parameters = { id };
    const call = await connection.request('getParked', { parameters });
    if (call.state === 'unknown' && !confirmNotExecuted) throw mayHaveRun(call);
    const body = { reason: reasonOf(flags), confirmNotExecuted };
    tell(context, flags, await connection.request('replayParked', { parameters, body }));
    return EXIT.ok;
  });
}

/** `seawall parked discard`: gives it up. */
export function discardParked(
  context: CommandContext,
  flags: AdminFlags & ReasonFlags & ConfirmFlags,
  id: string,
): Promise<number> {
  assertConfirmed(flags, 'A parked write that is discarded is never sent.');
  return withGateway(context, flags, async ({ connection }) => {
    const body = { reason: reasonOf(flags) };
    tell(context, flags, await connection.request('discardParked', { parameters: { id }, body }));
    return EXIT.ok;
  });
}

function tell(context: CommandContext, { json }: AdminFlags, call: ParkedCall): void {
  if (json === true) writeJson(context, call);
  else writeLines(context, parkedFacts(call, viewOf(context)));
}

function mayHaveRun({ id, server, tool }: ParkedCall): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'OPTION_INVALID',
    message: `The parked write "${id}" of tool "${tool}" on server "${server}" may have run. Nothing was sent.`,
    hint: 'Look in the system behind the server. If it surely did not run, repeat this with --confirm-not-run; else discard it.',
  });
}
