import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../support/gateway-process.ts';
import { type Expected, expectedKind } from './expected-kinds.ts';
import { FAULTS, STATUS_FAULTS } from './faults.ts';
import { expectedArrival, factsOf } from './server-facts.ts';
import { SPECIAL_KINDS, SPECIALS } from './specials.ts';
import { type KnownSubject, SUBJECTS } from './subjects.ts';

/** The page that tells what is tested. */
export const PAGE: string = join(REPOSITORY, 'docs/vendor-faults.md');
const BEGIN = '<!-- Written by npm run vendor-faults -- --update; edits below are lost. -->';
const END = '<!-- End of what is written. -->';

/** The page as it is to be: what stands around the tables is written by hand. */
export function documentedFaults(): string {
  const [before = '', rest = ''] = readFileSync(PAGE, 'utf8').split(BEGIN);
  const [, after = ''] = rest.split(END);
  return `${before}${BEGIN}\n\n${tables()}\n\n${END}${after}`;
}

function tables(): string {
  const notes: string[] = [];
  const diagnoses = diagnosisTable(notes);
  const explained = notes.map((note, at) => `${at + 1}. ${note}`);
  return [
    '### Diagnoses',
    diagnoses,
    explained.join('\n'),
    '### Faults of one service',
    specialTable(),
    '### Servers',
    serverTable(),
  ].join('\n\n');
}

function diagnosisTable(notes: string[]): string {
  const rows = SUBJECTS.flatMap((subject) =>
    groupedTools(subject).map((tools) => [
      subject.name,
      tools.map((tool) => `\`${tool}\``).join(', '),
      ...FAULTS.map((fault) => {
        const isUncalled = fault === '200' && tools[0] !== subject.tools[0];
        return isUncalled ? '' : shown(expectedKind(subject.name, tools[0] ?? '', fault), notes);
      }),
    ]),
  );
  return toTable(['server', 'tools', ...FAULTS], rows);
}

/** The tools of a server, those together that fail alike. */
function groupedTools({ name, tools }: KnownSubject): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const tool of tools) {
    const alike = JSON.stringify(FAULTS.map((fault) => expectedKind(name, tool, fault)));
    groups.set(alike, [...(groups.get(alike) ?? []), tool]);
  }
  return [...groups.values()];
}

function shown({ kinds, masked }: Expected, notes: string[]): string {
  const said = kinds.join(' or ');
  if (masked === undefined) return said;
  if (!notes.includes(masked)) notes.push(masked);
  return `*${said}* (${notes.indexOf(masked) + 1})`;
}

function specialTable(): string {
  const rows = Object.entries(SPECIAL_KINDS).map(([fault, kind]) => {
    const servers = SUBJECTS.filter(({ name, tools: [tool = ''] }) => {
      const isMet = SPECIALS[name]?.includes(fault) === true;
      return isMet && expectedKind(name, tool, fault).masked === undefined;
    });
    return [fault, servers.map(({ name }) => name).join(', '), kind];
  });
  return toTable(['fault', 'servers', 'diagnosis'], rows);
}

function serverTable(): string {
  const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(REPOSITORY, 'e2e/real-servers/package.json'), 'utf8'),
  );
  const rows = SUBJECTS.map(({ name, tools }) => {
    const { packageName, asksAgain } = factsOf(name);
    const version = packageName === undefined ? undefined : dependencies[packageName];
    const published = version?.startsWith('npm:') === true ? version.slice('npm:'.length) : `${packageName}@${version}`;
    return [
      name,
      packageName === undefined ? 'a service that is an MCP server itself, over HTTP' : `\`${published}\``,
      arrivals(name, tools),
      asksAgain === undefined ? '' : `${asksAgain.times} times on ${asksAgain.faults.join(', ')}`,
    ];
  });
  return toTable(['server', 'package', 'refusals arrive as', 'asks again by itself'], rows);
}

function arrivals(server: string, tools: readonly string[]): string {
  const seen = tools.flatMap((tool) => STATUS_FAULTS.map((fault) => expectedArrival(server, tool, String(fault))));
  const counts = [...new Set(seen)].map((arrival) => ({
    arrival,
    count: seen.filter((each) => each === arrival).length,
  }));
  return counts
    .sort((first, second) => second.count - first.count)
    .map(({ arrival }) => arrival)
    .join(', sometimes ');
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
