// @ts-check
import { ObservationFile } from './observations/observation-file.mjs';
import { serveStore } from './serve-store.mjs';

// The thread that owns the file of what was seen.

/** @typedef {import('../src/observations/observation-protocol.ts').ObservationOperation} ObservationOperation */

await serveStore({ open, salvage, run });

/**
 * @param {string} file
 * @param {number} nowMs
 */
function open(file, nowMs) {
  return new ObservationFile(file, nowMs);
}

/**
 * Loaded when it is needed: it takes as long as everything else together.
 *
 * @param {string} file
 * @param {number} nowMs
 * @param {string} reason
 */
async function salvage(file, nowMs, reason) {
  const { salvageObservations } = await import('./observations/observation-salvage.mjs');
  return salvageObservations(file, nowMs, reason);
}

/**
 * @param {ObservationFile} opened
 * @param {ObservationOperation} operation
 */
function run(opened, operation) {
  return opened.run(operation);
}
