// @ts-check
import { appendFileSync, closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { askAll, askInRounds } from './ask-client.mjs';
import { answerJson, runFinal } from './final-behaviours.mjs';
import { logInCall } from './logging.mjs';
import { textResult } from './wire-shapes.mjs';

/** @typedef {import('./protocol-state.mjs').Call} Call */
/** @typedef {import('./scenario-types.mjs').ToolBehaviour} ToolBehaviour */
/** @typedef {import('./scenario-types.mjs').ScriptedTool} ScriptedTool */

/** @type {ToolBehaviour} */
const OK = { kind: 'text', text: 'ok' };
const GARBAGE = '<<< this is not JSON >>>\n{"level":"info","msg":"nor is this JSON-RPC"}';

/**
 * Runs one call of a tool.
 *
 * @param {ScriptedTool} tool
 * @param {Call} call
 */
export function runTool(tool, call) {
  if (tool.executionsFile !== undefined) {
    const line = { tool: tool.name, pid: process.pid, id: call.id, arguments: call.params.arguments };
    appendDurably(tool.executionsFile, `${JSON.stringify(line)}\n`);
  }
  return run(tool.behaviour ?? { kind: 'echo' }, call);
}

/**
 * Answers a call of a tool that is not there.
 *
 * @param {string} name
 * @param {ToolBehaviour} behaviour
 * @param {Call} call
 */
export function runUnknownTool(name, behaviour, call) {
  const quoted = JSON.stringify(name).slice(1, -1);
  return run(JSON.parse(JSON.stringify(behaviour).replaceAll('{tool}', () => quoted)), call);
}

/**
 * A table of the behaviours that go on; it is long because there are many.
 *
 * @param {ToolBehaviour} behaviour
 * @param {Call} call
 * @returns {void | Promise<void>}
 */
function run(behaviour, call) {
  switch (behaviour.kind) {
    case 'delay':
      return goOn(call.wait(behaviour.delayMs), behaviour.next, call);
    case 'progress':
      return goOn(sendProgress(behaviour, call), behaviour.next, call);
    case 'log':
      logInCall(behaviour, call);
      return run(behaviour.next ?? OK, call);
    case 'counter':
      return count(behaviour, call);
    case 'sequence':
      return run(nextStep(behaviour, call), call);
    case 'garbage':
      call.exchange.raw(`${behaviour.text ?? GARBAGE}\n`);
      return run(behaviour.next ?? OK, call);
    case 'add-tool':
      return changeTools(call, behaviour.tool.name, [behaviour.tool]);
    case 'remove-tool':
      return changeTools(call, behaviour.name, []);
    case 'announce':
      call.state.announce(behaviour.change, behaviour.unasked ?? false);
      return run(behaviour.next ?? OK, call);
    case 'close-stream':
      call.exchange.closeStream?.(behaviour.which ?? 'call', behaviour.how ?? 'end');
      return run(behaviour.next ?? OK, call);
    case 'ask':
      return answerAsked(askAll([behaviour], { ...behaviour, atOnce: true }, call), ([answer]) => answer, call);
    case 'ask-several': {
      const { questions, atOnce = false } = behaviour;
      return answerAsked(askAll(questions, { ...behaviour, atOnce }, call), (answers) => answers, call);
    }
    case 'input-required':
      return inputRequired(behaviour, call);
    default:
      return runFinal(behaviour, call);
  }
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
 * @param {Promise<readonly unknown[] | undefined>} asked
 * @param {(answers: readonly unknown[]) => unknown} choose
 * @param {Call} call
 */
async function answerAsked(asked, choose, call) {
  const answers = await asked;
  if (answers !== undefined) answerJson(call, choose(answers));
}

/**
 * @param {Extract<ToolBehaviour, { kind: 'input-required' }>} behaviour
 * @param {Call} call
 */
async function inputRequired(behaviour, call) {
  const returned = await askInRounds(behaviour.rounds, behaviour, call);
  if (returned === undefined) return;
  if (behaviour.next === undefined) answerJson(call, returned);
  else await run(behaviour.next, call);
}

/**
 * @param {Extract<ToolBehaviour, { kind: 'progress' }>} behaviour
 * @param {Call} call
 * @returns {Promise<boolean>}
 */
async function sendProgress({ steps, everyMs = 10 }, call) {
  const progressToken = call.meta.progressToken;
  for (let step = 1; step <= steps; step += 1) {
    if (progressToken !== undefined) {
      call.notify('notifications/progress', { progressToken, progress: step, total: steps, message: `step ${step}` });
    }
    if (everyMs > 0 && !(await call.wait(everyMs))) return false;
  }
  return !call.ended;
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
 * Writes what has to be true even if everything ends in the next moment.
 *
 * @param {string} file
 * @param {string} line
 */
function appendDurably(file, line) {
  const descriptor = openSync(file, 'a');
  writeSync(descriptor, line);
  fsyncSync(descriptor);
  closeSync(descriptor);
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
  const name = `sequence ${String(call.params.name)}`;
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
  call.state.announce('tools', false);
  return call.succeed(textResult('ok'));
}
