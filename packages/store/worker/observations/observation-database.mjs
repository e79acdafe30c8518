// @ts-check
import { CompiledQuery } from 'kysely';
import { toColumns } from './observation-columns.mjs';
import { readList, readRecord } from './observation-lists.mjs';
import { prune, purge } from './observation-removal.mjs';
import { countErrors, readSeries, sumUpMinutes } from './observation-sums.mjs';
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
  /** What is done for each row that is written, compiled once: some for each table.
   * @type {Map<string, string>} */
  #queries = new Map();

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
   * All of them or none.
   *
   * @param {readonly ObservationRow[]} rows
   */
  async #write(rows) {
    await this.#connection.transaction().execute(async (transaction) => {
      const minutes = [];
      for (const { id, tables } of rows.map(toColumns)) {
        for (const [table, columns] of Object.entries(tables)) {
          const query = columns === null ? this.#removal(table, id) : this.#upsert(table, columns);
          await transaction.executeQuery(query);
        }
        const { minutes: minute } = tables;
        if (minute)
          minutes.push({ atMs: Number(minute.at_ms), server: String(minute.server), target: String(minute.target) });
      }
      await sumUpMinutes(transaction, minutes);
    });
  }

  /**
   * The columns of a table always come in the same order, so what is compiled for one row serves them all.
   *
   * @param {string} table
   * @param {Row} columns
   */
  #upsert(table, columns) {
    const keys = table === 'minutes' ? ['at_ms', 'server', 'target'] : ['id'];
    const others = Object.keys(columns).filter((name) => !keys.includes(name));
    const sql = this.#compiled(`put into ${table}`, () =>
      this.#connection
        .insertInto(table)
        .values(columns)
        .onConflict((conflict) =>
          conflict
            .columns(keys)
            .doUpdateSet((builder) =>
              Object.fromEntries(others.map((name) => [name, builder.ref(`excluded.${name}`)])),
            ),
        )
        .compile(),
    );
    return CompiledQuery.raw(sql, Object.values(columns));
  }

  /**
   * @param {string} table
   * @param {string} id
   */
  #removal(table, id) {
    const sql = this.#compiled(`remove from ${table}`, () =>
      this.#connection.deleteFrom(table).where('id', '=', id).compile(),
    );
    return CompiledQuery.raw(sql, [id]);
  }

  /**
   * @param {string} name
   * @param {() => CompiledQuery} compile
   */
  #compiled(name, compile) {
    const sql = this.#queries.get(name) ?? compile().sql;
    this.#queries.set(name, sql);
    return sql;
  }
}
