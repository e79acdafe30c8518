import type { Client } from '@modelcontextprotocol/client';
import { MCPServerError } from '@seawall/core';
import type { ServerScenario } from '@seawall/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { JsonRpcErrorAnswer } from '../../src/reply/json-rpc-error.ts';
import { createKnownTasks } from '../../src/session/known-tasks.ts';
import { FakeSeawall } from '../fake-seawall.ts';
import { ANY, closeAll, connectClient, openGateway, type Way } from '../front/connect.ts';
import { openWorld } from './real-world.ts';

afterEach(closeAll);

const SCENARIO: ServerScenario = {
  tasks: {},
  tools: [
    { name: 'slow', behaviour: { kind: 'delay', delayMs: 50, next: { kind: 'text', text: 'done' } } },
    { name: 'stuck', behaviour: { kind: 'silent' } },
  ],
};

interface Task {
  readonly taskId: string;
  readonly status: string;
}

/** Asks by hand: the SDK's client has no methods for tasks. */
async function ask(client: Client, method: string, params: object = {}): Promise<Record<string, unknown>> {
  // The result is the wire's; each test looks at what it expects.
  return (await client.request({ method, params: { ...params } }, ANY)) as Record<string, unknown>;
}

async function createTask(client: Client, name: string): Promise<Task> {
  const { task } = await ask(client, 'tools/call', { name, task: { ttl: 60_000 } });
  // A task of 2025-11-25 has these.
  return task as Task;
}

describe.each<Way>(['http', 'stdio'])('tasks of an older host over %s', (way) => {
  it('are created, followed and fetched at their server', async () => {
    await using world = await openWorld(SCENARIO);
    const client = await world.connect([way, 'legacy']);
    const { taskId } = await createTask(client, 'slow');
    expect(await ask(client, 'tasks/get', { taskId })).toMatchObject({ taskId });
    const result = await ask(client, 'tasks/result', { taskId });
    expect(result).toMatchObject({ content: [{ type: 'text', text: 'done' }] });
    await expect.poll(() => ask(client, 'tasks/get', { taskId })).toMatchObject({ status: 'completed' });
  });

  it('are cancelled', async () => {
    await using world = await openWorld(SCENARIO);
    const client = await world.connect([way, 'legacy']);
    const { taskId } = await createTask(client, 'stuck');
    expect(await ask(client, 'tasks/cancel', { taskId })).toMatchObject({ status: 'cancelled' });
  });

  it('tell of their end to the host that created them', async () => {
    await using world = await openWorld(SCENARIO, { over: 'stdio' });
    const client = await world.connect([way, 'legacy']);
    const heard: unknown[] = [];
    client.fallbackNotificationHandler = async ({ method }) => void heard.push(method);
    await createTask(client, 'slow');
    await expect.poll(() => heard).toContain('notifications/tasks/status');
  });

  it('of all servers are listed, page by page', async () => {
    const more = { second: { ...SCENARIO, tools: [{ name: 'other', behaviour: { kind: 'silent' as const } }] } };
    await using world = await openWorld(SCENARIO, { more });
    const client = await world.connect([way, 'legacy']);
    const created = [await createTask(client, 'stuck'), await createTask(client, 'other')].map(({ taskId }) => taskId);
    const listed: unknown[] = [];
    let cursor: unknown;
    do {
      const page = await ask(client, 'tasks/list', cursor === undefined ? {} : { cursor });
      // Tasks of 2025-11-25 have an id.
      listed.push(...(page.tasks as Task[]).map(({ taskId }) => taskId));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(listed).toEqual(created);
  });
});

describe('tasks', () => {
  it('that nobody remembers are looked for at the servers with tasks, and remembered', async () => {
    const seawall = new FakeSeawall([
      { name: 'a', capabilities: { tasks: {} } },
      { name: 'b' },
      { name: 'c', capabilities: { tasks: {} } },
    ]);
    seawall.answer = ({ server }) => {
      if (server === 'a') throw new JsonRpcErrorAnswer({ code: -32_602, message: 'No such task.' });
      return { taskId: 't', status: 'working' };
    };
    const client = await connectClient(openGateway(seawall), ['stdio', 'legacy']);
    await ask(client, 'tasks/get', { taskId: 't' });
    await ask(client, 'tasks/get', { taskId: 't' });
    expect(seawall.seen.map(({ server }) => server)).toEqual(['a', 'c', 'c']);
  });

  it('that no server has are refused', async () => {
    const seawall = new FakeSeawall([{ name: 'a' }]);
    const client = await connectClient(openGateway(seawall), ['stdio', 'legacy']);
    await expect(ask(client, 'tasks/get', { taskId: 't' })).rejects.toMatchObject({ code: -32_602 });
    await expect(ask(client, 'tasks/list', { cursor: 'x' })).rejects.toMatchObject({ code: -32_602 });
    expect(await ask(client, 'tasks/list')).toEqual({ tasks: [] });
  });

  it('of a server that fails are left out of the list, which says so', async () => {
    const capabilities = { tasks: { list: {} } };
    const seawall = new FakeSeawall(['a', 'b', 'c'].map((name) => ({ name, capabilities })));
    const failing = new Set(['a', 'c']);
    seawall.answer = ({ server }) => {
      if (failing.has(server))
        throw new MCPServerError({ code: 'SERVER_UNAVAILABLE', message: `"${server}" is down.` });
      return { tasks: [{ taskId: server }] };
    };
    const client = await connectClient(openGateway(seawall), ['stdio', 'legacy']);
    const first = await ask(client, 'tasks/list');
    const leftOut = { 'dev.seawall/error': { code: 'SERVER_UNAVAILABLE' } };
    expect(first).toMatchObject({ tasks: [{ taskId: 'b' }], _meta: leftOut });
    expect(await ask(client, 'tasks/list', { cursor: first.nextCursor })).toMatchObject({ tasks: [], _meta: leftOut });
    failing.add('b');
    await expect(ask(client, 'tasks/list')).rejects.toMatchObject({ code: -32_603 });
  });

  it('are no matter of newer hosts', async () => {
    const seawall = new FakeSeawall([{ name: 'a', catalog: { tools: [{ name: 't' }] }, capabilities: { tasks: {} } }]);
    const client = await connectClient(openGateway(seawall), ['stdio', 'modern']);
    await ask(client, 'tools/call', { name: 'a__t', task: { ttl: 1 } });
    expect(seawall.seen[0]?.params?.task).toBeUndefined();
    await expect(ask(client, 'tasks/list')).rejects.toMatchObject({ code: expect.anything() });
  });

  it('are remembered within a bound, the latest ones', () => {
    const tasks = createKnownTasks(2);
    for (const taskId of ['a', 'b', 'c']) tasks.note({ task: { taskId } }, `server of ${taskId}`);
    tasks.note({ task: 'no task' }, 'x');
    expect(['a', 'b', 'c'].map((taskId) => tasks.serverOf(taskId))).toEqual([undefined, 'server of b', 'server of c']);
  });
});
