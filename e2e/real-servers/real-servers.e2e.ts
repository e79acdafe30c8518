import { readdir } from 'node:fs/promises';
import type { ClientCapabilities } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readiness, serverReports, serversUp, stdioGateway } from '../support/gateway-process.ts';
import { connectHost } from '../support/hosts.ts';
import { until } from '../support/polling.ts';
import { isAlive, killLeftovers, processesNaming } from '../support/processes.ts';
import { recordTime } from '../support/recorded-times.ts';
import { textBelow } from '../support/temporary-folder.ts';
import { type Definitions, listBare } from './bare-client.ts';
import { collisionsAt } from './collisions.ts';
import { createPlace, type ServerEntry } from './place.ts';
import { INSPECTOR, type RealGateway, serversAt, startRealGateway } from './real-gateway.ts';

/** The names alone, known before anything runs. */
const NOWHERE = createPlace('', { standInUrl: '', everythingUrl: '', playwrightUrl: '', closedPort: 0 });
const NAMES = serversAt(NOWHERE);
const HEALTHY = NAMES.servers.map(({ name }) => name);
const UNREADY = NAMES.unready.map(({ name }) => name);
const COLLISIONS = collisionsAt(NOWHERE).map(({ server, tool }) => [server, tool] as const);

/** What is left of a gateway after this time stays. */
const GONE_WITHIN_MS = 10_000;

let real: RealGateway;
let filesBefore: readonly string[];
let listedOverHttp: readonly string[];
/** What servers offer only where they may ask for roots. */
const TOOLS_WITH_ROOTS = ['everything', 'everything-http', 'bridge'].map((server) => `${server}__get-roots-list`);

/** What the inspector tells about who called it. */
interface Inspected {
  readonly clientCapabilities: ClientCapabilities;
}

beforeAll(async () => {
  filesBefore = await installedFiles();
  await phase('start', async () => {
    real = await startRealGateway();
  });
});

afterAll(async () => {
  if (real === undefined) return;
  killLeftovers(processesNaming(real.folder.path));
  await real[Symbol.asyncDispose]();
});

/** Does a part of the work and tells how long it took. */
async function phase(name: string, work: () => Promise<void>): Promise<void> {
  const sinceMs = performance.now();
  await work();
  tellTime(name, sinceMs);
}

function tellTime(name: string, sinceMs: number): void {
  const tookMs = performance.now() - sinceMs;
  recordTime(`real servers: ${name}`, tookMs);
  console.log(`real servers: ${name} took ${(tookMs / 1000).toFixed(1)} s`);
}

/** Everything in this folder: a server has no business beside its own program. */
async function installedFiles(): Promise<readonly string[]> {
  return (await readdir(import.meta.dirname, { recursive: true })).sort();
}

function entryOf(name: string): ServerEntry {
  const found = real.servers.find((server) => server.name === name);
  if (found === undefined) throw new Error(`There is no server "${name}".`);
  return found.entry;
}

/** The processes of one server. */
function processesOf(name: string): readonly number[] {
  return processesNaming(`HOME=${real.place.home(name)}\0`);
}

/** Makes the harmless call of a server; gives what is wrong with the answer, if anything is. */
async function harmlessCall(name: string): Promise<string | undefined> {
  const call = real.servers.find((server) => server.name === name)?.call;
  if (call === undefined) return `There is no server "${name}".`;
  const { isError, text, error } = await real.host.call(`${name}__${call.tool}`, call.args);
  const isRight = call.answers.test(`${text}${JSON.stringify(error)}`) && isError === (call.fails === true);
  return isRight ? undefined : `${name} answered${isError ? ' with a failure' : ''}: ${text}`;
}

function expectNoSecret(told: string): void {
  expect(real.place.secrets.length).toBeGreaterThan(HEALTHY.length / 2);
  expect(real.place.secrets.filter((secret) => told.includes(secret))).toEqual([]);
}

async function expectNoneLeft(): Promise<void> {
  await until(() => processesNaming(real.folder.path).length === 0, {
    what: 'no process of a server is left',
    withinMs: GONE_WITHIN_MS,
  });
}

describe('published servers behind one gateway', () => {
  it('all settle', async () => {
    await phase('all servers settle', async () => {
      await serversUp(real.gateway, ...HEALTHY, INSPECTOR);
      // Whenever one is tried again, it is for a moment in another state.
      const seen = new Set<string>();
      await until(
        async () => {
          for (const { name, state, reason } of (await readiness(real.gateway)).servers)
            if (reason !== undefined) seen.add(`${name} ${state}`);
          return real.unready.every(({ name, state }) => seen.has(`${name} ${state}`));
        },
        { what: 'the others have come to their state' },
      );
    });
    const { status, servers } = await readiness(real.gateway);
    expect(status).toBe(200);
    expect(servers).toHaveLength(HEALTHY.length + UNREADY.length + 1);
  });
});

describe('every tool of a server is listed as the server itself lists it', () => {
  let listed: Definitions;
  let capabilities: ClientCapabilities;
  let sinceMs: number;
  beforeAll(async () => {
    sinceMs = performance.now();
    const told: Inspected = JSON.parse((await real.host.call(`${INSPECTOR}__inspect`)).text);
    capabilities = told.clientCapabilities;
    listed = await listBare({ url: real.gateway.url }, capabilities);
    listedOverHttp = listed.map(({ name }) => name).sort();
  });
  afterAll(() => tellTime('the lists of all servers', sinceMs));

  it.each(HEALTHY)('%s', async (name) => {
    const bare = await listBare(entryOf(name), capabilities);
    expect(bare.length).toBeGreaterThan(0);
    const ofServer = listed.filter((tool) => tool.name.startsWith(`${name}__`));
    expect(ofServer).toEqual(bare.map((tool) => ({ ...tool, name: `${name}__${tool.name}` })));
  });

  it('and nothing else is', () => {
    const owners = new Set(listed.filter(({ name }) => name.includes('__')).map(({ name }) => name.split('__')[0]));
    expect([...owners].sort()).toEqual([...HEALTHY, INSPECTOR].sort());
    expect(listed.filter(({ name }) => !name.includes('__')).map(({ name }) => name)).toEqual(['seawall_status']);
  });
});

describe('a harmless call is answered', () => {
  it.each(HEALTHY)('by %s', async (name) => {
    expect(await harmlessCall(name)).toBeUndefined();
  });

  it.each(COLLISIONS)('by %s, one of several servers with a tool %s', async (server, tool) => {
    const holders = (await real.host.toolNames()).filter((name) => name.endsWith(`__${tool}`));
    expect(holders.length).toBeGreaterThan(1);
    expect(holders).toContain(`${server}__${tool}`);
    const call = collisionsAt(real.place).find((each) => each.server === server && each.tool === tool);
    const reply = await real.host.call(`${server}__${tool}`, call?.args);
    expect(reply.text).toMatch(call?.answers ?? /no such call/);
    expect(reply.isError).toBe(false);
  });
});

describe('a server that is not ready says why and what to do', () => {
  it.each(UNREADY)('%s', async (name) => {
    const { says } = real.unready.find((server) => server.name === name) ?? {};
    const status = await real.host.call('seawall_status');
    const inStatus = serverReports(status.structured).find((server) => server.name === name);
    const inReadiness = (await readiness(real.gateway)).servers.find((server) => server.name === name);
    for (const report of [inStatus, inReadiness]) {
      expect.soft(report?.reason, 'why').toEqual(expect.stringContaining(`"${name}"`));
      expect.soft(report?.advice, 'what to do').toEqual(expect.stringMatching(/\w+ \w+/));
      expect.soft(`${report?.reason}\n${report?.advice}`).toMatch(says ?? name);
    }
    expect.soft(status.text).toContain(inStatus?.reason);
    expect.soft(status.text).toContain(inStatus?.advice);
  });

  it('and tells no secret', async () => {
    expectNoSecret(JSON.stringify([await real.host.call('seawall_status'), await readiness(real.gateway)]));
  });
});

describe.runIf(process.platform === 'linux')('servers that are killed', () => {
  it('come back and answer, and nobody else notices', async () => {
    const sinceMs = performance.now();
    const killed = ['everything', 'gitlab-large'];
    const others = HEALTHY.filter((name) => !killed.includes(name));
    const pidsOfOthers = (): readonly number[] => others.flatMap(processesOf);
    const before = pidsOfOthers();
    let isRunning = false;
    const call = real.host.call(
      'everything__trigger-long-running-operation',
      { duration: 60, steps: 600 },
      {
        onProgress: () => {
          isRunning = true;
        },
      },
    );
    await until(() => isRunning, { what: 'the call runs at its server' });
    const pids = killed.flatMap((name) => {
      expect(processesOf(name), `processes of ${name}`).not.toEqual([]);
      return processesOf(name);
    });
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    expect((await Promise.all(others.map(harmlessCall))).filter((fault) => fault !== undefined)).toEqual([]);
    const broken = await call;
    expect(broken).toMatchObject({ isError: true, text: expect.stringContaining('"everything"') });
    expect(broken.error).toMatchObject({ code: expect.any(String), hint: expect.any(String) });
    await serversUp(real.gateway, ...HEALTHY);
    for (const name of killed)
      await until(async () => (await harmlessCall(name)) === undefined, { what: `${name} answers again` });
    expect(pids.filter(isAlive)).toEqual([]);
    expect(pidsOfOthers()).toEqual(before);
    tellTime('two killed servers', sinceMs);
  });
});

describe('at the end', () => {
  it('no process of a server is left', async () => {
    await phase('the end of the gateway', async () => {
      real.gateway.send('SIGTERM');
      expect(await real.gateway.ended).toMatchObject({ exitCode: 0 });
      await expectNoneLeft();
    });
  });

  it('the same tools are listed over stdio, and again no process is left', async () => {
    await phase('the same over stdio', async () => {
      const start = await stdioGateway({ folder: real.folder, config: real.config, name: 'stdio' });
      {
        await using host = await connectHost('v1', { kind: 'stdio', start });
        // The roots of the one host are declared to servers over stdio only.
        const expected = [...listedOverHttp, ...TOOLS_WITH_ROOTS].sort();
        await until(async () => (await host.toolNames()).length >= expected.length, {
          what: 'the tools of all servers are listed over stdio',
        });
        expect([...(await host.toolNames())].sort()).toEqual(expected);
        expect(await host.call('everything__echo', { message: 'at last' })).toMatchObject({ text: 'Echo: at last' });
      }
      await expectNoneLeft();
    });
  });

  it('the gateway has told and kept no secret', async () => {
    const kept = await textBelow(real.gateway.dataDir);
    expect(kept).toContain('tavily_search');
    expectNoSecret(kept + real.gateway.stdout + real.gateway.stderr);
  });

  it('no server has asked for something unforeseen or written beside its own program', async () => {
    expect(real.standIn.unknown).toEqual([]);
    expect(await installedFiles()).toEqual(filesBefore);
  });
});
