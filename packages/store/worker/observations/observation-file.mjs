// @ts-check
import { assertKnown, DamageError, isDamageAtOpening, toFault } from '../faults.mjs';
import { all, closeDatabase, openDatabase } from '../sqlite-file.mjs';
import { LATEST_VERSION } from './observation-tables.mjs';

/** @typedef {import('../../src/observations/observation-protocol.ts').ObservationOperation} ObservationOperation */
/** @typedef {import('./observation-database.mjs').ObservationDatabase} ObservationDatabase */

/**
 * What was seen, in one file, for one process.
 *
 * Opening it looks at its version only. Its tables are made or brought up to date right after that, since what does it takes
 * longer to load than all the rest; damage is found when it is met.
 */
export class ObservationFile {
  #database;
  #nowMs;
  /** @type {Promise<ObservationDatabase> | undefined} */
  #observations;

  /**
   * @param {string} file
   * @param {number} nowMs
   */
  constructor(file, nowMs) {
    this.#nowMs = nowMs;
    this.#database = openDatabase(file, SETTINGS);
    try {
      const [table] = all(this.#database, "SELECT count(*) AS count FROM sqlite_master WHERE name = 'migrations'");
      if (Number(Reflect.get(Object(table), 'count')) > 0) {
        const [row] = all(this.#database, 'SELECT CAST(max(version) AS integer) AS version FROM migrations');
        assertKnown(Number(Reflect.get(Object(row), 'version')), LATEST_VERSION);
      }
    } catch (error) {
      this.close();
      throw error;
    }
    // Whoever asks first meets what goes wrong here again.
    setImmediate(() => this.#ready().catch(() => undefined));
  }

  /**
   * Does one operation.
   *
   * @param {ObservationOperation} operation
   * @returns {Promise<unknown>}
   */
  async run(operation) {
    const observations = await this.#ready();
    return operation.kind === 'reclaim' ? this.#reclaim() : observations.perform(operation);
  }

  #ready() {
    this.#observations ??= this.#prepare();
    return this.#observations;
  }

  async #prepare() {
    try {
      const { prepareTables } = await import('./sqlite-tables.mjs');
      return await prepareTables(this.#database, this.#nowMs);
    } catch (error) {
      this.#observations = undefined;
      if (isDamageAtOpening(error)) throw new DamageError(toFault(error).message, { cause: error });
      throw error;
    }
  }

  /** Leaves one file that is whole, without a log beside it. */
  close() {
    try {
      all(this.#database, 'PRAGMA journal_mode = DELETE');
    } catch {
      // What is committed stands in the log, and the next one that opens the file reads it.
    }
    closeDatabase(this.#database);
  }

  /** Shortens the file a little, and the log when that is done; tells whether there is more. */
  #reclaim() {
    all(this.#database, `PRAGMA incremental_vacuum(${RECLAIMED_PAGES})`);
    const [row] = all(this.#database, 'PRAGMA freelist_count');
    const free = Number(Reflect.get(Object(row), 'freelist_count'));
    if (!Number.isInteger(free)) throw new DamageError('The list of free pages can not be read.');
    if (free > 0) return true;
    // Old versions of what was removed may stand in the log.
    all(this.#database, 'PRAGMA wal_checkpoint(TRUNCATE)');
    return false;
  }
}

/**
 * A write-ahead log, so that a commit costs no wait for the disk: what is committed survives the end of the process, and the
 * end of the machine up to the last moments. Nobody else may have the file open, which also saves a file in shared memory.
 * The first two count only while the file is empty. What is removed is overwritten, and
 * nothing is put into temporary files: it may have been removed as a secret.
 */
const SETTINGS = [
  'page_size = 8192',
  'auto_vacuum = INCREMENTAL',
  'busy_timeout = 2000',
  'locking_mode = EXCLUSIVE',
  'journal_mode = WAL',
  'synchronous = NORMAL',
  'journal_size_limit = 16777216',
  'cache_size = -16384',
  'secure_delete = ON',
  'temp_store = MEMORY',
  'trusted_schema = OFF',
  'cell_size_check = ON',
];

/** How many pages are given back in one step. */
const RECLAIMED_PAGES = 256;
