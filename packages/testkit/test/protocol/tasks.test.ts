import type { ServerScenario } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { callTool, INITIALIZE, type RawProcess, startRaw } from '../stdio/raw-process.ts';

const SCENARIO: ServerScenario = {
  tasks: { pollIntervalMs: 5 },
  tools: [
    { name: 'slow', behaviour: { kind: 'delay', delayMs: 50, next: { kind: 'text', text: 'done' } } },
    { name: 'fail', behaviour: { kind: 'rpc-error', code: -32050, message: 'no' } },
    { name: 'silent', behaviour: { kind: 'silent' } },
  ],
};

/** A server that was asked to run a tool as `task-1`, under the request id 1. */
function startTask(name: string, scenario = SCENARIO): RawProcess {
  const running = startRaw(scenario);
  const params = { name, arguments: {}, task: { ttl: 1000 } };
  running.send(INITIALIZE, { jsonrpc: '2.0', method: 'notifications/initialized' });
  running.send({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  return running;
}

async function ask(running: RawProcess, id: number, method: string, taskId = 'task-1'): Promise<unknown> {
  running.send({ jsonrpc: '2.0', id, method, params: { taskId } });
  return await running.message((message) => message.id === id);
}

describe('a call that asks for a task', () => {
  it('is answered with the task, and its result is fetched', async () => {
    await using running = startTask('slow');
    const task = { taskId: 'task-1', status: 'working', ttl: 1000, pollInterval: 5 };
    expect(await running.message(({ id }) => id === 1)).toMatchObject({ result: { task } });
    expect(await ask(running, 2, 'tasks/list')).toMatchObject({ result: { tasks: [{ taskId: 'task-1' }] } });
    expect(await ask(running, 3, 'tasks/result')).toMatchObject({
      result: {
        content: [{ text: 'done' }],
        _meta: { 'io.modelcontextprotocol/related-task': { taskId: 'task-1' } },
      },
    });
    expect(await ask(running, 4, 'tasks/get')).toMatchObject({ result: { status: 'completed' } });
    const status = running.messages().find(({ method }) => method === 'notifications/tasks/status');
    expect(status).toMatchObject({ params: { taskId: 'task-1', status: 'completed' } });
  });

  it('hands back the error of the call', async () => {
    await using running = startTask('fail');
    expect(await ask(running, 2, 'tasks/result')).toMatchObject({ error: { code: -32050, message: 'no' } });
    expect(await ask(running, 3, 'tasks/get')).toMatchObject({ result: { status: 'failed' } });
  });

  it('can be cancelled once', async () => {
    await using running = startTask('silent');
    running.send({ jsonrpc: '2.0', id: 2, method: 'tasks/result', params: { taskId: 'task-1' } });
    expect(await ask(running, 3, 'tasks/cancel')).toMatchObject({ result: { status: 'cancelled' } });
    expect(await running.message(({ id }) => id === 2)).toMatchObject({ error: { code: -32602 } });
    expect(await ask(running, 4, 'tasks/cancel')).toMatchObject({ error: { code: -32602 } });
    expect(await ask(running, 5, 'tasks/get', 'task-9')).toMatchObject({ error: { code: -32602 } });
  });

  it('is answered at once by a server without tasks', async () => {
    const { tasks: _, ...withoutTasks } = SCENARIO;
    await using running = startTask('fail', withoutTasks);
    expect(await running.message(({ id }) => id === 1)).toMatchObject({ error: { code: -32050 } });
    expect(await ask(running, 2, 'tasks/get')).toMatchObject({ error: { code: -32601 } });
  });
});

it('runs a call that asks for no task as ever', async () => {
  await using running = startRaw(SCENARIO);
  running.send(INITIALIZE, callTool(1, 'slow'));
  const greeting = await running.message(({ id }) => id === 0);
  expect(greeting).toMatchObject({ result: { capabilities: { tasks: { requests: { tools: { call: {} } } } } } });
  expect(await running.message(({ id }) => id === 1)).toMatchObject({ result: { content: [{ text: 'done' }] } });
});
