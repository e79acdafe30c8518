// @ts-check
import { ParkedDatabase } from './parked-database.mjs';
import { toRow } from './parked-rows.mjs';
import { replaceFile, rescueRecords } from './salvage.mjs';

/**
 * Puts a new file in the place of a damaged log of parked calls, with every record that can be read.
 *
 * @param {string} file
 * @param {number} nowMs
 * @param {string} reason
 */
export function salvageParkedCalls(file, nowMs, reason) {
  return replaceFile({
    file,
    nowMs,
    reason,
    make: (fresh) => {
      const { records, lost } = readAll(file, nowMs);
      const database = new ParkedDatabase(fresh, nowMs);
      try {
        database.putAll(records.map(toRow));
      } finally {
        database.close();
      }
      return { kept: records.length, lost };
    },
  });
}

/**
 * @param {string} file
 * @param {number} nowMs
 */
function readAll(file, nowMs) {
  let database;
  try {
    database = new ParkedDatabase(file, nowMs, { isDamaged: true });
  } catch {
    // Nothing in it can be read, which the report says.
    return { records: [], lost: 0 };
  }
  try {
    const reader = database;
    return rescueRecords((relation, place) => reader.salvage(relation, place));
  } finally {
    database.close();
  }
}
