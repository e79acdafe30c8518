// @ts-check
import { ERROR_CODES, FaultError, methodNotFound } from './fault-error.mjs';
import { endCall, openCall } from './open-call.mjs';
import { isObject } from './wire-shapes.mjs';

/** @typedef {import('./protocol-state.mjs').Call} Call */
/** @typedef {import('./protocol-state.mjs').Task} Task */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */

const RELATED_TASK_KEY = 'io.modelcontextprotocol/related-task';
const MAX_TASKS = 1000;
const TTL_MS = 60_000;
const POLL_INTERVAL_MS = 20;

/** @param {Call} call */
export function wantsTask(call) {
  return !call.modern && call.state.scenario.tasks !== undefined && isObject(call.params.task);
}

/**
 * Answers with a task, and runs the call behind it.
 *
 * @param {Call} call
 * @param {(call: Call) => void | Promise<void>} run
 * @returns {Promise<void>}
 */
export async function startTask(call, run) {
  const { state } = call;
  const wish = isObject(call.params.task) ? call.params.task : {};
  const createdAt = now(call);
  /** @type {Task} */
  const task = {
    description: {
      taskId: `task-${state.tasks.size + 1}`,
      status: 'working',
      ttl: typeof wish.ttl === 'number' ? wish.ttl : (state.scenario.tasks?.ttlMs ?? TTL_MS),
      pollInterval: state.scenario.tasks?.pollIntervalMs ?? POLL_INTERVAL_MS,
      createdAt,
      lastUpdatedAt: createdAt,
    },
    answer: undefined,
    call: openCall(state, call.connection, {
      ...call,
      exchange: { ...call.exchange, reply: (message) => settle(task, message) },
    }),
    waiting: new Set(),
  };
  if (state.tasks.size >= MAX_TASKS) throw new FaultError(-32603, 'Too many tasks');
  state.tasks.set(task.description.taskId, task);
  call.succeed({ task: task.description });
  await run(task.call);
}

/** @type {{ readonly [method: string]: (call: Call) => void | Promise<void> }} */
export const TASK_HANDLERS = {
  'tasks/get': (call) => call.succeed(taskOf(call).description),
  'tasks/list': (call) => {
    refuseWithoutTasks(call);
    call.succeed({ tasks: [...call.state.tasks.values()].map(({ description }) => description) });
  },
  'tasks/cancel': (call) => {
    const task = taskOf(call);
    if (task.description.status !== 'working') {
      throw new FaultError(ERROR_CODES.invalidParams, `Task ${task.description.taskId} is ${task.description.status}`);
    }
    endCall(task.call);
    finish(task, 'cancelled');
    call.succeed(task.description);
  },
  'tasks/result': async (call) => {
    const task = taskOf(call);
    if (task.description.status === 'working') await finished(task, call);
    const { taskId, status } = task.description;
    const { result, error } = task.answer ?? {};
    if (isObject(result)) {
      const meta = isObject(result._meta) ? result._meta : {};
      call.succeed({ ...result, _meta: { ...meta, [RELATED_TASK_KEY]: { taskId } } });
    } else if (isObject(error)) {
      call.fail(Number(error.code), String(error.message), error.data);
    } else {
      throw new FaultError(ERROR_CODES.invalidParams, `Task ${taskId} is ${status}`);
    }
  },
};

/**
 * @param {Task} task
 * @param {Wire} answer
 */
function settle(task, answer) {
  if (task.description.status !== 'working') return;
  task.answer = answer;
  const { result } = answer;
  finish(task, isObject(result) && result.isError !== true ? 'completed' : 'failed');
}

/**
 * @param {Task} task
 * @param {'completed' | 'failed' | 'cancelled'} status
 */
function finish(task, status) {
  task.description = { ...task.description, status, lastUpdatedAt: now(task.call) };
  const { connection } = task.call;
  connection.send({ jsonrpc: '2.0', method: 'notifications/tasks/status', params: task.description });
  for (const resolve of task.waiting) resolve();
  task.waiting.clear();
}

/**
 * @param {Task} task
 * @param {Call} call
 * @returns {Promise<void>}
 */
function finished(task, call) {
  return new Promise((resolve) => {
    task.waiting.add(resolve);
    call.stops.add(resolve);
  });
}

/**
 * @param {Call} call
 * @returns {Task}
 */
function taskOf(call) {
  refuseWithoutTasks(call);
  const task = call.state.tasks.get(String(call.params.taskId));
  if (task === undefined) {
    throw new FaultError(ERROR_CODES.invalidParams, `Task ${String(call.params.taskId)} not found`);
  }
  return task;
}

/** @param {Call} call */
function refuseWithoutTasks(call) {
  if (call.state.scenario.tasks === undefined) throw methodNotFound();
}

/** @param {Call} call */
function now(call) {
  return new Date(call.state.host.clock.now()).toISOString();
}
