// @ts-check
import { Kysely, SqliteDialect } from 'kysely';
import { DamageError } from '../faults.mjs';
import { all, closeDatabase, openDatabase } from '../sqlite-file.mjs';
import { SQLITE } from './dialects.mjs';
import { ObservationDatabase } from './observation-database.mjs';
import { StatementCache } from './statement-cache.mjs';

/** @typedef {import('../../src/observations/observation-protocol.ts').ObservationOperation} ObservationOperation */
/** @typedef {import('./observation-tables.mjs').Tables} Tables */

/** What was seen, in one file, for one process. */
export class ObservationFile {
  #database;
  #observations;

  /** @param {string} file */
  constructor(file) {
    this.#database = openDatabase(file, SETTINGS);
    /** @type {Kysely<Tables>} */
    const connection = new Kysely({ dialect: new SqliteDialect({ database: new StatementCache(this.#database) }) });
    this.#observations = new ObservationDatabase(connection, SQLITE);
  }

  /**
   * Opens a file, or makes it, and looks whether what matters most in it can be read. All of it would take too long: other
   * damage is found when it is met.
   *
   * @param {string} file
   * @param {number} nowMs
   */
  static async open(file, nowMs) {
    const opened = new ObservationFile(file);
    try {
      await opened.#observations.prepare(nowMs);
      for (const list of KEPT_LISTS) {
        await opened.run({ kind: 'list', request: { list, filter: { words: [] }, order: 'desc', limit: MAX_CHECKED } });
      }
      return opened;
    } catch (error) {
      opened.close();
      throw error;
    }
  }

  /**
   * Does one operation.
   *
   * @param {ObservationOperation} operation
   * @returns {Promise<unknown>}
   */
  async run(operation) {
    return operation.kind === 'reclaim' ? this.#reclaim() : this.#observations.perform(operation);
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
 * The first two count only while the file is empty. What is removed is overwritten: it may have been removed as a secret.
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
  'trusted_schema = OFF',
  'cell_size_check = ON',
];

/** How many pages are given back in one step. */
const RECLAIMED_PAGES = 256;

/** @type {readonly ('alerts' | 'silences')[]} */
const KEPT_LISTS = ['alerts', 'silences'];
/** How many of each are looked at when the file is opened. */
const MAX_CHECKED = 1000;
