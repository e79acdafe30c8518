// @ts-check
import { Kysely, SqliteDialect } from '../kysely.mjs';
import { SQLITE } from './dialects.mjs';
import { ObservationDatabase } from './observation-database.mjs';
import { StatementCache } from './statement-cache.mjs';

/** @typedef {import('./observation-tables.mjs').Connection} Connection */

/**
 * The tables of a file, made or brought up to this version.
 *
 * @param {import('libsql').Database} database
 * @param {number} nowMs
 */
export async function prepareTables(database, nowMs) {
  /** @type {Connection} */
  const connection = new Kysely({ dialect: new SqliteDialect({ database: new StatementCache(database) }) });
  const observations = new ObservationDatabase(connection, SQLITE);
  await observations.prepare(nowMs);
  return observations;
}
