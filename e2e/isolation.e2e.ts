import { readPids, type StdioScenario, scriptedStdioServer } from '@seawall/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { type GatewayProcess, readiness, serverReports, serversUp, startGateway } from './support/gateway-process.ts';
import { connectHost, type Host } from './support/hosts.ts';
import { until } from './support/polling.ts';
import { isAlive, killLeftovers } from './support/processes.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

const GOOD = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'] as const;

const started: number[] = [];

afterEach(() => {
  killLeftovers(started.splice(0));
});

/** A gateway in front of nine good servers and one that plays `scenario`, once the good ones are up. */
async function startTen(folder: TemporaryFolder, scenario: StdioScenario): Promise<GatewayProcess> {
  const good = Object.fromEntries(GOOD.map((name) => [name, scriptedStdioServer()]));
  const bad = {
    ...scriptedStdioServer({ maxLifetimeMs: 120_000, ...scenario }),
    // Short, because nothing is to come: what is waited for here is the end of the waiting.
    seawall: { connectTimeoutMs: 2000, timeoutMs: 2000 },
  };
  const [first, ...rest] = Object.entries(good);
  const config = { mcpServers: Object.fromEntries([...(first ? [first] : []), ['bad', bad], ...rest]) };
  const gateway = await startGateway({ folder, config });
  try {
    await serversUp(gateway, ...GOOD);
    return gateway;
  } catch (error) {
    await gateway[Symbol.asyncDispose]();
    throw error;
  }
}

/** Stops the process of the bad server once it is up. */
async function stopBad(gateway: GatewayProcess, folder: TemporaryFolder): Promise<number> {
  await serversUp(gateway, 'bad');
  const pid = readPids(folder.file('bad.pid')).at(-1) ?? 0;
  started.push(pid);
  process.kill(pid, 'SIGSTOP');
  return pid;
}

async function expectOthersWork(gateway: GatewayProcess, host: Host): Promise<void> {
  expect(await host.toolNames()).toEqual(expect.arrayContaining(GOOD.map((name) => `${name}__echo`)));
  expect((await readiness(gateway)).status).toBe(200);
  const replies = await Promise.all(
    GOOD.flatMap((name) => Array.from({ length: 5 }, (_, call) => host.call(`${name}__echo`, { name, call }))),
  );
  expect(replies.filter((reply) => reply.isError)).toEqual([]);
}

async function statusOfBad(host: Host) {
  const status = await host.call('seawall_status');
  const report = serverReports(status.structured).find((server) => server.name === 'bad');
  return { status, report };
}

describe('nine servers work on', () => {
  const FAULTS: readonly (readonly [string, StdioScenario])[] = [
    ['exits at once', { start: { exit: { exitCode: 3 }, stderr: 'no licence found\n' } }],
    ['never answers initialize', { methodFaults: { '*': { kind: 'silent' } } }],
    ['does not even read', { start: { input: 'unread' } }],
    ['floods stdout with lines and answers nothing', { start: { flood: { bytes: 'endless' }, input: 'swallow' } }],
    ['writes one line without end', { start: { flood: { bytes: 'endless', lineBytes: 0 }, input: 'swallow' } }],
    [
      'floods stderr and answers nothing',
      { start: { flood: { bytes: 'endless', stream: 'stderr' }, input: 'swallow' } },
    ],
  ];

  it.each(FAULTS)('while the tenth %s', async (_fault, scenario) => {
    await using folder = await temporaryFolder();
    await using gateway = await startTen(folder, scenario);
    await using host = await connectHost('v2 auto', { kind: 'http', url: gateway.url });
    await expectOthersWork(gateway, host);
    const { report, status } = await until(
      async () => {
        const found = await statusOfBad(host);
        return found.report?.reason !== undefined && found;
      },
      { what: 'the bad server is reported with a reason' },
    );
    expect(report).toMatchObject({ isUp: false, tools: 0, reason: expect.stringContaining('"bad"') });
    expect(report?.advice, 'what to do about it').toEqual(expect.any(String));
    expect(status.text).toContain(report?.reason);
    expect(status.structured).toMatchObject({ up: 9, total: 10 });
    await expectOthersWork(gateway, host);
  });

  it('while the tenth is stopped, and calls to it end by their deadline', async () => {
    await using folder = await temporaryFolder();
    await using gateway = await startTen(folder, { start: { pidFile: folder.file('bad.pid') } });
    await using host = await connectHost('v2 auto', { kind: 'http', url: gateway.url });
    await stopBad(gateway, folder);
    const calls = Promise.all([host.call('bad__echo'), host.call('bad__echo')]);
    await expectOthersWork(gateway, host);
    for (const reply of await calls) {
      expect(reply).toMatchObject({ isError: true, text: expect.stringContaining('"bad"') });
      expect(reply.error).toMatchObject({ kind: 'outcome_unknown', hint: expect.any(String) });
    }
    await expectOthersWork(gateway, host);
  });
});

describe('a server that is stopped', () => {
  it('answers again when it goes on', async () => {
    await using folder = await temporaryFolder();
    await using gateway = await startTen(folder, { start: { pidFile: folder.file('bad.pid') } });
    await using host = await connectHost('v2 auto', { kind: 'http', url: gateway.url });
    const pid = await stopBad(gateway, folder);
    expect(await host.call('bad__echo')).toMatchObject({ isError: true });
    if (isAlive(pid)) process.kill(pid, 'SIGCONT');
    await until(async () => !(await host.call('bad__echo')).isError, { what: 'the server answers again' });
  });

  it('does not keep the gateway from ending', async () => {
    await using folder = await temporaryFolder();
    await using gateway = await startTen(folder, { start: { pidFile: folder.file('bad.pid') } });
    const pid = await stopBad(gateway, folder);
    gateway.send('SIGTERM');
    expect(await gateway.ended).toMatchObject({ exitCode: 0 });
    await until(() => !isAlive(pid), { what: 'the stopped process is gone' });
  });
});

describe('a server that floods beside its answers', () => {
  it('costs nobody else anything', async () => {
    await using folder = await temporaryFolder();
    await using gateway = await startTen(folder, { start: { flood: { bytes: 'endless', bytesPerSecond: 4_194_304 } } });
    await using host = await connectHost('v2 auto', { kind: 'http', url: gateway.url });
    await expectOthersWork(gateway, host);
    await expectOthersWork(gateway, host);
  });
});
