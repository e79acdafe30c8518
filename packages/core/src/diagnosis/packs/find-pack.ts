import type { DiagnosisContext } from '../diagnosis-context.ts';
import { BUILT_IN_PACKS } from './built-in-packs.ts';
import type { Pack, PackTool } from './pack.ts';
import { spacedName, splitCamelCase } from './spaced-name.ts';
import { findTool, toComparableName, withoutPrefix } from './tool-name.ts';

/** Which pack speaks about a server or a tool: first those of the user, then the built-in ones. */
export function findPack(context: DiagnosisContext): Pack | undefined {
  return choose(context.packs ?? [], context) ?? choose(BUILT_IN_PACKS, context);
}

/**
 * One server may serve several vendors, as those of Atlassian do: of the packs that know the server the one that knows the tool
 * speaks, then the one that the name of the tool itself names, then the first.
 */
function choose(packs: readonly Pack[], context: DiagnosisContext): Pack | undefined {
  if (packs.length === 0) return undefined;
  const near = byServer(packs, context);
  const knows = near.find(({ tools = [] }) => findTool(tools, context.tool) !== undefined);
  return knows ?? byTool(packs, context.tool) ?? near[0];
}

/** What is known of the tool that was called; `undefined` for a tool of which no pack knows. */
export function findPackTool(context: DiagnosisContext): PackTool | undefined {
  const pack = findPack(context);
  return pack && findTool(pack.tools ?? [], context.tool);
}

function byServer(packs: readonly Pack[], { server, aliases = [] }: DiagnosisContext): readonly Pack[] {
  const names = [server, ...aliases].map(spacedName);
  return packs.filter((pack) => indexOf(pack).words.some((word) => names.some((name) => name.includes(word))));
}

/** A tool speaks for a pack only by a name that no other vendor would use: one with the vendor in it. */
function byTool(packs: readonly Pack[], tool: string | undefined): Pack | undefined {
  if (typeof tool !== 'string' || tool === '') return undefined;
  const whole = toComparableName(tool);
  const bare = withoutPrefix(whole);
  return packs.find((pack) => indexOf(pack).ownTools.has(whole) || indexOf(pack).ownTools.has(bare));
}

/** What is looked up in a pack again and again. */
interface PackIndex {
  /** The words of its servers, with a space on either side. */
  readonly words: readonly string[];
  /** The names of tools that have the vendor in them, as `jira_get_issue` and `searchJiraIssuesUsingJql`. */
  readonly ownTools: ReadonlySet<string>;
}

/** Made once for each pack; it goes when the pack goes. */
const INDEXES = new WeakMap<Pack, PackIndex>();

/** Makes what is looked up in a pack, ahead of the first time that it is needed. */
export function indexPack(pack: Pack): void {
  indexOf(pack);
}

function indexOf(pack: Pack): PackIndex {
  const known = INDEXES.get(pack);
  if (known) return known;
  const words = pack.servers.map(spacedName);
  const vendor = [spacedName(pack.name), ...words];
  const names = (pack.tools ?? []).flatMap((tool) => tool.names);
  const own = names.filter((name) => vendor.some((word) => spacedName(splitCamelCase(name)).includes(word)));
  const index: PackIndex = { words, ownTools: new Set(own.map(toComparableName)) };
  INDEXES.set(pack, index);
  return index;
}
