import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replacePrivateFile } from '../../src/index.ts';

describe('a file that is replaced as a whole', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'seawall-files-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is for this user only, and nothing is left beside it', async () => {
    const file = join(folder, 'kept.json');
    await writeFile(file, 'before', { mode: 0o644 });
    await replacePrivateFile(file, 'after', { isDurable: true });
    expect(await readFile(file, 'utf8')).toBe('after');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['kept.json']);
  });

  it('takes the place of a link, and what that leads to stays', async () => {
    const [file, other] = [join(folder, 'kept.json'), join(folder, 'other')];
    await writeFile(other, 'theirs');
    await symlink(other, file);
    await replacePrivateFile(file, 'ours');
    expect(await readFile(other, 'utf8')).toBe('theirs');
    expect(await readFile(file, 'utf8')).toBe('ours');
  });

  it('leaves nothing behind where it can not be replaced', async () => {
    const file = join(folder, 'kept.json');
    await mkdir(file);
    await expect(replacePrivateFile(file, 'after')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['kept.json']);
  });
});
