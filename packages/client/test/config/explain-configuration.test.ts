import { describe, expect, it } from 'vitest';
import { explainConfiguration } from '../../src/config/explain-configuration.ts';
import { readConfiguration } from '../../src/config/read-configuration.ts';
import { createTemporaryFolder, fakeToken } from './temporary-folder.ts';

const SECRET = fakeToken('ghp_');

const WRITTEN = {
  mcpServers: {
    jira: {
      command: 'node',
      args: ['server.js', '--token', SECRET],
      env: { JIRA_URL: 'https://jira.example', JIRA_TOKEN: '$' + '{JIRA_TOKEN}', API_KEY: SECRET },
      seawall: { timeoutMs: 5000 },
    },
  },
  seawall: { prefix: 'never', listen: { port: 5000 }, defaults: { timeoutMs: 1000, session: 'per-host' } },
};

async function explain(written: unknown, change: Readonly<Record<string, unknown>> = {}) {
  await using folder = await createTemporaryFolder();
  const file = await folder.write('seawall.json', JSON.stringify(written));
  const env = { JIRA_TOKEN: fakeToken('jira-') };
  const configuration = await readConfiguration({ file, env, folder: folder.path });
  const settings = { ...configuration.settings, ...change };
  const explained = await explainConfiguration({ ...configuration, settings });
  return { text: JSON.stringify(explained), at: (path: string) => explained.filter((value) => value.path === path) };
}

describe('a configuration that explains itself', () => {
  it('says of each value whether the file, the defaults of all servers, or nobody set it', async () => {
    const { at } = await explain(WRITTEN);
    const own = 'mcpServers.jira.seawall';
    expect([
      ...at('seawall.prefix'),
      ...at('seawall.listen.port'),
      ...at('seawall.drainMs'),
      ...at(`${own}.timeoutMs`),
      ...at(`${own}.session`),
      ...at(`${own}.security`),
    ]).toEqual([
      { path: 'seawall.prefix', value: 'never', from: 'seawall.json: seawall.prefix' },
      { path: 'seawall.listen.port', value: 5000, from: 'seawall.json: seawall.listen.port' },
      { path: 'seawall.drainMs', value: 10_000, from: 'default' },
      { path: `${own}.timeoutMs`, value: 5000, from: `seawall.json: ${own}.timeoutMs` },
      { path: `${own}.session`, value: 'per-host', from: 'seawall.json: seawall.defaults' },
      { path: `${own}.security`, value: 'permissive', from: 'default' },
    ]);
  });

  it('says that something else than the file set a value', async () => {
    const { at } = await explain({ mcpServers: {} }, { drainMs: 1 });
    expect(at('seawall.drainMs')).toEqual([
      { path: 'seawall.drainMs', value: 1, from: 'the command line or the environment' },
    ]);
  });

  it('shows what the command line says in place of the file', async () => {
    const { at } = await explain(WRITTEN, { prefix: 'always' });
    expect(at('seawall.prefix')).toEqual([
      { path: 'seawall.prefix', value: 'always', from: 'the command line or the environment' },
    ]);
  });

  it('hides secrets, and shows the names and places of all else', async () => {
    const { text, at } = await explain(WRITTEN);
    expect(text).not.toContain(SECRET);
    expect(at('mcpServers.jira.env.JIRA_URL')).toMatchObject([{ value: 'https://jira.example' }]);
    expect(at('mcpServers.jira.env.API_KEY')).toMatchObject([{ value: expect.stringContaining('REDACTED') }]);
    expect(at('mcpServers.jira.env.JIRA_TOKEN')).toHaveLength(1);
  });

  it('hides the key in the address of a sink that is written and not in force yet', async () => {
    await using folder = await createTemporaryFolder();
    const withHook = (key: string): string =>
      JSON.stringify({
        mcpServers: {},
        seawall: { alerts: { sinks: { hook: { type: 'webhook', url: `https://hooks.example/in/${key}` } } } },
      });
    const file = await folder.write('seawall.json', withHook('red-green-blue'));
    const configuration = await readConfiguration({ file, env: {}, folder: folder.path });
    await folder.write('seawall.json', withHook('cyan-pink-white'));
    const explained = await explainConfiguration(configuration);
    expect(explained.find(({ path }) => path === 'seawall.alerts.sinks.hook.url')?.value).toBe(
      'https://hooks.example/…',
    );
    expect(JSON.stringify(explained)).not.toContain('cyan-pink-white');
  });
});
