import type { Safety } from '../../call/safety.ts';
import type { PackTool } from './pack.ts';

/** What tools of one line of a table have in common beside their safety. */
export type ToolTableFacts = Omit<PackTool, 'names' | 'safety'>;

/**
 * Makes tools from a text, so that packs read like tables: tools are parted by white space, the spellings of one tool by
 * `|`, the current one first.
 */
export function toolTable(safety: Safety, names: string, facts: ToolTableFacts = {}): readonly PackTool[] {
  return names
    .split(/\s+/)
    .filter((entry) => entry !== '')
    .map((entry) => ({ names: entry.split('|'), safety, ...facts }));
}
