import type { RouteAnswer } from '@seawall/admin-api';
import { MCPConfigurationError } from '@seawall/core/base';
import { type AdminFlags, withGateway, writeJson, writeLines } from '../../admin/admin-command.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT } from '../../exit-code.ts';
import { groupFacts, groupLines } from '../../report/operator/group-text.ts';
import { viewOf } from '../../report/operator/report-view.ts';
import { type ReasonFlags, reasonOf } from './reason-flag.ts';

/** What the command line says. */
export interface GroupsFlags extends AdminFlags {
  readonly server?: string;
  readonly state?: string;
  readonly kind?: string;
  readonly text?: string;
  readonly limit?: number;
}

/** The states of groups that are not done with. */
const OPEN_STATES = 'new,ongoing,escalating,regressed';

/** `seawall groups`: causes of errors, those with the latest error first. */
export function groups(context: CommandContext, flags: GroupsFlags): Promise<number> {
  const { server, state = OPEN_STATES, kind, text, limit, json } = flags;
  return withGateway(context, flags, async ({ connection }) => {
    const query = { servers: server, states: state === 'all' ? undefined : state, kinds: kind, text, limit };
    const page = await connection.request('listGroups', { query });
    if (json === true) writeJson(context, page);
    else if (page.items.length === 0) writeLines(context, ['No group of errors fits.']);
    else writeLines(context, groupLines(page.items, viewOf(context)));
    return EXIT.ok;
  });
}

/** `seawall groups show`: one cause with what it is known by. */
export function showGroup(context: CommandContext, flags: AdminFlags, id: string): Promise<number> {
  return withGateway(context, flags, async ({ connection }) => {
    const group = await connection.request('getGroup', { parameters: { id } });
    tell(context, flags, group);
    return EXIT.ok;
  });
}

/** What the command line says about a group that is to be changed. */
export interface GroupChangeFlags extends AdminFlags, ReasonFlags {
  /** `forever`, `escalating`, a number of errors. */
  readonly until?: string;
}

/** `seawall groups resolve|archive|reopen`: says what is to become of a cause. */
export function changeGroup(
  context: CommandContext,
  flags: GroupChangeFlags,
  { action, id }: { readonly action: 'resolve' | 'archive' | 'reopen'; readonly id: string },
): Promise<number> {
  const reason = reasonOf(flags);
  const until = untilOf(flags.until);
  return withGateway(context, flags, async ({ connection }) => {
    const parameters = { id };
    const group =
      action === 'archive'
        ? await connection.request('archiveGroup', { parameters, body: { reason, until } })
        : await connection.request(action === 'resolve' ? 'resolveGroup' : 'reopenGroup', {
            parameters,
            body: { reason },
          });
    tell(context, flags, group);
    return EXIT.ok;
  });
}

function tell(context: CommandContext, { json }: AdminFlags, group: RouteAnswer<'getGroup'>): void {
  if (json === true) writeJson(context, group);
  else writeLines(context, groupFacts(group, viewOf(context)));
}

function untilOf(text = 'escalating') {
  if (text === 'forever' || text === 'escalating') return { kind: text } as const;
  if (/^[1-9]\d{0,8}$/.test(text)) return { kind: 'count', count: Number(text) } as const;
  throw new MCPConfigurationError({
    code: 'OPTION_INVALID',
    message: 'The value of --until is not known.',
    hint: 'Allowed: escalating, forever, or after how many more errors the group comes back.',
  });
}
