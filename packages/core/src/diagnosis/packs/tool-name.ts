import type { PackTool } from './pack.ts';

/** A tool's name as packs compare it: without case, `-` as `_`. */
export function toComparableName(name: string): string {
  return name.slice(0, 200).toLowerCase().replaceAll('-', '_');
}

/** The name without a gateway's prefix, `jira__search` as `search`; itself when it has none. */
export function withoutPrefix(comparable: string): string {
  const at = comparable.lastIndexOf('__');
  return at > 0 && at + 2 < comparable.length ? comparable.slice(at + 2) : comparable;
}

/** Finds a tool by any of its names. */
export function findTool(tools: readonly PackTool[], tool: string | undefined): PackTool | undefined {
  if (typeof tool !== 'string' || tool === '' || tools.length === 0) return undefined;
  const whole = toComparableName(tool);
  const byName = indexOf(tools);
  return byName.get(whole) ?? byName.get(withoutPrefix(whole));
}

/** Made once for each list of tools; it goes when the list goes. */
const INDEXES = new WeakMap<readonly PackTool[], ReadonlyMap<string, PackTool>>();

function indexOf(tools: readonly PackTool[]): ReadonlyMap<string, PackTool> {
  const known = INDEXES.get(tools);
  if (known) return known;
  const index = new Map<string, PackTool>();
  for (const tool of tools) {
    for (const name of tool.names) if (!index.has(toComparableName(name))) index.set(toComparableName(name), tool);
  }
  INDEXES.set(tools, index);
  return index;
}

/** What a tool does, as its vendor's people call it: `mcp__jira__jira_get_issue` is `get_issue`, `tavily-search` is `search`. */
export function operationName(tool: string, vendorWords: readonly string[]): string {
  const bare = withoutPrefix(tool.slice(0, 200));
  const word = vendorWords.find(
    (start) =>
      bare.length > start.length + 1 &&
      /^[_-]$/.test(bare.charAt(start.length)) &&
      toComparableName(bare).startsWith(toComparableName(start)),
  );
  return word === undefined ? bare : bare.slice(word.length + 1);
}
