// @ts-check
import { appendFileSync, readFileSync } from 'node:fs';
import { isObject, textResult } from './wire-shapes.mjs';

/** @typedef {import('./protocol-state.mjs').Call} Call */
/** @typedef {import('./scenario-types.mjs').ToolBehaviour} ToolBehaviour */
/** @typedef {import('./scenario-types.mjs').ScriptedTool} ScriptedTool */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */

/** @type {ToolBehaviour} */
const OK = { kind: 'text', text: 'ok' };
const WRONG_ID = 987_654_321;
const GARBAGE = '<<< this is not JSON >>>\n{"level":"info","msg":"nor is this JSON-RPC"}';
const SOFT_ERROR = '{"error":"unauthorized"}';

/**
 * Runs one call of a tool.
 *
 * @param {ScriptedTool} tool
 * @param {Call} call
 */
export function runTool(tool, call) {
  if (tool.executionsFile !== undefined) {
    const line = { tool: tool.name, pid: process.pid, id: call.id, arguments: call.params['arguments'] };
    appendFileSync(tool.executionsFile, `${JSON.stringify(line)}\n`);
  }
  return run(tool.behaviour ?? { kind: 'echo' }, call);
}

/**
 * A table of the behaviours; it is long because there are many.
 *
 * @param {ToolBehaviour} behaviour
 * @param {Call} call
 * @returns {void | Promise<void>}
 */
function run(behaviour, call) {
  switch (behaviour.kind) {
    case 'echo':
      return call.succeed(textResult(JSON.stringify(call.params['arguments'] ?? {})));
    case 'text':
      return call.succeed(textResult(behaviour.text));
    case 'result':
      return call.succeed(behaviour.result);
    case 'tool-error':
      return call.succeed({ ...textResult(behaviour.text), isError: true });
    case 'soft-error':
      return call.succeed({ ...textResult(behaviour.text ?? SOFT_ERROR), isError: false });
    case 'rpc-error':
      return call.fail(behaviour.code, behaviour.message, behaviour.data);
    case 'silent':
      return stayOpen(call);
    case 'delay':
      return goOn(call.wait(behaviour.delayMs), behaviour.next, call);
    case 'progress':
      return goOn(sendProgress(behaviour, call), behaviour.next, call);
    case 'log':
      call.notify('notifications/message', {
        level: behaviour.level ?? 'info',
        logger: 'scripted',
        data: behaviour.data,
      });
      return run(behaviour.next ?? OK, call);
    case 'big':
      return call.succeed(textResult('x'.repeat(behaviour.bytes)));
    case 'environment':
      return call.succeed(textResult(JSON.stringify(process.env)));
    case 'inspect':
      return call.succeed(textResult(JSON.stringify(inspect(call))));
    case 'counter':
      return count(behaviour, call);
    case 'sequence':
      return run(nextStep(behaviour, call), call);
    case 'exit':
      return call.state.host.crash({ exitCode: behaviour.exitCode ?? 1, ...pick(behaviour, 'stderr') });
    case 'signal':
      return call.state.host.crash({ exitCode: 1, signal: behaviour.signal ?? 'SIGKILL' });
    case 'wrong-id':
      return call.exchange.reply({ ...call.answerOf(textResult('ok')), id: behaviour.id ?? WRONG_ID });
    case 'twice':
      call.exchange.reply(call.answerOf(textResult('first')));
      return call.exchange.reply(call.answerOf(textResult('second')));
    case 'garbage':
      call.exchange.raw(`${behaviour.text ?? GARBAGE}\n`);
      return run(behaviour.next ?? OK, call);
    case 'cut':
      return call.exchange.cut(call.answerOf(textResult('this answer is never finished')), behaviour.exitCode ?? 1);
    case 'cancellations':
      return call.succeed(textResult(JSON.stringify(call.state.cancellations)));
    case 'add-tool':
      return changeTools(call, behaviour.tool.name, [behaviour.tool]);
    case 'remove-tool':
      return changeTools(call, behaviour.name, []);
    case 'announce':
      call.state.announce(behaviour.change);
      return run(behaviour.next ?? OK, call);
    case 'ask':
      return ask(behaviour, call);
  }
}

/**
 * Waits until the call is cancelled or its connection ends, so that a cancellation finds the call.
 *
 * @param {Call} call
 * @returns {Promise<void>}
 */
function stayOpen(call) {
  if (call.ended) return Promise.resolve();
  return new Promise((resolve) => call.stops.add(resolve));
}

/**
 * @param {Promise<boolean>} wanted
 * @param {ToolBehaviour | undefined} next
 * @param {Call} call
 */
async function goOn(wanted, next, call) {
  // A cancelled call goes on only when the scenario says so, and then its answer leaves as well.
  if (await wanted) await run(next ?? OK, call);
}

/**
 * @param {Extract<ToolBehaviour, { kind: 'progress' }>} behaviour
 * @param {Call} call
 * @returns {Promise<boolean>}
 */
async function sendProgress({ steps, everyMs = 10 }, call) {
  const progressToken = call.meta['progressToken'];
  for (let step = 1; step <= steps; step += 1) {
    if (progressToken !== undefined) {
      call.notify('notifications/progress', { progressToken, progress: step, total: steps, message: `step ${step}` });
    }
    if (everyMs > 0 && !(await call.wait(everyMs))) return false;
  }
  return !call.ended;
}

/** @param {Call} call */
function inspect(call) {
  return {
    pid: process.pid,
    era: call.modern ? 'modern' : 'legacy',
    protocolVersion: call.connection.protocolVersion,
    id: call.id,
    arguments: call.params['arguments'],
    meta: call.params['_meta'],
    ...call.exchange.facts,
  };
}

/**
 * @param {Extract<ToolBehaviour, { kind: 'counter' }>} behaviour
 * @param {Call} call
 */
function count({ file, next }, call) {
  const lines = appendAndCount(file, `${process.pid} ${String(call.id)}`);
  return next === undefined ? call.succeed(textResult(String(lines))) : run(next, call);
}

/**
 * @param {string} file
 * @param {string} line
 * @returns {number} the lines of the file with the new one
 */
export function appendAndCount(file, line) {
  appendFileSync(file, `${line}\n`);
  return readFileSync(file, 'utf8').split('\n').length - 1;
}

/**
 * @param {Extract<ToolBehaviour, { kind: 'sequence' }>} behaviour
 * @param {Call} call
 * @returns {ToolBehaviour}
 */
function nextStep({ steps, file }, call) {
  const name = `sequence ${String(call.params['name'])}`;
  const used = file === undefined ? (call.state.counts.get(name) ?? 0) + 1 : appendAndCount(file, String(process.pid));
  call.state.counts.set(name, used);
  return steps[Math.min(used, steps.length) - 1] ?? OK;
}

/**
 * @param {Call} call
 * @param {string} name
 * @param {readonly ScriptedTool[]} replacement
 */
function changeTools(call, name, replacement) {
  call.state.tools = [...call.state.tools.filter((tool) => tool.name !== name), ...replacement];
  call.state.announce('tools');
  return call.succeed(textResult('ok'));
}

/**
 * @param {Extract<ToolBehaviour, { kind: 'ask' }>} behaviour
 * @param {Call} call
 * @returns {void | Promise<void>}
 */
function ask({ method, params }, call) {
  if (call.modern) {
    const responses = call.params['inputResponses'];
    if (isObject(responses)) return call.succeed(textResult(JSON.stringify(responses['question'])));
    const question = { method, ...(params === undefined ? {} : { params }) };
    return call.succeed({ resultType: 'input_required', inputRequests: { question }, requestState: 'asked' });
  }
  const { connection } = call;
  const id = `asked-${connection.nextAskedId}`;
  connection.nextAskedId += 1;
  return new Promise((resolve) => {
    call.stops.add(resolve);
    connection.asked.set(id, (answer) => {
      call.succeed(textResult(JSON.stringify(answer)));
      resolve();
    });
    call.exchange.notify({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) });
  });
}

/**
 * @template {object} T
 * @template {keyof T} K
 * @param {T} source
 * @param {K} key
 * @returns {Partial<Pick<T, K>>}
 */
function pick(source, key) {
  return source[key] === undefined ? {} : /** @type {Partial<Pick<T, K>>} */ ({ [key]: source[key] });
}
