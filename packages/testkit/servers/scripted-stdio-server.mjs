#!/usr/bin/env node
// @ts-check
// A scripted MCP server over stdin and stdout. It speaks newline-delimited JSON-RPC by hand, so that
// it can break every rule, and reads its scenario as JSON from the environment variable
// SEAWALL_SCENARIO (or from the file that the variable names).
import { readFileSync, writeSync } from 'node:fs';
import { processClock } from './process-clock.mjs';
import { readLines } from './read-lines.mjs';
import { createScriptedProtocol } from './scripted-protocol.mjs';
import { ignore, startProcess, stayAlive } from './start-behaviours.mjs';

/** @typedef {import('./scenario-types.mjs').StdioScenario} StdioScenario */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */

const scenario = readScenario();
const start = scenario.start ?? {};
let initialized = false;

// A pipe that broke is no reason to end: whether the process stays is the scenario's decision.
for (const pipe of [process.stdin, process.stdout, process.stderr]) pipe.on('error', ignore);

if (startProcess(scenario)) {
  if (start.input === 'unread') stayAlive(scenario);
  else serve();
}

/** @returns {StdioScenario} */
function readScenario() {
  const given = (process.env.SEAWALL_SCENARIO ?? '{}').trim();
  return JSON.parse(given.startsWith('{') ? given : readFileSync(given, 'utf8'));
}

function serve() {
  const protocol = createScriptedProtocol(scenario, { clock: processClock, crash });
  const connection = protocol.openConnection(write);
  /** @type {import('./scripted-protocol.mjs').ScriptedExchange} */
  const exchange = {
    reply: write,
    notify: write,
    raw: (text) => void process.stdout.write(text),
    cut: (message, exitCode) => {
      const line = JSON.stringify(message);
      process.stdout.write(line.slice(0, line.length / 2), () => process.exit(exitCode));
    },
  };
  readLines((line) => {
    const message = parse(line);
    if (start.input === 'swallow' || message === undefined) return;
    const { method, id } = /** @type {Wire} */ (message);
    if (method === 'initialize') initialized = true;
    if (start.exitBeforeInitialize !== undefined && !initialized && id !== undefined) {
      crash(start.exitBeforeInitialize);
      return;
    }
    connection.receive(message, exchange);
  }, onInputEnd);
}

function onInputEnd() {
  if (scenario.ignoreStdinEnd === true) stayAlive(scenario);
  else process.exit(0);
}

/** @param {Wire} message */
function write(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/**
 * @param {string} line
 * @returns {object | undefined}
 */
function parse(line) {
  try {
    const value = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // A client's line that is not JSON is passed over, as most servers do.
  }
}

/** @param {{ readonly exitCode: number, readonly signal?: NodeJS.Signals, readonly stderr?: string }} detail */
function crash({ exitCode, signal, stderr }) {
  if (stderr !== undefined) writeSync(2, `${stderr}\n`);
  if (signal !== undefined) process.kill(process.pid, signal);
  // What was answered before a crash "after the answer" has to leave first.
  else process.stdout.write('', () => process.exit(exitCode));
}
