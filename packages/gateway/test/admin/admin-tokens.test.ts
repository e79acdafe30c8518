import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSystemId } from '@seawall/core';
import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { AdminAccess, type Credentials } from '../../src/admin/admin-access.ts';
import { createAdminCodes } from '../../src/admin/admin-codes.ts';
import { AdminTokens, MAX_ADMIN_TOKENS } from '../../src/admin/tokens/admin-tokens.ts';

async function openFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'seawall-tokens-'));
  const file = join(folder, 'admin-tokens.json');
  const clock = createFakeClock();
  const complaints: string[] = [];
  const logger = { log: (_level: string, message: string) => void complaints.push(message) };
  const open = async (given: string | undefined = file): Promise<AdminTokens> => {
    const tokens = new AdminTokens({ file: given, clock, createId: createSystemId, logger });
    await tokens.load();
    return tokens;
  };
  return {
    file,
    clock,
    complaints,
    open,
    withoutFile: () => new AdminTokens({ file: undefined, clock, createId: createSystemId, logger }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

const BY = { createdBy: 'token' } as const;

describe('tokens that people make', () => {
  it('let in after a restart, and are kept as digests that only their owner can read', async () => {
    await using folder = await openFolder();
    const made = await (await folder.open()).create({ ...BY, name: 'deploys' });
    const text = await readFile(folder.file, 'utf8');
    expect(text).not.toContain(made.secret);
    expect((await stat(folder.file)).mode & 0o777).toBe(0o600);
    const later = await folder.open();
    expect(later.list()).toEqual([{ id: made.id, name: 'deploys', createdAtMs: made.createdAtMs, createdBy: 'token' }]);
    expect(later.find(made.secret)).toMatchObject({ id: made.id });
    expect(later.find(`${made.secret}x`)).toBeUndefined();
    expect(later.list()[0]).toHaveProperty('lastUsedMs', folder.clock.now());
  });

  it('let in no more once they are revoked or have expired, after a restart too', async () => {
    await using folder = await openFolder();
    const tokens = await folder.open();
    const [revoked, expired] = [
      await tokens.create({ ...BY, name: 'revoked' }),
      await tokens.create({ ...BY, name: 'expired', expiresInMs: 60_000 }),
    ];
    expect(await tokens.revoke(revoked.id)).toMatchObject({ name: 'revoked' });
    expect(await tokens.revoke(revoked.id)).toBeUndefined();
    await folder.clock.advance(59_999);
    expect(tokens.find(expired.secret)).toBeDefined();
    await folder.clock.advance(1);
    for (const each of [tokens, await folder.open()]) {
      expect(each.find(revoked.secret)).toBeUndefined();
      expect(each.find(expired.secret)).toBeUndefined();
      expect(each.isValid(expired.id)).toBe(false);
      expect(each.list().map(({ name }) => name)).toEqual(['expired']);
    }
  });

  it('have names of their own, and are not more than so many, also when they are asked for at once', async () => {
    await using folder = await openFolder();
    const tokens = await folder.open();
    const made = await Promise.allSettled(['one', 'one', 'two'].map((name) => tokens.create({ ...BY, name })));
    expect(made.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const [kept] = JSON.parse(await readFile(folder.file, 'utf8')).tokens;
    const many = Array.from({ length: MAX_ADMIN_TOKENS }, (_none, index) => ({ ...kept, name: `n${index}` }));
    await writeFile(folder.file, JSON.stringify({ tokens: many }));
    await expect((await folder.open()).create({ ...BY, name: 'more' })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it.each(['no json', '{}', '{"tokens":[{"id":"a"}]}', '[]'])(
    'let in nobody and are not written over while the file holds %s',
    async (text) => {
      await using folder = await openFolder();
      await writeFile(folder.file, text);
      const tokens = await folder.open();
      await tokens.load();
      expect(folder.complaints).toHaveLength(1);
      expect(() => tokens.list()).toThrow(expect.objectContaining({ code: 'DATA_DIR_UNUSABLE' }));
      await expect(tokens.create({ ...BY, name: 'one' })).rejects.toMatchObject({ code: 'DATA_DIR_UNUSABLE' });
      expect(await readFile(folder.file, 'utf8')).toBe(text);
      await rm(folder.file);
      await tokens.load();
      expect((await tokens.create({ ...BY, name: 'one' })).secret).not.toBe('');
    },
  );

  it('stay as they were where the file can not be written', async () => {
    await using folder = await openFolder();
    const tokens = await folder.open(join(folder.file, 'below-a-file'));
    // The path stands in the message: what follows the word "tokens" is taken for one.
    await expect(tokens.create({ ...BY, name: 'one' })).rejects.toMatchObject({
      code: 'DATA_DIR_UNUSABLE',
      message: expect.stringContaining(`"${join(folder.file, 'below-a-file')}"`),
    });
    expect(tokens.list()).toEqual([]);
    await expect(folder.withoutFile().create({ ...BY, name: 'one' })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('take with them the sessions that they opened, and those of their links', async () => {
    await using folder = await openFolder();
    const tokens = await folder.open();
    const made = await tokens.create({ ...BY, name: 'ann' });
    const codes = createAdminCodes({ clock: folder.clock });
    const access = new AdminAccess({ clock: folder.clock, token: () => createSystemId(), codes, tokens });
    const from = { address: '10.0.0.1', isSecure: false };
    const own = access.open({ by: { token: made.secret }, ...from });
    const linked = access.open({ by: { code: codes.create(own.actor.isBacked).code }, ...from });
    const unused = codes.create(linked.actor.isBacked);
    const request = {
      method: 'GET',
      cookie: undefined,
      csrf: undefined,
      address: '10.0.0.1',
    } satisfies Partial<Credentials>;
    const byToken = access.check({ ...request, authorization: `Bearer ${made.secret}` });
    expect(byToken.name).toBe('token ann');
    expect([own.actor, linked.actor, byToken].map((actor) => actor.isAdmitted())).toEqual([true, true, true]);
    await tokens.revoke(made.id);
    expect([own.actor, linked.actor, byToken].map((actor) => actor.isAdmitted())).toEqual([false, false, false]);
    expect(() => access.open({ by: { code: unused.code }, ...from })).toThrow();
  });
});
