import { appendFile, lstat, mkdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type AuditRow, createAuditTrail } from '../../src/index.ts';
import { FIRST_FILE, openAudit, restart } from './audit-world.ts';

describe('the audit trail', () => {
  it('has the row of an action in the file when its promise resolves, for this user only', async () => {
    await using audit = await openAudit();
    await audit.trail.append({ ...restart(1), target: 'jira', reason: 'It hangs.', argumentsDigest: 'ab12' });
    const [line = ''] = await audit.lines(FIRST_FILE);
    expect(JSON.parse(line)).toEqual({
      at: '2026-01-01T00:00:00.000Z',
      actor: 'admin',
      action: 'servers.restart',
      server: 's1',
      target: 'jira',
      reason: 'It hangs.',
      argumentsDigest: 'ab12',
      decision: 'allowed',
      outcome: 'done',
    });
    expect((await stat(audit.folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(audit.folder, FIRST_FILE))).mode & 0o777).toBe(0o600);
    expect(audit.trail.status).toEqual({ isWritable: true, lost: 0 });
  });

  it('writes calls a moment later, together, and nobody waits for them', async () => {
    await using audit = await openAudit();
    for (let count = 0; count < 50; count += 1) audit.call({});
    await expect(lstat(audit.folder)).rejects.toThrow('ENOENT');
    await audit.clock.advance(250);
    await expect.poll(() => audit.lines(FIRST_FILE).catch(() => [])).toHaveLength(50);
    expect(audit.clock.pendingTimers).toBe(0);
  });

  it('writes calls that come without a pause once a second, unless somebody asks for them or they are many', async () => {
    await using audit = await openAudit();
    const written = async () => (await audit.lines(FIRST_FILE).catch(() => [])).length;
    audit.call({});
    await audit.clock.advance(100);
    await expect.poll(written).toBe(1);
    await expect.poll(() => audit.clock.pendingTimers).toBe(0);
    for (let count = 0; count < 8; count += 1) {
      audit.call({});
      await audit.clock.advance(100);
    }
    expect(await written()).toBe(1);
    await audit.clock.advance(200);
    await expect.poll(written).toBe(9);
    audit.call({});
    await audit.clock.advance(100);
    expect(await written()).toBe(9);
    expect(await audit.rows()).toHaveLength(10);
    for (let count = 0; count < 1100; count += 1) audit.call({});
    await expect.poll(written).toBeGreaterThanOrEqual(1010);
    await audit.clock.advance(1200);
    await expect.poll(written).toBe(1110);
  });

  it('writes what waits when it is closed, and takes nothing then', async () => {
    await using audit = await openAudit();
    audit.call({});
    await audit.trail.close();
    await audit.trail.close();
    expect(await audit.lines(FIRST_FILE)).toHaveLength(1);
    audit.call({});
    await expect(audit.trail.append(restart(1))).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    expect(await audit.rows()).toHaveLength(1);
    expect(audit.clock.pendingTimers).toBe(0);
  });

  it('keeps every row of actions that are asked for at once, in order', async () => {
    await using audit = await openAudit();
    await Promise.all(Array.from({ length: 200 }, (_, number) => audit.trail.append(restart(number))));
    expect((await audit.rows()).map(({ server }) => server)).toEqual(
      Array.from({ length: 200 }, (_, number) => `s${199 - number}`),
    );
  });

  it('goes on in a new file when one is full, and keeps so many', async () => {
    await using audit = await openAudit({ maxBytes: 2000, files: 3 });
    for (let number = 1; number <= 100; number += 1) await audit.trail.append(restart(number));
    const files = await audit.files();
    expect(files).toHaveLength(3);
    for (const file of files) expect((await stat(join(audit.folder, file))).size).toBeLessThanOrEqual(2000);
    const rows = await audit.rows();
    expect(rows[0]).toMatchObject({ server: 's100' });
    expect(rows.map(({ server }) => server)).toEqual(rows.map((_, index) => `s${100 - index}`));
    expect(rows.length).toBeGreaterThan(25);
  });

  it('goes on in a new folder when somebody removed the one that it had', async () => {
    await using audit = await openAudit();
    await audit.trail.append(restart(1));
    await rm(audit.folder, { recursive: true });
    await audit.trail.append(restart(2));
    expect((await audit.rows()).map(({ server }) => server)).toEqual(['s2']);
    expect((await stat(audit.folder)).mode & 0o777).toBe(0o700);
  });

  it('leaves a line that was not written to its end alone, and the next row whole', async () => {
    await using audit = await openAudit();
    await audit.trail.append(restart(1));
    await audit.trail.append(restart(2));
    const file = join(audit.folder, FIRST_FILE);
    await truncate(file, (await stat(file)).size - 10);
    await audit.trail.append(restart(3));
    expect(await audit.rows()).toMatchObject([
      { server: 's3' },
      { actor: 'seawall', action: 'audit.unreadable', outcome: 'unreadable', lost: 1, atMs: audit.clock.now() },
      { server: 's1' },
    ]);
    expect((await audit.lines(FIRST_FILE)).length).toBe(3);
  });

  it('follows no symbolic link, neither for its folder nor for its file', async () => {
    await using audit = await openAudit();
    const elsewhere = join(audit.scratch, 'elsewhere');
    await mkdir(elsewhere);
    await mkdir(dirname(audit.folder));
    await symlink(elsewhere, audit.folder);
    await expect(audit.trail.append(restart(1))).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await rm(audit.folder);
    await mkdir(audit.folder);
    await writeFile(join(elsewhere, 'victim'), 'untouched');
    await symlink(join(elsewhere, 'victim'), join(audit.folder, FIRST_FILE));
    await expect(audit.trail.append(restart(2))).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await expect(audit.trail.entries({ limit: 10 })).rejects.toMatchObject({ code: 'STORE_FAILED' });
    expect(await readFile(join(elsewhere, 'victim'), 'utf8')).toBe('untouched');
  });

  it('tells once that it can not be written, keeps calls, tries again, and tells that it can', async () => {
    await using audit = await openAudit();
    await writeFile(join(audit.scratch, 'data'), 'in the way');
    audit.call({});
    await expect(audit.trail.append(restart(1))).rejects.toMatchObject({ code: 'STORE_FAILED', retryable: true });
    expect(audit.trail.status).toEqual({ isWritable: false, lost: 0 });
    for (let count = 0; count < 9; count += 1) {
      audit.call({});
      await audit.clock.advance(10_000);
    }
    expect(audit.logged).toEqual([{ level: 'error', message: expect.stringContaining('could not be written') }]);
    await rm(join(audit.scratch, 'data'));
    await audit.clock.advance(60_000);
    await expect.poll(() => audit.lines(FIRST_FILE).catch(() => [])).toHaveLength(10);
    await expect.poll(() => audit.trail.status.isWritable).toBe(true);
    expect(audit.logged.map(({ message }) => message)).toEqual([
      expect.stringContaining('could not be written'),
      expect.stringContaining('is written again'),
    ]);
  });

  it('counts the rows of calls that it has no room for, and tells of them in the log and at their place', async () => {
    await using audit = await openAudit();
    await audit.trail.append(restart(1));
    for (let count = 0; count < 5020; count += 1) audit.call({});
    const [, newest] = [await audit.rows(), (await audit.rows({ action: 'audit.lost' }))[0]];
    expect(newest).toMatchObject({ actor: 'seawall', outcome: 'lost', lost: 20 });
    expect(audit.trail.status).toEqual({ isWritable: true, lost: 20 });
    expect(audit.logged).toEqual([{ level: 'warn', message: '20 rows of calls are missing in the audit trail.' }]);
  });

  it('says how many calls did not come into it when it is closed while it can not be written', async () => {
    await using audit = await openAudit();
    await writeFile(join(audit.scratch, 'data'), 'in the way');
    for (let count = 0; count < 3; count += 1) audit.call({});
    await audit.trail.close();
    expect(audit.logged.at(-1)).toEqual({
      level: 'warn',
      message: '3 rows of calls did not come into the audit trail.',
    });
    expect(audit.trail.status).toEqual({ isWritable: false, lost: 3 });
  });

  it('shares its folder with another process', async () => {
    await using audit = await openAudit({ maxBytes: 3000 });
    const other = createAuditTrail({ folder: audit.folder, clock: audit.clock, maxBytes: 3000 });
    for (let number = 0; number < 40; number += 2) {
      await Promise.all([audit.trail.append(restart(number)), other.append(restart(number + 1))]);
    }
    await other.close();
    const servers = new Set((await audit.rows()).map(({ server }) => server));
    expect(servers.size).toBe(40);
  });

  it('writes behind the rows of another process that began the next file', async () => {
    await using audit = await openAudit();
    const other = createAuditTrail({ folder: audit.folder, clock: audit.clock, maxBytes: 1 });
    await audit.trail.append(restart(1));
    await other.append(restart(2));
    await audit.trail.append(restart(3));
    await other.close();
    expect((await audit.rows()).map(({ server }) => server)).toEqual(['s3', 's2', 's1']);
  });
});

describe('reading the audit trail', () => {
  it('is empty before the first row, and touches no disk', async () => {
    await using audit = await openAudit();
    expect(await audit.trail.entries({ limit: 10 })).toEqual({ items: [] });
    await expect(lstat(audit.folder)).rejects.toThrow('ENOENT');
  });

  it('goes page by page over all files, each row once, while rows are added', async () => {
    await using audit = await openAudit({ maxBytes: 1000 });
    for (let number = 1; number <= 40; number += 1) await audit.trail.append(restart(number));
    const seen: string[] = [];
    for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page += 1) {
      const { items, next } = await audit.trail.entries({ limit: 7, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...items.map(({ server = '' }) => server));
      await audit.trail.append(restart(1000 + page));
      cursor = next;
    }
    expect(seen).toEqual(Array.from({ length: 40 }, (_, index) => `s${40 - index}`));
  });

  it('finds rows by who, what, which server, and when', async () => {
    await using audit = await openAudit();
    await audit.trail.append({ ...restart(1), actor: 'ann' });
    await audit.clock.advance(60_000);
    const fromMs = audit.clock.now();
    await audit.trail.append({ ...restart(2), actor: 'ann', reason: '"actor":"bob"' });
    audit.call({ server: 's2' });
    expect(await audit.rows({ actor: 'ann' })).toHaveLength(2);
    expect(await audit.rows({ actor: 'bob' })).toEqual([]);
    expect(await audit.rows({ server: 's2' })).toHaveLength(2);
    expect(await audit.rows({ server: 's2', action: 'tools/call' })).toHaveLength(1);
    expect(await audit.rows({ toMs: fromMs })).toMatchObject([{ server: 's1' }]);
    expect((await audit.rows({ fromMs })).map(({ server }) => server)).toEqual(['s2', 's2']);
  });

  it.each(['', 'nonsense', 'WyJhdWRpdCIsMCwiLi4vLi4iXQ'])('refuses the cursor "%s"', async (cursor) => {
    await using audit = await openAudit();
    await expect(audit.trail.entries({ limit: 10, cursor })).rejects.toMatchObject({ code: 'PARAMETER_INVALID' });
  });

  it('tells of lines that are none of its own, however long they are, as one row at their place', async () => {
    await using audit = await openAudit();
    await audit.trail.append(restart(1));
    const file = join(audit.folder, FIRST_FILE);
    await appendFile(file, `\n[]\n{"at":"yesterday"}\n\u0000\n${'x'.repeat(2_000_000)}\n`);
    await audit.trail.append(restart(2));
    await appendFile(file, 'y'.repeat(300_000));
    await audit.trail.append(restart(3));
    const told = (rows: readonly AuditRow[]) => rows.map(({ server, lost }) => server ?? lost);
    expect(told(await audit.rows())).toEqual(['s3', 1, 's2', 4, 's1']);
    expect(await audit.rows({ actor: 'admin' })).toHaveLength(3);
    const pages: AuditRow[] = [];
    for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page += 1) {
      const { items, next } = await audit.trail.entries({ limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      pages.push(...items);
      cursor = next;
    }
    expect(pages).toEqual(await audit.rows());
  });

  it('tells of files in which nothing can be read, and not of a line that is just being written', async () => {
    await using audit = await openAudit({ maxBytes: 1000 });
    for (let number = 1; number <= 20; number += 1) await audit.trail.append(restart(number));
    const [first = '', second = ''] = await audit.files();
    await writeFile(join(audit.folder, first), `${'x'.repeat(700_000)}\n`.repeat(3));
    await writeFile(join(audit.folder, second), 'none\n'.repeat(100_000));
    await appendFile(join(audit.folder, (await audit.files()).at(-1) ?? ''), '{"at":"2026-');
    const rows = await audit.rows();
    expect(rows.flatMap(({ lost }) => lost ?? [])).toEqual([100_000, 3]);
    expect(rows.at(-1)).toMatchObject({ lost: 3, atMs: audit.clock.now() });
    await writeFile(join(audit.folder, first), '');
    for (const file of (await audit.files()).slice(1)) await writeFile(join(audit.folder, file), 'x\n');
    expect((await audit.rows()).map(({ lost }) => lost)).toEqual((await audit.files()).slice(1).map(() => 1));
  });

  it('holds a small part of large files only', async () => {
    await using audit = await openAudit({ maxBytes: 200_000_000 });
    await audit.trail.append(restart(7));
    const [line = ''] = await audit.lines(FIRST_FILE);
    const file = join(audit.folder, FIRST_FILE);
    const many = `${line.replaceAll('s7', 's8')}\n`.repeat(50_000);
    for (let count = 0; count < 20; count += 1) await appendFile(file, many);
    expect((await stat(file)).size).toBeGreaterThan(100_000_000);
    const alloc = vi.spyOn(Buffer, 'alloc');
    expect(await audit.rows({ server: 's7' })).toHaveLength(1);
    const sizes = alloc.mock.calls.map(([size]) => size);
    expect(sizes.length).toBeGreaterThan(100);
    expect(Math.max(...sizes)).toBeLessThan(1_000_000);
  });
});
