import type { Finding, Scenario } from './scenarios.ts';

/** What came of a scenario, one finding for each contender; `undefined` where it does not offer what it takes. */
export interface Played {
  readonly scenario: Scenario;
  readonly findings: readonly (Finding | undefined)[];
}

/** Everything that was seen as a table in Markdown. */
export function toTable(names: readonly string[], played: readonly Played[]): string {
  const rows = played.map(({ scenario, findings }) => [scenario.id, scenario.promise, ...findings.map(toCell)]);
  const sums = names.map((_, column) => sum(played.map(({ findings }) => findings[column])));
  const table = [['', 'what must hold', ...names], ['---', '---', ...names.map(() => '---')], ...rows];
  return [...table, ['', 'holds in', ...sums]].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function toCell(finding: Finding | undefined): string {
  if (finding === undefined) return 'not offered';
  return finding.holds ? `yes: ${finding.saw}` : `**no**: ${finding.saw}`;
}

function sum(findings: readonly (Finding | undefined)[]): string {
  const offered = findings.filter((finding) => finding !== undefined);
  return `${offered.filter(({ holds }) => holds).length} of ${offered.length}`;
}
