import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { scriptedServer, UNSTARTABLE } from '../scripted-config.ts';
import { runGateway } from './running-gateway.ts';

const WAIT = { timeout: 30_000 };

describe('seawall servers and circuits', () => {
  it('check, pause, resume and restart a server, with a row in the audit for each', async () => {
    await using gateway = await runGateway({ mcpServers: { good: scriptedServer(), bad: UNSTARTABLE } });
    expect((await gateway.run('servers', 'check', 'good')).stdout.text).toMatch(/^good: answers in \d+ ms\.\n$/);
    const bad = await gateway.run('servers', 'check', 'bad', '--json');
    expect(bad.exitCode).toBe(1);
    expect(JSON.parse(bad.stdout.text)).toMatchObject({ server: 'bad', result: 'not_connected' });
    const paused = await gateway.run('servers', 'pause', 'good', '--reason', 'night');
    expect(paused.stdout.text).toBe(
      'good: disabled, connection ready, paused. token opened its circuit by hand: night.\n',
    );
    expect((await gateway.run('servers', 'resume', 'good')).stdout.text).not.toContain('paused');
    expect((await gateway.run('servers', 'restart', 'good')).stdout.text).toContain('connection ready');
    const rows = JSON.parse((await gateway.run('audit', '--json')).stdout.text).items;
    expect(rows.map(({ action, reason }: { action: string; reason?: string }) => [action, reason])).toEqual([
      ['restartServer', 'from the command line'],
      ['resumeServer', 'from the command line'],
      ['pauseServer', 'night'],
      ['checkServer', undefined],
      ['checkServer', undefined],
    ]);
    const table = (await gateway.run('audit', '--action', 'pauseServer')).stdout.text;
    expect(table).toMatch(
      /^WHEN +WHO +ACTION +SERVER +TARGET +DECISION +OUTCOME +REASON\n\S+Z +token +pauseServer +good +- +allowed +accepted +night\n$/,
    );
  });

  it('put a circuit into a state, of the server or of a tool', async () => {
    await using gateway = await runGateway({ mcpServers: { good: scriptedServer() } });
    const why = ['--reason', 'a test'] as const;
    expect((await gateway.run('circuits', 'open', 'good', '--tool', 'echo', ...why)).stdout.text).toBe(
      'good echo: circuit forced-open.\n',
    );
    expect((await gateway.run('status')).stdout.text).toContain('tools that get no calls: echo');
    expect((await gateway.run('circuits', 'reset', 'good', '--tool', 'echo')).stdout.text).toBe(
      'good echo: circuit closed.\n',
    );
    const isolated = await gateway.run('circuits', 'isolate', 'good', ...why, '--json');
    expect(JSON.parse(isolated.stdout.text)).toMatchObject({ state: 'isolated', changedBy: { reason: 'a test' } });
    expect((await gateway.run('circuits', 'close', 'good', ...why)).stdout.text).toBe('good: circuit forced-closed.\n');
  });

  it('refuse what is not there and what has no reason, and change nothing', async () => {
    await using gateway = await runGateway({ mcpServers: { good: scriptedServer() } });
    const unknown = await gateway.run('servers', 'restart', 'god');
    expect([unknown.exitCode, unknown.stdout.text]).toEqual([2, '']);
    expect(unknown.stderr.text).toMatch(/"god"[\s\S]*seawall status[\s\S]*code: SERVER_NOT_FOUND/);
    expect((await gateway.run('servers', 'pause', 'good')).stderr.text).toContain("required option '--reason <text>'");
    const empty = await gateway.run('servers', 'pause', 'good', '--reason', ' ');
    expect(empty.exitCode).toBe(2);
    expect(empty.stderr.text).toContain('code: INVALID_REQUEST');
    expect(JSON.parse((await gateway.run('status', '--json')).stdout.text).servers[0].isPaused).toBe(false);
  });
});

describe('seawall alerts', () => {
  const rules = { 'server-down': { forMs: 0 } };

  it('lists what fires, acknowledges it, and mutes it for a while (A142)', async () => {
    await using gateway = await runGateway({ mcpServers: { bad: UNSTARTABLE }, seawall: { alerts: { rules } } });
    const firing = async (): Promise<{ id: string }[]> =>
      JSON.parse((await gateway.run('alerts', '--state', 'firing', '--rule', 'server-down', '--json')).stdout.text)
        .items;
    await expect.poll(async () => (await firing()).length, WAIT).toBe(1);
    const id = (await firing())[0]?.id ?? '';
    expect((await gateway.run('alerts', '--state', 'firing')).stdout.text).toMatch(
      new RegExp(`^critical server-down on bad, firing for \\d+ s {2}${id}\\n {4}\\S`),
    );
    expect((await gateway.run('status')).stdout.text).toMatch(
      /Alerts that fire: 1\ncritical server-down on bad, firing/,
    );
    const taken = await gateway.run('alerts', 'ack', id, '--reason', 'Ada looks');
    expect(taken.stdout.text).toContain('    acknowledged by token: Ada looks\n');
    const silenced = await gateway.run(
      'alerts',
      'silence',
      'server=bad',
      'alertname!=other',
      '--for',
      '2h',
      '--reason',
      'known',
    );
    expect(silenced.stderr.text).toBe('');
    expect(silenced.stdout.text).toMatch(
      /server=bad alertname!=other +\d\d:\d\d:\d\dZ +2 h +token +known\n\nAlerts that it mutes now: 1\n/,
    );
    const { items } = JSON.parse((await gateway.run('alerts', 'silences', '--json')).stdout.text);
    expect(items).toMatchObject([{ reason: 'known', createdBy: 'token' }]);
    expect((await gateway.run('alerts')).stdout.text).toContain(`silenced by ${items[0].id}`);
    expect((await gateway.run('alerts', 'unsilence', items[0].id)).stdout.text).toBe(
      `Silence ${items[0].id} is over.\n`,
    );
    expect((await gateway.run('alerts', 'silences')).stdout.text).toBe('No silence is in force.\n');
  });

  it('refuses a matcher and a length of time that it does not understand', async () => {
    await using gateway = await runGateway({ mcpServers: {} });
    const matcher = await gateway.run('alerts', 'silence', 'everything', '--for', '2h', '--reason', 'x');
    expect(matcher.exitCode).toBe(2);
    expect(matcher.stderr.text).toContain('server=files');
    const span = await gateway.run('alerts', 'silence', 'server=a', '--for', '2 weeks', '--reason', 'x');
    expect(span.exitCode).toBe(2);
    expect(span.stderr.text).toContain('30s, 15m, 2h or 7d');
  });
});

describe('what is done to the gateway as a whole', () => {
  it('prints a link that opens the dashboard once, and nothing else on stdout', async () => {
    await using gateway = await runGateway({ mcpServers: {} });
    const { stdout, stderr } = await gateway.run('dashboard');
    const code = new RegExp(`^${gateway.address.baseUrl}/#code=([\\w-]+)\\n$`).exec(stdout.text)?.[1];
    expect(stderr.text).toBe('It opens once, within 10 min.\n');
    const open = (): Promise<Response> =>
      fetch(`${gateway.address.baseUrl}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-seawall-csrf': '1' },
        body: JSON.stringify({ code }),
      });
    expect((await open()).status).toBe(200);
    expect((await open()).status).toBe(401);
  });

  it('has the configuration read again, and fails when it is refused', async () => {
    await using gateway = await runGateway({ mcpServers: {} });
    const applied = await gateway.run('reload');
    expect([applied.exitCode, applied.stdout.text]).toEqual([0, expect.stringMatching(/^applied: /)]);
    await gateway.scratch.write('mcp.json', '{ "mcpServers": ');
    const refused = await gateway.run('reload', '--json');
    expect(refused.exitCode).toBe(1);
    expect(JSON.parse(refused.stdout.text)).toMatchObject({
      outcome: 'refused',
      detail: expect.stringContaining('mcp.json'),
    });
  });

  it('forgets what is kept only when that is confirmed, and keeps the audit', async () => {
    await using gateway = await runGateway({ mcpServers: { good: scriptedServer() } });
    await gateway.call('good__refuse');
    const count = async (): Promise<number> =>
      JSON.parse((await gateway.run('errors', '--json')).stdout.text).items.length;
    await expect.poll(count, WAIT).toBe(1);
    const unconfirmed = await gateway.run('purge', '--what', 'errors', '--reason', 'x');
    expect(unconfirmed.exitCode).toBe(2);
    expect(unconfirmed.stderr.text).toMatch(/Nothing was done[\s\S]*--yes/);
    expect(await count()).toBe(1);
    const purged = await gateway.run('purge', '--what', 'errors', '--reason', 'x', '--yes');
    expect(purged.stdout.text).toMatch(/^Records removed: [1-9]\d*\. The audit stays\.\n$/);
    expect(await count()).toBe(0);
    expect((await gateway.run('audit')).stdout.text).toMatch(/purge[\s\S]*refuse/);
    expect((await stat(`${gateway.scratch.path}/data/admin.json`)).mode & 0o777).toBe(0o600);
  });
});
