import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Logger, ObservationStore } from '@seawall/core/base';
import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it, vi } from 'vitest';
import { openObservationStore } from '../../src/index.ts';
import { createTempFolder } from '../temp-folder.ts';
import { alert, call, error, observed, START_MS } from './observation-records.ts';

const all = { limit: 1000 } as const;

/** A file that is closed and gone after the test. */
async function openStore(
  options: Partial<Parameters<typeof openObservationStore>[0]> = {},
): Promise<AsyncDisposable & { readonly store: ObservationStore; readonly file: string }> {
  const folder = createTempFolder();
  const file = folder.file('observations.db');
  const store = await openObservationStore({ file, ...options });
  return {
    store,
    file,
    [Symbol.asyncDispose]: async () => {
      await store.close();
      folder[Symbol.dispose]();
    },
  };
}

function recordingLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  return { lines, log: (level, message) => void lines.push(`${level}: ${message}`) };
}

describe('a store of observations that can not be opened', () => {
  it.each([
    ['its folder does not exist', 'missing/observations.db', 'Its folder does not exist.'],
    ['its folder is a file', 'file/observations.db', 'A part of its path is a file.'],
    ['its folder leads to nowhere', 'nowhere/observations.db', 'Its folder does not exist.'],
    ['it is a symbolic link', 'link.db', 'A symbolic link stands in its place'],
    ['it is a folder', 'folder', 'SQLITE_CANTOPEN|It is a folder|can not be made'],
  ])('says so when %s', async (_what, name, reason) => {
    using folder = createTempFolder();
    writeFileSync(folder.file('file'), '');
    mkdirSync(folder.file('folder'));
    symlinkSync(folder.file('gone'), folder.file('nowhere'));
    symlinkSync(folder.file('file'), folder.file('link.db'));
    const opened = openObservationStore({ file: folder.file(name) });
    await expect(opened).rejects.toMatchObject({ name: 'MCPConfigurationError', code: 'STORE_UNUSABLE' });
    await expect(opened).rejects.toThrow(new RegExp(reason));
    expect(readFileSync(folder.file('file'), 'utf8')).toBe('');
  });

  it('says so when nothing may be written there', async () => {
    // Not even by those who may do everything else.
    const opened = openObservationStore({ file: '/sys/observations.db' });
    await expect(opened).rejects.toMatchObject({ code: 'STORE_UNUSABLE' });
    await expect(opened).rejects.toThrow(/may not write there|read-only/);
  });

  it('says so when somebody else has it open, and can be opened when they are gone', async () => {
    await using first = await openStore();
    await first.store.putAlerts([alert({ id: 'a' })]);
    await expect(openObservationStore({ file: first.file })).rejects.toMatchObject({
      code: 'STORE_UNUSABLE',
      context: { fault: 'SQLITE_BUSY' },
    });
    await first.store.putAlerts([alert({ id: 'b' })]);
    await first.store.close();
    const second = await openObservationStore({ file: first.file });
    expect((await second.alerts(all)).items.map(({ id }) => id)).toEqual(['b', 'a']);
    await second.close();
  });

  it('leaves alone what a later version wrote', async () => {
    await using subject = await openStore();
    await subject.store.putAlerts([alert({ id: 'a' })]);
    await subject.store.close();
    const { default: Database } = await import('libsql');
    const database = new Database(subject.file);
    database.exec('INSERT INTO migrations VALUES (99, 0)');
    database.close();
    const before = statSync(subject.file).ino;
    await expect(openObservationStore({ file: subject.file })).rejects.toThrow('A later version of Seawall wrote it.');
    await expect(openObservationStore({ file: subject.file })).rejects.toThrow('A later version of Seawall wrote it.');
    expect(statSync(subject.file).ino).toBe(before);
  });

  it.each([{ maxWaiting: 0 }, { maxWaiting: 1.5 }, { maxWaitingCharacters: Number.NaN }])(
    'refuses the limits %j',
    async (limits) => {
      using folder = createTempFolder();
      const opened = openObservationStore({ file: folder.file('observations.db'), limits });
      await expect(opened).rejects.toMatchObject({ code: 'OPTION_INVALID' });
    },
  );
});

describe('the file of observations', () => {
  it('is readable for its owner alone, and so is what stands beside it', async () => {
    await using subject = await openStore();
    await subject.store.putAlerts([alert({ id: 'a' })]);
    for (const name of [subject.file, `${subject.file}-wal`]) expect(statSync(name).mode & 0o777, name).toBe(0o600);
    await subject.store.close();
    expect(existsSync(`${subject.file}-wal`)).toBe(false);
  });

  it('has nothing of what was purged, and gives the space back', async () => {
    await using subject = await openStore();
    const { store, file } = subject;
    const word = ['pur', 'ged', '-word'].join('');
    store.append(
      observed(
        'call',
        ...Array.from({ length: 600 }, (_, index) =>
          call({ id: `c${index}`, argumentsText: JSON.stringify({ note: word.repeat(300) }) }),
        ),
      ),
    );
    await store.flush();
    expect(readFileSync(file).includes(word) || readFileSync(`${file}-wal`).includes(word)).toBe(true);
    expect(await store.purge({ what: 'payloads' })).toBe(600);
    expect(readFileSync(file).includes(word)).toBe(false);
    expect(readFileSync(`${file}-wal`).includes(word)).toBe(false);
    expect(statSync(file).size).toBeLessThan(1_000_000);
    expect((await store.calls(all)).items).toHaveLength(600);
  });
});

describe('records on their way to the file', () => {
  it('are written in batches after a moment, or at once when many wait', async () => {
    const clock = createFakeClock();
    await using subject = await openStore({ clock });
    const { store } = subject;
    using posted = vi.spyOn(Worker.prototype, 'postMessage');
    store.append(observed('call', call({ id: 'a' })));
    await clock.advance(999);
    expect(posted).toHaveBeenCalledTimes(0);
    await clock.advance(1);
    await expect.poll(() => store.status).toMatchObject({ waiting: 0, written: 1 });
    expect(posted).toHaveBeenCalledTimes(1);
    store.append(observed('call', ...Array.from({ length: 500 }, (_, index) => call({ id: `b${index}` }))));
    await expect.poll(() => store.status).toMatchObject({ waiting: 0, written: 501 });
    // Up to 250 in each transaction.
    expect(posted).toHaveBeenCalledTimes(3);
  });

  it('are dropped from the oldest on when too many wait, counted, and said once', async () => {
    const clock = createFakeClock();
    const logger = recordingLogger();
    await using subject = await openStore({ clock, logger, limits: { maxWaiting: 10 } });
    const { store } = subject;
    for (let index = 0; index < 15; index += 1)
      store.append(observed('call', call({ id: `c${index}`, startedAtMs: START_MS + index })));
    expect(store.status).toMatchObject({
      waiting: 10,
      dropped: 5,
      trouble: { code: 'STORE_FAILED', sinceMs: clock.now() },
    });
    await store.flush();
    expect((await store.calls(all)).items.map(({ id }) => id)).toEqual('c14 c13 c12 c11 c10 c9 c8 c7 c6 c5'.split(' '));
    expect(store.status).toEqual({ where: 'file', waiting: 0, written: 10, dropped: 5 });
    expect(logger.lines).toEqual([
      'warn: What is observed can not be written. More is observed than can be written: the oldest records are dropped.',
      'info: What is observed is written again.',
    ]);
  });

  it('are bounded in their size too', async () => {
    await using subject = await openStore({ clock: createFakeClock(), limits: { maxWaitingCharacters: 100_000 } });
    const { store } = subject;
    const large = (id: string) => call({ id, resultText: 'x'.repeat(40_000) });
    store.append(
      observed('call', large('a'), large('b'), large('c'), call({ id: 'huge', resultText: 'x'.repeat(2e6) })),
    );
    await store.flush();
    expect((await store.calls(all)).items.map(({ id }) => id)).toEqual(['c', 'b']);
    expect(store.status.dropped).toBe(2);
  });

  it('are dropped alone where they have no JSON', async () => {
    await using subject = await openStore();
    const { store } = subject;
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    store.append(observed('error', error({ id: 'a', error: { context: circular } }), error({ id: 'b' })));
    await store.flush();
    expect((await store.errors(all)).items.map(({ id }) => id)).toEqual(['b']);
    expect(store.status).toMatchObject({ written: 1, dropped: 1 });
  });
});

describe('a disk that is full', () => {
  it('costs records that are counted, refuses alerts, and keeps all that was confirmed', async () => {
    using folder = createTempFolder();
    const file = folder.file('observations.db');
    const program = fileURLToPath(new URL('full-disk-observer-main.ts', import.meta.url));
    // A limit on the size of files, in blocks of 1024 bytes, stands for the end of the disk.
    const args = [process.execPath, '--import', 'tsx', '--conditions=@seawall/source', program, file];
    const child = spawn('bash', ['-c', 'ulimit -f 2048; exec "$@"', 'bash', ...args], {
      // What tsx keeps on the disk is no part of this.
      env: { ...process.env, TSX_DISABLE_CACHE: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await once(child, 'close');
    const { confirmed, refused, status, readable, logged, end } = JSON.parse(output);
    expect(refused).toMatchObject({ code: 'STORE_FAILED', retryable: true });
    expect(confirmed.length).toBeGreaterThan(20);
    expect([...readable].toSorted()).toEqual([...confirmed].toSorted());
    expect(status).toMatchObject({ waiting: 100, dropped: 200, trouble: { code: 'STORE_FAILED' } });
    expect(logged).toHaveLength(1);
    expect(end).toMatchObject({ waiting: 0, dropped: 300 });
    const store = await openObservationStore({ file });
    expect((await store.alerts(all)).items.map(({ id }) => id).toSorted()).toEqual([...confirmed].toSorted());
    await store.putAlerts([alert({ id: 'later' })]);
    await store.close();
  });
});

describe('the thread of the observations', () => {
  it('is started anew when it died, and what it was writing is written then', async () => {
    using posted = vi.spyOn(Worker.prototype, 'postMessage');
    const logger = recordingLogger();
    await using subject = await openStore({ logger });
    const { store } = subject;
    await store.putAlerts([alert({ id: 'a' })]);
    const [thread] = posted.mock.contexts;
    const ids = Array.from({ length: 300 }, (_, index) => `c${index}`);
    store.append(observed('call', ...ids.map((id) => call({ id }))));
    const flushed = store.flush();
    const pending = store.alerts(all).catch((failure: unknown) => failure);
    if (thread instanceof Worker) await thread.terminate();
    expect(await pending).toMatchObject({ code: 'STORE_INTERRUPTED' });
    await flushed;
    await store.flush();
    expect((await store.calls(all)).items).toHaveLength(300);
    expect((await store.alerts(all)).items.map(({ id }) => id)).toEqual(['a']);
    expect(store.status).toMatchObject({ waiting: 0, written: 300, dropped: 0 });
    expect(store.status.trouble).toBe(undefined);
    expect(logger.lines).toHaveLength(2);
    expect(new Set(posted.mock.contexts).size).toBe(2);
  });

  it('is given up two seconds after the store is closed, and what waits is counted as dropped', async () => {
    const clock = createFakeClock();
    await using subject = await openStore({ clock });
    const { store } = subject;
    // The thread never hears of what is asked.
    using _deaf = vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(() => undefined);
    store.append(observed('call', call({ id: 'a' }), call({ id: 'b' })));
    const closed = store.close();
    await clock.advance(1999);
    expect(store.status.waiting).toBe(2);
    await clock.advance(1);
    await closed;
    expect(store.status).toMatchObject({ waiting: 0, written: 0, dropped: 2 });
    expect(clock.pendingTimers).toBe(0);
  });

  it('is asked again later when it did not answer in time', async () => {
    const clock = createFakeClock();
    await using subject = await openStore({ clock });
    const { store } = subject;
    store.append(observed('call', call({ id: 'a' })));
    {
      using _deaf = vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(() => undefined);
      const flushed = store.flush();
      await clock.advance(10_000);
      await flushed;
      expect(store.status).toMatchObject({ waiting: 1, trouble: { code: 'STORE_INTERRUPTED' } });
    }
    await clock.advance(1000);
    await expect.poll(() => store.status.written).toBe(1);
    expect((await store.calls(all)).items.map(({ id }) => id)).toEqual(['a']);
    await store.close();
    expect(clock.pendingTimers).toBe(0);
  });
});
