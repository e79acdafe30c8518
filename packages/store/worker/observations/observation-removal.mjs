// @ts-check
import { sql } from '../kysely.mjs';
import { integer, toText } from './dialects.mjs';
import { key } from './observation-columns.mjs';
import { ALWAYS } from './observation-lists.mjs';
import { SUM_LEVELS } from './observation-sums.mjs';

/** @typedef {import('./observation-tables.mjs').Connection} Connection */
/** @typedef {import('./dialects.mjs').Dialect} Dialect */
/** @typedef {import('./observation-lists.mjs').Builder} Builder */
/** @typedef {(builder: Builder) => import('./observation-lists.mjs').Expression} Condition */
/** @typedef {{ readonly removed: number, readonly isDone: boolean }} Removal */

/**
 * Removes some of what is older or more than is to be kept.
 *
 * @param {Connection} database
 * @param {Dialect} dialect
 * @param {import('@seawall/core/base').Retention} retention
 * @param {number} limit
 * @returns {Promise<Removal>}
 */
export function prune(database, dialect, { olderThanMs, maxRows }, limit) {
  const borderMs = Math.floor(olderThanMs);
  const remover = new Remover(database, dialect, limit);
  return remover.run(async () => {
    for (const [table, time] of Object.entries(TIMES)) {
      /** @type {Condition} */
      const isOver = (builder) => (table === 'alerts' ? builder('state', '=', 'resolved') : ALWAYS);
      await remover.remove(table, (builder) => builder.and([isOver(builder), builder(time, '<', borderMs)]));
      if (table === 'silences') continue;
      const first = await firstBeyond(database, dialect, table, Math.max(0, Math.floor(maxRows)));
      if (first === undefined) continue;
      const { atMs, id } = first;
      await remover.remove(table, (builder) =>
        builder.and([isOver(builder), builder(builder.refTuple('at_ms', 'id'), '<=', builder.tuple(atMs, id))]),
      );
    }
    await remover.removeSums('minutes', (builder) => builder('at_ms', '<', borderMs));
    for (const { table, lengthMs } of SUM_LEVELS) {
      // They go when the last of their minutes has gone.
      await remover.removeSums(table, (builder) => builder('at_ms', '<', borderMs - lengthMs));
    }
    for (const table of ['minutes', ...SUM_LEVELS.map((level) => level.table)]) {
      const beyondMs = await firstSumBeyond(database, table, Math.max(1, Math.floor(maxRows)));
      if (beyondMs !== undefined) await remover.removeSums(table, (builder) => builder('at_ms', '<', beyondMs));
    }
  });
}

/**
 * Removes some of what is to be forgotten.
 *
 * @param {Connection} database
 * @param {Dialect} dialect
 * @param {import('@seawall/core/base').PurgeQuery} purge
 * @param {number} limit
 * @returns {Promise<Removal>}
 */
export function purge(database, dialect, { what, server }, limit) {
  const remover = new Remover(database, dialect, limit);
  /** @type {Condition} */
  const isMeant = (builder) => (server === undefined ? ALWAYS : builder('server', '=', key(server)));
  return remover.run(async () => {
    if (what === 'payloads') return remover.clearPayloads(isMeant);
    if (what !== 'errors') await remover.remove('calls', isMeant);
    if (what === 'calls') return;
    await remover.remove('errors', isMeant);
    await remover.remove('error_groups', isMeant);
    if (what === 'errors') return;
    await remover.remove('alerts', isMeant);
    await remover.remove('health', isMeant);
    await remover.removeSums('minutes', isMeant);
    for (const { table } of SUM_LEVELS) await remover.removeSums(table, isMeant);
    if (server !== undefined) return;
    await remover.remove('deliveries', isMeant);
    await remover.remove('silences', isMeant);
  });
}

/** By which time each table is pruned. */
const TIMES = {
  errors: 'at_ms',
  calls: 'at_ms',
  error_groups: 'changed_at_ms',
  alerts: 'changed_at_ms',
  deliveries: 'at_ms',
  health: 'at_ms',
  silences: 'at_ms',
};

/** Where the records of a table stand apart from what they are looked for by.
 * @type {ReadonlyMap<string, readonly string[]>} */
const RECORDS = new Map([
  ['errors', ['error_records']],
  ['calls', ['call_records', 'call_payloads']],
]);

/** Removes rows until there are enough for one step, so that nobody who writes has to wait long. */
class Remover {
  #database;
  #dialect;
  #limit;
  #removed = 0;
  #counted = 0;

  /**
   * @param {Connection} database
   * @param {Dialect} dialect
   * @param {number} limit
   */
  constructor(database, dialect, limit) {
    this.#database = database;
    this.#dialect = dialect;
    this.#limit = limit;
  }

  /**
   * @param {() => Promise<void>} steps
   * @returns {Promise<Removal>}
   */
  async run(steps) {
    await steps();
    return { removed: this.#counted, isDone: this.#removed < this.#limit };
  }

  /**
   * @param {string} table
   * @param {Condition} condition
   */
  async remove(table, condition) {
    const ids = await this.#idsOf(table, condition);
    if (ids.length === 0) return;
    await this.#database.transaction().execute(async (transaction) => {
      for (const name of [table, ...(RECORDS.get(table) ?? [])]) {
        await transaction.deleteFrom(name).where('id', 'in', ids).execute();
      }
    });
    this.#count(ids.length, ids.length);
  }

  /** @param {Condition} condition on the calls whose arguments and results are to go */
  async clearPayloads(condition) {
    const ids = await this.#idsOf('calls', (builder) =>
      builder.and([
        condition(builder),
        builder.exists(
          builder.selectFrom('call_payloads').select('call_payloads.id').whereRef('call_payloads.id', '=', 'calls.id'),
        ),
      ]),
    );
    if (ids.length === 0) return;
    await this.#database.deleteFrom('call_payloads').where('id', 'in', ids).execute();
    this.#count(ids.length, ids.length);
  }

  /**
   * Rows without an id go by their time; of one time they go together.
   *
   * @param {string} table
   * @param {Condition} condition
   */
  async removeSums(table, condition) {
    if (this.#removed >= this.#limit) return;
    const last = await this.#database
      .selectFrom(table)
      .select(integer('at_ms').as('at_ms'))
      .where(condition)
      .orderBy(sql.ref('at_ms'))
      .limit(1)
      .offset(this.#limit - this.#removed - 1)
      .executeTakeFirst();
    const untilMs = last === undefined ? Number.MAX_SAFE_INTEGER : Number(last.at_ms);
    const result = await this.#database
      .deleteFrom(table)
      .where((builder) => builder.and([condition(builder), builder('at_ms', '<=', untilMs)]))
      .executeTakeFirst();
    const removed = Number(result.numDeletedRows);
    // The others only repeat what minutes say.
    this.#count(removed, table === 'minutes' ? removed : 0);
  }

  /**
   * @param {string} table
   * @param {Condition} condition
   */
  async #idsOf(table, condition) {
    if (this.#removed >= this.#limit) return [];
    const rows = await this.#database
      .selectFrom(table)
      .select(this.#dialect.text(`${table}.id`).as('id'))
      .where(condition)
      .orderBy(sql.ref('at_ms'))
      .limit(this.#limit - this.#removed)
      .execute();
    return rows.map(({ id }) => toText(id));
  }

  /**
   * @param {number} removed
   * @param {number} counted
   */
  #count(removed, counted) {
    this.#removed += removed;
    this.#counted += counted;
  }
}

/**
 * Before which time there are too many sums. Those of the latest hour, and of the one before, stay: longer spans are summed up from
 * them again whenever a minute is written.
 *
 * @param {Connection} database
 * @param {string} table
 * @param {number} maxRows
 */
async function firstSumBeyond(database, table, maxRows) {
  const latestFirst = database.selectFrom(table).select(integer('at_ms').as('at')).orderBy('at_ms', 'desc').limit(1);
  const beyond = await latestFirst.offset(maxRows).executeTakeFirst();
  if (beyond === undefined) return undefined;
  const latest = await latestFirst.executeTakeFirst();
  const latestHourMs = Math.floor(Number(latest?.at) / HOUR_MS) * HOUR_MS;
  return Math.min(Number(beyond.at) + 1, latestHourMs - HOUR_MS);
}

const HOUR_MS = 3_600_000;

/**
 * The latest row that is one too many.
 *
 * @param {Connection} database
 * @param {Dialect} dialect
 * @param {string} table
 * @param {number} maxRows
 */
async function firstBeyond(database, dialect, table, maxRows) {
  const row = await database
    .selectFrom(table)
    .select([integer('at_ms').as('at'), dialect.text('id').as('key')])
    .orderBy('at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .offset(maxRows)
    .executeTakeFirst();
  return row === undefined ? undefined : { atMs: Number(row.at), id: toText(row.key) };
}
