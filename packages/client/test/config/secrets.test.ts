import { describe, expect, it } from 'vitest';
import { looksLikeCredential } from '../../src/config/secrets/credential-shape.ts';
import { fakeToken, readObject } from './temporary-folder.ts';

const token = fakeToken('tvly-');

async function secretsOf(entry: object, env: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  return (await readObject({ mcpServers: { a: entry } }, { env })).secrets;
}

describe('looksLikeCredential', () => {
  it.each(['tvly-', 'ghp_', 'sk-', 'sk-ant-', 'hf_', 'xoxb-', 'glpat-', 'github_pat_', 'AIza', ''])(
    'sees a credential after "%s"',
    (prefix) => {
      expect(looksLikeCredential(fakeToken(prefix))).toBe(true);
    },
  );

  it.each([
    'npx',
    '@modelcontextprotocol/server-filesystem',
    'mcp-server-sequential-thinking',
    '/usr/local/lib/node_modules/something/index.js',
    'https://example.com/mcp',
    '00000000-0000-4000-8000-000000000000',
    '1234567890123456789012345',
    'production',
    'this is a sentence with many words and 12 numbers 345',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1111',
  ])('sees none in %s', (text) => {
    expect(looksLikeCredential(text)).toBe(false);
  });
});

describe('the secrets of a configuration', () => {
  it.each([
    ['a sensitive variable', { env: { API_KEY: 'hunter22' } }, 'hunter22'],
    ['a variable that looks like a credential', { env: { WHATEVER: token } }, token],
    ['the password of a DSN', { env: { DATABASE_URL: 'postgres://u:hunter22@db/x' } }, 'hunter22'],
    ['a connection string', { env: { DB: 'Server=x;Password=hunter22;Timeout=3' } }, 'hunter22'],
    ['headers in JSON', { env: { HEADERS: '{"Authorization": "Bearer hunter22"}' } }, 'hunter22'],
    ['an option', { args: ['--api-key', 'hunter22'] }, 'hunter22'],
    ['an option with equals sign', { args: ['--token=hunter22'] }, 'hunter22'],
    ['a variable of a container', { args: ['run', '-e', 'GITHUB_TOKEN=hunter22'] }, 'hunter22'],
    ['a header in arguments', { args: ['--header', 'Authorization: Bearer hunter22'] }, 'hunter22'],
    ['a header without blank', { args: ['--header', 'X-Custom:hunter22'] }, 'hunter22'],
    ['a URL in arguments', { args: ['mcp-remote', 'https://example.com/?tavilyApiKey=hunter22'] }, 'hunter22'],
    ['an argument that looks like a credential', { args: [token] }, token],
  ])('are found in %s', async (_place, entry, secret) => {
    expect(await secretsOf({ command: 'x', ...entry })).toContain(secret);
  });

  it.each([
    ['a header as a whole', { headers: { Authorization: 'Bearer hunter22' } }, 'Bearer hunter22'],
    ['a header after its scheme', { headers: { Authorization: 'Bearer hunter22' } }, 'hunter22'],
    ['the password of a Basic header', { headers: { Authorization: `Basic ${btoa('u:hunter22')}` } }, 'hunter22'],
    ['a cookie', { headers: { Cookie: 'a=1; sid=hunter22' } }, 'hunter22'],
    ['any header that is not harmless', { headers: { 'X-Custom': 'hunter22' } }, 'hunter22'],
    ['the password of the URL', { url: 'https://u:hunter%2022@example.com' }, 'hunter 22'],
    ['a user that is a token', { url: `https://${token}@example.com` }, token],
    ['a sensitive parameter', { url: 'https://example.com/?api_key=hunter22&x=1' }, 'hunter22'],
  ])('are found in %s', async (_place, entry, secret) => {
    expect(await secretsOf({ url: 'https://example.com', ...entry })).toContain(secret);
  });

  it('are found in what came from a sensitive variable, wherever it was put', async () => {
    expect(await secretsOf({ command: 'x', args: ['a-${MY_SECRET}-b'] }, { MY_SECRET: 'hunter22' })).toContain(
      'hunter22',
    );
  });

  it('are found in entries that can not be used', async () => {
    expect(await secretsOf({ comand: 'x', env: { API_KEY: 'hunter22' } })).toContain('hunter22');
    expect(await secretsOf({ disabled: true, env: { API_KEY: 'hunter22' } })).toContain('hunter22');
  });

  it('never hold names of variables', async () => {
    expect(await secretsOf({ command: 'x', env: { API_KEY: '${GONE}' }, args: ['--token', 'Bearer ${GONE}'] })).toEqual(
      [],
    );
  });

  it('leave ordinary values alone', async () => {
    const entry = {
      command: 'npx',
      args: ['-y', '@scope/server-name', '--port', '8080', '--log=debug', '/home/me/data'],
      env: {
        JIRA_URL: 'https://example.atlassian.net',
        LOG_LEVEL: 'debug',
        MAX_TOKENS: '4096',
        TOKEN_FILE: '/run/token',
      },
    };
    expect(await secretsOf(entry)).toEqual([]);
    expect(
      await secretsOf({ url: 'https://example.com/path?limit=10', headers: { Accept: 'application/json' } }),
    ).toEqual([]);
  });

  it('are hidden in everything the error of a faulty server says', async () => {
    const { servers } = await readObject({
      mcpServers: { a: { command: '', args: ['--token', 'hunter22'], type: 'hunter22' } },
    });
    expect(JSON.stringify(servers)).not.toContain('hunter22');
  });
});
