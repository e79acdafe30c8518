import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Logger, ParkedCall } from '@seawall/core/base';
import { createFakeClock, createSeededRandom } from '@seawall/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { openParkedLog } from '../src/index.ts';
import { parkedCall } from './parked-records.ts';
import { createTempFolder } from './temp-folder.ts';

const RECORDS = 60;
const all = { order: 'oldest-first', limit: 1000 } as const;

function records(): readonly ParkedCall[] {
  return Array.from({ length: RECORDS }, (_, index) =>
    parkedCall({
      id: `call-${index}`,
      sequence: index,
      state: index % 2 === 0 ? 'parked' : 'sent',
      arguments: { text: 'x'.repeat(index % 10 === 0 ? 9000 : index * 10) },
    }),
  );
}

/** The bytes of a whole file with the records. */
let whole: Buffer;

beforeAll(async () => {
  using folder = createTempFolder();
  const file = folder.file('parked.db');
  const log = await openParkedLog({ file });
  for (const call of records()) await log.put(call);
  await log.close();
  whole = readFileSync(file);
});

/** Opens a file with these bytes, and tells what it has, what was said, and what lies beside it. */
async function openDamaged(bytes: Uint8Array, name = 'parked.db') {
  using folder = createTempFolder();
  const file = folder.file(name);
  writeFileSync(file, bytes);
  const warnings: Readonly<Record<string, unknown>>[] = [];
  const logger: Logger = { log: (level, message, fields) => warnings.push({ level, message, ...fields }) };
  const log = await openParkedLog({ file, logger, clock: createFakeClock() });
  try {
    const calls = await log.list(all);
    await log.put(parkedCall({ id: 'new', sequence: 1000 }));
    expect(await log.read('new')).toEqual(parkedCall({ id: 'new', sequence: 1000 }));
    return { calls, warnings, beside: readdirSync(dirname(file)).filter((entry) => entry !== basename(file)) };
  } finally {
    await log.close();
  }
}

describe('a damaged log of parked calls', () => {
  it('gives every record of a whole file, and says nothing', async () => {
    const { calls, warnings } = await openDamaged(whole);
    expect(calls).toEqual(records());
    expect(warnings).toEqual([]);
  });

  it('loses one record at most when one of its bytes is wrong, and sets the damaged file aside', async () => {
    const damaged = Buffer.from(whole);
    const at = damaged.indexOf('"id":"call-31"');
    damaged.writeUInt8(damaged.readUInt8(at + 3) ^ 1, at + 3);
    const { calls, warnings, beside } = await openDamaged(damaged);
    expect(calls.map(({ id }) => id)).toEqual(records().flatMap(({ id }) => (id === 'call-31' ? [] : [id])));
    expect(warnings).toMatchObject([{ level: 'warn', kept: RECORDS - 1, lost: 1 }]);
    expect(beside.filter((name) => name.includes('.damaged-'))).toEqual(['parked.db.damaged-20260101T000000Z']);
  });

  it('never gives a record that is not what was written, whatever is wrong', { timeout: 60_000 }, async () => {
    const random = createSeededRandom(20_260_101);
    const whatWasWritten = new Map(records().map((call) => [call.id, call]));
    let kept = 0;
    for (let round = 0; round < 12; round += 1) {
      const damaged = Buffer.from(whole);
      const at = Math.floor(random() * damaged.length);
      const length = round % 3 === 0 ? 1 : round % 3 === 1 ? 30 : 4096;
      for (let offset = at; offset < Math.min(at + length, damaged.length); offset += 1)
        damaged.writeUInt8(Math.floor(random() * 256), offset);
      const { calls } = await openDamaged(damaged);
      for (const call of calls) expect(call, `round ${round}`).toEqual(whatWasWritten.get(call.id));
      kept += calls.length;
    }
    expect(kept).toBeGreaterThan(RECORDS * 6);
  });

  it('keeps what stands before the end of a file that is cut off', async () => {
    const { calls, warnings } = await openDamaged(whole.subarray(0, Math.floor(whole.length / 2)));
    const written = new Map(records().map((call) => [call.id, call]));
    for (const call of calls) expect(call).toEqual(written.get(call.id));
    expect(calls.length).toBeGreaterThan(RECORDS / 5);
    expect(warnings).toHaveLength(1);
  });

  it.each([
    ['has no header', () => Buffer.concat([Buffer.alloc(100, 7), whole.subarray(100)])],
    ['is something else', () => Buffer.from('This is not a database.'.repeat(50))],
  ])('goes on with a new file when it %s', async (_what, bytes) => {
    const { warnings, beside } = await openDamaged(bytes());
    expect(warnings).toMatchObject([{ level: 'warn', kept: 0, lost: 0 }]);
    expect(warnings[0]?.message).toContain('nothing in it could be read, and how many records it held is not known');
    expect(beside.filter((name) => name.includes('.damaged-'))).toHaveLength(1);
  });

  it('keeps the last five damaged files', async () => {
    using folder = createTempFolder();
    const file = folder.file('parked.db');
    const clock = createFakeClock();
    for (let round = 0; round < 7; round += 1) {
      writeFileSync(file, 'no database');
      const log = await openParkedLog({ file, clock });
      await log.close();
      clock.jumpWallClock(60_000);
    }
    const aside = readdirSync(folder.path).filter((name) => name.includes('.damaged-') && !name.endsWith('-journal'));
    expect(aside.toSorted()).toEqual([2, 3, 4, 5, 6].map((minute) => `parked.db.damaged-20260101T000${minute}00Z`));
  });

  it.each([
    ['before the new file took the place', true],
    ['when the new file stood alone', false],
  ])('ends a repair that was interrupted %s', async (_when, hasOld) => {
    using folder = createTempFolder();
    const file = join(folder.path, 'parked.db');
    writeFileSync(`${file}.new`, hasOld ? 'half of a file' : whole);
    if (hasOld) writeFileSync(file, whole);
    const log = await openParkedLog({ file });
    expect(await log.list(all)).toEqual(records());
    await log.close();
    expect(existsSync(`${file}.new`)).toBe(false);
  });
});
