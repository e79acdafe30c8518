// @ts-check
import { chmodSync, closeSync, lstatSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { FolderError, LinkError } from './faults.mjs';

/** @typedef {import('libsql').Database} Connection */

/**
 * Opens a file for its owner alone.
 *
 * @param {string} file
 * @param {readonly string[]} settings
 */
export function openDatabase(file, settings) {
  refuseForeignLink(dirname(file));
  const information = lstatSync(file, { throwIfNoEntry: false });
  // Where it leads somebody else may have chosen.
  if (information?.isSymbolicLink()) throw new LinkError('The file is a symbolic link.');
  if (information?.isDirectory()) throw new FolderError('There is a folder of this name.');
  if (information === undefined) closeSync(openSync(file, 'wx', 0o600));
  else chmodSync(file, 0o600);
  const database = new Database(file);
  try {
    for (const setting of settings) all(database, `PRAGMA ${setting}`);
    return database;
  } catch (error) {
    closeDatabase(database);
    throw error;
  }
}

/**
 * For reading what can be read of a damaged file. The first lets the database read on where a file is too short or what describes
 * its tables is not all right.
 */
export const DAMAGED_SETTINGS = [
  'writable_schema = ON',
  'busy_timeout = 2000',
  'locking_mode = EXCLUSIVE',
  'trusted_schema = OFF',
  'cell_size_check = ON',
];

/**
 * Closes the file and lets go of its lock: the driver keeps both as long as a statement was not collected.
 *
 * @param {Connection} database
 */
export function closeDatabase(database) {
  try {
    all(database, 'PRAGMA locking_mode = NORMAL');
    all(database, 'SELECT count(*) AS tables FROM sqlite_master');
  } catch {
    // It can't be read; the lock went with the failure.
  }
  database.close();
}

/**
 * All rows of a query. Values go in one list: the driver ends the process for bytes that stand alone.
 *
 * @param {Connection} database
 * @param {string} sql
 * @param {(Buffer | number)[]} values
 * @returns {unknown[]}
 */
export function all(database, sql, values = []) {
  return database.prepare(sql).all(values);
}

/**
 * @param {unknown} row
 * @param {string} column
 */
export function bytesOf(row, column) {
  const value = Reflect.get(Object(row), column);
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  return value instanceof Uint8Array ? Buffer.from(value) : undefined;
}

/** @param {unknown} row */
export function placeOf(row) {
  return Number(Reflect.get(Object(row), 'place'));
}

/**
 * A link that somebody else made would let them choose where we write.
 *
 * @param {string} folder
 */
function refuseForeignLink(folder) {
  const ownId = process.getuid?.();
  const information = lstatSync(folder, { throwIfNoEntry: false });
  if (!information?.isSymbolicLink() || ownId === undefined) return;
  if (information.uid !== ownId && information.uid !== 0) {
    throw new LinkError('The folder is a symbolic link that belongs to another user.');
  }
}
