import type { DiagnosisContext } from './diagnosis-context.ts';
import { readToolManner, type ToolManner } from './gate/tool-manner.ts';
import { findPack } from './packs/find-pack.ts';
import type { Pack, PackTool } from './packs/pack.ts';
import { findTool } from './packs/tool-name.ts';
import { cleanNames, type Names } from './say/say.ts';

/** What the names of a server and a tool tell, before anybody looks at the evidence. */
export interface KnownCall {
  readonly pack: Pack | undefined;
  readonly tool: PackTool | undefined;
  readonly manner: ToolManner;
  /** The names as they may be shown. */
  readonly names: Names;
}

const MAX_REMEMBERED = 500;
const NO_PACKS: readonly Pack[] = [];

/** The same tools are called again and again: what their names tell is worth remembering, a list of packs apart. */
const REMEMBERED = new WeakMap<readonly Pack[], Map<string, KnownCall>>();

/** Finds what is known about a call by its names. */
export function knowCall(context: DiagnosisContext): KnownCall {
  const calls = rememberedFor(context.packs ?? NO_PACKS);
  const key = `${context.server}\n${context.tool ?? ''}\n${context.aliases?.join('\n') ?? ''}`;
  const remembered = calls.get(key);
  if (remembered) return remembered;
  const pack = findPack(context);
  const tool = pack && findTool(pack.tools ?? [], context.tool);
  const { names } = cleanNames(context);
  const known: KnownCall = { pack, tool, manner: readToolManner(context.tool, tool), names };
  // Names that change with every call must not fill the memory.
  if (calls.size >= MAX_REMEMBERED) calls.clear();
  calls.set(key, known);
  return known;
}

function rememberedFor(packs: readonly Pack[]): Map<string, KnownCall> {
  const known = REMEMBERED.get(packs);
  if (known) return known;
  const calls = new Map<string, KnownCall>();
  REMEMBERED.set(packs, calls);
  return calls;
}
