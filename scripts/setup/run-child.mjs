import { spawn } from 'node:child_process';

const GRACE_MS = 10_000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();
/** @type {NodeJS.Signals | null} */
let received = null;
/** @type {(() => void)[]} */
const cleanUps = [];
let isListening = false;

/**
 * Runs a program to its end, in a process group of its own, so that a signal reaches all of it, once.
 *
 * Its output goes to stderr, or into `output` with `capture`. Never settles once a signal has arrived: the process ends then.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ readonly cwd: string, readonly capture?: boolean, readonly shell?: boolean }} options
 * @returns {Promise<{ readonly exitCode: number, readonly output: string }>}
 */
export function runChild(command, args, { cwd, capture = false, shell = false }) {
  listenForSignals();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      shell,
      detached: process.platform !== 'win32',
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', process.stderr, process.stderr],
    });
    children.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk) => {
        output += chunk;
      });
    }
    child.on('error', (cause) => {
      children.delete(child);
      if (received) return endWhenQuiet();
      reject(new Error(`"${command}" cannot be started: ${cause.message}.`, { cause }));
    });
    child.on('close', (code, signal) => {
      children.delete(child);
      if (received) return endWhenQuiet();
      if (signal) output += `\nThe process was ended by ${signal}.\n`;
      resolve({ exitCode: code ?? 1, output });
    });
  });
}

/**
 * From now on SIGINT, SIGTERM and SIGHUP end the children first, then run `cleanUp`, then end this process by the same signal.
 *
 * @param {() => void} cleanUp
 */
export function endWithSignals(cleanUp) {
  cleanUps.push(cleanUp);
  listenForSignals();
}

function listenForSignals() {
  if (isListening) return;
  isListening = true;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      const again = received !== null;
      received ??= signal;
      signalChildren(again ? 'SIGKILL' : signal);
      setTimeout(() => signalChildren('SIGKILL'), GRACE_MS).unref();
      endWhenQuiet();
    });
  }
}

/** @param {NodeJS.Signals} signal */
function signalChildren(signal) {
  for (const child of children) {
    if (child.pid === undefined) continue;
    try {
      if (process.platform === 'win32') child.kill(signal);
      else process.kill(-child.pid, signal);
    } catch {
      // The group has ended already; its close event is on the way.
    }
  }
}

function endWhenQuiet() {
  if (!received || children.size > 0) return;
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  process.kill(process.pid, received);
}
