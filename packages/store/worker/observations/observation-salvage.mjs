// @ts-check
import { replaceFile, rescueRecords } from '../salvage.mjs';
import { all, closeDatabase, DAMAGED_SETTINGS, openDatabase, placeOf } from '../sqlite-file.mjs';
import { toText } from './dialects.mjs';
import { ObservationFile } from './observation-file.mjs';
import { LISTS, toJson } from './observation-lists.mjs';

/** @typedef {import('../../src/observations/observation-protocol.ts').KeptKind} KeptKind */
/** @typedef {import('../../src/observations/observation-protocol.ts').ObservationRow} ObservationRow */
/** @typedef {import('libsql').Database} Connection */

/**
 * Puts a new file in the place of a damaged one, with the latest records that can be read. Sums of minutes begin anew.
 *
 * @param {string} file
 * @param {number} nowMs
 * @param {string} reason
 */
export function salvageObservations(file, nowMs, reason) {
  return replaceFile({
    file,
    nowMs,
    reason,
    make: async (fresh) => {
      const { rows, lost } = readAll(file);
      const opened = new ObservationFile(fresh, nowMs);
      try {
        for (let index = 0; index < rows.length; index += ROWS_AT_ONCE) {
          await opened.run({ kind: 'write', rows: rows.slice(index, index + ROWS_AT_ONCE) });
        }
      } finally {
        opened.close();
      }
      return { kept: rows.length, lost };
    },
  });
}

/**
 * What matters most comes first.
 *
 * @type {readonly (readonly [KeptKind, import('../../src/observations/observation-protocol.ts').ListName])[]}
 */
const SAVED = [
  ['alert', 'alerts'],
  ['silence', 'silences'],
  ['group', 'groups'],
  ['delivery', 'deliveries'],
  ['health', 'health'],
  ['error', 'errors'],
  ['call', 'calls'],
];
/** How many records of each kind are saved at most, the latest: somebody waits for it. */
const MAX_SAVED = 20_000;
const ROWS_AT_ONCE = 500;

/** @param {string} file */
function readAll(file) {
  let database;
  try {
    database = openDatabase(file, DAMAGED_SETTINGS);
  } catch {
    // Nothing in it can be read, which the report says.
    return { rows: [], lost: 0 };
  }
  /** @type {ObservationRow[]} */
  const rows = [];
  let lost = 0;
  try {
    for (const [kind, list] of SAVED) {
      const found = rescueRecords(readerOf(database, kind, list), MAX_SAVED);
      // Those that came first are written first again.
      for (const row of found.records.reverse()) rows.push(row);
      lost += found.lost;
    }
    return { rows, lost };
  } finally {
    closeDatabase(database);
  }
}

/**
 * Reads the records of one list by their places.
 *
 * @param {Connection} database
 * @param {KeptKind} kind
 * @param {import('../../src/observations/observation-protocol.ts').ListName} list
 * @returns {import('../salvage.mjs').Reader<ObservationRow>}
 */
function readerOf(database, kind, list) {
  const { table, records, payloads } = LISTS[list];
  const hasText = records !== table || kind === 'group';
  return (relation, place) => {
    const order = relation === '<' ? 'desc' : 'asc';
    const from = `from ${records} not indexed where rowid ${relation} ? order by rowid ${order} limit 1`;
    const [row] = all(database, `select rowid as place, ${sealedColumns('record')} ${from}`, [place]);
    if (row === undefined) return undefined;
    const found = placeOf(row);
    try {
      const { id } = JSON.parse(toJson({ ...Object(row) }));
      const payload =
        payloads && besides(database, `select ${sealedColumns('payload')} from ${payloads} where id = ?`, id);
      const text =
        hasText && besides(database, `select cast(search_text as blob) as text from ${table} where id = ?`, id);
      const json = toJson({ ...Object(row), ...Object(payload) });
      return { place: found, record: { kind, json, searchText: toText(Reflect.get(Object(text), 'text')) } };
    } catch {
      // Its place is known, its content is not what was written.
      return { place: found, record: undefined };
    }
  };
}

/** @param {'record' | 'payload'} name */
function sealedColumns(name) {
  return `cast(record as blob) as ${name}, cast(checksum as bigint) as ${name}_checksum`;
}

/**
 * What stands elsewhere about a record; nothing where that can't be read, since the record itself is whole.
 *
 * @param {Connection} database
 * @param {string} sql
 * @param {unknown} id
 */
function besides(database, sql, id) {
  try {
    return database
      .prepare(sql)
      .all([String(id)])
      .at(0);
  } catch {
    return undefined;
  }
}
