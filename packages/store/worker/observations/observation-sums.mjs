// @ts-check
import { CompiledQuery, sql } from '../kysely.mjs';
import { toText } from './dialects.mjs';
import { conditions } from './observation-lists.mjs';
import { DURATION_COLUMNS, SUM_COLUMNS } from './observation-tables.mjs';

/** @typedef {import('./observation-tables.mjs').Connection} Connection */
/** @typedef {import('./dialects.mjs').Dialect} Dialect */
/** @typedef {import('@seawall/core/base').SeriesQuery} SeriesQuery */
/** @typedef {import('@seawall/core/base').SeriesPoint} SeriesPoint */

/** Over how long the sums of minutes are kept, the longest first, each a multiple of the next. */
export const SUM_LEVELS = [
  { table: 'hours', lengthMs: 3_600_000 },
  { table: 'five_minutes', lengthMs: 300_000 },
];

/** Keeps the sums of longer spans right while minutes are written. */
export class MinuteSums {
  /** By table; compiled once.
   * @type {Map<string, string>} */
  #queries = new Map();

  /**
   * Sums up again what minutes that were written are part of.
   *
   * @param {Connection} transaction
   * @param {readonly (import('./observation-columns.mjs').Row | null)[]} minutes
   */
  async sumUp(transaction, minutes) {
    for (const { table, lengthMs } of SUM_LEVELS) {
      const spans = new Map();
      for (const minute of minutes) {
        const fromMs = Math.floor(Number(minute?.at_ms) / lengthMs) * lengthMs;
        const span = { fromMs, server: String(minute?.server), target: String(minute?.target) };
        spans.set(JSON.stringify(span), span);
      }
      for (const { fromMs, server, target } of spans.values()) {
        const sql = this.#queries.get(table) ?? summing(transaction, table).sql;
        this.#queries.set(table, sql);
        // In the order in which they stand there.
        const values = [fromMs, fromMs, fromMs + lengthMs, server, target];
        await transaction.executeQuery(CompiledQuery.raw(sql, values));
      }
    }
  }
}

/**
 * What puts the sum of the minutes of one span into a table. It is compiled for no certain span: a start twice, an end, a server, a
 * target.
 *
 * @param {Connection} transaction
 * @param {string} table
 */
function summing(transaction, table) {
  return transaction
    .insertInto(table)
    .columns(['at_ms', 'server', 'target', ...SUM_COLUMNS])
    .expression((builder) =>
      builder
        .selectFrom('minutes')
        .select([sql`cast(${0} as bigint)`.as('at_ms'), 'server', 'target'])
        .select(SUM_COLUMNS.map((name) => builder.fn.sum(name).as(name)))
        .where('at_ms', '>=', 0)
        .where('at_ms', '<', 0)
        .where('server', '=', '')
        .where('target', '=', '')
        .groupBy(['server', 'target']),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['at_ms', 'server', 'target'])
        .doUpdateSet((builder) =>
          Object.fromEntries(SUM_COLUMNS.map((name) => [name, builder.ref(`excluded.${name}`)])),
        ),
    )
    .compile();
}

/**
 * Sums over steps of time. Where steps are whole hours, or spans of five minutes, these are read instead of the minutes in them.
 *
 * @param {Connection} database
 * @param {Dialect} dialect
 * @param {SeriesQuery} query
 * @returns {Promise<SeriesPoint[]>}
 */
export async function readSeries(database, dialect, query) {
  const { fromMs, toMs, stepMs, by } = query;
  const rows = [];
  let startMs = fromMs;
  for (const { table, lengthMs } of SUM_LEVELS) {
    if (fromMs % lengthMs !== 0 || stepMs % lengthMs !== 0) continue;
    const endMs = Math.floor(toMs / lengthMs) * lengthMs;
    if (endMs <= startMs) continue;
    rows.push(...(await sums(database, dialect, table, query, startMs, endMs)));
    startMs = endMs;
  }
  // What is left are the last minutes, or all of them.
  if (toMs > startMs) rows.push(...(await sums(database, dialect, 'minutes', query, startMs, toMs)));
  /** @type {Map<string, { step: number, server: string, target: string, values: number[] }>} */
  const points = new Map();
  for (const row of rows) {
    const step = Number(row.step);
    const server = toText(row.server);
    const target = toText(row.target);
    const name = JSON.stringify([step, server, target]);
    const values = SUM_COLUMNS.map((column) => Number(row[column]));
    const earlier = points.get(name)?.values;
    points.set(name, { step, server, target, values: values.map((value, index) => value + (earlier?.[index] ?? 0)) });
  }
  return [...points.values()]
    .sort((one, other) => one.step - other.step)
    .map(({ step, server, target, values }) => ({
      atMs: fromMs + step * stepMs,
      ...(by === undefined ? {} : { server }),
      ...(by === 'target' ? { target } : {}),
      ...toSums(values),
    }));
}

/**
 * @param {Connection} database
 * @param {Dialect} dialect
 * @param {string} table
 * @param {SeriesQuery} query
 * @param {number} startMs from where on they are read; steps count from the start of the query all the same
 * @param {number} endMs
 */
function sums(database, dialect, table, { fromMs, stepMs, servers, target, by }, startMs, endMs) {
  const filter = {
    fromMs: startMs,
    toMs: endMs,
    words: [],
    ...(servers === undefined ? {} : { servers }),
    ...(target === undefined ? {} : { target }),
  };
  // Not as parameters: a database that is to group by it has to see that it is the same everywhere.
  const step = sql`(at_ms - ${sql.lit(fromMs)}) / ${sql.lit(stepMs)}`;
  const groups = by === undefined ? [] : by === 'server' ? ['server'] : ['server', 'target'];
  return database
    .selectFrom(table)
    .select(step.as('step'))
    .select(groups.map((name) => dialect.text(name).as(name)))
    .select(({ fn }) => SUM_COLUMNS.map((name) => fn.sum(name).as(name)))
    .where((builder) => builder.and(conditions(builder, filter)))
    .groupBy([step, ...groups.map((name) => sql.ref(name))])
    .execute();
}

/**
 * How many errors have each value of a facet. With words, only the latest {@link MAX_COUNTED} that have them are counted: each
 * text has to be looked at, and every one that has the words has to be sorted.
 *
 * @param {Connection} database
 * @param {Dialect} dialect
 * @param {string} facet
 * @param {import('../../src/observations/observation-protocol.ts').ListFilter} filter
 * @param {number} limit
 */
export async function countErrors(database, dialect, facet, filter, limit) {
  const column = facet === 'group' ? 'group_id' : facet;
  const found = database
    .selectFrom('errors')
    .select(sql.ref(column).as('value'))
    .where((builder) => builder.and([...conditions(builder, filter), builder(column, 'is not', null)]))
    .$if(filter.words.length > 0, (query) =>
      query.orderBy('at_ms', 'desc').orderBy('id', 'desc').limit(sql.lit(MAX_COUNTED)),
    );
  const rows = await database
    .selectFrom(found.as('found'))
    .select([dialect.text('found.value').as('value'), sql`count(*)`.as('amount')])
    .groupBy(sql.ref('found.value'))
    .orderBy('amount', 'desc')
    .orderBy(sql.ref('found.value'))
    .limit(limit)
    .execute();
  return rows.map(({ value, amount }) => ({ value: toText(value), count: Number(amount) }));
}

/** Of errors with words in their text. */
const MAX_COUNTED = 20_000;

/** @param {readonly number[]} values in the order of the columns */
function toSums(values) {
  const [calls = 0, failures = 0, recovered = 0, attempts = 0, totalDurationMs = 0] = values;
  const durations = values.slice(-DURATION_COLUMNS.length);
  return { calls, failures, recovered, attempts, totalDurationMs, durations };
}
