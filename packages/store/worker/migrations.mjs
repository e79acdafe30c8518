// @ts-check
import { assertKnown } from './faults.mjs';

/** @typedef {import('libsql').Database} Connection */

/** What makes the tables of each version from those of the one before; never changed, only added to. */
const MIGRATIONS = [
  `CREATE TABLE parked_calls (
     id BLOB PRIMARY KEY,
     sequence INTEGER NOT NULL,
     state BLOB NOT NULL,
     server BLOB NOT NULL,
     tool BLOB NOT NULL,
     principal BLOB NOT NULL,
     changed_at_ms INTEGER NOT NULL,
     record BLOB NOT NULL,
     checksum BLOB NOT NULL
   );
   CREATE INDEX parked_calls_by_state ON parked_calls (state, sequence);
   CREATE INDEX parked_calls_by_sequence ON parked_calls (sequence);`,
];

/**
 * Brings the tables up to this version.
 *
 * @param {Connection} database
 * @param {number} nowMs
 * @throws {NewerError} when a later version wrote the file
 */
export function migrate(database, nowMs) {
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec(
      'CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, applied_at_ms INTEGER NOT NULL)',
    );
    const row = database.prepare('SELECT coalesce(max(version), 0) AS version FROM migrations').get();
    const current = Number(Reflect.get(Object(row), 'version'));
    assertKnown(current, MIGRATIONS.length);
    for (const [index, sql] of MIGRATIONS.entries()) {
      if (index < current) continue;
      database.exec(sql);
      database.prepare('INSERT INTO migrations (version, applied_at_ms) VALUES (?, ?)').run([index + 1, nowMs]);
    }
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
