import { join } from 'node:path';
import { readPids, scriptedStdioServer } from '@seawall/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import {
  asGateway,
  COMMAND,
  homeEnvironment,
  REPOSITORY,
  serversUp,
  startGateway,
  stdioGateway,
} from './support/gateway-process.ts';
import { until } from './support/polling.ts';
import { isAlive, killLeftovers, processesNaming, startProcess } from './support/processes.ts';
import { recordTime } from './support/recorded-times.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

/** What is left of a gateway after this time stays. */
const GONE_WITHIN_MS = 10_000;
const HOST = join(import.meta.dirname, 'support/host-main.mjs');

const started: number[] = [];

afterEach(() => {
  killLeftovers(started.splice(0));
});

/** Servers that do not go by themselves, with processes of their own that stay as well. */
function stubbornServers(folder: TemporaryFolder) {
  const pidFiles: string[] = [];
  const pidFile = (name: string): string => {
    pidFiles.push(folder.file(name));
    return folder.file(name);
  };
  const stubborn = { ignoreStdinEnd: true, ignoreSigterm: true, maxLifetimeMs: 120_000 };
  const mcpServers = {
    stubborn: scriptedStdioServer({ ...stubborn, start: { pidFile: pidFile('stubborn') } }),
    parent: scriptedStdioServer({
      ...stubborn,
      start: {
        pidFile: pidFile('parent'),
        grandchild: { pidFile: pidFile('grandchild'), detached: true, ignoreSigterm: true, holdsOutput: true },
      },
    }),
    // It goes when it is told to, and leaves its child behind.
    polite: scriptedStdioServer({
      maxLifetimeMs: 120_000,
      start: {
        pidFile: pidFile('polite'),
        grandchild: { pidFile: pidFile('left-behind'), detached: true, ignoreSigterm: true },
      },
    }),
    healthy: scriptedStdioServer({ maxLifetimeMs: 120_000, start: { pidFile: pidFile('healthy') } }),
  };
  return {
    config: { mcpServers },
    /** Waits until all of them run. */
    running: async (): Promise<readonly number[]> => {
      await until(() => pidFiles.every((file) => readPids(file).length > 0), { what: 'all servers run' });
      const pids = pidFiles.flatMap(readPids);
      started.push(...pids);
      // What finds the leftovers finds them while they are there; one that was started just now has no environment yet.
      await until(() => isSubset(pids, processesNaming(folder.path)), {
        what: 'all servers are found by their folder',
      });
      return pids;
    },
  };
}

function isSubset(part: readonly number[], whole: readonly number[]): boolean {
  return part.every((pid) => whole.includes(pid));
}

async function expectNoneLeft(folder: TemporaryFolder, pids: readonly number[], end: string): Promise<void> {
  const sinceMs = performance.now();
  const left = (): readonly number[] => [...new Set([...pids.filter(isAlive), ...processesNaming(folder.path)])];
  await until(() => left().length === 0, { what: `none is left after ${end}`, withinMs: GONE_WITHIN_MS }).catch(
    () => undefined,
  );
  started.push(...processesNaming(folder.path));
  expect(left(), 'processes that are left').toEqual([]);
  recordTime(`no process is left after ${end}`, performance.now() - sinceMs);
}

const NAMES = ['stubborn', 'parent', 'polite', 'healthy'] as const;

/** A host of its own process that runs `seawall stdio` with stubborn servers; the pids are the gateway's and its servers'. */
async function startHostWithGateway(folder: TemporaryFolder) {
  const servers = stubbornServers(folder);
  const start = await stdioGateway({ folder, config: servers.config });
  const host = await startProcess({
    command: process.execPath,
    args: [HOST, JSON.stringify(start)],
    env: homeEnvironment(folder.path),
  });
  const [, printed] = await host.printed(/gateway (\d+)/);
  const gatewayPid = Number(printed);
  started.push(host.pid, gatewayPid);
  return { host, gatewayPid, pids: [gatewayPid, ...(await servers.running())] };
}

describe.runIf(process.platform === 'linux')('no process is left behind', () => {
  it.each([
    ['SIGKILL', null],
    ['SIGTERM', 0],
    ['SIGINT', 0],
  ] as const)('when the gateway gets %s', async (signal, exitCode) => {
    await using folder = await temporaryFolder();
    const servers = stubbornServers(folder);
    await using gateway = await startGateway({ folder, config: servers.config });
    await serversUp(gateway, ...NAMES);
    const pids = await servers.running();
    gateway.send(signal);
    expect(await gateway.ended).toMatchObject({ exitCode });
    await expectNoneLeft(folder, [gateway.pid, ...pids], `${signal} to seawall serve`);
  });

  it('when the gateway is killed while its servers start', async () => {
    await using folder = await temporaryFolder();
    const servers = stubbornServers(folder);
    const silent = Object.fromEntries(
      Object.entries(servers.config.mcpServers).map(([name, entry]) => {
        const scenario: object = JSON.parse(entry.env.SEAWALL_SCENARIO ?? '{}');
        const env = { SEAWALL_SCENARIO: JSON.stringify({ ...scenario, methodFaults: { '*': { kind: 'silent' } } }) };
        return [name, { ...entry, env }];
      }),
    );
    await using gateway = await startGateway({ folder, config: { mcpServers: silent } });
    const pids = await servers.running();
    gateway.send('SIGKILL');
    await gateway.ended;
    await expectNoneLeft(folder, [gateway.pid, ...pids], 'SIGKILL to a seawall serve that starts');
  });

  it.each([
    ['sh that became the gateway', ['SIGTERM', 'one'], (command: string) => ['sh', '-c', `exec ${command}`]],
    ['sh that became the gateway', ['SIGINT', 'group'], (command: string) => ['sh', '-c', `exec ${command}`]],
    ['sh that waits for the gateway', ['SIGINT', 'group'], (command: string) => ['sh', '-c', `${command}; exit $?`]],
    ['npm start', ['SIGTERM', 'one'], undefined],
    ['npm start', ['SIGINT', 'group'], undefined],
  ] as const)('when %s gets %s', async (parentName, [signal, whom], toShell) => {
    await using folder = await temporaryFolder();
    const servers = stubbornServers(folder);
    const configFile = await folder.write('mcp.json', servers.config);
    const dataDir = folder.file('data');
    const options = ['--config', configFile, '--data-dir', dataDir, '--port', '0'];
    const words = toShell?.([process.execPath, COMMAND, 'serve', ...options].map((word) => `'${word}'`).join(' ')) ?? [
      'npm',
      'start',
      '--',
      ...options,
    ];
    await using parent = await startProcess({
      command: words[0] ?? '',
      args: words.slice(1),
      env: homeEnvironment(folder.path),
      cwd: REPOSITORY,
      ownGroup: true,
    });
    await using gateway = await asGateway(parent, { configFile, dataDir });
    await serversUp(gateway, ...NAMES);
    const pids = await servers.running();
    if (whom === 'group') process.kill(-parent.pid, signal);
    else parent.send(signal);
    await parent.ended;
    await expectNoneLeft(folder, pids, `${signal} to ${parentName}`);
  });

  it('when stdin of seawall stdio ends', async () => {
    await using folder = await temporaryFolder();
    const servers = stubbornServers(folder);
    await using gateway = await startProcess(await stdioGateway({ folder, config: servers.config }));
    const pids = await servers.running();
    gateway.stdin.end();
    expect(await gateway.ended).toMatchObject({ exitCode: 0 });
    await expectNoneLeft(folder, [gateway.pid, ...pids], 'the end of stdin of seawall stdio');
  });

  it('when a host with seawall stdio under it is killed', async () => {
    await using folder = await temporaryFolder();
    const started = await startHostWithGateway(folder);
    await using host = started.host;
    host.send('SIGKILL');
    await host.ended;
    await expectNoneLeft(folder, started.pids, 'SIGKILL to a host of seawall stdio');
  });

  it('when host and gateway are killed together', async () => {
    await using folder = await temporaryFolder();
    const started = await startHostWithGateway(folder);
    await using host = started.host;
    process.kill(started.gatewayPid, 'SIGKILL');
    host.send('SIGKILL');
    await host.ended;
    await expectNoneLeft(folder, started.pids, 'SIGKILL to host and seawall stdio');
  });
});
