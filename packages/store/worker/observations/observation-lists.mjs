// @ts-check

import { DamageError } from '../faults.mjs';
import { sql } from '../kysely.mjs';
import { integer, toText } from './dialects.mjs';
import { checksumOf, key } from './observation-columns.mjs';

/** @typedef {import('./observation-tables.mjs').Connection} Connection */
/** @typedef {import('./dialects.mjs').Dialect} Dialect */
/** @typedef {import('../../src/observations/observation-protocol.ts').ListFilter} ListFilter */
/** @typedef {import('../../src/observations/observation-protocol.ts').ListName} ListName */
/** @typedef {import('../../src/observations/observation-protocol.ts').ListRequest} ListRequest */
/** @typedef {import('kysely').Expression<import('kysely').SqlBool>} Expression */
/** @typedef {import('kysely').ExpressionBuilder<import('./observation-tables.mjs').Tables, string>} Builder */

/**
 * Where each list is looked through, and where its records are.
 *
 * @type {Readonly<Record<ListName, { readonly table: string, readonly records: string, readonly payloads?: string }>>}
 */
export const LISTS = {
  calls: { table: 'calls', records: 'call_records', payloads: 'call_payloads' },
  errors: { table: 'errors', records: 'error_records' },
  groups: { table: 'error_groups', records: 'error_groups' },
  alerts: { table: 'alerts', records: 'alerts' },
  deliveries: { table: 'deliveries', records: 'deliveries' },
  silences: { table: 'silences', records: 'silences' },
  health: { table: 'health', records: 'health' },
};

/**
 * A part of a list, as records in JSON.
 *
 * @param {Connection} database
 * @param {Dialect} dialect
 * @param {ListRequest} request
 */
export async function readList(database, dialect, { list, filter, order, after, limit }) {
  const { table, records, payloads } = LISTS[list];
  const page = database
    .selectFrom(table)
    .select(['id', 'at_ms'])
    .where((builder) => builder.and(conditions(builder, filter, after && { ...after, order })))
    .orderBy('at_ms', order)
    .orderBy('id', order)
    .limit(limit)
    .as('page');
  const rows = await database
    .selectFrom(page)
    .innerJoin(`${records} as record`, 'record.id', 'page.id')
    .select(sealedColumns(dialect, 'record'))
    .$if(payloads !== undefined, (query) =>
      query.leftJoin(`${payloads} as payload`, 'payload.id', 'record.id').select(sealedColumns(dialect, 'payload')),
    )
    .orderBy('page.at_ms', order)
    .orderBy('page.id', order)
    .execute();
  return rows.map(toJson);
}

/**
 * One record in JSON, by its id.
 *
 * @param {Connection} database
 * @param {Dialect} dialect
 * @param {ListName} list
 * @param {string} id
 */
export async function readRecord(database, dialect, list, id) {
  const { records, payloads } = LISTS[list];
  const row = await database
    .selectFrom(`${records} as record`)
    .select(sealedColumns(dialect, 'record'))
    .$if(payloads !== undefined, (query) =>
      query.leftJoin(`${payloads} as payload`, 'payload.id', 'record.id').select(sealedColumns(dialect, 'payload')),
    )
    .where('record.id', '=', key(id))
    .executeTakeFirst();
  return row === undefined ? undefined : toJson(row);
}

/**
 * What a filter asks of the rows of a table.
 *
 * @param {Builder} builder
 * @param {ListFilter} filter
 * @param {{ readonly atMs: number, readonly id: string, readonly order: 'asc' | 'desc' }} [after]
 */
export function conditions(builder, filter, after) {
  /** @type {Expression[]} */
  const found = [];
  for (const [field, column] of Object.entries(ONE_OF)) {
    /** @type {readonly string[] | undefined} */
    const values = Reflect.get(filter, field);
    if (values === undefined) continue;
    // Not every database takes an empty list.
    found.push(values.length === 0 ? NEVER : builder(column, 'in', values.map(key)));
  }
  for (const [field, column] of Object.entries(EQUAL)) {
    /** @type {string | undefined} */
    const value = Reflect.get(filter, field);
    if (value !== undefined) found.push(builder(column, '=', key(value)));
  }
  const { fromMs, seenSinceMs, toMs, minDurationMs, words } = filter;
  if (fromMs !== undefined) found.push(builder('at_ms', '>=', bounded(Math.floor(fromMs))));
  if (seenSinceMs !== undefined) found.push(builder('at_ms', '>=', bounded(Math.floor(seenSinceMs))));
  if (toMs !== undefined) found.push(builder('at_ms', '<', bounded(Math.ceil(toMs))));
  if (minDurationMs !== undefined) found.push(builder('duration_ms', '>=', bounded(Math.ceil(minDurationMs))));
  for (const word of words) found.push(hasWord(word));
  if (after !== undefined) {
    const { atMs, id, order } = after;
    const last = builder.tuple(bounded(Math.floor(atMs)), key(id));
    found.push(builder(builder.refTuple('at_ms', 'id'), order === 'asc' ? '>' : '<', last));
  }
  return found;
}

/**
 * What holds for no row, and for every one.
 *
 * @type {Expression}
 */
const NEVER = sql`1 = 0`;
/** @type {Expression} */
export const ALWAYS = sql`1 = 1`;

/** Fields of a filter of which a record has one, and where it stands. */
const ONE_OF = {
  servers: 'server',
  kinds: 'kind',
  codes: 'code',
  outcomes: 'outcome',
  servedBy: 'served_by',
  states: 'state',
};

/** Fields of a filter that a record has. */
const EQUAL = {
  server: 'server',
  target: 'target',
  session: 'session',
  group: 'group_id',
  callId: 'call_id',
  rule: 'rule',
  sink: 'sink',
};

/**
 * The columns of a record under these names.
 *
 * @param {Dialect} dialect
 * @param {'record' | 'payload'} name
 */
function sealedColumns(dialect, name) {
  return [dialect.text(`${name}.record`).as(name), integer(`${name}.checksum`).as(`${name}_checksum`)];
}

/**
 * The record of a row. @throws {DamageError} when it is not what was written.
 *
 * @param {Record<string, unknown>} row
 */
export function toJson({ record, record_checksum: checksum, payload, payload_checksum: payloadChecksum }) {
  const json = intact(record, checksum);
  if (payload === undefined || payload === null) return json;
  // Both are objects, and neither is empty.
  return `${json.slice(0, -1)},${intact(payload, payloadChecksum).slice(1)}`;
}

/**
 * @param {unknown} value
 * @param {unknown} checksum
 */
function intact(value, checksum) {
  const text = toText(value);
  if (checksumOf(text) !== Number(checksum)) throw new DamageError('The checksum of a record is wrong.');
  return text;
}

/**
 * A time that every database can compare with.
 *
 * @param {number} value
 */
function bounded(value) {
  return Math.min(Math.max(value, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

/**
 * @param {string} word
 * @returns {Expression}
 */
function hasWord(word) {
  const pattern = `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql`search_text like ${pattern} escape '\\'`;
}
