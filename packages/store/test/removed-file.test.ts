import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Logger } from '@seawall/core/base';
import { describe, expect, it } from 'vitest';
import { openObservationStore, openParkedLog } from '../src/index.ts';
import { call, observed } from './observations/observation-records.ts';
import { parkedCall } from './parked-records.ts';
import { createTempFolder } from './temp-folder.ts';

const all = { order: 'oldest-first', limit: 1000 } as const;

/** A folder for a file, and what the log is told. */
function place(name: string) {
  const folder = createTempFolder();
  const file = join(folder.path, 'data', name);
  const lines: string[] = [];
  const logger: Logger = { log: (level, message) => void lines.push(`${level}: ${message}`) };
  mkdirSync(dirname(file));
  return { file, folder: dirname(file), lines, logger, [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

describe('a log of parked calls that somebody removes while it is open', () => {
  it('keeps what is put from then on in a file that is there, and says what happened', async () => {
    using given = place('parked.db');
    const { file, folder, lines, logger } = given;
    const log = await openParkedLog({ file, logger });
    await log.put(parkedCall({ id: 'before' }));
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    await log.put(parkedCall({ id: 'after' }));
    await log.close();
    expect(lines).toEqual([expect.stringMatching(/^warn: The log of parked calls was removed while it was open/)]);
    const again = await openParkedLog({ file });
    expect((await again.list(all)).map(({ id }) => id)).toEqual(['after']);
    await again.close();
  });

  it('confirms nothing while its folder is gone, and goes on once it is there', async () => {
    using given = place('parked.db');
    const { file, folder, logger } = given;
    const log = await openParkedLog({ file, logger });
    rmSync(folder, { recursive: true });
    const put = log.put(parkedCall({ id: 'lost' }));
    await expect(put).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(put).rejects.toThrow(/Its folder does not exist\./);
    mkdirSync(folder);
    await log.put(parkedCall({ id: 'kept' }));
    expect((await log.list(all)).map(({ id }) => id)).toEqual(['kept']);
    await log.close();
  });

  it('writes into no other file that was put in its place', async () => {
    using given = place('parked.db');
    const { file, folder, logger } = given;
    const log = await openParkedLog({ file, logger });
    await log.put(parkedCall({ id: 'one' }));
    renameSync(file, join(folder, 'moved.db'));
    copyFileSync(join(folder, 'moved.db'), file);
    const put = log.put(parkedCall({ id: 'two' }));
    await expect(put).rejects.toMatchObject({ code: 'STORE_FAILED', context: { fault: 'SEAWALL_REPLACED' } });
    await expect(put).rejects.toThrow(/another file in its place/);
    await log.close();
  });
});

describe('a store of observations that somebody removes while it is open', () => {
  it('writes into a new file, says so, and counts that something was lost', async () => {
    using given = place('observations.db');
    const { file, folder, lines, logger } = given;
    const store = await openObservationStore({ file, logger });
    store.append(observed('call', call({ id: 'before' })));
    await store.flush();
    expect(store.status.dropped).toBe(0);
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    store.append(observed('call', call({ id: 'after' })));
    await store.flush();
    expect(store.status).toMatchObject({ where: 'file', waiting: 0, dropped: 1 });
    expect(lines).toEqual([expect.stringMatching(/^warn: The store of observations was removed while it was open/)]);
    await store.close();
    const again = await openObservationStore({ file });
    expect((await again.calls({ limit: 10 })).items.map(({ id }) => id)).toEqual(['after']);
    await again.close();
  });

  it('says that it can not write while its folder is gone', async () => {
    using given = place('observations.db');
    const { file, folder, logger } = given;
    const store = await openObservationStore({ file, logger });
    rmSync(folder, { recursive: true });
    store.append(observed('call', call({ id: 'one' })));
    await store.flush();
    expect(store.status).toMatchObject({ waiting: 1, trouble: { code: 'STORE_FAILED' } });
    expect(store.status.trouble?.message).toContain('Its folder does not exist.');
    await store.close();
  });
});
