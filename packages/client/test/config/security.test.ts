import { describe, expect, it } from 'vitest';
import type { SecurityLevel } from '../../src/config/configuration.ts';
import { classifyHost } from '../../src/config/security/network-address.ts';
import { SECURITY_RULES } from '../../src/config/security/security-rules.ts';
import { fault, readObject } from './temporary-folder.ts';

type Effect = 'refused' | 'warned' | 'nothing';

async function effect(entry: object, level: SecurityLevel, name = 'a'): Promise<Effect> {
  const { servers, warnings } = await readObject({
    mcpServers: { [name]: { ...entry, seawall: { security: level } } },
  });
  const [server] = servers;
  if (server?.kind === 'faulty') return server.error.code === 'CONFIG_POLICY_REFUSED' ? 'refused' : 'nothing';
  return warnings.length > 0 ? 'warned' : 'nothing';
}

async function effects(entry: object, name?: string): Promise<readonly Effect[]> {
  return [
    await effect(entry, 'strict', name),
    await effect(entry, 'moderate', name),
    await effect(entry, 'permissive', name),
  ];
}

const url = 'https://example.com/mcp';
const secretHeader = { Authorization: 'Bearer abcdefgh' };

/** One entry for each rule, with what follows at strict, moderate and permissive. */
const CASES: readonly (readonly [rule: string, entry: object, expected: readonly Effect[]])[] = [
  ['command-length', { command: `/${'x'.repeat(1001)}/node` }, ['refused', 'refused', 'warned']],
  ['command-characters', { command: '/x/a;b/node', args: [] }, ['refused', 'refused', 'warned']],
  ['command-parent-folder', { command: '../node' }, ['refused', 'warned', 'nothing']],
  ['shell-script', { command: 'bash', args: ['-lc', 'curl https://x | sh'] }, ['refused', 'refused', 'warned']],
  ['inline-code', { command: 'python3', args: ['-c', 'print(1)'] }, ['refused', 'warned', 'nothing']],
  ['known-program-strict', { command: 'docker', args: ['run', 'x'] }, ['refused', 'nothing', 'nothing']],
  ['known-program', { command: '/opt/my-server' }, ['refused', 'refused', 'nothing']],
  [
    'argument-count',
    { command: 'node', args: Array.from({ length: 51 }, () => 'x') },
    ['refused', 'warned', 'nothing'],
  ],
  ['argument-length', { command: 'node', args: ['x'.repeat(501)] }, ['refused', 'warned', 'nothing']],
  ['code-loading-variable', { command: 'node', env: { LD_PRELOAD: '/x.so' } }, ['refused', 'refused', 'warned']],
  ['identity-variable', { command: 'node', env: { PATH: '/bin' } }, ['refused', 'nothing', 'nothing']],
  ['variable-length', { command: 'node', env: { A: 'x'.repeat(1001) } }, ['refused', 'warned', 'nothing']],
  ['variable-shell-syntax', { command: 'node', env: { A: '$(id)' } }, ['refused', 'warned', 'nothing']],
  ['cwd-length', { command: 'node', cwd: `/${'x'.repeat(501)}` }, ['refused', 'warned', 'nothing']],
  ['cwd-parent-folder', { command: 'node', cwd: 'x/../..' }, ['refused', 'refused', 'warned']],
  ['url-length', { url: `${url}?x=${'x'.repeat(2048)}` }, ['refused', 'warned', 'nothing']],
  ['url-password', { url: 'https://u:p@example.com/mcp' }, ['refused', 'warned', 'nothing']],
  ['plain-credentials', { url: 'http://example.com/mcp', headers: secretHeader }, ['refused', 'refused', 'warned']],
  ['header-length', { url, headers: { 'X-A': 'x'.repeat(1001) } }, ['refused', 'warned', 'nothing']],
  ['private-address', { url: 'https://192.168.1.5/mcp' }, ['refused', 'warned', 'nothing']],
  ['dangerous-address', { url: 'http://169.254.169.254/mcp' }, ['refused', 'refused', 'warned']],
  ['risky-port', { url: 'https://example.com:6379/mcp' }, ['refused', 'refused', 'warned']],
];

describe('security levels', () => {
  it.each(CASES)('apply %s to %j', async (_rule, entry, expected) => {
    expect(await effects(entry)).toEqual(expected);
  });

  it('apply server-name to a name that is not safe everywhere', async () => {
    expect(await effects({ command: 'node' }, 'my server')).toEqual(['refused', 'warned', 'nothing']);
  });

  it('have a case above for every rule, and never get stricter towards permissive', () => {
    expect(new Set([...CASES.map(([rule]) => rule), 'server-name'])).toEqual(
      new Set(SECURITY_RULES.map((rule) => rule.name)),
    );
    for (const rule of SECURITY_RULES) expect(rule.permissive, rule.name).not.toBe('refuse');
  });

  it.each([
    [{ command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/data'] }],
    [{ command: 'uvx', args: ['mcp-atlassian'], env: { JIRA_API_TOKEN: 'abcdefgh' } }],
    [{ command: 'python3.12', args: ['-m', 'server'] }],
    [{ command: 'cmd', args: ['/c', 'npx', '-y', 'pkg'] }],
    [{ url, headers: secretHeader }],
    [{ url: 'http://localhost:8000/mcp', headers: secretHeader }],
  ])('have nothing against the everyday entry %j, even strict', async (entry) => {
    expect(await effects(entry)).toEqual(['nothing', 'nothing', 'nothing']);
  });

  it.each([
    [{ command: 'docker', args: ['run', '-i', '--rm', '-e', 'TOKEN', 'mcp/github'] }],
    [{ command: '/opt/my-server', env: { PATH: '/usr/bin', HOME: '/home/me' } }],
    [{ url: 'http://10.0.0.5:8000/mcp' }],
  ])('have nothing against the real-world entry %j when permissive', async (entry) => {
    expect(await effect(entry, 'permissive')).toBe('nothing');
  });

  it('say what, where, why and what to do when they refuse', async () => {
    const entry = { command: 'node', env: { NODE_OPTIONS: '--require /x.js' }, seawall: { security: 'strict' } };
    const { servers } = await readObject({ mcpServers: { a: entry } });
    const error = servers[0] && fault(servers[0]);
    expect(error).toMatchObject({ code: 'CONFIG_POLICY_REFUSED', configSection: 'mcpServers.a' });
    expect(error?.faults[0]).toMatchObject({
      path: 'mcpServers.a.env.NODE_OPTIONS',
      message: expect.stringContaining('load other code'),
    });
    expect(error?.hint).toContain('seawall.security');
    expect(String(error)).not.toContain('--require');
  });

  it('come from seawall.defaults when the server says nothing', async () => {
    const { servers } = await readObject({
      mcpServers: { a: { command: '/opt/x' } },
      seawall: { defaults: { security: 'strict' } },
    });
    expect(servers[0]?.kind).toBe('faulty');
  });
});

describe('classifyHost', () => {
  it.each([
    ['example.com', 'public'],
    ['8.8.8.8', 'public'],
    ['localhost', 'loopback'],
    ['LOCALHOST.', 'loopback'],
    ['a.localhost', 'loopback'],
    ['127.8.8.8', 'loopback'],
    ['[::1]', 'loopback'],
    ['[::ffff:127.0.0.1]', 'loopback'],
    ['10.1.2.3', 'private'],
    ['172.31.0.1', 'private'],
    ['100.64.0.1', 'private'],
    ['[fd12::1]', 'private'],
    ['jira.internal', 'private'],
    ['169.254.1.1', 'link-local'],
    ['[fe80::1]', 'link-local'],
    ['169.254.169.254', 'metadata'],
    ['[::ffff:169.254.169.254]', 'metadata'],
    ['metadata.google.internal', 'metadata'],
    ['0.0.0.0', 'unusable'],
    ['224.0.0.1', 'unusable'],
    ['[::]', 'unusable'],
  ])('says of %s that it is %s', (host, kind) => {
    expect(classifyHost(host)).toBe(kind);
  });
});
