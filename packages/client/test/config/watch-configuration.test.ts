import { rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, MCPError, systemClock } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/config/configuration.ts';
import { readConfiguration } from '../../src/config/read-configuration.ts';
import {
  type ConfigurationWatch,
  WATCH_DEFAULTS,
  type WatchFolder,
  watchConfiguration,
} from '../../src/config/watch-configuration.ts';
import { createTemporaryFolder, first, stdio, type TemporaryFolder } from './temporary-folder.ts';

const { debounceMs, pollMs } = WATCH_DEFAULTS;
const config = (command: string, more: object = {}): string =>
  JSON.stringify({ mcpServers: { a: { command, ...more } } });

/** A clock whose timers the test runs one by one, each as soon as it is set. */
interface HandClock extends Clock {
  readonly pending: ReadonlySet<PendingTimer>;
  /** Waits for a timer of this length and runs it. */
  run(delayMs: number): Promise<void>;
  /** Runs every timer of this length, those that are set meanwhile too, until `end` settles. */
  runAll<T>(delayMs: number, end: Promise<T>): Promise<T>;
}

interface PendingTimer {
  readonly delayMs: number;
  readonly callback: () => void;
}

function createHandClock(): HandClock {
  const pending = new Set<PendingTimer>();
  const waiting = new Set<() => void>();
  let automaticDelayMs: number | undefined;
  const runAutomatically = (): void => {
    for (const timer of [...pending]) if (timer.delayMs === automaticDelayMs && pending.delete(timer)) timer.callback();
  };
  return {
    pending,
    now: () => 0,
    monotonicMs: () => 0,
    setTimer: (callback, delayMs) => {
      const timer = { callback, delayMs };
      pending.add(timer);
      for (const notify of waiting) notify();
      queueMicrotask(runAutomatically);
      return { cancel: () => pending.delete(timer) };
    },
    runAll: async (delayMs, end) => {
      automaticDelayMs = delayMs;
      runAutomatically();
      try {
        return await end;
      } finally {
        automaticDelayMs = undefined;
      }
    },
    run: async (delayMs) => {
      for (;;) {
        const timer = [...pending].find((candidate) => candidate.delayMs === delayMs);
        if (timer !== undefined) {
          pending.delete(timer);
          timer.callback();
          return;
        }
        await new Promise<void>((resolve) => {
          const notify = (): void => {
            waiting.delete(notify);
            resolve();
          };
          waiting.add(notify);
        });
      }
    },
  };
}

/** What the watch told, in order; `next` waits for it. */
function createQueue<T>(): {
  readonly push: (item: T) => void;
  readonly next: () => Promise<T>;
  readonly rest: readonly T[];
} {
  const items: T[] = [];
  const waiting: ((item: T) => void)[] = [];
  return {
    rest: items,
    push: (item) => {
      const taker = waiting.shift();
      if (taker === undefined) items.push(item);
      else taker(item);
    },
    next: () => {
      const item = items.shift();
      return item === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(item);
    },
  };
}

interface Fixture extends AsyncDisposable {
  readonly folder: TemporaryFolder;
  readonly file: string;
  readonly clock: HandClock;
  readonly told: ReturnType<typeof createQueue<Configuration | MCPError>>;
  readonly watch: ConfigurationWatch;
  readonly watchedFolders: ReadonlyMap<string, () => void>;
  /** Says that something happened in the folder. */
  touch(): void;
}

async function createFixture(
  options: {
    readonly files?: Readonly<Record<string, string>>;
    readonly cannotWatch?: boolean;
    readonly withoutCurrent?: boolean;
    readonly before?: (folder: TemporaryFolder) => Promise<unknown>;
  } = {},
): Promise<Fixture> {
  const folder = await createTemporaryFolder();
  for (const [name, content] of Object.entries(options.files ?? { 'mcp.json': config('one') }))
    await folder.write(name, content);
  const file = join(folder.path, 'mcp.json');
  const surroundings = { file, env: {}, folder: folder.path };
  const current = options.withoutCurrent ? undefined : await readConfiguration(surroundings);
  await options.before?.(folder);
  const clock = createHandClock();
  const told = createQueue<Configuration | MCPError>();
  const watchedFolders = new Map<string, () => void>();
  const watchFolder: WatchFolder = (path, onEvent) => {
    if (options.cannotWatch) throw new Error('ENOSPC');
    watchedFolders.set(path, onEvent);
    return { close: () => watchedFolders.delete(path) };
  };
  const watch = watchConfiguration({
    ...surroundings,
    ...(current === undefined ? {} : { current }),
    clock,
    watchFolder,
    onChange: told.push,
    onError: told.push,
  });
  return {
    folder,
    file,
    clock,
    told,
    watch,
    watchedFolders,
    touch: () => watchedFolders.get(folder.path)?.(),
    [Symbol.asyncDispose]: async () => {
      watch.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Says that something happened, and lets time pass until the watch told something. */
function settle(fixture: Fixture): Promise<Configuration | MCPError> {
  fixture.touch();
  return fixture.clock.runAll(debounceMs, fixture.told.next());
}

async function started(fixture: Fixture): Promise<void> {
  await fixture.clock.run(0);
  await expect.poll(() => fixture.watchedFolders.size).toBeGreaterThan(0);
}

function command(told: Configuration | MCPError): string {
  if (MCPError.isInstance(told)) throw told;
  return stdio(first(told)).command;
}

describe('watchConfiguration', () => {
  it('gives the new configuration when the file changed', async () => {
    await using fixture = await createFixture();
    await started(fixture);
    await fixture.folder.write('mcp.json', config('two'));
    expect(command(await settle(fixture))).toBe('two');
  });

  it('does nothing when the file was only touched, or something else in the folder changed', async () => {
    await using fixture = await createFixture();
    await started(fixture);
    await utimes(fixture.file, new Date(0), new Date(0));
    fixture.touch();
    await fixture.clock.run(debounceMs);
    await fixture.folder.write('other.txt', 'x');
    fixture.touch();
    await fixture.clock.run(debounceMs);
    await fixture.folder.write('mcp.json', config('two'));
    expect(command(await settle(fixture))).toBe('two');
    expect(fixture.told.rest).toEqual([]);
  });

  it('notices a change between reading and watching', async () => {
    await using fixture = await createFixture({ before: (folder) => folder.write('mcp.json', config('two')) });
    await fixture.clock.run(0);
    await fixture.clock.run(debounceMs);
    expect(command(await fixture.told.next())).toBe('two');
  });

  it('takes the files as they are for known when no configuration was given', async () => {
    const files = { 'mcp.json': config('one', { envFile: '.env' }), '.env': 'A=1' };
    await using fixture = await createFixture({ files, withoutCurrent: true });
    await started(fixture);
    await fixture.folder.write('.env', 'A=2');
    const told = await settle(fixture);
    expect(MCPError.isInstance(told) ? undefined : stdio(first(told)).env).toEqual({ A: '2' });
  });

  it('waits until the content stays, so that a file that is being written is not read', async () => {
    await using fixture = await createFixture();
    await started(fixture);
    await fixture.folder.write('mcp.json', config('two').slice(0, 10));
    fixture.touch();
    await fixture.clock.run(debounceMs);
    await expect.poll(() => fixture.clock.pending.size).toBe(1);
    await fixture.folder.write('mcp.json', config('three'));
    expect(command(await settle(fixture))).toBe('three');
    expect(fixture.told.rest).toEqual([]);
  });

  it('gives the error once when the file is broken, and the configuration when it is mended', async () => {
    await using fixture = await createFixture();
    await started(fixture);
    await fixture.folder.write('mcp.json', '{');
    expect(await settle(fixture)).toMatchObject({ code: 'CONFIG_SYNTAX' });
    await fixture.folder.write('mcp.json', config('two'));
    expect(command(await settle(fixture))).toBe('two');
    expect(fixture.told.rest).toEqual([]);
  });

  it('watches env files in other folders', async () => {
    const files = { 'mcp.json': config('one', { envFile: 'env/.env' }), 'env/.env': 'A=1' };
    await using fixture = await createFixture({ files });
    await started(fixture);
    await expect
      .poll(() => [...fixture.watchedFolders.keys()])
      .toEqual([fixture.folder.path, join(fixture.folder.path, 'env')]);
    await fixture.folder.write('mcp.json', config('two'));
    expect(command(await settle(fixture))).toBe('two');
    expect([...fixture.watchedFolders.keys()]).toEqual([fixture.folder.path]);
  });

  it('tells when the file is gone, and looks for it from time to time', async () => {
    await using fixture = await createFixture();
    await started(fixture);
    await rm(fixture.file);
    expect(await settle(fixture)).toMatchObject({ code: 'CONFIG_NOT_FOUND' });
    await fixture.folder.write('mcp.json', config('two'));
    await fixture.clock.run(pollMs);
    await fixture.clock.run(0);
    await fixture.clock.run(debounceMs);
    expect(command(await fixture.told.next())).toBe('two');
  });

  it('looks from time to time where a folder can not be watched', async () => {
    await using fixture = await createFixture({ cannotWatch: true });
    await fixture.clock.run(0);
    await fixture.folder.write('mcp.json', config('two'));
    await fixture.clock.run(pollMs);
    await fixture.clock.run(0);
    await fixture.clock.run(debounceMs);
    expect(command(await fixture.told.next())).toBe('two');
  });

  it('leaves no timer and no watcher behind, and may be closed twice', async () => {
    await using fixture = await createFixture();
    await started(fixture);
    fixture.touch();
    fixture.watch.close();
    fixture.watch.close();
    expect(fixture.clock.pending.size).toBe(0);
    expect(fixture.watchedFolders.size).toBe(0);
  });

  it('survives files that are replaced as a whole, on the real file system', async () => {
    await using folder = await createTemporaryFolder();
    const file = await folder.write('mcp.json', config('0'));
    const surroundings = { file, env: {}, folder: folder.path };
    const told = createQueue<Configuration | MCPError>();
    const current = await readConfiguration(surroundings);
    using _watch = watchConfiguration({
      ...surroundings,
      current,
      clock: systemClock,
      debounceMs: 1,
      pollMs: 20,
      onChange: told.push,
      onError: told.push,
    });
    for (const name of ['1', '2']) {
      await writeFile(`${file}.new`, config(name));
      await rename(`${file}.new`, file);
      expect(command(await told.next())).toBe(name);
    }
  });
});
