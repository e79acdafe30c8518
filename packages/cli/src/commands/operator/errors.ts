import type { ErrorRecord, MCPError } from '@seawall/core/base';
import { type AdminFlags, type AdminWork, withGateway, writeJson, writeLines } from '../../admin/admin-command.ts';
import { watchGateway } from '../../admin/watch-gateway.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT } from '../../exit-code.ts';
import { errorDetailLines, errorEntryLines } from '../../report/operator/error-entry-text.ts';
import { viewOf } from '../../report/operator/report-view.ts';
import { toDisplayLine } from '../../terminal/display-text.ts';
import { toJsonText } from '../../terminal/json-text.ts';

/** What the command line says. */
export interface ErrorsFlags extends AdminFlags {
  readonly server?: string;
  readonly tool?: string;
  readonly kind?: string;
  readonly code?: string;
  readonly group?: string;
  readonly text?: string;
  /** How far back, in milliseconds. */
  readonly since?: number;
  readonly limit?: number;
  readonly follow?: true;
}

/** `seawall errors`: errors that were recorded, newest last. */
export function errors(context: CommandContext, flags: ErrorsFlags): Promise<number> {
  return withGateway(context, flags, async (work) => {
    if (flags.follow === true) {
      await follow(work, flags);
      return EXIT.ok;
    }
    const page = await work.connection.request('listErrors', {
      query: { ...queryOf(context, flags), limit: flags.limit ?? ERRORS_LIMIT },
    });
    if (flags.json === true) writeJson(context, page);
    else if (page.items.length === 0) writeLines(context, ['No errors are recorded that fit.']);
    else {
      for (const entry of page.items.toReversed()) writeLines(context, errorEntryLines(entry, viewOf(context)));
      if (page.next !== undefined) writeLines(context, ['', 'There are older ones: raise --limit, or use --since.']);
    }
    return EXIT.ok;
  });
}

/** `seawall errors show`: one error with all that is known of it. */
export function showError(context: CommandContext, flags: AdminFlags, id: string): Promise<number> {
  return withGateway(context, flags, async ({ connection }) => {
    const found = await connection.request('getError', { parameters: { id } });
    if (flags.json === true) writeJson(context, found);
    else writeLines(context, errorDetailLines(found, viewOf(context)));
    return EXIT.ok;
  });
}

/** How many errors are shown without `--limit`. */
const ERRORS_LIMIT = 20;

function queryOf({ clock }: CommandContext, flags: ErrorsFlags): Readonly<Record<string, string | number | undefined>> {
  const { server, tool, kind, code, group, text, since } = flags;
  return {
    servers: server,
    target: tool,
    kinds: kind,
    codes: code,
    group,
    text,
    from: since === undefined ? undefined : Math.max(0, clock.now() - since),
  };
}

/** The most errors on one page of the API. */
const MAX_PAGE = 1000;
/** Errors are recorded a moment after they happened, and not in order. */
const OVERLAP_MS = 10_000;

async function follow(work: AdminWork, flags: ErrorsFlags): Promise<void> {
  const { context, connection } = work;
  const query = queryOf(context, flags);
  /** Errors within the overlap, by id. */
  let shown: ReadonlyMap<string, number> | undefined;
  let newestMs = 0;
  const write = (entry: ErrorRecord): void => {
    if (flags.json === true) context.stdout.write(`${toJsonText(entry)}\n`);
    else writeLines(context, errorEntryLines(entry, viewOf(context)));
  };
  await watchGateway(work, {
    kinds: new Set(['errors', 'errorGroup'] as const),
    look: async () => {
      if (shown === undefined)
        return (await connection.request('listErrors', { query: { ...query, limit: MAX_PAGE } })).items;
      const from = Math.max(newestMs - OVERLAP_MS, Number(query.from ?? 0), 0);
      return allErrors(work, { ...query, from, order: 'oldest-first', limit: MAX_PAGE });
    },
    show: (found) => {
      const known = shown;
      const inOrder = found.toSorted((one, other) => one.atMs - other.atMs);
      const fresh =
        known === undefined
          ? inOrder.slice(-(flags.limit ?? ERRORS_LIMIT))
          : inOrder.filter(({ id }) => !known.has(id));
      for (const entry of fresh) write(entry);
      newestMs = Math.max(newestMs, inOrder.at(-1)?.atMs ?? 0);
      const kept = [...(known ?? []), ...inOrder.map(({ id, atMs }) => [id, atMs] as const)];
      shown = new Map(kept.filter(([, atMs]) => atMs >= newestMs - OVERLAP_MS));
    },
    onLost: (error) => tellLost(context, error),
  });
}

async function allErrors(
  { connection }: AdminWork,
  query: Readonly<Record<string, string | number | undefined>>,
): Promise<readonly ErrorRecord[]> {
  const found: ErrorRecord[] = [];
  let cursor: string | undefined;
  // Bounded by the errors of the last seconds, which the gateway keeps bounded.
  do {
    const page = await connection.request('listErrors', { query: { ...query, cursor } });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}

function tellLost({ stderr }: CommandContext, error: MCPError): void {
  stderr.write(`${toDisplayLine(error.message)} It is tried again.\n`);
}
