import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Logger } from '@seawall/core/base';
import { createFakeClock, createSeededRandom } from '@seawall/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { openObservationStore } from '../../src/index.ts';
import { createTempFolder } from '../temp-folder.ts';
import { alert, call, error, group, minute, observed, START_MS, silence } from './observation-records.ts';

const COUNT = 300;
const all = { limit: 1000 } as const;

const errors = Array.from({ length: COUNT }, (_, index) =>
  error({ id: `error-${index}`, atMs: START_MS + index, error: { message: `Failure number-${index}` } }),
);
const alerts = Array.from({ length: 20 }, (_, index) => alert({ id: `alert-${index}`, startedAtMs: START_MS + index }));

/** The bytes of a whole file with the records. */
let whole: Buffer;

beforeAll(async () => {
  using folder = createTempFolder();
  const file = folder.file('observations.db');
  const store = await openObservationStore({ file });
  store.append([
    ...observed('error', ...errors),
    ...observed('group', group({ id: 'g' })),
    ...observed('call', call({ id: 'c', argumentsText: '{}' })),
    ...observed('minute', minute({})),
  ]);
  await store.putAlerts(alerts);
  await store.putSilence(silence({ id: 's' }));
  await store.flush();
  await store.close();
  whole = readFileSync(file);
});

/** Opens a file with these bytes, reads it through, and tells what it has, what was said, and what lies beside it. */
async function openDamaged(bytes: Uint8Array) {
  using folder = createTempFolder();
  const file = folder.file('observations.db');
  writeFileSync(file, bytes);
  const warnings: Readonly<Record<string, unknown>>[] = [];
  const logger: Logger = { log: (level, message, fields) => warnings.push({ level, message, ...fields }) };
  const store = await openObservationStore({ file, logger, clock: createFakeClock() });
  try {
    // Whatever is read first may find the damage and have the file replaced.
    await store.errors(all);
    await store.calls(all);
    const found = {
      errors: (await store.errors(all)).items,
      alerts: (await store.alerts(all)).items,
      silences: await store.silences({ endsAfterMs: 0 }),
      words: (await store.errors({ ...all, text: 'number-7' })).items,
      call: await store.call('c'),
      group: await store.group('g'),
    };
    const { dropped } = store.status;
    await store.putAlerts([alert({ id: 'new' })]);
    expect((await store.alerts(all)).items).toContainEqual(alert({ id: 'new' }));
    return {
      ...found,
      dropped,
      warnings,
      beside: readdirSync(dirname(file)).filter((name) => name !== basename(file)),
    };
  } finally {
    await store.close();
  }
}

describe('a damaged store of observations', () => {
  it('gives every record of a whole file, and says nothing', async () => {
    const { errors: found, alerts: kept, warnings } = await openDamaged(whole);
    expect(found).toEqual(errors.toReversed());
    expect(kept).toEqual(alerts.toReversed());
    expect(warnings).toEqual([]);
  });

  it('loses the record of which a byte is wrong, keeps the others, and sets the damaged file aside', async () => {
    const damaged = Buffer.from(whole);
    const at = damaged.indexOf('"message":"Failure number-31"');
    damaged.writeUInt8(damaged.readUInt8(at + 12) ^ 1, at + 12);
    const found = await openDamaged(damaged);
    expect(found.errors).toEqual(errors.filter(({ id }) => id !== 'error-31').toReversed());
    expect(found.alerts).toEqual(alerts.toReversed());
    expect(found.dropped).toBe(1);
    expect(found.silences).toEqual([silence({ id: 's' })]);
    expect(found.call).toEqual(call({ id: 'c', argumentsText: '{}' }));
    expect(found.group).toEqual(group({ id: 'g' }));
    // Its words are found as before.
    expect(found.words).toHaveLength(11);
    expect(found.warnings).toMatchObject([{ level: 'warn', kept: COUNT - 1 + 20 + 3, lost: 1 }]);
    expect(found.beside.filter((name) => name.includes('.damaged-'))).toEqual([
      'observations.db.damaged-20260101T000000Z',
    ]);
  });

  it('never gives a record that is not what was written, whatever is wrong, and always goes on', async () => {
    const random = createSeededRandom(20_260_101);
    const written = new Map([...errors, ...alerts].map((record) => [record.id, record]));
    let kept = 0;
    for (let round = 0; round < 12; round += 1) {
      const damaged = Buffer.from(whole);
      const at = Math.floor(random() * damaged.length);
      const length = round % 3 === 0 ? 1 : round % 3 === 1 ? 30 : 8192;
      for (let offset = at; offset < Math.min(at + length, damaged.length); offset += 1) {
        damaged.writeUInt8(Math.floor(random() * 256), offset);
      }
      const found = await openDamaged(damaged);
      for (const record of [...found.errors, ...found.alerts]) expect(record).toEqual(written.get(record.id));
      kept += found.errors.length + found.alerts.length;
    }
    expect(kept).toBeGreaterThan((COUNT + alerts.length) * 6);
  });

  it('keeps what stands before the end of a file that is cut off', async () => {
    const found = await openDamaged(whole.subarray(0, Math.floor(whole.length / 2)));
    const written = new Map([...errors, ...alerts].map((record) => [record.id, record]));
    for (const record of [...found.errors, ...found.alerts]) expect(record).toEqual(written.get(record.id));
    expect(found.warnings).toHaveLength(1);
  });

  it.each([
    ['has no header', () => Buffer.concat([Buffer.alloc(100, 7), whole.subarray(100)])],
    ['is something else', () => Buffer.from('This is not a database.'.repeat(50))],
  ])('goes on with a new file when it %s', async (_what, bytes) => {
    const { warnings, beside } = await openDamaged(bytes());
    expect(warnings).toHaveLength(1);
    expect(beside.filter((name) => name.includes('.damaged-'))).toHaveLength(1);
  });
});
