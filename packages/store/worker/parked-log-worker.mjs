// @ts-check
import { parentPort, workerData } from 'node:worker_threads';
import { isDamage, isDamageAtOpening, toFault } from './faults.mjs';
import { ParkedDatabase } from './parked-database.mjs';
import { finishSalvage, salvage } from './salvage.mjs';

// The thread that owns the file of parked calls: it does one operation after the other, in the order in which they come.

/** @typedef {import('../src/parked-log-protocol.ts').ParkedLogMessage} ParkedLogMessage */
/** @typedef {import('../src/parked-log-protocol.ts').ParkedLogOperation} ParkedLogOperation */
/** @typedef {import('../src/parked-log-protocol.ts').ParkedLogRequest} ParkedLogRequest */

if (parentPort === null) throw new Error('This is started as a thread.');
const port = parentPort;
/** @type {import('../src/parked-log-protocol.ts').ParkedLogWorkerData} */
const { file, nowMs } = workerData;

/** @type {ParkedDatabase | undefined} */
let database;
try {
  finishSalvage(file);
  database = open();
  port.on('message', answer);
  say({ kind: 'opened' });
} catch (error) {
  say({ kind: 'not-opened', fault: toFault(error) });
}

/** Opens a file that is known to be whole: the one that is there, or what can be saved of it. */
function open() {
  try {
    const opened = new ParkedDatabase(file, nowMs);
    try {
      opened.check();
      return opened;
    } catch (error) {
      opened.close();
      throw error;
    }
  } catch (error) {
    if (!isDamageAtOpening(error)) throw error;
    return replace(error);
  }
}

/**
 * @param {unknown} damage
 * @returns {ParkedDatabase}
 */
function replace(damage) {
  const report = salvage(file, nowMs, toFault(damage).message);
  say({ kind: 'salvaged', report });
  return new ParkedDatabase(file, nowMs);
}

/** @param {ParkedLogRequest} request */
function answer({ number, operation }) {
  try {
    say({ kind: 'done', number, value: perform(operation) });
  } catch (error) {
    say({ kind: 'failed', number, fault: toFault(error) });
  }
}

/** @param {ParkedLogOperation} operation */
function perform(operation) {
  if (operation.kind === 'close') {
    database?.close();
    database = undefined;
    return undefined;
  }
  // Opened here again after a salvage that failed.
  database ??= open();
  try {
    return run(database, operation);
  } catch (error) {
    if (!isDamage(error)) throw error;
    database.close();
    database = undefined;
    database = replace(error);
    return run(database, operation);
  }
}

/**
 * @param {ParkedDatabase} opened
 * @param {Exclude<ParkedLogOperation, { readonly kind: 'close' }>} operation
 */
function run(opened, operation) {
  switch (operation.kind) {
    case 'put':
      return opened.put(operation.row);
    case 'read':
      return opened.read(operation.id);
    case 'list':
      return opened.list(operation.query);
    case 'prune':
      return opened.prune(operation.retention, operation.finished);
  }
}

/** @param {ParkedLogMessage} message */
function say(message) {
  port.postMessage(message);
}
