// @ts-check
import { sql } from '../kysely.mjs';

/** @typedef {import('kysely').RawBuilder<unknown>} Expression */

/**
 * In what databases differ beyond their SQL.
 *
 * @typedef {object} Dialect
 * @property {(column: string | Expression) => Expression} text a column with texts, as it can be read
 * @property {Expression} inKeyOrder what makes a table keep its rows in the order of its primary key
 */

/**
 * Texts are read as bytes: the driver ends the whole process when it meets text that is no UTF-8, and text that is damaged
 * often is none.
 *
 * @type {Dialect}
 */
export const SQLITE = {
  text: (column) => sql`cast(${toReference(column)} as blob)`,
  inKeyOrder: sql`without rowid`,
};

/** There it would have to be done again and again.
 * @type {Dialect} */
export const POSTGRES = { text: toReference, inKeyOrder: sql`` };

/** @param {string | Expression} column */
function toReference(column) {
  return typeof column === 'string' ? sql.ref(column) : column;
}

/**
 * A whole number, as it can be read: what is damaged may have become something else.
 *
 * @param {string} column
 */
export function integer(column) {
  return sql`cast(${sql.ref(column)} as bigint)`;
}

/**
 * A text that was read, whatever a driver makes of it.
 *
 * @param {unknown} value
 */
export function toText(value) {
  if (typeof value === 'string') return value;
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString();
  return value instanceof Uint8Array ? Buffer.from(value).toString() : '';
}
