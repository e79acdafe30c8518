// @ts-check
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { toFault } from './faults.mjs';
import { finishSalvage } from './salvage.mjs';
import { StoreFile } from './store-file.mjs';

/** @typedef {import('../src/store-protocol.ts').StoreMessage} StoreMessage */
/** @typedef {import('../src/store-protocol.ts').SalvageReport} SalvageReport */

/**
 * How one kind of file is opened, saved and asked.
 *
 * @template {{ close(): unknown }} D
 * @template {{ readonly kind: string }} O
 * @typedef {object} StoreKind
 * @property {(file: string, nowMs: number) => D | Promise<D>} open opens a file that is known to be whole, or throws
 * @property {(file: string, nowMs: number, reason: string) => SalvageReport | Promise<SalvageReport>} salvage puts a new file
 * with what can be saved in the place of a damaged one
 * @property {(database: D, operation: O) => unknown} run does one operation
 */

/**
 * Answers what the other side of this thread asks about its file: one operation after the other, in the order in which they come.
 *
 * @template {{ close(): unknown }} D
 * @template {{ readonly kind: string }} O
 * @param {StoreKind<D, O>} kind
 */
export async function serveStore(kind) {
  if (parentPort === null) throw new Error('This is started as a thread.');
  const port = parentPort;
  /** @type {import('../src/store-protocol.ts').StoreWorkerData} */
  const { file, nowMs, givenUp } = workerData;
  /** @param {StoreMessage} message */
  const say = (message) => port.postMessage(message);

  /** @type {StoreFile<D, O>} */
  const opened = new StoreFile(kind, { file, nowMs, say });
  /** @param {O | { readonly kind: 'close' }} operation */
  const perform = (operation) => (isClosing(operation) ? opened.close() : opened.perform(operation));

  /** Nobody waits for this thread any more: it lets go of the file, and ends. */
  const giveUp = async () => {
    try {
      await opened.close();
    } catch {
      // The next one that opens the file meets what is wrong with it.
    }
    process.exit(0);
  };

  // One after the other: a promise for the end of everything that was asked so far.
  let last = Promise.resolve();
  /** @param {import('../src/store-protocol.ts').StoreRequest<O>} request */
  const answer = async ({ number, operation }) => {
    // What waits in front may take long.
    if (receiveMessageOnPort(givenUp) !== undefined) await giveUp();
    try {
      say({ kind: 'done', number, value: await perform(operation) });
    } catch (error) {
      say({ kind: 'failed', number, fault: toFault(error) });
    }
  };
  // Heard between two steps of the database, never within one.
  givenUp.on('message', giveUp);
  givenUp.unref();
  try {
    finishSalvage(file);
    await opened.open();
    port.on('message', (request) => {
      last = last.then(() => answer(request));
    });
    say({ kind: 'opened' });
  } catch (error) {
    say({ kind: 'not-opened', fault: toFault(error) });
  }
}

/**
 * @template {{ readonly kind: string }} O
 * @param {O | { readonly kind: 'close' }} operation
 * @returns {operation is { readonly kind: 'close' }}
 */
function isClosing(operation) {
  return operation.kind === 'close';
}
