// @ts-check
import { NewerError } from '../faults.mjs';

/**
 * The tables by their names, whatever is in them: their columns are listed once, below.
 *
 * @typedef {Record<string, Record<string, unknown>>} Tables
 * @typedef {import('kysely').Kysely<Tables>} Connection
 * @typedef {import('kysely').Transaction<Tables>} Transaction
 */

/** In how many columns the durations of a minute are counted. */
export const DURATION_COLUMNS = Array.from({ length: 15 }, (_, index) => `d${index}`);

/** What is summed up over minutes. */
export const SUM_COLUMNS = ['calls', 'failures', 'recovered', 'attempts', 'total_duration_ms', ...DURATION_COLUMNS];

/**
 * What makes the tables of each version from those of the one before; never changed, only added to. Only what every database
 * has: texts, whole numbers, and no two of a name.
 *
 * What lists are looked through for stands apart from the records themselves, so that looking through a hundred thousand errors
 * reads some bytes of each.
 *
 * @type {readonly ((transaction: Transaction) => Promise<void>)[]}
 */
const MIGRATIONS = [
  async ({ schema }) => {
    const sums = SUM_COLUMNS.map((name) => `${name} bigint`);
    const record = ['record text', 'checksum bigint'];
    const definitions = {
      calls: [
        'at_ms bigint',
        'server text',
        'target text',
        'session? text',
        'outcome text',
        'served_by? text',
        'duration_ms bigint',
        'search_text text',
      ],
      call_records: record,
      call_payloads: record,
      errors: [
        'at_ms bigint',
        'server text',
        'target? text',
        'kind text',
        'code text',
        'outcome text',
        'group_id text',
        'call_id? text',
        'search_text text',
      ],
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
    for (const [name, columns] of Object.entries(definitions)) {
      await addColumns(schema.createTable(name), ['id text', ...columns])
        .addPrimaryKeyConstraint(`${name}_key`, ['id'])
        .execute();
    }
    for (const name of ['minutes', 'hours']) {
      await addColumns(schema.createTable(name), ['at_ms bigint', 'server text', 'target text', ...sums])
        .addPrimaryKeyConstraint(`${name}_key`, ['at_ms', 'server', 'target'])
        .execute();
    }
    for (const name of ['calls', 'errors', 'error_groups', 'alerts', 'silences', 'deliveries', 'health']) {
      await schema.createIndex(`${name}_by_time`).on(name).columns(['at_ms', 'id']).execute();
    }
    for (const name of ['calls', 'errors']) {
      await schema.createIndex(`${name}_by_server`).on(name).columns(['server', 'at_ms', 'id']).execute();
    }
    await schema.createIndex('errors_by_group').on('errors').columns(['group_id', 'at_ms', 'id']).execute();
    await schema.createIndex('errors_by_call').on('errors').columns(['call_id']).execute();
  },
];

/**
 * Brings the tables up to this version, in one transaction.
 *
 * @param {Connection} database
 * @param {number} nowMs
 * @throws {NewerError} when a later version wrote them
 */
export async function migrate(database, nowMs) {
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
    if (current > MIGRATIONS.length) {
      throw new NewerError(`The file has version ${current}, and this program knows ${MIGRATIONS.length}.`);
    }
    for (const [index, apply] of MIGRATIONS.entries()) {
      if (index < current) continue;
      await apply(transaction);
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
