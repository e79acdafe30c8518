import { AI_SDK } from './hosts/ai-sdk.ts';
import { INSPECTOR_LEGACY, INSPECTOR_MODERN } from './hosts/inspector.ts';
import { LANGCHAIN } from './hosts/langchain.ts';
import { MCP_REMOTE, MCP_REMOTE_AUTO } from './hosts/mcp-remote.ts';
import { SDK_V1 } from './hosts/sdk-v1.ts';
import { SDK_V2_AUTO, SDK_V2_LEGACY, SDK_V2_PINNED } from './hosts/sdk-v2.ts';
import { ABILITIES, type Ability, type ForeignHost } from './support/foreign-host.ts';

/** All hosts, in the order of the table in `docs/hosts.md`. */
const HOSTS: readonly ForeignHost[] = [
  INSPECTOR_LEGACY,
  INSPECTOR_MODERN,
  SDK_V1,
  SDK_V2_LEGACY,
  SDK_V2_AUTO,
  SDK_V2_PINNED,
  LANGCHAIN,
  AI_SDK,
  MCP_REMOTE,
  MCP_REMOTE_AUTO,
];

/** The table of hosts and their abilities, as it has to stand in `docs/hosts.md`. */
export function abilityTable(): string {
  const header = ['', ...HOSTS.map(({ name }) => name)];
  const cell = (unable: ForeignHost['unable'][Ability]): string => {
    if (unable === undefined) return 'yes';
    return unable === 'always' ? 'no' : `not over ${unable}`;
  };
  const rows = [
    ['fronts', ...HOSTS.map(({ fronts }) => fronts.join(', '))],
    ...ABILITIES.map((ability) => [ability, ...HOSTS.map(({ unable }) => cell(unable[ability]))]),
  ];
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
