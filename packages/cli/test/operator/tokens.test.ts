import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAdminClient } from '@seawall/admin-api';
import { expect, it } from 'vitest';
import { runGateway } from './running-gateway.ts';

it('keeps tokens that people make in the data folder, as digests, over a restart', async () => {
  await using gateway = await runGateway({ mcpServers: {} });
  const clientWith = (token: string) =>
    createAdminClient({ baseUrl: gateway.address.baseUrl, fetch, headers: { authorization: `Bearer ${token}` } });
  const body = { name: 'deploys', reason: 'a test' };
  const { id, secret } = await clientWith(gateway.address.token).request('createToken', { body });
  await gateway.restart();
  const found = await clientWith(secret).request('listTokens');
  expect(found.items).toMatchObject([{ id, name: 'deploys' }]);
  const kept = await readFile(join(gateway.scratch.path, 'data', 'admin-tokens.json'), 'utf8');
  expect([kept.includes('deploys'), kept.includes(secret)]).toEqual([true, false]);
});
