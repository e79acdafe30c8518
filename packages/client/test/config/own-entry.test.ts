import { describe, expect, it } from 'vitest';
import { readObject, readServer } from './temporary-folder.ts';

describe('an entry that would start or reach Seawall itself', () => {
  it.each([
    [{ command: 'seawall', args: ['stdio'] }],
    [{ command: '/usr/local/bin/seawall' }],
    [{ command: 'C:\\npm\\seawall.cmd' }],
    [{ command: 'npx', args: ['-y', 'seawall', 'stdio'] }],
    [{ command: 'npx -y seawall@latest stdio' }],
    [{ command: 'npx', args: ['--package=seawall', 'seawall'] }],
    [{ command: 'npx', args: ['-p', 'seawall', 'anything'] }],
    [{ command: 'bunx', args: ['seawall'] }],
    [{ command: 'pnpm', args: ['dlx', 'seawall'] }],
    [{ command: 'npm', args: ['exec', '--', 'seawall'] }],
    [{ command: 'node', args: ['--no-warnings', '/x/node_modules/seawall/dist/main.js', 'stdio'] }],
    [{ command: 'node', args: ['/src/packages/cli/dist/main.js'] }],
    [{ command: 'node', args: ['/opt/own/entry.js'] }],
    [{ command: 'cmd', args: ['/c', 'npx', 'seawall'] }],
    [{ command: 'sh', args: ['-c', 'seawall stdio'] }],
    [{ command: 'env', args: ['A=1', 'seawall'] }],
    [{ url: 'http://127.0.0.1:4141/mcp' }],
    [{ url: 'http://localhost:4141/mcp/' }],
    [{ url: 'http://[::1]:4141/mcp' }],
  ])('is left out, with the reason: %j', async (entry) => {
    const server = await readServer(entry, { entryPoint: '/opt/own/entry.js' });
    expect(server).toMatchObject({ kind: 'disabled', reason: expect.stringContaining('Seawall itself') });
  });

  it.each([
    [{ command: 'npx', args: ['-y', 'other', 'seawall'] }],
    [{ command: 'seawall-tools' }],
    [{ command: 'npx', args: ['seawall-monitor'] }],
    [{ command: 'node', args: ['/x/other/dist/main.js'] }],
    [{ command: 'docker', args: ['run', 'seawall'] }],
    [{ url: 'http://127.0.0.1:4142/mcp' }],
    [{ url: 'http://127.0.0.1:4141/other' }],
    [{ url: 'http://example.com:4141/mcp' }],
  ])('is not seen in %j', async (entry) => {
    expect((await readServer(entry)).kind).toBe('usable');
  });

  it('is found by the port that is configured, or that the command line gives', async () => {
    const object = {
      mcpServers: { a: { url: 'http://127.0.0.1:5000/mcp' }, b: { url: 'http://127.0.0.1:6000/mcp' } },
      seawall: { listen: { port: 5000 } },
    };
    const kinds = async (listen?: { port: number }): Promise<readonly string[]> =>
      (await readObject(object, listen === undefined ? {} : { listen })).servers.map((server) => server.kind);
    expect(await kinds()).toEqual(['disabled', 'usable']);
    expect(await kinds({ port: 6000 })).toEqual(['usable', 'disabled']);
  });
});
