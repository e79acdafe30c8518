import { mkdir, readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { AdminAddressFile, readAdminAddress } from '../../src/admin/admin-address.ts';
import { scratchFolder } from '../scratch-folder.ts';

const ADDRESS = { baseUrl: 'http://127.0.0.1:4141', token: 'a-token-of-the-test' };

describe('the file with the address of a gateway', () => {
  it('has what was written last', async () => {
    await using scratch = await scratchFolder();
    const file = new AdminAddressFile(scratch.path);
    const tokens = Array.from({ length: 20 }, (_, index) => `token-${index}`);
    await Promise.all(tokens.map((token) => file.write({ ...ADDRESS, token })));
    expect(await readAdminAddress(scratch.path)).toEqual({ ...ADDRESS, token: 'token-19' });
  });

  it('stays away once the gateway ended, whatever a reload still writes', async () => {
    await using scratch = await scratchFolder();
    const file = new AdminAddressFile(scratch.path);
    await file.write(ADDRESS);
    const before = file.write(ADDRESS);
    const removed = file.remove();
    const after = file.write(ADDRESS);
    await Promise.all([before, removed, after]);
    expect(await readdir(scratch.path)).toEqual([]);
  });

  it('is written after one that could not be', async () => {
    await using scratch = await scratchFolder();
    const file = new AdminAddressFile(`${scratch.path}/data`);
    await expect(file.write(ADDRESS)).rejects.toThrow();
    await mkdir(`${scratch.path}/data`);
    await file.write(ADDRESS);
    expect(await readAdminAddress(`${scratch.path}/data`)).toEqual(ADDRESS);
  });
});
