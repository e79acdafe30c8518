// @ts-check
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { isDamage, isDamageAtOpening, toFault } from './faults.mjs';
import { finishSalvage } from './salvage.mjs';

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

  /**
   * @param {unknown} damage
   * @returns {Promise<D>}
   */
  const replace = async (damage) => {
    const report = await kind.salvage(file, nowMs, toFault(damage).message);
    say({ kind: 'salvaged', report });
    return kind.open(file, nowMs);
  };
  /** Opens a file that is known to be whole: the one that is there, or what can be saved of it. */
  const open = async () => {
    try {
      return await kind.open(file, nowMs);
    } catch (error) {
      if (!isDamageAtOpening(error)) throw error;
      return replace(error);
    }
  };

  /** @type {D | undefined} */
  let database;
  /** @param {O | { readonly kind: 'close' }} operation */
  const perform = async (operation) => {
    if (isClosing(operation)) {
      const opened = database;
      database = undefined;
      await opened?.close();
      return undefined;
    }
    // Opened here again after a salvage that failed.
    database ??= await open();
    try {
      return await kind.run(database, operation);
    } catch (error) {
      if (!isDamage(error)) throw error;
      const damaged = database;
      database = undefined;
      await damaged.close();
      database = await replace(error);
      return kind.run(database, operation);
    }
  };

  /** Nobody waits for this thread any more: it lets go of the file, and ends. */
  const giveUp = async () => {
    const opened = database;
    database = undefined;
    try {
      await opened?.close();
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
    database = await open();
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
