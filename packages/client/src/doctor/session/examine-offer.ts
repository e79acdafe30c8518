import { type Clock, MCPProtocolError } from '@seawall/core/base';
import { findPromptFault, findResourceFault, findResourceTemplateFault } from '../../catalog/definition-check.ts';
import { type FetchListOptions, fetchList } from '../../catalog/fetch-list.ts';
import { type Connection, ConnectionFailure } from '../../connection/connection.ts';
import { isRecord } from '../../connection/is-record.ts';
import type { Checked, Checkup, Finding } from '../checkup.ts';
import { checkNames, type NamingOptions } from './check-names.ts';
import { checkSchemas } from './check-schemas.ts';

/** What is needed to look at what a server offers. */
export interface OfferOptions extends NamingOptions {
  readonly checkup: Checkup;
  readonly connection: Connection;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Lists what a server offers and checks every definition, by the rules of the catalog; calls nothing.
 *
 * @returns how many tools there are; `undefined` when they could not be listed.
 */
export async function examineOffer(options: OfferOptions): Promise<number | undefined> {
  const { checkup, connection } = options;
  const tools = await checkup.run('tools', () => listTools(options));
  await checkup.run('prompts', () =>
    listOthers(options, 'prompts', [{ method: 'prompts/list', field: 'prompts', findFault: findPromptFault }]),
  );
  await checkup.run('resources', () =>
    listOthers(options, 'resources', [
      { method: 'resources/list', field: 'resources', findFault: findResourceFault },
      { method: 'resources/templates/list', field: 'resourceTemplates', findFault: findResourceTemplateFault },
    ]),
  );
  if (tools === undefined) return undefined;
  await checkup.run('names', () => ({ finding: checkNames(tools, options) }));
  await checkup.run('schemas', () => ({ finding: checkSchemas(tools, connection.info, options.serverName) }));
  return tools.length;
}

async function listTools(options: OfferOptions): Promise<Checked<readonly unknown[]>> {
  const { connection, serverName, clock } = options;
  if (connection.info.capabilities.tools === undefined) {
    await askWhetherAlive(options);
    return {
      finding: {
        outcome: 'warning',
        detail: 'The server does not say that it has tools.',
        fix: 'Nothing to do if it only has prompts or resources; else it is started in a mode without tools, or too old.',
      },
      value: [],
    };
  }
  const startedMs = clock.monotonicMs();
  try {
    const { items, cut } = await fetchList(connection, { ...options, method: 'tools/list', field: 'tools' });
    const took = `${items.length} ${items.length === 1 ? 'tool' : 'tools'}, listed in ${Math.round(clock.monotonicMs() - startedMs)} ms.`;
    if (cut !== undefined) {
      const fix = 'The server gives its list in pages that do not end properly: report it to its author.';
      return { finding: { outcome: 'warning', detail: `${took} ${cut}`, fix }, value: items };
    }
    if (items.length > 0) return { finding: { outcome: 'passed', detail: took }, value: items };
    const fix = 'Check the arguments and variables of the server: many hide their tools until they are configured.';
    return { finding: { outcome: 'warning', detail: 'The list of tools is empty.', fix }, value: items };
  } catch (error) {
    if (!isMissingMethod(error)) throw error;
    const unknown = new MCPProtocolError({
      code: 'METHOD_NOT_FOUND',
      serverName,
      message: `Server "${serverName}" says that it has tools, and does not know tools/list.`,
      hint: 'This is a fault of the server: update it, or report it to its author.',
      cause: error,
    });
    return { finding: { outcome: 'failed', error: unknown } };
  }
}

/** A server that has nothing to list may be gone all the same. */
async function askWhetherAlive({ connection, timeoutMs, signal }: OfferOptions): Promise<void> {
  try {
    await connection.ping({ timeoutMs, maxTotalTimeoutMs: timeoutMs, signal });
  } catch (error) {
    // One that does not know the question has answered it.
    if (!isMissingMethod(error)) throw error;
  }
}

interface OtherList {
  readonly method: FetchListOptions['method'];
  readonly field: string;
  readonly findFault: (item: unknown) => string | undefined;
}

/** Prompts and resources: what is wrong with them leaves the tools usable. */
async function listOthers(
  options: OfferOptions,
  part: 'prompts' | 'resources',
  lists: readonly OtherList[],
): Promise<Checked<never>> {
  if (options.connection.info.capabilities[part] === undefined)
    return { finding: { outcome: 'skipped', detail: `The server does not say that it has ${part}.` } };
  const counts: string[] = [];
  const lines: string[] = [];
  for (const { method, field, findFault } of lists) {
    try {
      const { items, cut } = await fetchList(options.connection, { ...options, method, field });
      counts.push(`${items.length} from ${method}`);
      lines.push(...(cut === undefined ? [] : [`${method}: ${cut}`]));
      for (const item of items) {
        const fault = findFault(item);
        if (fault !== undefined) lines.push(`${nameOf(item)}: ${fault}`);
      }
    } catch (error) {
      // A server that is gone is no matter of one list.
      if (!(error instanceof ConnectionFailure) || error.effect !== 'none') throw error;
      lines.push(
        isMissingMethod(error)
          ? `${method}: it is advertised, and the server does not know it (-32601).`
          : `${method}: ${error.error.message}`,
      );
    }
  }
  return { finding: otherFinding(part, counts, lines) };
}

function otherFinding(part: string, counts: readonly string[], lines: readonly string[]): Finding {
  const [first] = lines;
  if (first === undefined) return { outcome: 'passed', detail: `${counts.join(', ')}.` };
  return {
    outcome: 'warning',
    detail: `Not all ${part} can be used: ${first}`,
    fix: 'Nothing to do for its tools, which work; report it to the author of the server.',
    lines,
  };
}

function isMissingMethod(error: unknown): boolean {
  return error instanceof ConnectionFailure && error.error.code === 'METHOD_NOT_FOUND';
}

function nameOf(item: unknown): string {
  const name: unknown = isRecord(item) ? (item.name ?? item.uri ?? item.uriTemplate) : undefined;
  return typeof name === 'string' ? JSON.stringify(name.slice(0, 100)) : 'One without a name';
}
