// @ts-check
import { createHash } from 'node:crypto';
import { DamageError } from './faults.mjs';
import { bytesOf } from './sqlite-file.mjs';

/** @typedef {import('../src/parked-log-protocol.ts').ParkedRow} ParkedRow */

/**
 * Only bytes and numbers are ever read: the driver ends the whole process when it meets text that is no UTF-8, and text that is
 * damaged often is none. Written are bytes too, because it cuts texts at a NUL.
 */
export const COLUMNS = 'CAST(record AS BLOB) AS record, CAST(checksum AS BLOB) AS checksum';
/** The fields by which records are found. */
export const KEY_NAMES = ['id', 'sequence', 'state', 'server', 'tool', 'principal'];
/** These, in a query. */
export const KEYS = KEY_NAMES.map((name) => `CAST(${name} AS BLOB) AS ${name}`).join(', ');

/**
 * The columns of a record, from the record itself.
 *
 * @param {string} record
 * @returns {ParkedRow}
 */
export function toRow(record) {
  const { id, sequence, state, server, tool, principal, changedAtMs } = JSON.parse(record);
  return { id, sequence, state, server, tool, principal: principal.id, changedAtMs, record };
}

/**
 * The record of a row. @throws {DamageError} when it is not what was written.
 *
 * @param {unknown} row
 */
export function readRecord(row) {
  const record = bytesOf(row, 'record');
  const checksum = bytesOf(row, 'checksum');
  if (record !== undefined && checksum?.equals(checksumOf(record))) return record.toString();
  throw new DamageError('The checksum of a record is wrong.');
}

/** @param {unknown} value */
export function blob(value) {
  return Buffer.from(String(value));
}

/** @param {Uint8Array} bytes */
export function checksumOf(bytes) {
  return createHash('sha256').update(bytes).digest();
}
