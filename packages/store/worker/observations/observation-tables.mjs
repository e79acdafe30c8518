// @ts-check
import { assertKnown } from '../faults.mjs';

/**
 * The tables by their names, whatever is in them: their columns are listed once, below.
 *
 * @typedef {Record<string, Record<string, unknown>>} Tables
 * @typedef {import('kysely').Kysely<Tables>} Connection
 * @typedef {import('kysely').Transaction<Tables>} Transaction
 * @typedef {import('./dialects.mjs').Dialect} Dialect
 */

/** In how many columns the durations of a minute are counted. */
export const DURATION_COLUMNS = Array.from({ length: 15 }, (_, index) => `d${index}`);

/** What is summed up over minutes. */
export const SUM_COLUMNS = ['calls', 'failures', 'recovered', 'attempts', 'total_duration_ms', ...DURATION_COLUMNS];

/**
 * What makes the tables of each version from those of the one before; never changed, only added to. Only what every database
 * has: texts, whole numbers, and no two of a name.
 *
 * What calls and errors are looked through for stands apart from the records themselves, in the order of time: looking through a
 * hundred thousand errors reads some bytes of each, one after the other.
 *
 * @type {readonly ((transaction: Transaction, dialect: Dialect) => Promise<void>)[]}
 */
const MIGRATIONS = [
  async ({ schema }, dialect) => {
    const sums = SUM_COLUMNS.map((name) => `${name} bigint`);
    const record = ['record text', 'checksum bigint'];
    const definitions = {
      call_records: record,
      call_payloads: record,
      error_records: record,
      error_groups: [
        'at_ms bigint',
        'changed_at_ms bigint',
        'server text',
        'kind text',
        'state text',
        'search_text text',
        ...record,
      ],
      alerts: ['at_ms bigint', 'changed_at_ms bigint', 'server? text', 'rule text', 'state text', ...record],
      silences: ['at_ms bigint', ...record],
      deliveries: ['at_ms bigint', 'sink text', ...record],
      health: ['at_ms bigint', 'server text', ...record],
    };
    const searched = {
      calls: [
        'server text',
        'target text',
        'session? text',
        'outcome text',
        'served_by? text',
        'duration_ms bigint',
        'search_text text',
      ],
      errors: [
        'server text',
        'target? text',
        'kind text',
        'code text',
        'outcome text',
        'group_id text',
        'call_id? text',
        'search_text text',
      ],
    };
    for (const [name, columns] of Object.entries(definitions)) {
      await addColumns(schema.createTable(name), ['id text', ...columns])
        .addPrimaryKeyConstraint(`${name}_key`, ['id'])
        .execute();
    }
    for (const [name, columns] of Object.entries(searched)) {
      await addColumns(schema.createTable(name), ['at_ms bigint', 'id text', ...columns])
        .addPrimaryKeyConstraint(`${name}_key`, ['at_ms', 'id'])
        .modifyEnd(dialect.inKeyOrder)
        .execute();
      await schema.createIndex(`${name}_by_id`).on(name).unique().columns(['id']).execute();
      await schema.createIndex(`${name}_by_server`).on(name).columns(['server', 'at_ms', 'id']).execute();
    }
    for (const name of ['minutes', 'five_minutes', 'hours']) {
      await addColumns(schema.createTable(name), ['at_ms bigint', 'server text', 'target text', ...sums])
        .addPrimaryKeyConstraint(`${name}_key`, ['at_ms', 'server', 'target'])
        .execute();
    }
    for (const name of ['error_groups', 'alerts', 'silences', 'deliveries', 'health']) {
      await schema.createIndex(`${name}_by_time`).on(name).columns(['at_ms', 'id']).execute();
    }
    // By these errors are counted.
    for (const column of ['group_id', 'target', 'kind', 'code', 'outcome']) {
      await schema.createIndex(`errors_by_${column}`).on('errors').columns([column, 'at_ms', 'id']).execute();
    }
    await schema.createIndex('errors_by_call').on('errors').columns(['call_id']).execute();
  },
];

/** The version of the tables that this program knows. */
export const LATEST_VERSION = MIGRATIONS.length;

/**
 * Brings the tables up to this version, in one transaction.
 *
 * @param {Connection} database
 * @param {Dialect} dialect
 * @param {number} nowMs
 * @throws {NewerError} when a later version wrote them
 */
export async function migrate(database, dialect, nowMs) {
  await database.transaction().execute(async (transaction) => {
    await addColumns(transaction.schema.createTable('migrations').ifNotExists(), [
      'version bigint',
      'applied_at_ms bigint',
    ])
      .addPrimaryKeyConstraint('migrations_key', ['version'])
      .execute();
    const rows = await transaction
      .selectFrom('migrations')
      .select(({ fn }) => [fn.max('version').as('version')])
      .execute();
    const current = Number(rows[0]?.version ?? 0);
    assertKnown(current, LATEST_VERSION);
    for (const [index, apply] of MIGRATIONS.entries()) {
      if (index < current) continue;
      await apply(transaction, dialect);
      await transaction
        .insertInto('migrations')
        .values({ version: index + 1, applied_at_ms: nowMs })
        .execute();
    }
  });
}

/**
 * @param {import('kysely').CreateTableBuilder<string, never>} table
 * @param {readonly string[]} columns as `name type`; with a question mark where there may be no value
 * @returns {import('kysely').CreateTableBuilder<string, string>}
 */
function addColumns(table, columns) {
  /** @type {import('kysely').CreateTableBuilder<string, string>} */
  let all = table;
  for (const column of columns) {
    const [, name = '', mark, type] = /^(\w+)(\??) (text|bigint)$/.exec(column) ?? [];
    const isText = type === 'text';
    all = all.addColumn(name, isText ? 'text' : 'bigint', (built) => (mark === '?' ? built : built.notNull()));
  }
  return all;
}
