import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REPOSITORY } from '../support/gateway-process.ts';
import { abilityTable } from './hosts.ts';

it('tells in docs/hosts.md what is tested', async () => {
  expect(await readFile(join(REPOSITORY, 'docs/hosts.md'), 'utf8')).toContain(abilityTable());
});
