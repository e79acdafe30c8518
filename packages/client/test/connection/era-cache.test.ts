import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@seawall/core';
import { createFakeClock } from '@seawall/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { createFileEraCache, createMemoryEraCache, ERA_CACHE_LIMITS } from '../../src/connection/era-cache.ts';

const folder = mkdtempSync(join(tmpdir(), 'seawall-era-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
function newFile(): string {
  files += 1;
  return join(folder, `data-${files}`, 'eras.json');
}

describe('createMemoryEraCache', () => {
  it('remembers, replaces and forgets', async () => {
    const cache = createMemoryEraCache();
    cache.set('a', { era: 'legacy' });
    cache.set('a', { era: 'modern' });
    expect(await cache.get('a')).toEqual({ era: 'modern' });
    cache.delete('a');
    expect(await cache.get('a')).toBeUndefined();
  });
});

describe('createFileEraCache', () => {
  it('outlives the process', async () => {
    const file = newFile();
    const cache = createFileEraCache({ file });
    cache.set('a', { era: 'legacy' });
    cache.set('b', { era: 'legacy', usesSse: true });
    cache.set('c', { era: 'modern' });
    cache.delete('c');
    await cache.flush();
    const later = createFileEraCache({ file });
    expect(await later.get('a')).toEqual({ era: 'legacy' });
    expect(await later.get('b')).toEqual({ era: 'legacy', usesSse: true });
    expect(await later.get('c')).toBeUndefined();
  });

  it('writes a file that only its owner reads, and no fingerprint into it', async () => {
    const file = newFile();
    const cache = createFileEraCache({ file });
    cache.set('fingerprint-of-a-secret', { era: 'legacy' });
    await cache.flush();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain('fingerprint-of-a-secret');
  });

  it.each([
    '',
    'null',
    '{',
    '[]',
    '{"version":99,"entries":{"x":{"era":"legacy","atMs":0}}}',
    '{"version":1,"entries":{"x":{"era":"stone","atMs":0},"y":3}}',
  ])('takes the file content %j for an empty cache', async (text) => {
    const file = join(folder, 'broken.json');
    writeFileSync(file, text);
    const cache = createFileEraCache({ file });
    expect(await cache.get('x')).toBeUndefined();
    cache.set('x', { era: 'modern' });
    await cache.flush();
    expect(await createFileEraCache({ file }).get('x')).toEqual({ era: 'modern' });
  });

  it('forgets a verdict after a week, and one from the future', async () => {
    const clock = createFakeClock();
    const cache = createFileEraCache({ file: newFile(), clock });
    cache.set('a', { era: 'legacy' });
    await cache.flush();
    clock.jumpWallClock(ERA_CACHE_LIMITS.maxAgeMs);
    expect(await cache.get('a')).toEqual({ era: 'legacy' });
    clock.jumpWallClock(1);
    expect(await cache.get('a')).toBeUndefined();
    clock.jumpWallClock(-2 * ERA_CACHE_LIMITS.maxAgeMs);
    expect(await cache.get('a')).toBeUndefined();
  });

  it('keeps a bounded number of verdicts, the newest', async () => {
    const cache = createFileEraCache({ file: newFile() });
    for (let index = 0; index <= ERA_CACHE_LIMITS.maxEntries; index += 1)
      cache.set(`server ${index}`, { era: 'legacy' });
    await cache.flush();
    expect(await cache.get('server 0')).toBeUndefined();
    expect(await cache.get(`server ${ERA_CACHE_LIMITS.maxEntries}`)).toEqual({ era: 'legacy' });
  });

  it("says once that it can't write, and goes on from memory", async () => {
    const file = join(folder, 'not-a-folder');
    writeFileSync(file, '');
    const messages: string[] = [];
    const logger: Logger = { log: (level, message) => messages.push(`${level} ${message}`) };
    const cache = createFileEraCache({ file: join(file, 'eras.json'), logger });
    cache.set('a', { era: 'legacy' });
    await cache.flush();
    cache.set('b', { era: 'modern' });
    await cache.flush();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^warn .*can't be written/);
    expect(await cache.get('b')).toEqual({ era: 'modern' });
  });
});
