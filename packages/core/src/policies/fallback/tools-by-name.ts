import { toComparableName, withoutPrefix } from '../../diagnosis/packs/tool-name.ts';
import type { FallbackTool } from './failed-call.ts';

/** Made once for each list; it goes when the list goes. While a server is down many calls ask for the same. */
const INDEXES = new WeakMap<readonly FallbackTool[], ReadonlyMap<string, readonly FallbackTool[]>>();

/** The tools of a list by their names as packs compare them, with the prefix of a gateway and without. */
export function toolsByName(tools: readonly FallbackTool[]): ReadonlyMap<string, readonly FallbackTool[]> {
  const known = INDEXES.get(tools);
  if (known !== undefined) return known;
  const index = makeIndex(tools);
  INDEXES.set(tools, index);
  return index;
}

function makeIndex(tools: readonly FallbackTool[]): ReadonlyMap<string, readonly FallbackTool[]> {
  const index = new Map<string, FallbackTool[]>();
  for (const tool of tools) {
    const whole = toComparableName(tool.name);
    for (const name of new Set([whole, withoutPrefix(whole)])) {
      const same = index.get(name);
      if (same === undefined) index.set(name, [tool]);
      else same.push(tool);
    }
  }
  return index;
}
