// @ts-check
import { lstatSync } from 'node:fs';
import { isDamage, isDamageAtOpening, ReplacedError, toFault } from './faults.mjs';

/** @typedef {import('../src/store-protocol.ts').StoreMessage} StoreMessage */

/**
 * One file and what has it open: a damaged one is replaced by what can be saved of it, a removed one by a new one.
 *
 * @template {{ close(): unknown }} D
 * @template {{ readonly kind: string }} O
 */
export class StoreFile {
  #kind;
  #file;
  #nowMs;
  #say;
  /** @type {D | undefined} */
  #database;
  /**
   * Which file that is.
   *
   * @type {string | undefined}
   */
  #place;

  /**
   * @param {import('./serve-store.mjs').StoreKind<D, O>} kind
   * @param {{ readonly file: string, readonly nowMs: number, readonly say: (message: StoreMessage) => void }} options
   */
  constructor(kind, { file, nowMs, say }) {
    this.#kind = kind;
    this.#file = file;
    this.#nowMs = nowMs;
    this.#say = say;
  }

  /** Opens a file that is known to be whole: the one that is there, or what can be saved of it. */
  async open() {
    try {
      return await this.#openWhole();
    } catch (error) {
      if (!isDamageAtOpening(error)) throw error;
      return this.#replace(error);
    }
  }

  /** @param {O} operation */
  async perform(operation) {
    await this.#letGoOfRemoved();
    // Opened here again after a salvage that failed, or where the file was removed.
    const database = this.#database ?? (await this.open());
    try {
      return await this.#kind.run(database, operation);
    } catch (error) {
      if (!isDamage(error)) throw error;
      await this.close();
      return this.#kind.run(await this.#replace(error), operation);
    }
  }

  async close() {
    const opened = this.#database;
    this.#database = undefined;
    await opened?.close();
  }

  async #openWhole() {
    const database = await this.#kind.open(this.#file, this.#nowMs);
    this.#database = database;
    this.#place = placeOf(this.#file);
    return database;
  }

  /**
   * @param {unknown} damage
   * @returns {Promise<D>}
   */
  async #replace(damage) {
    const report = await this.#kind.salvage(this.#file, this.#nowMs, toFault(damage).message);
    this.#say({ kind: 'salvaged', report });
    return this.#openWhole();
  }

  /** The system goes on to take what is written into a file that somebody removed, and nobody ever reads it. */
  async #letGoOfRemoved() {
    if (this.#database === undefined || this.#place === undefined) return;
    const now = placeOf(this.#file);
    if (now === this.#place) return;
    // It belongs to somebody else, and so does the log beside it, which closing ours would remove.
    if (now !== undefined) throw new ReplacedError('Another file stands in its place.');
    this.#say({ kind: 'removed' });
    await this.close();
  }
}

/**
 * What tells a file apart from every other one on this machine; `undefined` where there is none of this name.
 *
 * @param {string} file
 */
function placeOf(file) {
  const information = lstatSync(file, { bigint: true, throwIfNoEntry: false });
  return information === undefined ? undefined : `${information.dev}:${information.ino}`;
}
