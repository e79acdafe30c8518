import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readExecutions } from '@seawall/testkit';
import { expect } from 'vitest';
import type { Checks, Place, ScenarioPart } from '../place.ts';
import { eventually, isJson, resultOf } from '../talk.ts';
import type { Json } from '../wire/message.ts';

export const tasksScenario: ScenarioPart = ({ folder }) => ({
  tasks: {},
  tools: [
    {
      name: 'work',
      fields: { execution: { taskSupport: 'optional' } },
      behaviour: { kind: 'delay', delayMs: 30, next: { kind: 'text', text: 'done ✓' } },
      executionsFile: join(folder, EXECUTIONS),
    },
    { name: 'endless', fields: { execution: { taskSupport: 'required' } }, behaviour: { kind: 'silent' } },
  ],
});

export const TASK_CHECKS: Checks<
  | 'tasks-create'
  | 'tasks-get'
  | 'tasks-result'
  | 'tasks-list'
  | 'tasks-cancel'
  | 'tasks-unknown'
  | 'tasks-status'
  | 'tasks-once'
> = {
  'tasks-create': async (place) => {
    const { result } = await place.host.request('tools/call', taskCall(place, 'work', { ttl: 5000 }));
    expect(result?.task).toMatchObject({
      taskId: expect.stringMatching(/./),
      status: 'working',
      ttl: 5000,
      createdAt: expect.any(String),
      lastUpdatedAt: expect.any(String),
    });
  },
  'tasks-get': async (place) => {
    const taskId = await startTask(place, 'endless');
    expect(resultOf(await place.host.request('tasks/get', { taskId }))).toMatchObject({ taskId, status: 'working' });
    resultOf(await place.host.request('tasks/cancel', { taskId }));
  },
  'tasks-result': async (place) => {
    const taskId = await startTask(place, 'work');
    expect(resultOf(await place.host.request('tasks/result', { taskId }))).toMatchObject({
      content: [{ type: 'text', text: 'done ✓' }],
      _meta: { 'io.modelcontextprotocol/related-task': { taskId } },
    });
    expect(resultOf(await place.host.request('tasks/get', { taskId }))).toMatchObject({ status: 'completed' });
  },
  'tasks-list': async (place) => {
    const { host } = place;
    const taskId = await startTask(place, 'work');
    const found: unknown[] = [];
    let page = resultOf(await host.request('tasks/list'));
    for (;;) {
      found.push(...(Array.isArray(page.tasks) ? page.tasks : []));
      if (page.nextCursor === undefined) break;
      page = resultOf(await host.request('tasks/list', { cursor: page.nextCursor }));
    }
    expect(found).toContainEqual(expect.objectContaining({ taskId }));
  },
  'tasks-cancel': async (place) => {
    const taskId = await startTask(place, 'endless');
    const result = resultOf(await place.host.request('tasks/cancel', { taskId }));
    expect(result).toMatchObject({ taskId, status: 'cancelled' });
    expect((await place.host.request('tasks/cancel', { taskId })).error?.code).toBe(-32_602);
  },
  'tasks-unknown': async ({ host }) => {
    for (const method of ['tasks/get', 'tasks/result', 'tasks/cancel'])
      expect((await host.request(method, { taskId: 'nobody-has-it' })).error?.code, method).toBe(-32_602);
  },
  'tasks-status': async (place) => {
    const mark = place.host.heard.length;
    const taskId = await startTask(place, 'work');
    const told = await place.host.hear('notifications/tasks/status', { mark, fits: (task) => task.taskId === taskId });
    expect(told).toMatchObject({ status: 'completed' });
  },
  'tasks-once': async (place) => {
    const mark = randomUUID();
    const taskId = await startTask(place, 'work', { mark });
    resultOf(await place.host.request('tasks/result', { taskId }));
    resultOf(await place.host.request('tasks/result', { taskId }));
    const runs = await eventually('the call ran', () => executionsOf(place, mark) || undefined);
    expect(runs).toBe(1);
  },
};

const EXECUTIONS = 'work-executions';

function taskCall({ name }: Place, tool: string, task: Json, args: Json = {}): Json {
  return { name: name(tool), arguments: args, task };
}

async function startTask(place: Place, tool: string, args: Json = {}): Promise<string> {
  const { task } = resultOf(await place.host.request('tools/call', taskCall(place, tool, {}, args)));
  if (!isJson(task)) throw new Error('The call became no task.');
  return String(task.taskId);
}

function executionsOf({ folder, server }: Place, mark: string): number {
  const runs = readExecutions(join(folder.file(server), EXECUTIONS));
  return runs.filter((run) => isJson(run.arguments) && run.arguments.mark === mark).length;
}
