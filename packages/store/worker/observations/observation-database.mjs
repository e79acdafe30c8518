// @ts-check
import { CompiledQuery } from '../kysely.mjs';
import { toColumns } from './observation-columns.mjs';
import { readList, readRecord } from './observation-lists.mjs';
import { prune, purge } from './observation-removal.mjs';
import { countErrors, MinuteSums, readSeries } from './observation-sums.mjs';
import { migrate } from './observation-tables.mjs';

/** @typedef {import('./observation-tables.mjs').Connection} Connection */
/** @typedef {import('./dialects.mjs').Dialect} Dialect */
/** @typedef {import('./observation-columns.mjs').Row} Row */
/** @typedef {import('../../src/observations/observation-protocol.ts').ObservationOperation} ObservationOperation */
/** @typedef {import('../../src/observations/observation-protocol.ts').ObservationRow} ObservationRow */

/** What was seen, in the tables of any database with the common part of SQL. */
export class ObservationDatabase {
  #connection;
  #dialect;
  /** What is done for so many rows of a table, compiled once: a few for each table.
   * @type {Map<string, string>} */
  #queries = new Map();
  #sums = new MinuteSums();

  /**
   * @param {Connection} connection
   * @param {Dialect} dialect
   */
  constructor(connection, dialect) {
    this.#connection = connection;
    this.#dialect = dialect;
  }

  /**
   * Makes the tables, or brings them up to this version.
   *
   * @param {number} nowMs
   */
  async prepare(nowMs) {
    await migrate(this.#connection, this.#dialect, nowMs);
  }

  /**
   * Does one operation.
   *
   * @param {Exclude<ObservationOperation, { readonly kind: 'reclaim' }>} operation
   * @returns {Promise<unknown>}
   */
  async perform(operation) {
    const connection = this.#connection;
    const dialect = this.#dialect;
    switch (operation.kind) {
      case 'write':
        return this.#write(operation.rows);
      case 'list':
        return readList(connection, dialect, operation.request);
      case 'find':
        return readRecord(connection, dialect, operation.list, operation.id);
      case 'count':
        return countErrors(connection, dialect, operation.by, operation.filter, operation.limit);
      case 'series':
        return readSeries(connection, dialect, operation.query);
      case 'prune':
        return prune(connection, dialect, operation.retention, operation.limit);
      case 'purge':
        return purge(connection, dialect, operation.purge, operation.limit);
    }
  }

  /**
   * All of them or none; many rows with one statement each, since every statement costs as much again as a row.
   *
   * @param {readonly ObservationRow[]} rows
   */
  async #write(rows) {
    const latest = latestRows(rows.map(toColumns));
    await this.#connection.transaction().execute(async (transaction) => {
      for (const [table, byKey] of latest) {
        const put = [...byKey.values()].filter((columns) => columns !== null);
        for (let at = 0; at < put.length; ) {
          const count = largestPowerOfTwo(put.length - at);
          await transaction.executeQuery(this.#upsert(table, put.slice(at, at + count)));
          at += count;
        }
        const gone = [...byKey].filter(([, columns]) => columns === null).map(([id]) => id);
        if (gone.length > 0) await transaction.deleteFrom(table).where('id', 'in', gone).execute();
      }
      await this.#sums.sumUp(transaction, [...(latest.get('minutes')?.values() ?? [])]);
    });
  }

  /**
   * The columns of a table always come in the same order, so what is compiled for some rows serves all others.
   *
   * @param {string} table
   * @param {readonly Row[]} rows
   */
  #upsert(table, rows) {
    const keys = KEYS.get(table) ?? ['id'];
    const others = Object.keys(rows[0] ?? {}).filter((name) => !keys.includes(name));
    const name = `${table} ${rows.length}`;
    const sql =
      this.#queries.get(name) ??
      this.#connection
        .insertInto(table)
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .columns(keys)
            .doUpdateSet((builder) =>
              Object.fromEntries(others.map((column) => [column, builder.ref(`excluded.${column}`)])),
            ),
        )
        .compile().sql;
    this.#queries.set(name, sql);
    return CompiledQuery.raw(
      sql,
      rows.flatMap((columns) => Object.values(columns)),
    );
  }
}

/** What tells the rows of a table apart, where it is not their id.
 * @type {ReadonlyMap<string, readonly string[]>} */
const KEYS = new Map([['minutes', ['at_ms', 'server', 'target']]]);

/**
 * What is to stand in each table at the end: not every database takes a row twice in one statement.
 *
 * @param {readonly { readonly id: string, readonly tables: Readonly<Record<string, Row | null>> }[]} records
 * @returns {ReadonlyMap<string, ReadonlyMap<string, Row | null>>} by table and key
 */
function latestRows(records) {
  const latest = new Map();
  for (const { id, tables } of records) {
    for (const [table, columns] of Object.entries(tables)) {
      const keys = KEYS.get(table);
      const key = keys === undefined ? id : JSON.stringify(keys.map((name) => columns?.[name]));
      const byKey = latest.get(table) ?? new Map();
      byKey.set(key, columns);
      latest.set(table, byKey);
    }
  }
  return latest;
}

/**
 * Of so many rows a statement is made, so that there are few different ones.
 *
 * @param {number} count
 */
function largestPowerOfTwo(count) {
  return 2 ** Math.floor(Math.log2(Math.min(count, MAX_ROWS)));
}

/** So many rows of the widest table have fewer values than any database takes in one statement. */
const MAX_ROWS = 64;
