// @ts-check
import { readFileSync, statSync } from 'node:fs';
import { processClock } from './process-clock.mjs';
import { isObject } from './wire-shapes.mjs';

/** @typedef {import('../src/faults/fault-order.ts').FaultOrder} FaultOrder */
/** @typedef {import('../src/faults/fault-order.ts').FaultOrders} Orders */
/** @typedef {import('../src/faults/fault-kind.ts').FaultKind} FaultKind */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */

/** Faults of the whole server: no single request meets them. */
const OF_THE_SERVER = new Set(['crash', 'crash-loop', 'restart', 'stop', 'refuse', 'list-changed-storm', 'era-switch']);
/** Faults that only answers of tools can have. */
const OF_CALLS = new Set([
  'bad-schema',
  'big-answer',
  'duplicate',
  'empty-success',
  'late-answer',
  'noise',
  'out-of-order',
  'reset-after',
  'reset-before',
  'slow-drip',
  'sse-cut-after',
  'sse-cut-before',
  'sse-end',
  'truncated',
]);
/** How long a change of the file goes unnoticed at most, in milliseconds. */
const LOOK_EVERY_MS = 15;
/** Calls that are remembered for the bound on failed attempts: far more than a test makes. */
const MAX_CALLS = 100_000;

/**
 * What a test wants the server to do wrong at the moment. It stands in a file, so that it outlives the process.
 *
 * @param {string} file
 * @param {(orders: ReturnType<typeof openOrders>) => void} onChange called at the start too
 */
export function openOrders(file, onChange) {
  /** @type {readonly FaultOrder[]} */
  let faults = [];
  let stamp = '';
  let state = 1;
  /** @type {Map<string, number>} */
  const failed = new Map();
  const chance = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const look = () => {
    const seen = stampOf(file);
    if (seen === stamp) return;
    stamp = seen;
    const orders = readOrders(file);
    faults = orders.faults;
    state = (orders.seed ?? 1) | 0;
    onChange(self);
  };
  const self = {
    chance,
    /** @param {FaultKind} kind */
    find: (kind) => faults.find((order) => order.kind === kind),
    /**
     * The fault that a request meets, if any.
     *
     * @param {Wire} message
     * @returns {FaultOrder | undefined}
     */
    meet: (message) => {
      look();
      const { method } = message;
      return faults.find((order) => {
        if (OF_THE_SERVER.has(order.kind) || order.kind === 'tool-removed') return false;
        if ((OF_CALLS.has(order.kind) || order.onlyCalls === true) && method !== 'tools/call') return false;
        if (order.tools !== undefined && !order.tools.includes(toolOf(message))) return false;
        if (order.probability !== undefined && chance() >= order.probability) return false;
        return isWithinBound(order, message);
      });
    },
  };
  /**
   * @param {FaultOrder} order
   * @param {Wire} message
   */
  const isWithinBound = ({ maxFailuresPerCall }, message) => {
    if (maxFailuresPerCall === undefined || message.method !== 'tools/call') return true;
    const key = keyOf(message);
    const count = failed.get(key) ?? 0;
    if (count >= maxFailuresPerCall) return false;
    if (failed.size >= MAX_CALLS) failed.clear();
    failed.set(key, count + 1);
    return true;
  };
  const again = () => {
    look();
    processClock.setTimer(again, LOOK_EVERY_MS, { background: true });
  };
  again();
  return self;
}

/**
 * What stays the same when a call is sent again.
 *
 * @param {Wire} message
 */
function keyOf({ params }) {
  if (!isObject(params)) return '';
  const args = isObject(params.arguments) ? params.arguments : {};
  return `${String(params.name)} ${typeof args['key'] === 'string' ? args['key'] : JSON.stringify(args)}`;
}

/** @param {Wire} message */
export function toolOf({ params }) {
  return isObject(params) ? String(params.name) : '';
}

/** @param {string} file */
function stampOf(file) {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? 'absent' : `${stats.ino} ${stats.mtimeMs} ${stats.size}`;
}

/**
 * @param {string} file
 * @returns {Orders}
 */
function readOrders(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // No file is no fault.
    return { faults: [] };
  }
}
