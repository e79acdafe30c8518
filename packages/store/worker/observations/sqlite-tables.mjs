// @ts-check
import { Kysely, SqliteDialect } from 'kysely';
import { SQLITE } from './dialects.mjs';
import { ObservationDatabase } from './observation-database.mjs';
import { StatementCache } from './statement-cache.mjs';

/** @typedef {import('./observation-tables.mjs').Tables} Tables */

/**
 * The tables of a file, made or brought up to this version.
 *
 * @param {import('libsql').Database} database
 * @param {number} nowMs
 */
export async function prepareTables(database, nowMs) {
  /** @type {Kysely<Tables>} */
  const connection = new Kysely({ dialect: new SqliteDialect({ database: new StatementCache(database) }) });
  const observations = new ObservationDatabase(connection, SQLITE);
  await observations.prepare(nowMs);
  return observations;
}
