// @ts-check
import { ObservationFile } from './observations/observation-file.mjs';
import { salvageObservations } from './observations/observation-salvage.mjs';
import { serveStore } from './serve-store.mjs';

// The thread that owns the file of what was seen.

/** @typedef {import('../src/observations/observation-protocol.ts').ObservationOperation} ObservationOperation */

await serveStore({ open: ObservationFile.open, salvage: salvageObservations, run });

/**
 * @param {ObservationFile} opened
 * @param {ObservationOperation} operation
 */
function run(opened, operation) {
  return opened.run(operation);
}
