import { readFileSync } from 'node:fs';
import { createScriptedHttpServer, type HttpScenario, readPids, scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { type GatewayProcess, serversUp, startGateway, stdioGateway } from './support/gateway-process.ts';
import { until } from './support/polling.ts';
import { isAlive, processesNaming } from './support/processes.ts';
import type { Era } from './support/raw-hosts/http-link.ts';
import { memberAt, textOf } from './support/raw-hosts/messages.ts';
import { RawHost, settle } from './support/raw-hosts/raw-host.ts';
import { type TemporaryFolder, temporaryFolder } from './support/temporary-folder.ts';

/** The time for a host of the older era to take its stream up again is 15 s; what it left goes after that. */
const GONE_WITHIN_MS = 40_000;
const CAPABILITIES = { elicitation: { form: {}, url: {} }, sampling: {} };
const ERAS = ['legacy', 'modern'] as const;
const WAYS = ['vanishes', 'leaves'] as const;
const LEAVING = ['leaves'] as const;

const FORM = {
  kind: 'ask',
  method: 'elicitation/create',
  params: { message: 'sure?', requestedSchema: { type: 'object', properties: {} } },
} as const;

const SCENARIO = {
  capabilities: { tools: {}, resources: { subscribe: true }, logging: {} },
  tools: [
    { name: 'echo' },
    { name: 'silent', behaviour: { kind: 'silent' } },
    { name: 'form', behaviour: FORM },
    { name: 'busy', behaviour: { kind: 'progress', steps: 100_000, everyMs: 20 } },
    { name: 'cancellations', behaviour: { kind: 'cancellations' } },
    { name: 'subscriptions', behaviour: { kind: 'subscriptions' } },
  ],
  resources: [{ uri: 'doc://1', text: 'one' }],
} as const satisfies HttpScenario;

/** Servers of both eras and links, whose calls would run for minutes. */
async function startWorld(folder: TemporaryFolder, env: Readonly<Record<string, string>> = {}) {
  const legacy = await createScriptedHttpServer({ ...SCENARIO, era: 'legacy' });
  const modern = await createScriptedHttpServer({ ...SCENARIO, era: 'modern' });
  const start = { pidFile: folder.file('own.pid') };
  const gateway = await startGateway({
    folder,
    env,
    config: {
      mcpServers: {
        legacy: { url: legacy.url },
        modern: { url: modern.url },
        stdio: scriptedStdioServer({ ...SCENARIO, maxLifetimeMs: 300_000 }),
        own: {
          ...scriptedStdioServer({ ...SCENARIO, maxLifetimeMs: 300_000, start }),
          seawall: { session: 'per-host' },
        },
        session: { url: legacy.url, seawall: { session: 'per-host' } },
      },
    },
  });
  await serversUp(gateway, 'legacy', 'modern', 'stdio', 'own', 'session');
  return {
    legacy,
    modern,
    gateway,
    ownPids: () => readPids(start.pidFile).filter(isAlive),
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      await Promise.all([legacy.close(), modern.close()]);
    },
  };
}

function arrive(url: string, era: Era): Promise<RawHost> {
  // It is asked and never answers.
  return RawHost.connect({ url }, { name: `passing-${era}`, era, capabilities: CAPABILITIES });
}

async function go(host: RawHost, how: (typeof WAYS)[number]): Promise<void> {
  if (how === 'vanishes') host.vanish();
  await host[Symbol.asyncDispose]();
}

async function runningCalls(gateway: GatewayProcess): Promise<unknown> {
  return memberAt(await (await fetch(`${gateway.origin}/readyz`)).json(), 'runningCalls');
}

async function expectIdle(gateway: GatewayProcess): Promise<void> {
  await until(async () => (await runningCalls(gateway)) === 0, {
    what: 'no call of the host runs any more',
    withinMs: GONE_WITHIN_MS,
  });
}

/** What a server says when it is asked by a host that stays. */
async function ask(host: RawHost, tool: string): Promise<unknown> {
  return JSON.parse(textOf(await settle(host.tool(tool))));
}

describe.each(ERAS)('a host of the %s era', (era) => {
  it.each(WAYS)('that %s during calls, questions and work leaves no call behind', async (how) => {
    await using folder = await temporaryFolder();
    await using world = await startWorld(folder);
    const { gateway } = world;
    await using witness = await arrive(gateway.url, 'modern');
    const host = await arrive(gateway.url, era);
    for (const server of ['legacy', 'modern', 'stdio', 'own', 'session']) {
      for (const tool of ['silent', 'form', 'busy']) host.tool(`${server}__${tool}`);
    }
    const isUnderWay = () => host.questions.length > 1 && host.told('notifications/progress').length > 10;
    const isAsked = () => host.calls.some(({ ids }) => ids.length > 1);
    await until(() => isUnderWay() || isAsked() || host.told('notifications/progress').length > 50, {
      what: 'the calls are under way',
    });
    // Those that are never answered, at least: a question that nobody can assign ends its call.
    expect(await runningCalls(gateway)).toBeGreaterThanOrEqual(5);
    await go(host, how);
    await expectIdle(gateway);
    // The servers were told. What a newer host gave up over stdio ends with the process that worked on it.
    for (const server of era === 'legacy' ? ['legacy', 'stdio'] : ['legacy']) {
      expect(await ask(witness, `${server}__cancellations`)).not.toEqual([]);
    }
    for (const server of ['legacy', 'modern', 'stdio', 'own', 'session']) {
      expect(textOf(await settle(witness.tool(`${server}__echo`, { server })))).toBe(JSON.stringify({ server }));
    }
    expect(witness.faults).toEqual([]);
    expect(witness.questions).toEqual([]);
  });

  // The session of an older host that vanished can be taken up for half an hour.
  it.each(era === 'legacy' ? LEAVING : WAYS)('that %s is not subscribed to anything any more', async (how) => {
    await using folder = await temporaryFolder();
    await using world = await startWorld(folder);
    await using witness = await arrive(world.gateway.url, 'legacy');
    const host = await arrive(world.gateway.url, era);
    const uri = (server: string) => `seawall://${server}/${encodeURIComponent('doc://1')}`;
    if (era === 'legacy') {
      for (const server of ['legacy', 'modern']) await settle(host.call('resources/subscribe', { uri: uri(server) }));
    } else {
      host.call('subscriptions/listen', {
        notifications: { resourceSubscriptions: [uri('legacy'), uri('modern')] },
      });
    }
    const subscribed = async () => [
      JSON.stringify(memberAt(await ask(witness, 'legacy__subscriptions'), 'resources')),
      JSON.stringify(memberAt(await ask(witness, 'modern__subscriptions'), 'listens')),
    ];
    await until(async () => (await subscribed()).every((text) => text.includes('doc://1')), {
      what: 'the servers are subscribed to',
    });
    await go(host, how);
    await until(async () => !(await subscribed()).some((text) => text.includes('doc://1')), {
      what: 'nobody is subscribed any more',
      withinMs: GONE_WITHIN_MS,
    });
  });
});

describe('processes and sessions of single hosts', () => {
  it('end with the session of their host, and never are more than 16 for hosts that vanished', async () => {
    await using folder = await temporaryFolder();
    await using world = await startWorld(folder);
    const { gateway, ownPids, legacy } = world;
    const shared = ownPids().length;
    const host = await arrive(gateway.url, 'legacy');
    await settle(host.tool('own__echo'));
    expect(ownPids().length).toBe(shared + 1);
    await go(host, 'leaves');
    await until(() => ownPids().length === shared, { what: 'the process of the host is gone' });
    const sessions = legacy.sessions.length;
    for (let round = 0; round < 6; round += 1) {
      const hosts = await Promise.all(Array.from({ length: 5 }, () => arrive(gateway.url, 'legacy')));
      await Promise.all(hosts.map((one) => settle(one.tool('session__echo'))));
      for (const one of hosts) one.vanish();
    }
    await until(() => legacy.sessions.length <= sessions + 16, {
      what: 'at most 16 sessions of single hosts are left',
    });
    expect(legacy.sessions.length).toBeGreaterThan(sessions);
  });
});

describe('a host that does not read any more', () => {
  it.each(ERAS)('of the %s era costs others nothing, and leaves nothing when its connection is gone', async (era) => {
    await using folder = await temporaryFolder();
    await using world = await startWorld(folder);
    const { gateway } = world;
    await using witness = await arrive(gateway.url, 'modern');
    const host = await arrive(gateway.url, era);
    for (const tool of ['silent', 'form', 'busy', 'busy', 'busy']) host.tool(`stdio__${tool}`);
    await until(() => host.told('notifications/progress').length > 20, { what: 'the calls are under way' });
    host.link.freeze();
    const echoes = Array.from({ length: 20 }, (_, at) => witness.tool('stdio__echo', { at }));
    for (const [at, echo] of echoes.entries()) expect(textOf(await settle(echo))).toBe(JSON.stringify({ at }));
    await go(host, 'vanishes');
    await expectIdle(gateway);
  });
});

describe('a host of seawall stdio', () => {
  it.runIf(process.platform === 'linux')('that is killed during calls leaves no process behind', async () => {
    await using folder = await temporaryFolder();
    const start = await stdioGateway({
      folder,
      config: { mcpServers: { one: scriptedStdioServer({ ...SCENARIO, maxLifetimeMs: 300_000 }) } },
    });
    const host = await RawHost.connect({ start }, { name: 'killed', era: 'legacy', capabilities: CAPABILITIES });
    for (const tool of ['silent', 'form', 'busy']) host.tool(`one__${tool}`);
    await until(() => host.questions.length === 1 && host.told('notifications/progress').length > 0, {
      what: 'the calls are under way',
    });
    host.vanish();
    await until(() => processesNaming(folder.path).length === 0, { what: 'no process is left' });
    await host[Symbol.asyncDispose]();
  });
});

describe.runIf(process.platform === 'linux')('three hundred hosts that vanish', () => {
  const WARM_UP = 100;
  const HOSTS = 300;
  /** What the gateway may hold after all of them, compared to after the first ones. */
  const MAX_GROWTH = 1.6;

  it('in the middle of calls, questions and listens leave no call, and hardly any memory', async () => {
    await using folder = await temporaryFolder();
    // Little room, so that what is not needed any more is given back and does not look like growth.
    await using world = await startWorld(folder, { NODE_OPTIONS: '--max-old-space-size=192' });
    const { gateway } = world;
    const pass = async (count: number) => {
      for (let at = 0; at < count; at += 10) {
        await Promise.all(Array.from({ length: 10 }, (_, index) => passBy(gateway.url, ERAS[index % 2] ?? 'legacy')));
      }
      await expectIdle(gateway);
    };
    await pass(WARM_UP);
    const before = residentKilobytes(gateway.pid);
    await pass(HOSTS - WARM_UP);
    expect(residentKilobytes(gateway.pid) / before).toBeLessThan(MAX_GROWTH);
    await using witness = await arrive(gateway.url, 'modern');
    for (const server of ['legacy', 'modern', 'stdio', 'own', 'session']) {
      expect(textOf(await settle(witness.tool(`${server}__echo`, { server })))).toBe(JSON.stringify({ server }));
    }
  }, 240_000);

  /** Comes, begins something at each server, and is gone once the first of it stirs. */
  async function passBy(url: string, era: Era): Promise<void> {
    const host = await arrive(url, era);
    const uris = ['legacy', 'modern'].map((server) => `seawall://${server}/${encodeURIComponent('doc://1')}`);
    if (era === 'legacy') for (const uri of uris) host.call('resources/subscribe', { uri });
    else host.call('subscriptions/listen', { notifications: { resourceSubscriptions: uris } });
    const asked = era === 'legacy' ? ['legacy__form', 'session__form'] : [];
    const calls = ['legacy__silent', 'modern__form', 'stdio__silent', 'session__silent', ...asked];
    const sent = calls.map((name) => host.tool(name));
    await Promise.race(sent.map((call) => call.stirred));
    host.vanish();
    await host[Symbol.asyncDispose]();
  }
});

function residentKilobytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
