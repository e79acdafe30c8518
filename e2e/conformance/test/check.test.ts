import { mkdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { readChecks } from '../check.ts';

const TIME = '2026-11-22T07-05-27-257Z';

it('reads the checks of servers and clients, each under its scenario', async () => {
  await using folder = await temporaryFolder();
  await write(folder, `server-tools-list-${TIME}`, [{ id: 'a', status: 'SUCCESS' }]);
  await write(folder, `tools_call-${TIME}`, [{ id: 'b', status: 'FAILURE', errorMessage: 'no' }]);
  expect(await readChecks(folder.path)).toEqual([
    { scenario: 'tools-list', id: 'a', status: 'SUCCESS', message: '' },
    { scenario: 'tools_call', id: 'b', status: 'FAILURE', message: 'no' },
  ]);
});

it('finds no checks where a scenario broke off, or nothing ran', async () => {
  await using folder = await temporaryFolder();
  await mkdir(folder.file(`server-ping-${TIME}`));
  expect(await readChecks(folder.path)).toEqual([]);
  expect(await readChecks(folder.file('absent'))).toEqual([]);
});

it('refuses what no suite writes', async () => {
  await using folder = await temporaryFolder();
  await write(folder, `server-ping-${TIME}`, [{ id: 'a', status: 'MAYBE' }]);
  await expect(readChecks(folder.path)).rejects.toThrow('unknown status "MAYBE"');
  await using other = await temporaryFolder();
  await mkdir(other.file('something'));
  await expect(readChecks(other.path)).rejects.toThrow('no scenario\'s: "something"');
});

async function write(folder: Awaited<ReturnType<typeof temporaryFolder>>, name: string, checks: object): Promise<void> {
  await mkdir(folder.file(name));
  await folder.write(`${name}/checks.json`, checks);
}
