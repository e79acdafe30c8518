import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONFIG_FILE_NAMES, findConfigFile } from '../../src/config/find-config-file.ts';
import { createTemporaryFolder, rejection } from './temporary-folder.ts';

describe('findConfigFile', () => {
  it('[A180] takes the file that was named, relative to the folder', async () => {
    await using folder = await createTemporaryFolder();
    const file = await folder.write('sub/mine.json', '{}');
    await folder.write('mcp.json', '{}');
    expect(
      await findConfigFile({ explicit: 'sub/mine.json', env: { SEAWALL_CONFIG: 'other.json' }, folder: folder.path }),
    ).toBe(file);
  });

  it('[A180] takes SEAWALL_CONFIG when no file was named, with ~ for the home folder', async () => {
    await using folder = await createTemporaryFolder();
    const file = await folder.write('home/mine.json', '{}');
    const env = { SEAWALL_CONFIG: '~/mine.json', HOME: join(folder.path, 'home') };
    expect(await findConfigFile({ env, folder: folder.path })).toBe(file);
  });

  it('[A180] searches the folder in the documented order', async () => {
    await using folder = await createTemporaryFolder();
    for (const name of [...CONFIG_FILE_NAMES].reverse()) {
      const file = await folder.write(name, '{}');
      expect(await findConfigFile({ env: { SEAWALL_CONFIG: '' }, folder: folder.path })).toBe(file);
    }
  });

  it('passes over a folder that has the name of a configuration', async () => {
    await using folder = await createTemporaryFolder();
    await folder.write('mcp.json/inside.txt', '');
    const file = await folder.write('.vscode/mcp.json', '{}');
    expect(await findConfigFile({ env: {}, folder: folder.path })).toBe(file);
  });

  it('names every place that was tried when there is none', async () => {
    await using folder = await createTemporaryFolder();
    const error = await rejection(findConfigFile({ env: {}, folder: folder.path }));
    expect(error.code).toBe('CONFIG_NOT_FOUND');
    for (const place of ['--config', '$SEAWALL_CONFIG', folder.path, ...CONFIG_FILE_NAMES])
      expect(error.message).toContain(place);
    expect(error.hint).toContain('--config');
  });

  it.each([
    ['--config', { explicit: 'gone.json', env: {} }],
    ['SEAWALL_CONFIG', { env: { SEAWALL_CONFIG: 'gone.json' } }],
  ])('does not fall back to the search when the file named by %s is missing', async (by, options) => {
    await using folder = await createTemporaryFolder();
    await folder.write('mcp.json', '{}');
    const error = await rejection(findConfigFile({ ...options, folder: folder.path }));
    expect(error.code).toBe('CONFIG_NOT_FOUND');
    expect(error.configFile).toBe(join(folder.path, 'gone.json'));
    expect(error.message).toContain(by);
  });
});
