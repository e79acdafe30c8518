// @ts-check
import { DamageError } from './faults.mjs';
import { migrate } from './migrations.mjs';
import { blob, COLUMNS, checksumOf, KEY_NAMES, KEYS, readRecord, toRow } from './parked-rows.mjs';
import { all, bytesOf, closeDatabase, DAMAGED_SETTINGS, openDatabase, placeOf } from './sqlite-file.mjs';

/** @typedef {import('../src/parked-log-protocol.ts').ParkedRow} ParkedRow */
/** @typedef {import('libsql').Database} Connection */

/**
 * The table of parked calls in one file, for one process.
 *
 * Every change is durable when its function returns. Each record has a checksum, because a database notices damage to its own
 * structure only, and a write with other arguments than its caller's must not be sent.
 */
export class ParkedDatabase {
  #database;
  /** @type {Map<string, ReturnType<Connection['prepare']>>} */
  #statements = new Map();

  /**
   * Opens the file, or makes it, and changes nothing in it but its tables.
   *
   * @param {string} file
   * @param {number} nowMs
   * @param {{ readonly isDamaged?: boolean }} [options] whether it is opened only to {@link salvage} what can be read: then
   * nothing in it is changed at all
   */
  constructor(file, nowMs, { isDamaged = false } = {}) {
    this.#database = openDatabase(file, isDamaged ? DAMAGED_SETTINGS : SETTINGS);
    if (isDamaged) return;
    try {
      migrate(this.#database, nowMs);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * Looks for damage in the whole file.
   *
   * @throws {DamageError}
   */
  check() {
    const findings = all(
      this.#database,
      'SELECT CAST(integrity_check AS BLOB) AS finding FROM pragma_integrity_check(10)',
    );
    const words = findings.map((row) => bytesOf(row, 'finding')?.toString() ?? '');
    if (words.length !== 1 || words[0] !== 'ok') throw new DamageError(words.join('; ').slice(0, MAX_REASON_LENGTH));
    const next = this.#database.prepare(
      `SELECT rowid AS place, ${COLUMNS}, ${KEYS} FROM parked_calls WHERE rowid > ? ORDER BY rowid LIMIT 1`,
    );
    let place = Number.MIN_SAFE_INTEGER;
    for (;;) {
      const row = next.get([place]);
      if (row === undefined) return;
      const columns = toRow(readRecord(row));
      const isSame = KEY_NAMES.every((name) => bytesOf(row, name)?.equals(blob(Reflect.get(columns, name))));
      if (!isSame) throw new DamageError('A record does not stand where it should.');
      place = placeOf(row);
    }
  }

  /** @param {ParkedRow} row */
  put(row) {
    const { id, sequence, state, server, tool, principal, changedAtMs, record } = row;
    const bytes = Buffer.from(record);
    const keys = [blob(id), sequence, blob(state), blob(server), blob(tool), blob(principal)];
    this.#prepare(PUT).run([...keys, changedAtMs, bytes, checksumOf(bytes)]);
  }

  /** @param {readonly ParkedRow[]} rows */
  putAll(rows) {
    this.#inTransaction(() => {
      for (const row of rows) this.put(row);
    });
  }

  /**
   * @param {string} id
   * @returns {string | undefined} the record
   */
  read(id) {
    const row = this.#prepare(`SELECT ${COLUMNS} FROM parked_calls WHERE id = ?`).get([blob(id)]);
    return row === undefined ? undefined : readRecord(row);
  }

  /**
   * @param {import('@seawall/core/base').ParkedQuery} query
   * @returns {string[]} the records
   */
  list({ states, server, tool, principal, order, limit }) {
    /** @type {string[]} */
    const conditions = [];
    /** @type {(Buffer | number)[]} */
    const values = [];
    if (states !== undefined) {
      conditions.push(`state IN (${states.map(() => '?').join(', ') || 'NULL'})`);
      values.push(...states.map(blob));
    }
    for (const [column, value] of Object.entries({ server, tool, principal })) {
      if (value === undefined) continue;
      conditions.push(`${column} = ?`);
      values.push(blob(value));
    }
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const direction = order === 'oldest-first' ? 'ASC' : 'DESC';
    const sql = `SELECT ${COLUMNS} FROM parked_calls ${where} ORDER BY sequence ${direction} LIMIT ?`;
    return all(this.#database, sql, [...values, limit]).map(readRecord);
  }

  /**
   * @param {import('@seawall/core/base').ParkedRetention} retention
   * @param {readonly string[]} finished the states of calls that came to an end
   * @returns {number} how many records are gone
   */
  prune({ maxCalls, maxCharacters, changedBeforeMs }, finished) {
    const statement = this.#database.prepare(prune(finished.length));
    return statement.run([...finished.map(blob), maxCalls, maxCharacters, changedBeforeMs]).changes;
  }

  /**
   * Reads whatever can be read of a damaged file, by its place in the table.
   *
   * @param {'>' | '<' | '='} relation
   * @param {number} place
   * @returns {{ readonly place: number, readonly record: string | undefined } | undefined} the nearest one; without a record
   * where it is damaged
   */
  salvage(relation, place) {
    const row = this.#prepare(salvageSql(relation)).get([place]);
    if (row === undefined) return undefined;
    const found = placeOf(row);
    try {
      return { place: found, record: readRecord(row) };
    } catch {
      // Its place is known, its content is not what was written.
      return { place: found, record: undefined };
    }
  }

  close() {
    closeDatabase(this.#database);
  }

  /**
   * Statements that are used often; their number is that of the texts in this file.
   *
   * @param {string} sql
   */
  #prepare(sql) {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** @param {() => void} change */
  #inTransaction(change) {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      change();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

/**
 * The lock is held as long as the file is open, so that no second process sends the same calls. There is no write-ahead log:
 * a damaged one would quietly take back that a call was sent. What is deleted is overwritten, since arguments may hold
 * secrets and old versions of a record must not be found again in a damaged file.
 */
const SETTINGS = [
  'busy_timeout = 2000',
  'locking_mode = EXCLUSIVE',
  'journal_mode = TRUNCATE',
  'synchronous = FULL',
  'fullfsync = ON',
  'secure_delete = ON',
  'trusted_schema = OFF',
  'cell_size_check = ON',
];

/** The most that is told of what is wrong with a file, in characters. */
const MAX_REASON_LENGTH = 1000;

const PUT = `
  INSERT INTO parked_calls (id, sequence, state, server, tool, principal, changed_at_ms, record, checksum)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, state = excluded.state, server = excluded.server,
    tool = excluded.tool, principal = excluded.principal, changed_at_ms = excluded.changed_at_ms,
    record = excluded.record, checksum = excluded.checksum`;

/** @param {'>' | '<' | '='} relation */
function salvageSql(relation) {
  const order = relation === '<' ? 'DESC' : 'ASC';
  return `SELECT rowid AS place, ${COLUMNS} FROM parked_calls NOT INDEXED WHERE rowid ${relation} ? ORDER BY rowid ${order} LIMIT 1`;
}

/** @param {number} states */
function prune(states) {
  return `
    DELETE FROM parked_calls WHERE id IN (
      SELECT id FROM (
        SELECT id, changed_at_ms, row_number() OVER newest AS place, sum(length(record)) OVER newest AS characters
        FROM parked_calls WHERE state IN (${Array.from({ length: states }, () => '?').join(', ')})
        WINDOW newest AS (
          ORDER BY state = CAST('unknown' AS BLOB) DESC, changed_at_ms DESC, sequence DESC ROWS UNBOUNDED PRECEDING
        )
      ) WHERE place > ? OR characters > ? OR changed_at_ms < ?
    )`;
}
