import { mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { MCPConfigurationError } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { prepareDataDir, reasonOf } from '../../src/data-dir/data-dir.ts';
import { dataDirInUse, LOCK_FILE, lockDataDir } from '../../src/data-dir/data-dir-lock.ts';
import { identifyProcess } from '../../src/data-dir/process-identity.ts';
import { scratchFolder } from '../scratch-folder.ts';

async function failureOf(promise: Promise<unknown>): Promise<MCPConfigurationError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!MCPConfigurationError.isInstance(error)) throw new Error(`Not refused: ${String(error)}`);
  return error;
}

describe('prepareDataDir', () => {
  it('creates the folder for its owner only, parents included', async () => {
    await using scratch = await scratchFolder();
    const path = join(scratch.path, 'a', 'b');
    await prepareDataDir(path);
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    await prepareDataDir(path);
  });

  it('refuses a file, a path through a file and a link to nowhere, and says why', async () => {
    await using scratch = await scratchFolder();
    const file = await scratch.write('file', 'x');
    const dangling = join(scratch.path, 'dangling');
    await symlink(join(scratch.path, 'nowhere', 'at', 'all'), dangling);
    for (const path of [file, join(file, 'below'), dangling]) {
      const error = await failureOf(prepareDataDir(path));
      expect(error).toMatchObject({ code: 'DATA_DIR_UNUSABLE', hint: expect.stringContaining('--data-dir') });
      expect(error.message).toMatch(/is a file|nowhere/);
    }
  });

  it('takes a link of our own', async () => {
    await using scratch = await scratchFolder();
    const real = join(scratch.path, 'real');
    const linked = join(scratch.path, 'linked');
    await mkdir(real);
    await symlink(real, linked);
    await expect(prepareDataDir(linked)).resolves.toBeUndefined();
  });

  it.each([
    ['EACCES', 'may not write'],
    ['EROFS', 'read-only'],
    ['ENOSPC', 'full'],
    ['EIO', 'answered EIO'],
  ])('says why when the system refuses with %s', (code, reason) => {
    expect(reasonOf(Object.assign(new Error('refused'), { code }))).toContain(reason);
  });
});

describe('lockDataDir', () => {
  it('gives the folder to one holder at a time, named to the others', async () => {
    await using scratch = await scratchFolder();
    const first = await lockDataDir(scratch.path);
    if (first.kind !== 'held') throw new Error('The folder was free.');
    expect(await lockDataDir(scratch.path)).toEqual({ kind: 'taken', holderPid: process.pid });
    await first.lock.release();
    await first.lock.release();
    const second = await lockDataDir(scratch.path);
    expect(second.kind).toBe('held');
    await first.lock.release();
    expect(await lockDataDir(scratch.path)).toMatchObject({ kind: 'taken' });
  });

  it('lets only one of many take a lock over that a dead process left', async () => {
    await using scratch = await scratchFolder();
    await scratch.write(LOCK_FILE, {
      pid: 2 ** 30,
      host: (await identifyProcess(process.pid))?.host ?? '',
      startedAt: 'x',
    });
    const results = await Promise.all(Array.from({ length: 8 }, () => lockDataDir(scratch.path)));
    expect(results.filter((result) => result.kind === 'held')).toHaveLength(1);
    expect(await readdir(scratch.path)).toEqual([LOCK_FILE]);
  });

  it('takes over from a process whose id another one has now, from another host, and from nonsense', async () => {
    const own = await identifyProcess(process.pid);
    for (const left of [
      { ...own, startedAt: 'another boot/1' },
      { ...own, host: 'elsewhere' },
      'nonsense',
      '',
      { pid: -1, host: 'x' },
    ]) {
      await using scratch = await scratchFolder();
      const file = await scratch.write(LOCK_FILE, left);
      expect((await lockDataDir(scratch.path)).kind).toBe('held');
      expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: process.pid });
    }
  });

  it('names the holder and what to do', () => {
    const error = dataDirInUse('/data', 4711);
    expect(error).toMatchObject({ code: 'DATA_DIR_IN_USE', context: { holderPid: 4711 } });
    expect(`${error.message} ${error.hint}`).toMatch(/process 4711.*--data-dir/);
  });
});
