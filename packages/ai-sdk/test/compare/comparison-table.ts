import type { Comparison, Observation } from './compare-faults.ts';

/** Between these lines of the page stands what {@link toTables} gives. */
export const TABLE_MARKS = [
  '<!-- comparison: npm run compare-ai-sdk -- --write -->',
  '<!-- end of comparison -->',
] as const;

/** The tables of the page: how often each thing was so, and what the models read. */
export function toTables(comparisons: readonly Comparison[]): string {
  const count = (side: 'bare' | 'ours', isSo: (seen: Observation) => boolean): string =>
    `${comparisons.filter((comparison) => isSo(comparison[side])).length} of ${comparisons.length}`;
  const row = (title: string, isSo: (seen: Observation) => boolean): string =>
    `| ${title} | ${count('bare', isSo)} | ${count('ours', isSo)} |`;
  return [
    '|  | `@ai-sdk/mcp` | `@seawall/ai-sdk` |',
    '| --- | --- | --- |',
    row('the model gets an answer', ({ told }) => told !== undefined),
    row('what failed is an error to the model', ({ isError }) => isError),
    row('the model learns which server it was', ({ namesServer }) => namesServer),
    row('the developer gets an error', ({ developer }) => /error/i.test(developer)),
    row('the error says its kind', ({ developer }) => developer.includes('`')),
    row('a secret of the server is in the transcript', ({ showsSecret }) => showsSecret),
    row("a stack with the server's paths is in the transcript", ({ showsStack }) => showsStack),
    '',
    '| what happens | with | the model reads | the developer gets |',
    '| --- | --- | --- | --- |',
    ...comparisons.flatMap(({ title, bare, ours }) => [
      `| ${title} | \`@ai-sdk/mcp\` | ${cell(bare)} | ${bare.developer} |`,
      `|  | \`@seawall/ai-sdk\` | ${cell(ours)} | ${ours.developer} |`,
    ]),
  ].join('\n');
}

function cell({ told, isError }: Observation): string {
  if (told === undefined) return 'nothing';
  const text = told.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ⏎ ').replaceAll(/ {2,}/g, ' ');
  return `${isError ? '' : '(no error) '}${text}`;
}
