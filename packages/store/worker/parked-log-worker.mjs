// @ts-check
import { ParkedDatabase } from './parked-database.mjs';
import { salvageParkedCalls } from './parked-salvage.mjs';
import { serveStore } from './serve-store.mjs';

// The thread that owns the file of parked calls.

/** @typedef {import('../src/parked-log-protocol.ts').ParkedLogOperation} ParkedLogOperation */

await serveStore({ open, salvage: salvageParkedCalls, run });

/**
 * @param {string} file
 * @param {number} nowMs
 */
function open(file, nowMs) {
  const opened = new ParkedDatabase(file, nowMs);
  try {
    opened.check();
    return opened;
  } catch (error) {
    opened.close();
    throw error;
  }
}

/**
 * @param {ParkedDatabase} opened
 * @param {ParkedLogOperation} operation
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
