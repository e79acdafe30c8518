import type { Pack } from '../../diagnosis/packs/pack.ts';
import type { PackFallback, PackFallbackStep } from '../../diagnosis/packs/pack-fallback.ts';
import { findTool, toComparableName } from '../../diagnosis/packs/tool-name.ts';
import type { FailedCall, FallbackServer, FallbackTool, PackFinder } from './failed-call.ts';
import type { FallbackStep } from './fallback-step.ts';
import { mapArguments } from './map-arguments.ts';
import { isMendable, surelyDidNotRun } from './mendable.ts';
import { makeArguments } from './pack-arguments.ts';
import { servesSite, siteOfCall } from './site.ts';
import { canStandIn } from './structured-content.ts';
import { toolsByName } from './tools-by-name.ts';

/** What is called in place of a call that failed. */
export interface PlannedFallback {
  readonly server: string;
  /** As that server names it. */
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Arguments of the call that failed which the tool has no place for. */
  readonly leftOut: readonly string[];
}

/** Where fallbacks are looked for. */
export interface FallbackSearch {
  readonly failed: FailedCall;
  /** What is configured for the tool; `false` for nothing. A chain takes the place of what packs know. */
  readonly configured: false | readonly FallbackStep[] | undefined;
  /** The servers that take calls now, in the order of the configuration. */
  readonly servers: readonly FallbackServer[];
  /** @default no pack is asked */
  readonly findPack?: PackFinder;
}

/** Longer plans are cut: each call costs time for which somebody waits. */
export const MAX_FALLBACKS = 10;

/**
 * Finds what to call in place of a call that failed, in order; the first that succeeds answers.
 *
 * Nothing for a failure that no other server can mend, and nothing for a call that is a fallback itself, so that chains never
 * run in a circle. A write is done elsewhere only where a chain is configured and the call surely did not run. The tool that
 * failed is left out, and so is what is on no server of `servers`.
 */
export function findFallbacks(search: FallbackSearch): readonly PlannedFallback[] {
  const { failed, configured } = search;
  if (configured === false || failed.isFallback === true || !isMendable(failed.error)) return [];
  if (failed.safety !== 'read' && (configured === undefined || !surelyDidNotRun(failed.error, failed.delivery)))
    return [];
  const steps = configured === undefined ? ofPacks(search) : ofChain(configured, search);
  const seen = new Set([nameOf(failed)]);
  const fresh = steps.filter((step) => !seen.has(nameOf(step)) && seen.add(nameOf(step)));
  return fresh.slice(0, MAX_FALLBACKS);
}

function nameOf({ server, tool }: { readonly server: string; readonly tool: string }): string {
  return JSON.stringify([server, tool]);
}

function ofChain(chain: readonly FallbackStep[], { failed, servers }: FallbackSearch): readonly PlannedFallback[] {
  return chain.flatMap((step) => {
    const { server: name = failed.server, tool } = step;
    const server = servers.find((each) => each.name === name);
    // Whoever configured a tool of a server that was not listed yet knows it.
    if (server === undefined || server.tools?.some((listed) => listed.name === tool) === false) return [];
    return [{ server: name, tool, arguments: mapArguments(step, failed.arguments), leftOut: [] }];
  });
}

function ofPacks(search: FallbackSearch): readonly PlannedFallback[] {
  const { failed, findPack } = search;
  const { server, tool, aliases = [] } = failed;
  const pack = findPack?.({ server, tool, aliases });
  if (pack === undefined) return [];
  return fallbacksOf(pack, tool)
    .flatMap(({ instead = [] }) => instead)
    .flatMap((step) => {
      const name = toComparableName(step.tool);
      return search.servers.flatMap((candidate) => {
        const listed = candidate.tools === undefined ? undefined : toolsByName(candidate.tools).get(name);
        return listed === undefined ? [] : ofServer(step, { candidate, listed }, pack, search);
      });
    });
}

/** The entries of a pack for a tool, in their order. */
export function fallbacksOf(pack: Pack, tool: string): readonly PackFallback[] {
  const first = findTool(pack.tools ?? [], tool)?.names[0];
  return (pack.fallbacks ?? []).filter(
    ({ tools }) => tools === undefined || (first !== undefined && tools.includes(first)),
  );
}

/** The tools of one server that have the name of the one which a step is about. */
interface NamedTools {
  readonly candidate: FallbackServer;
  readonly listed: readonly FallbackTool[];
}

function ofServer(
  step: PackFallbackStep,
  { candidate, listed }: NamedTools,
  own: Pack,
  { failed, findPack }: FallbackSearch,
): readonly PlannedFallback[] {
  const isOwn = step.pack === own.name;
  // The vendor has decided what the account may do: asking under another one would get round that.
  if (isOwn && failed.error.kind === 'permission') return [];
  return listed.flatMap((tool) => {
    const pack = findPack?.({ server: candidate.name, tool: tool.name, aliases: candidate.aliases ?? [] });
    if (pack?.name !== step.pack || findTool(pack.tools ?? [], tool.name)?.safety !== 'read') return [];
    if (!canStandIn(tool.outputSchema, failed.outputSchema)) return [];
    return isOwn ? onSameSite(step, candidate, tool, own, failed) : planned(step, candidate, tool, failed, undefined);
  });
}

/** Servers of a vendor that has many sites answer for each other only where it is sure that they speak of the same one. */
function onSameSite(
  step: PackFallbackStep,
  candidate: FallbackServer,
  tool: FallbackTool,
  pack: Pack,
  failed: FailedCall,
): readonly PlannedFallback[] {
  const { baseUrlSettings = [], siteArguments = [] } = pack;
  if (baseUrlSettings.length === 0) return planned(step, candidate, tool, failed, undefined);
  const site = siteOfCall(pack, failed);
  const names = Object.keys(step.arguments ?? {});
  const isTold = siteArguments.some((name) => names.includes(name));
  if (!isTold && !servesSite(pack, candidate, site)) return [];
  const plans = planned(step, candidate, tool, failed, site?.path === '' ? site.host : undefined);
  // The site is the same, so that its name is not missed.
  return plans.map((plan) => ({ ...plan, leftOut: plan.leftOut.filter((name) => !siteArguments.includes(name)) }));
}

function planned(
  step: PackFallbackStep,
  { name }: FallbackServer,
  tool: FallbackTool,
  failed: FailedCall,
  siteHost: string | undefined,
): readonly PlannedFallback[] {
  const made = makeArguments(step, { given: failed.arguments, siteHost, inputSchema: tool.inputSchema });
  return made === undefined ? [] : [{ server: name, tool: tool.name, arguments: made.values, leftOut: made.leftOut }];
}
