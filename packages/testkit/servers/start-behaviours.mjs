// @ts-check
import { spawn } from 'node:child_process';
import { appendFileSync, writeSync } from 'node:fs';
import { processClock } from './process-clock.mjs';
import { appendAndCount } from './tool-behaviours.mjs';

/** @typedef {import('./scenario-types.mjs').StdioScenario} StdioScenario */
/** @typedef {import('./scenario-types.mjs').Flood} Flood */
/** @typedef {import('./scenario-types.mjs').Grandchild} Grandchild */

const DEFAULT_LIFETIME_MS = 600_000;
const FLOOD_TICK_MS = 20;

/**
 * Does all that comes before serving.
 *
 * @param {StdioScenario} scenario
 * @returns {boolean} whether the process goes on to serve
 */
export function startProcess(scenario) {
  const { start = {}, maxLifetimeMs = DEFAULT_LIFETIME_MS } = scenario;
  processClock.setTimer(() => process.kill(process.pid, 'SIGKILL'), maxLifetimeMs, { background: true });
  if (scenario.ignoreSigterm === true) process.on('SIGTERM', ignore);
  if (start.pidFile !== undefined) appendFileSync(start.pidFile, `${process.pid}\n`);
  if (start.stderr !== undefined) writeSync(2, `${start.stderr}\n`);
  if (start.stdout !== undefined)
    process.stdout.write(start.stdout.endsWith('\n') ? start.stdout : `${start.stdout}\n`);
  if (start.grandchild !== undefined) startGrandchild(start.grandchild, maxLifetimeMs);
  for (const { text, atMs = 0 } of scenario.stderr ?? []) {
    processClock.setTimer(() => process.stderr.write(`${text}\n`), atMs, { background: true });
  }
  const { succeedsOnAttempt, exit, flood } = start;
  if (succeedsOnAttempt !== undefined) {
    const attempt = appendAndCount(succeedsOnAttempt.file, String(process.pid));
    if (attempt < succeedsOnAttempt.attempt) return exitSoon(succeedsOnAttempt.exitCode ?? 1);
  }
  if (exit !== undefined) {
    if (exit.afterMs === undefined) return exitSoon(exit.exitCode);
    processClock.setTimer(() => process.exit(exit.exitCode), exit.afterMs);
  }
  if (flood !== undefined) startFlood(flood);
  return true;
}

/**
 * Keeps the process alive without anything to do.
 *
 * @param {StdioScenario} scenario
 */
export function stayAlive({ maxLifetimeMs = DEFAULT_LIFETIME_MS }) {
  processClock.setTimer(ignore, maxLifetimeMs);
}

/** Does nothing, where a scenario wants an event to have no effect. */
export function ignore() {
  return undefined;
}

/**
 * Exits once what was printed has left.
 *
 * @param {number} exitCode
 */
function exitSoon(exitCode) {
  process.stdout.write('', () => process.exit(exitCode));
  return false;
}

/**
 * Starts a shell that becomes `sleep`: an ignored signal stays ignored across `exec`, and the process
 * id is the one that the shell wrote.
 *
 * @param {Grandchild} grandchild
 * @param {number} lifetimeMs
 */
function startGrandchild({ pidFile, detached = false, ignoreSigterm = false, holdsOutput = false }, lifetimeMs) {
  const trap = ignoreSigterm ? 'trap "" TERM; ' : '';
  const script = `${trap}echo $$ >> "$0"; exec sleep ${Math.ceil(lifetimeMs / 1000)}`;
  const output = holdsOutput ? 'inherit' : 'ignore';
  const child = spawn('/bin/sh', ['-c', script, pidFile], { detached, stdio: ['ignore', output, output] });
  child.on('error', (error) => writeSync(2, `grandchild: ${error.message}\n`));
  child.unref();
}

/** @param {Flood} flood */
function startFlood({ bytes, stream = 'stdout', bytesPerSecond = 16_777_216, lineBytes = 100 }) {
  const output = stream === 'stdout' ? process.stdout : process.stderr;
  const tickBytes = Math.max(1, Math.floor((bytesPerSecond * FLOOD_TICK_MS) / 1000));
  const line = lineBytes === 0 ? 'x' : `${'x'.repeat(Math.max(0, lineBytes - 1))}\n`;
  const chunk = line.repeat(Math.max(1, Math.floor(tickBytes / line.length)));
  let left = bytes === 'endless' ? Number.POSITIVE_INFINITY : bytes;
  const tick = () => {
    const piece = left < chunk.length ? chunk.slice(0, left) : chunk;
    left -= piece.length;
    output.write(piece, () => {
      if (left > 0) processClock.setTimer(tick, FLOOD_TICK_MS);
      else if (!piece.endsWith('\n') && lineBytes > 0) output.write('\n');
    });
  };
  tick();
}
