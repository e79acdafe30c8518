import { describe, expect, it } from 'vitest';
import { scriptedServer, UNSTARTABLE } from '../scripted-config.ts';
import { foreignServer } from './foreign-server.ts';
import { runGateway } from './running-gateway.ts';

const WAIT = { timeout: 30_000 };

describe('seawall status', () => {
  it('tells every configured server with its health, the reason and what to do (A54, A147, A148, A199, A245)', async () => {
    await using gateway = await runGateway({ mcpServers: { good: scriptedServer(), bad: UNSTARTABLE } });
    await gateway.call('good__echo');
    const { exitCode, stdout, stderr } = await gateway.run('status');
    expect([exitCode, stderr.text]).toEqual([0, '']);
    const { text } = stdout;
    expect(text).toMatch(/^Of 2 servers, 1 unhealthy/);
    expect(text).toMatch(/SERVER +HEALTH +SINCE +TOOLS +CALLS IN 15 min +ERRORS +P95 +LAST SUCCESS\n/);
    expect(text).toMatch(/\ngood +healthy +\d+ s +3 +1 +0 +\d+ ms +\d+ s ago\n/);
    expect(text).toMatch(/\nbad +unhealthy +\d+ s +0 +0 +0 +- +-\n/);
    expect(text).toMatch(/\n {2}bad\n {4}The server is not set up right: [\s\S]*\n {4}fix: Install/);
    expect(text).toContain(`Seawall 1.2.3 at ${gateway.address.baseUrl}/mcp, ready`);
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain(gateway.address.token);
  });

  it('gives programs one document with the objects of the API', async () => {
    await using gateway = await runGateway({ mcpServers: { good: scriptedServer() } });
    const { exitCode, stdout } = await gateway.run('status', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout.text)).toMatchObject({
      gateway: { version: '1.2.3', state: 'ready', pid: process.pid },
      overview: { firingAlerts: 0, servers: { healthy: expect.any(Number) } },
      servers: [{ name: 'good', connection: { state: 'ready' }, tools: 3 }],
      alerts: [],
    });
  });

  it('shows names and texts of servers as text that steers no terminal', async () => {
    const name = 'ev\u001b[2J\u202eil\nname';
    await using gateway = await runGateway({ mcpServers: { [name]: { command: 'no-such\u001b]0;x\u0007-command' } } });
    const { stdout } = await gateway.run('status');
    expect(stdout.text).toContain('ev\\x1b[2J\\u{202e}il name');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there.
    expect(stdout.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
  });

  it('draws it again in place when something changes, and says so while the gateway is away', async () => {
    await using gateway = await runGateway({ mcpServers: { good: scriptedServer() } });
    const watching = gateway.start(['status', '--watch', '--data-dir', 'data'], { isTTY: true });
    const shown = (): string => watching.stdout.text.replaceAll('\u001b', 'ESC');
    await expect.poll(shown, WAIT).toContain('good');
    await gateway.run('servers', 'pause', 'good', '--reason', 'night');
    await expect.poll(shown, WAIT).toMatch(/ESC\[\d+A\rESC\[J[\s\S]*disabled, paused/);
    await gateway.stop();
    await expect.poll(shown, WAIT).toContain('It is tried again.');
    await gateway.restart();
    const before = watching.stdout.text.length;
    await expect.poll(() => watching.stdout.text.slice(before), WAIT).toContain('good');
    watching.listener.onStop('SIGINT');
    expect(await watching.ended).toBe(130);
    expect(watching.isListening).toBe(false);
  });

  it('writes one JSON document for each change, and none because time goes by', async () => {
    await using gateway = await runGateway({ mcpServers: { good: scriptedServer() } });
    await gateway.call('good__echo');
    const watching = gateway.start(['status', '--watch', '--json', '--data-dir', 'data']);
    const states = (): unknown[] =>
      watching.stdout.text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line).servers[0].isPaused);
    await expect.poll(states, WAIT).toEqual([false]);
    await gateway.run('servers', 'pause', 'good', '--reason', 'night');
    await expect.poll(() => states().at(-1), WAIT).toBe(true);
    await gateway.run('servers', 'resume', 'good');
    await expect.poll(() => states().at(-1), WAIT).toBe(false);
    watching.listener.onOutputClosed();
    expect(await watching.ended).toBe(0);
  });

  it('looks by itself where no stream of events gets through', async () => {
    await using gateway = await runGateway({ mcpServers: { good: scriptedServer() } });
    const { baseUrl, token } = gateway.address;
    await using between = await foreignServer(async (request, response) => {
      if (request.url === '/api/events') return void response.writeHead(502).end();
      const answer = await fetch(`${baseUrl}${request.url}`, { headers: { authorization: `Bearer ${token}` } });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    });
    const env = { SEAWALL_ADMIN_TOKEN: token };
    const watching = gateway.start(['status', '--watch', '--url', between.url], { env });
    await expect.poll(() => watching.stdout.text, WAIT).toContain('good');
    await gateway.run('servers', 'pause', 'good', '--reason', 'night');
    await expect.poll(() => watching.stdout.text, WAIT).toContain('disabled, paused');
    watching.listener.onStop('SIGTERM');
    expect(await watching.ended).toBe(143);
  });
});
