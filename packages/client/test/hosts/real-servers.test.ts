import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createScriptedHttpServer, readPids, type ScriptedTool, scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createSeawall } from '../../src/seawall/create-seawall.ts';
import type { Seawall } from '../../src/seawall/seawall.ts';
import { isAlive, until } from '../connection/open-connection.ts';
import { type AnswerToServer, addFakeHost, type FakeHost } from '../support/fake-host.ts';
import { rejectionOf } from '../support/supervised.ts';

const ASK = {
  name: 'ask',
  behaviour: {
    kind: 'ask',
    method: 'elicitation/create',
    params: { message: 'Who?', requestedSchema: { type: 'object', properties: {} } },
  },
} as const;

const saying = (name: string): AnswerToServer => {
  return () => Promise.resolve({ action: 'accept', content: { name } });
};

function textOf(result: unknown): string {
  const { content } = result as { readonly content: readonly [{ readonly text: string }] }; // By the scenario.
  return content[0].text;
}

async function ask(seawall: Seawall, host: FakeHost): Promise<string> {
  return textOf(await seawall.callTool({ server: 'x', name: 'ask' }, { caller: host.caller() }));
}

/** A host of which no answer comes before both were asked. */
function together(seawall: Seawall): readonly [FakeHost, FakeHost] {
  let asked = 0;
  let release: () => void = () => undefined;
  const both = new Promise<void>((resolve) => (release = resolve));
  const answerOf =
    (name: string): AnswerToServer =>
    async (request) => {
      asked += 1;
      if (asked === 2) release();
      await both;
      return saying(name)(request);
    };
  return [addFakeHost(seawall, { answer: answerOf('one') }), addFakeHost(seawall, { answer: answerOf('two') })];
}

describe('questions of real servers', () => {
  it('over HTTP reach the host of their call, with two hosts at once on one connection', async () => {
    await using server = await createScriptedHttpServer({ tools: [ASK] });
    await using seawall = await createSeawall({ mcpServers: { x: { url: server.url } } });
    await seawall.connect();
    const [one, two] = together(seawall);
    const [first, second] = await Promise.all([ask(seawall, one), ask(seawall, two)]);
    expect([first, second]).toEqual([expect.stringContaining('one'), expect.stringContaining('two')]);
    expect(server.sessions).toHaveLength(1);
  });

  it('over stdio reach the one call, are declined for two, and then each host has a process of its own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'seawall-hosts-'));
    try {
      const pidFile = join(folder, 'pids');
      const x = scriptedStdioServer({
        tools: [
          { ...ASK, behaviour: { kind: 'delay', delayMs: 300, next: ASK.behaviour } },
          { name: 'inspect', behaviour: { kind: 'inspect' } },
        ],
        start: { pidFile },
      });
      const seawall = await createSeawall({ mcpServers: { x } });
      await seawall.connect();
      const hosts = ['one', 'two'].map((name) => addFakeHost(seawall, { answer: saying(name) }));
      const [one, two] = [hosts[0] as FakeHost, hosts[1] as FakeHost]; // Two names, two hosts.
      expect(await ask(seawall, one)).toContain('one');
      const declined = await Promise.all([ask(seawall, one), ask(seawall, two)]);
      // The first question is declined; the second may come when the other call is over already.
      expect(declined.some((text) => text.includes('several hosts'))).toBe(true);
      expect([declined[0]?.includes('two'), declined[1]?.includes('one')]).toEqual([false, false]);
      expect(await Promise.all([ask(seawall, one), ask(seawall, two)])).toEqual([
        expect.stringContaining('one'),
        expect.stringContaining('two'),
      ]);
      expect(readPids(pidFile).filter(isAlive)).toHaveLength(3);
      const inspected = await seawall.callTool({ server: 'x', name: 'inspect' }, { caller: one.caller() });
      const { pid }: { readonly pid: number } = JSON.parse(textOf(inspected));
      process.kill(pid, 'SIGKILL');
      await until(() => !isAlive(pid));
      expect(await ask(seawall, two)).toContain('two');
      // A call that meets the end of its process fails; the next one starts another.
      await until(() =>
        ask(seawall, one).then(
          (text) => text.includes('one'),
          () => false,
        ),
      );
      await one.host.close();
      await until(() => readPids(pidFile).filter(isAlive).length === 2);
      await seawall.close();
      expect(readPids(pidFile).filter(isAlive)).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('of 2026-07-28 are answered by the caller, round by round', async () => {
    const tool: ScriptedTool = {
      name: 'ask',
      behaviour: {
        kind: 'input-required',
        rounds: [
          { requests: { roots: { method: 'roots/list' } }, requestState: 'round-1' },
          {
            requests: { who: { method: ASK.behaviour.method, params: ASK.behaviour.params } },
            requestState: 'round-2',
          },
        ],
        next: { kind: 'inspect' },
      },
    };
    await using server = await createScriptedHttpServer({ era: 'modern', tools: [tool] });
    const local = scriptedStdioServer({ era: 'modern', tools: [tool] });
    for (const entry of [{ url: server.url }, local]) {
      await using seawall = await createSeawall({ mcpServers: { x: entry } });
      await seawall.connect();
      const host = addFakeHost(seawall, {
        answer: ({ method }) => Promise.resolve(method === 'roots/list' ? { roots: [] } : { action: 'decline' }),
      });
      const seen: unknown = JSON.parse(await ask(seawall, host));
      expect(seen).toMatchObject({
        era: 'modern',
        inputResponses: { who: { action: 'decline' } },
        requestState: 'round-2',
        clientCapabilities: host.host.capabilities,
      });
    }
  });

  it('are answered with the error of the host', async () => {
    await using server = await createScriptedHttpServer({ tools: [ASK] });
    await using seawall = await createSeawall({ mcpServers: { x: { url: server.url } } });
    await seawall.connect();
    const refusal = Object.assign(new Error('not today'), { code: -1 });
    const host = addFakeHost(seawall, { answer: () => Promise.reject(refusal) });
    expect(await ask(seawall, host)).toContain('not today');
    const deaf = addFakeHost(seawall, { capabilities: {} });
    expect(await ask(seawall, deaf)).toContain('did not declare');
  });
});

describe('log messages of real servers', () => {
  it.each(['legacy', 'modern'] as const)('reach the host of their call at its level (%s)', async (era) => {
    const lines = [
      { level: 'debug', data: 'quiet' },
      { level: 'error', data: 'loud' },
    ] as const;
    await using server = await createScriptedHttpServer({
      era,
      tools: [{ name: 'ask', behaviour: { kind: 'log', lines: [...lines] } }],
    });
    await using seawall = await createSeawall({ mcpServers: { x: { url: server.url } } });
    await seawall.connect();
    const [all, few, none] = [addFakeHost(seawall), addFakeHost(seawall), addFakeHost(seawall)];
    all.host.setLogLevel('debug');
    few.host.setLogLevel('warning');
    const callers = [all.caller(), few.caller()];
    await Promise.all(callers.map((caller) => seawall.callTool({ server: 'x', name: 'ask' }, { caller })));
    await until(() => callers.map(({ notifications }) => notifications.length).join() === '2,1');
    expect([...all.notifications, ...few.notifications, ...none.notifications]).toEqual([]);
  });
});

describe('subscriptions at real servers', () => {
  it.each(['legacy', 'modern'] as const)('are heard of, restored and taken back (%s)', async (era) => {
    await using server = await createScriptedHttpServer({
      era,
      resources: [{ uri: 'file:///a', text: 'a' }],
      capabilities: { tools: {}, resources: { subscribe: true } },
      tools: [{ name: 'change', behaviour: { kind: 'announce', change: { resourceUri: 'file:///a' } } }],
    });
    await using seawall = await createSeawall({ mcpServers: { x: { url: server.url } } });
    await seawall.connect();
    const [one, other] = [addFakeHost(seawall), addFakeHost(seawall)];
    if (era === 'legacy') await server.requestReceived(({ method }) => method === 'GET');
    await one.host.subscribe('x', 'file:///a');
    await seawall.callTool({ server: 'x', name: 'change' });
    await until(() => one.notifications.length === 1);
    await seawall.reconnect('x');
    await until(() => one.notifications.length === 2);
    // The new connection has to have its stream before anything can be heard.
    await until(async () => {
      await seawall.callTool({ server: 'x', name: 'change' });
      return one.notifications.length >= 3;
    });
    expect(one.notifications[0]).toMatchObject({
      server: 'x',
      method: 'notifications/resources/updated',
      params: { uri: 'file:///a' },
    });
    await one.host.unsubscribe('x', 'file:///a');
    const before = one.notifications.length;
    await seawall.callTool({ server: 'x', name: 'change' });
    expect([one.notifications.length, other.notifications.length]).toEqual([before, 0]);
  });

  it('are refused where the server can not tell of changes', async () => {
    await using server = await createScriptedHttpServer({ capabilities: { resources: {} } });
    await using seawall = await createSeawall({ mcpServers: { x: { url: server.url } } });
    await seawall.connect();
    const { host } = addFakeHost(seawall);
    expect(await rejectionOf(host.subscribe('x', 'file:///a'))).toMatchObject({ name: expect.stringContaining('MCP') });
  });
});
