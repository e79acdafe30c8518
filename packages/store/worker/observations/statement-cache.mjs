// @ts-check

/** @typedef {import('libsql').Database} Connection */
/** @typedef {import('kysely').SqliteStatement} Statement */

/** A database for kysely that prepares what comes again only once. */
export class StatementCache {
  #database;
  /** The statements that were used last, the latest at the end.
   * @type {Map<string, Statement>} */
  #statements = new Map();

  /** @param {Connection} database */
  constructor(database) {
    this.#database = database;
  }

  /**
   * @param {string} sql
   * @returns {Statement}
   */
  prepare(sql) {
    if (sql === 'rollback') return this.#rollback();
    const statement = this.#statements.get(sql) ?? toStatement(this.#database.prepare(sql));
    this.#statements.delete(sql);
    this.#statements.set(sql, statement);
    for (const oldest of this.#statements.keys()) {
      if (this.#statements.size <= MAX_STATEMENTS) break;
      this.#statements.delete(oldest);
    }
    return statement;
  }

  /** Whoever opened the database closes it. */
  close() {
    this.#statements.clear();
  }

  /** The database ends a transaction by itself when there is no room for it; asking again would hide why it did. */
  #rollback() {
    const run = () => {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      return { changes: 0, lastInsertRowid: 0 };
    };
    return { reader: false, run, all: () => [], iterate: () => [].values() };
  }
}

/** More than there are different queries without values in their text. */
const MAX_STATEMENTS = 100;

/**
 * @param {ReturnType<Connection['prepare']>} prepared
 * @returns {Statement}
 */
function toStatement(prepared) {
  return {
    reader: prepared.reader,
    all: (parameters) => prepared.all([...parameters]),
    run: (parameters) => prepared.run([...parameters]),
    iterate: (parameters) => prepared.iterate([...parameters]),
  };
}
