import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it, vi } from 'vitest';
import { openParkedLog } from '../src/index.ts';
import { parkedCall } from './parked-records.ts';
import { createTempFolder } from './temp-folder.ts';

const all = { order: 'oldest-first', limit: 1000 } as const;

describe('a log of parked calls that can not be opened', () => {
  it('says so when its folder is a file', async () => {
    using folder = createTempFolder();
    writeFileSync(folder.file('folder'), '');
    const opened = openParkedLog({ file: folder.file('folder/parked.db') });
    await expect(opened).rejects.toMatchObject({ code: 'STORE_UNUSABLE', context: { fault: 'ENOTDIR' } });
    await expect(opened).rejects.toThrow('A part of its path is a file.');
  });

  it('says so when its folder does not exist', async () => {
    using folder = createTempFolder();
    await expect(openParkedLog({ file: folder.file('missing/parked.db') })).rejects.toThrow(
      'Its folder does not exist.',
    );
  });

  it('says so when somebody else has it open, and can be opened when they are gone', async () => {
    using folder = createTempFolder();
    const file = folder.file('parked.db');
    const first = await openParkedLog({ file });
    await first.put(parkedCall({ id: 'a' }));
    await expect(openParkedLog({ file })).rejects.toMatchObject({
      code: 'STORE_UNUSABLE',
      context: { fault: 'SQLITE_BUSY' },
    });
    await first.put(parkedCall({ id: 'b', sequence: 2 }));
    await first.close();
    const second = await openParkedLog({ file });
    expect((await second.list(all)).map(({ id }) => id)).toEqual(['a', 'b']);
    await second.close();
  });

  it('leaves alone what a later version wrote', async () => {
    using folder = createTempFolder();
    const file = folder.file('parked.db');
    await (await openParkedLog({ file })).close();
    const { default: Database } = await import('libsql');
    const database = new Database(file);
    database.exec('INSERT INTO migrations VALUES (99, 0)');
    database.close();
    const before = statSync(file).ino;
    await expect(openParkedLog({ file })).rejects.toThrow('A later version of Seawall wrote it.');
    expect(statSync(file).ino).toBe(before);
  });
});

describe('the file of parked calls', () => {
  it('is readable for its owner alone, also when it was made otherwise', async () => {
    using folder = createTempFolder();
    const file = folder.file('parked.db');
    writeFileSync(file, '', { mode: 0o644 });
    const log = await openParkedLog({ file });
    await log.put(parkedCall({ id: 'a' }));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(`${file}-journal`).mode & 0o777).toBe(0o600);
    await log.close();
  });

  it('keeps nothing of what was overwritten', async () => {
    using folder = createTempFolder();
    const file = folder.file('parked.db');
    const secret = ['over', 'written', '-word'].join('');
    const log = await openParkedLog({ file });
    await log.put(parkedCall({ id: 'a', arguments: { note: `${secret} ${'x'.repeat(6000)}` } }));
    await log.put(parkedCall({ id: 'a', arguments: {} }));
    await log.close();
    expect(readFileSync(file).includes(secret)).toBe(false);
  });
});

describe('a disk that is full', () => {
  it('refuses the record, keeps all that was confirmed, and goes on when there is room', async () => {
    using folder = createTempFolder();
    const file = folder.file('parked.db');
    const program = fileURLToPath(new URL('full-disk-main.ts', import.meta.url));
    // A limit on the size of files, in blocks of 1024 bytes, stands for the end of the disk.
    const command = 'ulimit -f 256; exec "$@"';
    const args = [process.execPath, '--import', 'tsx', '--conditions=@seawall/source', program, file];
    const child = spawn('bash', ['-c', command, 'bash', ...args], {
      // What tsx keeps on the disk is no part of this.
      env: { ...process.env, TSX_DISABLE_CACHE: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await once(child, 'close');
    const { confirmed, refused, afterwards } = JSON.parse(output);
    expect(refused).toMatchObject({ code: 'STORE_FAILED', retryable: true });
    expect(confirmed.length).toBeGreaterThan(5);
    expect(afterwards).toEqual(confirmed);
    const log = await openParkedLog({ file });
    expect((await log.list(all)).map(({ id }) => id)).toEqual(confirmed);
    await log.put(parkedCall({ id: 'later', sequence: 1000 }));
    await log.close();
  });
});

describe('the thread of the log', () => {
  it('fails what is under way when it dies, and is started anew by the next operation', async () => {
    using folder = createTempFolder();
    using posted = vi.spyOn(Worker.prototype, 'postMessage');
    const log = await openParkedLog({ file: folder.file('parked.db') });
    await log.put(parkedCall({ id: 'a' }));
    const [thread] = posted.mock.contexts;
    const pending = Array.from({ length: 100 }, (_, index) =>
      log.put(parkedCall({ id: `b-${index}`, sequence: 2 + index })).catch((error: unknown) => error),
    );
    if (thread instanceof Worker) await thread.terminate();
    const ends = await Promise.all(pending);
    expect(ends.at(-1)).toMatchObject({ code: 'STORE_INTERRUPTED', retryable: true });
    await log.put(parkedCall({ id: 'c', sequence: 1000 }));
    const ids = (await log.list(all)).map(({ id }) => id);
    // What was confirmed is there; the one after it may be.
    const confirmed = ends.filter((end) => end === undefined).map((_, index) => `b-${index}`);
    expect(ids).toEqual(expect.arrayContaining(['a', 'c', ...confirmed]));
    expect(ids.length).toBeLessThanOrEqual(confirmed.length + 3);
    expect(new Set(posted.mock.contexts).size).toBe(2);
    await log.close();
  });

  it('is given up when it does not answer in time, and ends by itself', async () => {
    using folder = createTempFolder();
    using ended = vi.spyOn(Worker.prototype, 'terminate');
    const clock = createFakeClock();
    const log = await openParkedLog({ file: folder.file('parked.db'), clock });
    await log.put(parkedCall({ id: 'a' }));
    const puts = Array.from({ length: 200 }, (_, index) =>
      log.put(parkedCall({ id: `b-${index}`, sequence: 2 + index })).catch((error: unknown) => error),
    );
    // More than a thread can do in the few turns in which time passes here.
    await clock.advance(10_000);
    expect((await Promise.all(puts)).at(-1)).toMatchObject({ code: 'STORE_INTERRUPTED' });
    // It has let go of the file, or no other thread could open it.
    expect(await log.read('a')).toMatchObject({ id: 'a' });
    // To end it while the database is at work would end the process.
    expect(ended).not.toHaveBeenCalled();
    await log.close();
    expect(clock.pendingTimers).toBe(0);
  });
});
