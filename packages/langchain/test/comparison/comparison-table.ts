import type { ComparisonRow } from './compare-adapters.ts';

/** Between these the table stands in docs/langchain.md. */
export const TABLE_MARKERS = { start: '<!-- comparison -->', end: '<!-- /comparison -->' } as const;

/** The rows as a table of Markdown. */
export function formatComparison(rows: readonly ComparisonRow[]): string {
  const head = [
    '| the call fails with | MultiServerMCPClient: the run | its model is shown | its developer gets | with any middleware | Seawall: the run | its model is shown | its developer gets |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
  ];
  return [...head, ...rows.map(formatRow)].join('\n');
}

function formatRow({ failure, adapter, adapterWithMiddleware, seawall }: ComparisonRow): string {
  const cells = [
    failure,
    adapter.run,
    shown(adapter.leaks),
    adapter.developer,
    adapterWithMiddleware.run,
    seawall.run,
    shown(seawall.leaks),
    seawall.developer,
  ];
  return `| ${cells.join(' | ')} |`;
}

function shown(leaks: readonly string[]): string {
  return leaks.length === 0 ? 'no secret, no stack' : `**${leaks.join(', ')}**`;
}
