import type { Pack, PackTool } from '../../../src/diagnosis/packs/pack.ts';
import { ERROR_CODES } from '../../../src/errors/error-code.ts';
import { docsAnchor } from '../../../src/errors/error-docs.ts';

/** What stands in `docs/packs.md` about packs, made from the packs themselves. */
export function describePacks(packs: readonly Pack[]): string {
  return packs
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(describePack)
    .join('\n');
}

function describePack(pack: Pack): string {
  const { title, servers, tools = [], baseUrlSettings = [] } = pack;
  const rows: readonly (readonly [string, string])[] = [
    ['servers with the word', servers.map(code).join(', ')],
    ['tools that read', list(tools.filter(({ safety }) => safety === 'read'))],
    ['writes that may run twice', list(tools.filter(({ safety }) => safety === 'idempotent-write'))],
    ['writes that may not', list(tools.filter(({ safety }) => safety === 'write'))],
    [
      'verified with',
      tools
        .flatMap(({ names: [name = ''], verifyWith }) =>
          verifyWith === undefined ? [] : [`${code(name)}: ${code(verifyWith)}`],
        )
        .join(', '),
    ],
    ['answered instead by', describeFallbacks(pack)],
    ['give out what others wrote', list(tools.filter(({ returnsContent }) => returnsContent))],
    ['may be silent for', describeLimits(tools)],
    [
      'codes',
      codesOf(pack)
        .map((name) => `[${name}](errors.md#${docsAnchor(name)})`)
        .join(', '),
    ],
    ['statuses', statusesOf(pack).map(code).join(', ')],
    ['links from', baseUrlSettings.map(code).join(', ')],
  ];
  const table = rows.filter(([, value]) => value !== '').map(([key, value]) => `| ${key} | ${value} |`);
  return [`## ${title}`, '', '| | |', '| --- | --- |', ...table, ''].join('\n');
}

/** For each tool the tools of the same question, under their vendors where those are others. */
function describeFallbacks({ name, fallbacks = [] }: Pack): string {
  return fallbacks
    .flatMap(({ tools = [], instead = [] }) => {
      const others = new Set(instead.map((step) => `${code(step.tool)}${step.pack === name ? '' : ` (${step.pack})`}`));
      return others.size === 0 ? [] : [`${tools.map(code).join(', ')}: ${[...others].join(', ')}`];
    })
    .join('; ');
}

function describeLimits(tools: readonly PackTool[]): string {
  const limits = [...new Set(tools.flatMap(({ timeoutMs }) => timeoutMs ?? []))].toSorted((a, b) => a - b);
  return limits
    .map((limitMs) => {
      const own = tools.filter(({ timeoutMs }) => timeoutMs === limitMs);
      return `${limitMs / 1000} s: ${own.length === tools.length ? 'all' : list(own)}`;
    })
    .join('; ');
}

/** Codes that exist for this vendor only; the general ones stand in the page of the errors. */
function codesOf({ name, rules = [] }: Pack): readonly string[] {
  const start = `${name.toUpperCase().replaceAll('-', '_')}_`;
  return [...new Set(rules.flatMap(({ then }) => then.code ?? []))]
    .filter((known) => known.startsWith(start) && Object.hasOwn(ERROR_CODES, known))
    .toSorted();
}

function statusesOf({ rules = [], advice = [] }: Pack): readonly string[] {
  return [
    ...new Set(
      [...rules.map(({ then }) => then.status), ...advice.map(({ status }) => status)].filter(
        (status) => status !== undefined,
      ),
    ),
  ].toSorted();
}

function list(tools: readonly PackTool[]): string {
  return tools.map(({ names: [name = ''] }) => code(name)).join(', ');
}

function code(text: string): string {
  return `\`${text}\``;
}
