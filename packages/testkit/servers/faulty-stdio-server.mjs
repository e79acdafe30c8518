#!/usr/bin/env node
// @ts-check
// An MCP server over stdin and stdout that does wrong what its control file says: see faulty-server.mjs.
import { writeSync } from 'node:fs';
import { createFaultyServer, lastWords, readSettings } from './faulty-server.mjs';
import { processClock } from './process-clock.mjs';
import { readLines } from './read-lines.mjs';
import { isObject } from './wire-shapes.mjs';

/** @typedef {import('./scripted-protocol.mjs').OutgoingMessage} OutgoingMessage */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */

const DRIP_PIECES = 40;
const DRIP_MS = 2000;

const settings = readSettings();
// A pipe that broke tells that the client is gone, and so does the end of stdin.
for (const pipe of [process.stdin, process.stdout, process.stderr]) pipe.on('error', () => process.exit(0));

const server = createFaultyServer(settings, {
  end: (how) => {
    if (how !== 'restart') writeSync(2, `${lastWords(settings)}\n`);
    process.exit(how === 'restart' ? 0 : 1);
  },
});
const connection = server.openConnection(write);
readLines(
  (line) => {
    const message = parse(line);
    if (message !== undefined) receive(message);
  },
  () => process.exit(0),
);

/** @param {Wire} message */
function receive(message) {
  const exchange = {
    reply: write,
    notify: write,
    raw: print,
    cut: (/** @type {OutgoingMessage} */ answer) => print(half(answer)),
  };
  const fault = message.id === undefined || message.method === undefined ? undefined : server.orders.meet(message);
  /** @param {(answer: OutgoingMessage) => void} answered */
  const run = (answered) => connection.receive(message, { ...exchange, reply: answered });
  switch (fault?.kind) {
    case 'flaky':
      return write({ jsonrpc: '2.0', id: message.id, error: { code: -32603, message: 'Internal error' } });
    case 'garbage':
      return run(() => print(`<<< ${lastWords(settings)} >>>\n`));
    case 'truncated':
      return run((answer) => print(`${half(answer)}\n`));
    case 'noise':
      print(`DEBUG handling request, token=${settings.secret ?? ''}\n{"level":"info","msg":"not JSON-RPC"}\n`);
      return server.serve({ connection, message, exchange, fault });
    case 'reset-before':
      return process.exit(1);
    case 'reset-after':
      return run(() => process.exit(1));
    case 'slow-drip':
      return run((answer) => drip(`${JSON.stringify(answer)}\n`));
    default:
      return server.serve({ connection, message, exchange, fault });
  }
}

/** @param {OutgoingMessage} message */
function write(message) {
  print(`${JSON.stringify(message)}\n`);
}

/** What is to be printed once a line that drips is through. */
/** @type {string[] | undefined} */
let waiting;

/** @param {string} text */
function print(text) {
  if (waiting === undefined) process.stdout.write(text);
  else waiting.push(text);
}

/** @param {string} line */
function drip(line) {
  if (waiting !== undefined) return print(line);
  waiting = [];
  const size = Math.ceil(line.length / DRIP_PIECES);
  /** @param {number} at */
  const next = (at) => {
    process.stdout.write(line.slice(at, at + size));
    if (at + size < line.length) {
      processClock.setTimer(() => next(at + size), DRIP_MS / DRIP_PIECES);
      return;
    }
    const lines = waiting ?? [];
    waiting = undefined;
    for (const each of lines) print(each);
  };
  next(0);
}

/** @param {OutgoingMessage} message */
function half(message) {
  const line = JSON.stringify(message);
  return line.slice(0, line.length / 2);
}

/**
 * @param {string} line
 * @returns {Wire | undefined}
 */
function parse(line) {
  try {
    const value = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // A client's line that is not JSON is passed over, as most servers do.
  }
}
