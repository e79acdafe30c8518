import { MCPError } from '@seawall/core/base';
import { type AdminFlags, withGateway, writeJson, writeLines } from '../../admin/admin-command.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT } from '../../exit-code.ts';
import { auditTable } from '../../report/operator/audit-text.ts';
import { viewOf } from '../../report/operator/report-view.ts';
import { spanText } from '../../report/operator/span-text.ts';
import { toDisplayLine } from '../../terminal/display-text.ts';
import { assertConfirmed, type ConfirmFlags, type ReasonFlags, reasonOf } from './reason-flag.ts';

/** `seawall dashboard`: a fresh link that opens the dashboard once. */
export function dashboard(context: CommandContext, flags: AdminFlags): Promise<number> {
  return withGateway(context, flags, async ({ connection }) => {
    const link = await connection.request('createLink');
    if (flags.json === true) writeJson(context, link);
    else {
      writeLines(context, [toDisplayLine(link.url)]);
      context.stderr.write(`It opens once, within ${spanText(link.expiresAtMs - context.clock.now())}.\n`);
    }
    return EXIT.ok;
  });
}

/** `seawall reload`: has the gateway read its configuration again; fails when that is refused. */
export function reload(context: CommandContext, flags: AdminFlags): Promise<number> {
  return withGateway(context, flags, async ({ connection }) => {
    const answer = await connection.request('reloadConfiguration');
    if (flags.json === true) writeJson(context, answer);
    else writeLines(context, [`${answer.outcome}: ${toDisplayLine(answer.detail)}`]);
    return answer.outcome === 'applied' ? EXIT.ok : EXIT.failed;
  });
}

/** What the command line says about forgetting. */
export interface PurgeFlags extends AdminFlags, ReasonFlags, ConfirmFlags {
  readonly what: 'everything' | 'calls' | 'errors' | 'payloads';
  readonly server?: string;
}

/** `seawall purge`: forgets what is kept of calls and errors; through the gateway, or in its folder while none runs. */
export async function purge(context: CommandContext, flags: PurgeFlags): Promise<number> {
  const { what, server } = flags;
  assertConfirmed(flags, `What is purged (${what}) can't be brought back.`);
  const body = { what, reason: reasonOf(flags), ...(server === undefined ? {} : { server }) };
  try {
    return await withGateway(context, flags, async ({ connection }) => {
      const { removed } = await connection.request('purge', { body });
      writePurged(context, flags, removed);
      return EXIT.ok;
    });
  } catch (error) {
    if (flags.url !== undefined || !MCPError.isInstance(error) || error.code !== 'GATEWAY_NOT_RUNNING') throw error;
    const { purgeFolder } = await import('../../data-dir/purge-folder.ts');
    writePurged(context, flags, await purgeFolder(context, flags));
    return EXIT.ok;
  }
}

function writePurged(context: CommandContext, { json }: PurgeFlags, removed: number): void {
  if (json === true) writeJson(context, { removed });
  else writeLines(context, [`Records removed: ${removed}. The audit stays.`]);
}

/** What the command line says about the audit. */
export interface AuditFlags extends AdminFlags {
  readonly actor?: string;
  readonly action?: string;
  readonly server?: string;
  readonly since?: number;
  readonly limit?: number;
}

/** `seawall audit`: what agents asked for and people did, newest first. */
export function audit(context: CommandContext, flags: AuditFlags): Promise<number> {
  const { actor, action, server, since, limit } = flags;
  return withGateway(context, flags, async ({ connection }) => {
    const from = since === undefined ? undefined : Math.max(0, context.clock.now() - since);
    const page = await connection.request('listAudit', { query: { actor, action, server, from, limit } });
    if (flags.json === true) writeJson(context, page);
    else if (page.items.length === 0) writeLines(context, ['Nothing in the audit fits.']);
    else writeLines(context, auditTable(page.items, viewOf(context)));
    return EXIT.ok;
  });
}
