// @ts-check
import { appendFileSync } from 'node:fs';
import { createFaultyServing, resultOf } from './faulty-messages.mjs';
import { openOrders, toolOf } from './faulty-orders.mjs';
import { processClock } from './process-clock.mjs';
import { createScriptedProtocol } from './scripted-protocol.mjs';
import { isObject } from './wire-shapes.mjs';

/** @typedef {import('./faulty-messages.mjs').FaultyRequest} FaultyRequest */
/** @typedef {import('../src/faults/faulty-server-settings.ts').FaultyServerSettings} Settings */
/** @typedef {import('./scripted-protocol.mjs').ScriptedExchange} ScriptedExchange */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */

const STORM_EVERY_MS = 20;
/** How long a server that crashes in a loop lives each time, in milliseconds. */
export const LOOP_ALIVE_MS = 150;
const MAX_LIFETIME_MS = 900_000;
const OBJECT = { type: 'object', properties: { key: { type: 'string' }, text: { type: 'string' } } };

/** @returns {Settings} what the process was started with */
export function readSettings() {
  const settings = JSON.parse(process.env.SEAWALL_FAULTY_SERVER ?? '{}');
  // Whoever started it may be killed: nothing stays behind for ever.
  processClock.setTimer(() => process.kill(process.pid, 'SIGKILL'), MAX_LIFETIME_MS, { background: true });
  appendFileSync(settings.pidFile, `${process.pid}\n`);
  return settings;
}

/**
 * A server with the tools `echo`, `count` and `slow` that does wrong what its control file says.
 *
 * @param {Settings} settings
 * @param {{
 *   readonly end: (how: 'crash' | 'loop' | 'restart') => void,
 *   readonly onOrders?: (orders: ReturnType<typeof openOrders>) => void,
 * }} place
 */
export function createFaultyServer(settings, place) {
  const { era = 'both', executionsFile, slowMs = 500 } = settings;
  /** @type {{ era: 'both' | 'legacy' | 'modern' } & Wire} */
  const scenario = {
    name: 'faulty',
    era,
    ignoreCancellation: true,
    tools: [
      {
        name: 'echo',
        description: 'Answers with its arguments.',
        inputSchema: OBJECT,
        annotations: { readOnlyHint: true },
      },
      {
        name: 'count',
        description: 'Writes its arguments down, durably, before it answers.',
        inputSchema: OBJECT,
        executionsFile,
      },
      {
        name: 'slow',
        description: 'Answers with its arguments after a while.',
        inputSchema: OBJECT,
        annotations: { readOnlyHint: true },
        behaviour: { kind: 'delay', delayMs: slowMs, next: { kind: 'echo' } },
      },
    ],
  };
  const protocol = createScriptedProtocol(scenario, { clock: processClock, crash: () => place.end('crash') });
  let isStart = true;
  let isStorming = false;
  let isRemoved = false;
  const storm = () => {
    if (!isStorming) return;
    protocol.announce('tools');
    processClock.setTimer(storm, STORM_EVERY_MS, { background: true });
  };
  const orders = openOrders(settings.controlFile, (changed) => {
    if (changed.find('crash') !== undefined) place.end('crash');
    if (changed.find('crash-loop') !== undefined)
      processClock.setTimer(() => place.end('loop'), LOOP_ALIVE_MS, { background: true });
    // A server that was restarted, or that goes on after a stop, has done so.
    if (!isStart && changed.find('restart') !== undefined) place.end('restart');
    if (!isStart && changed.find('stop') !== undefined) process.kill(process.pid, 'SIGSTOP');
    isStart = false;
    scenario.era = changed.find('era-switch') === undefined ? era : era === 'modern' ? 'legacy' : 'modern';
    const storms = changed.find('list-changed-storm') !== undefined;
    if (storms && !isStorming) {
      isStorming = true;
      storm();
    }
    isStorming = storms;
    const removes = changed.find('tool-removed') !== undefined;
    if (removes !== isRemoved) protocol.announce('tools');
    isRemoved = removes;
    place.onOrders?.(changed);
  });
  const serveFaulty = createFaultyServing();
  return {
    orders,
    openConnection: protocol.openConnection,
    /** @param {FaultyRequest} request */
    serve: (request) => {
      const { message, exchange } = request;
      if (isRemoved && message.method === 'tools/call' && toolOf(message) === 'count') {
        exchange.reply({ jsonrpc: '2.0', id: message.id, error: { code: -32602, message: 'Unknown tool: count' } });
      } else serveFaulty(isRemoved ? { ...request, exchange: withoutTool(exchange) } : request);
    },
  };
}

/**
 * @param {ScriptedExchange} exchange
 * @returns {ScriptedExchange} one whose lists do not hold the tool that was removed
 */
function withoutTool(exchange) {
  return {
    ...exchange,
    reply: (answer, status) => {
      const { tools } = resultOf(answer);
      if (!Array.isArray(tools)) return exchange.reply(answer, status);
      const left = tools.filter((tool) => !isObject(tool) || tool.name !== 'count');
      exchange.reply({ ...answer, result: { ...resultOf(answer), tools: left } }, status);
    },
  };
}

/**
 * Words that a failing server says and that nobody may see.
 *
 * @param {Settings} settings
 */
export function lastWords({ secret = '' }) {
  return `Error: connect ECONNREFUSED database:5432 (token=${secret})\n    at Pool.connect (/srv/app/lib/pool.js:71:13)`;
}
