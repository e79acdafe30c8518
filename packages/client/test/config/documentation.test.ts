import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { SERVER_OPTION_DEFAULTS, SETTINGS_DEFAULTS } from '../../src/config/configuration.ts';
import { MAX_DEPTH } from '../../src/config/document/document.ts';
import { MAX_CONFIG_BYTES } from '../../src/config/document/read-text.ts';
import { CONFIG_FILE_NAMES } from '../../src/config/find-config-file.ts';
import { readConfiguration } from '../../src/config/read-configuration.ts';
import { SECURITY_RULES } from '../../src/config/security/security-rules.ts';
import { WATCH_DEFAULTS } from '../../src/config/watch-configuration.ts';
import { createTemporaryFolder, readObject, readServer } from './temporary-folder.ts';

const page = await readFile(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');

/** The rows of the table below a heading, each as its cells. */
function table(heading: string): readonly (readonly string[])[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

function flatten(fields: object, prefix = ''): readonly (readonly [name: string, value: string])[] {
  return Object.entries(fields).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? flatten(value, `${prefix}${name}.`)
      : [[`${prefix}${name}`, Array.isArray(value) ? JSON.stringify(value) : String(value)] as const],
  );
}

describe('docs/configuration.md', () => {
  it('has every limit of a server with its default', () => {
    const { stdioConnectTimeoutMs, httpConnectTimeoutMs, ...defaults } = SERVER_OPTION_DEFAULTS;
    const connect = `${stdioConnectTimeoutMs} for stdio, ${httpConnectTimeoutMs} for HTTP`;
    const documented = new Map(table('Set limits for servers').map(([name, , value]) => [name, value]));
    for (const [name, value] of flatten({ ...defaults, connectTimeoutMs: connect }))
      expect(documented.get(name), name).toBe(value);
  });

  it('has every setting of the gateway with its default', () => {
    const documented = new Map(table('Set up the gateway').map(([name, , value]) => [name, value]));
    for (const [name, value] of flatten(SETTINGS_DEFAULTS)) expect(documented.get(name), name).toBe(value);
  });

  it.each([
    [
      'Set limits for servers',
      async (value: unknown) => (await readServer({ command: 'x', seawall: value })).kind === 'usable',
    ],
    [
      'Set up the gateway',
      async (value: unknown) => (await readObject({ mcpServers: {}, seawall: value })).settings !== undefined,
    ],
  ])('has under "%s" nothing but keys that exist, with the range that is checked', async (heading, isAccepted) => {
    for (const [name = '', range = ''] of table(heading)) {
      const bounds = /^(\d+) to (\d+)$/.exec(range);
      const accepts = async (value: unknown): Promise<boolean> => {
        const [outer = '', inner] = name.split('.');
        return await isAccepted({ [outer]: inner === undefined ? value : { [inner]: value } }).catch(() => false);
      };
      const [low, high] = [Number(bounds?.[1]), Number(bounds?.[2])];
      if (bounds === null) continue;
      expect([await accepts(low), await accepts(high)], name).toEqual([true, true]);
      expect([await accepts(low - 1), await accepts(high + 1)], name).toEqual([false, false]);
    }
  });

  it('has every security check with what follows at each level', () => {
    const documented = table('Choose a security level').map(([name, strict, moderate, permissive]) => [
      name,
      strict,
      moderate,
      permissive,
    ]);
    expect(documented).toEqual(SECURITY_RULES.map((rule) => [rule.name, rule.strict, rule.moderate, rule.permissive]));
  });

  it('names the limits of files and the places that are searched', () => {
    for (const name of CONFIG_FILE_NAMES) expect(page).toContain(`\`${name}\``);
    expect(page).toContain(`${MAX_CONFIG_BYTES} bytes`);
    expect(page).toContain(`${MAX_DEPTH} levels`);
    expect(page).toContain(`${WATCH_DEFAULTS.debounceMs} ms`);
    expect(page).toContain(`${WATCH_DEFAULTS.pollMs} ms`);
  });

  it('begins with an example that works', async () => {
    await using folder = await createTemporaryFolder();
    const [, example = ''] = /```json\n(.*?)```/s.exec(page) ?? [];
    const file = await folder.write('mcp.json', example);
    const { servers, warnings } = await readConfiguration({
      file,
      env: { JIRA_API_TOKEN: 'x', SEARCH_TOKEN: 'y' },
      folder: '/',
    });
    expect(servers.map((server) => server.kind)).toEqual(['usable', 'usable']);
    expect(warnings).toEqual([]);
  });

  it('shows the real message for a variable that is not set', async () => {
    await using folder = await createTemporaryFolder();
    const [, example = ''] = /```json\n(.*?)```/s.exec(page) ?? [];
    const file = await folder.write('mcp.json', example);
    const { servers } = await readConfiguration({ file, env: { SEARCH_TOKEN: 'y' }, folder: '/' });
    expect(page).toContain(servers[0]?.kind === 'faulty' ? servers[0].error.message : 'nothing');
  });
});
