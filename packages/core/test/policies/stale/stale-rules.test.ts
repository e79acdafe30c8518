import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ERROR_KINDS, MCPError, STALE_META_KEY } from '../../../src/index.ts';
import { checkNumbers } from '../../../src/policies/option-check.ts';
import { markStale } from '../../../src/policies/stale/mark-stale.ts';
import { mayServeStale } from '../../../src/policies/stale/may-serve-stale.ts';
import { resolveStale, STALE_DEFAULTS, STALE_RANGES } from '../../../src/policies/stale/options.ts';
import { staleLimitMs } from '../../../src/policies/stale/stale-limit.ts';
import { outage } from '../fallback/failed-calls.ts';

describe('which failures an earlier answer is given for', () => {
  const outages = [
    ...['rate_limit', 'quota', 'timeout', 'connection', 'unavailable', 'configuration', 'protocol', 'server_error'],
    ...['circuit_open', 'overloaded'],
  ];

  it.each(ERROR_KINDS)('%s', (kind) => {
    const error = new MCPError({ kind, message: 'It failed.' });
    expect(mayServeStale(error, 'read')).toBe(outages.includes(kind));
    expect([mayServeStale(error, 'write'), mayServeStale(error, 'idempotent-write')]).toEqual([false, false]);
  });
});

describe('how old an earlier answer may be', () => {
  it.each([
    ['tools/list', 86_400_000],
    ['server/discover', 86_400_000],
    ['resources/templates/list', 86_400_000],
    ['resources/list', 86_400_000],
    ['prompts/list', 86_400_000],
    ['resources/read', 300_000],
    ['tools/call', 0],
    ['prompts/get', 0],
    ['completion/complete', 0],
  ])('%s: %d ms', (method, limitMs) => {
    expect(staleLimitMs({ request: { method }, safety: 'read' })).toBe(limitMs);
  });

  it('is what is set for a tool that reads, and nothing for one that writes', () => {
    const request = { method: 'tools/call' };
    expect(staleLimitMs({ request, safety: 'read', staleMs: 1000 })).toBe(1000);
    expect(staleLimitMs({ request: { method: 'tools/list' }, safety: 'write' })).toBe(0);
    expect(staleLimitMs({ request, safety: 'write', staleMs: 1000 })).toBe(0);
    expect(staleLimitMs({ request, safety: 'idempotent-write', staleMs: 1000 })).toBe(0);
  });

  it('follows the options', () => {
    expect(staleLimitMs({ request: { method: 'tools/list' }, safety: 'read' }, { listMs: 0, resourceMs: 1 })).toBe(0);
  });
});

describe('an earlier answer', () => {
  const reason = { server: 'wiki', ageMs: 185_000.4, nowMs: 1_000_000_000, error: outage('wiki') };

  it('of a tool says in a text how old it is and why it is given', () => {
    const result = { content: [{ type: 'text', text: 'x' }], structuredContent: { a: 1 } };
    const marked = markStale(result, { ...reason, isToolResult: true });
    expect(marked.content).toEqual([
      { type: 'text', text: 'x' },
      {
        type: 'text',
        text: 'This result is 3 minutes old and may have changed since: server "wiki" could not answer now. Server "wiki" could not be reached.',
      },
    ]);
    expect(marked.structuredContent).toEqual({ a: 1 });
  });

  it('says the same to programs', () => {
    const marked = markStale({ tools: [], _meta: { other: 1 } }, { ...reason, isToolResult: false });
    expect(marked).toMatchObject({
      tools: [],
      _meta: { other: 1, [STALE_META_KEY]: { ageMs: 185_000, storedAtMs: 999_815_000, error: { kind: 'connection' } } },
    });
    expect(marked).not.toHaveProperty('content');
    expect(marked).not.toHaveProperty('ttlMs');
  });

  it('is marked though it is no result as others are', () => {
    const text = expect.objectContaining({ text: expect.stringContaining('3 minutes old') });
    for (const result of ['text', null, { content: 'text' }])
      expect(markStale(result, { ...reason, isToolResult: true }).content).toEqual([text]);
    expect(markStale('text', { ...reason, isToolResult: false })).toEqual({
      _meta: { [STALE_META_KEY]: expect.objectContaining({ ageMs: 185_000 }) },
    });
  });

  it('quotes no more than so much of what a server is called and of why', () => {
    const error = new MCPError({ kind: 'connection', message: 'x'.repeat(2_000) });
    const marked = markStale({}, { ...reason, server: 'w'.repeat(500), error, isToolResult: true });
    const text = JSON.stringify(marked.content);
    expect(text.match(/w{2,}/)?.[0].length).toBeLessThanOrEqual(100);
    expect(text.match(/w{2,}/)?.[0].length).toBeGreaterThan(90);
    expect(text.match(/x{2,}/)?.[0].length).toBeLessThanOrEqual(500);
    expect(text.match(/x{2,}/)?.[0].length).toBeGreaterThan(490);
  });

  it('is good for no more time, and stays as public or private as it was', () => {
    const marked = markStale({ tools: [], ttlMs: 60_000, cacheScope: 'private' }, { ...reason, isToolResult: false });
    expect(marked).toMatchObject({ ttlMs: 0, cacheScope: 'private' });
    expect(markStale({ tools: [] }, { ...reason, isToolResult: false })).not.toHaveProperty('ttlMs');
  });

  it.each([
    [0, '1 s'],
    [1_600, '2 s'],
    [90_000, '90 s'],
    [119_499, '119 s'],
    [120_000, '2 minutes'],
    [7_199_000, '120 minutes'],
    [7_200_000, '2 hours'],
    [3_600_000, '60 minutes'],
    [86_400_000, '24 hours'],
  ])('of %d ms is %s old', (ageMs, words) => {
    expect(JSON.stringify(markStale({}, { ...reason, ageMs, isToolResult: true }))).toContain(`is ${words} old`);
  });
});

describe('the options', () => {
  it('take their defaults', () => {
    expect(resolveStale({ listMs: undefined })).toEqual(STALE_DEFAULTS);
    expect(resolveStale({ listMs: 0, maxBytes: 2048 })).toEqual({ ...STALE_DEFAULTS, listMs: 0, maxBytes: 2048 });
    expect(Object.keys(STALE_RANGES)).toEqual(Object.keys(STALE_DEFAULTS));
  });

  it.each(['listMs', 'resourceMs'])('let an answer be a week old at most: %s', (field) => {
    const faults = (ageMs: number) => checkNumbers({ [field]: ageMs }, STALE_RANGES, 'stale');
    expect([0, 604_800_000].flatMap(faults)).toEqual([]);
    expect([-1, 604_800_001].flatMap(faults).map(({ path }) => path)).toEqual([`stale.${field}`, `stale.${field}`]);
  });

  it('have the defaults that docs/policies/stale-on-error.md says', async () => {
    const page = await readFile(new URL('../../../../../docs/policies/stale-on-error.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` \| number \| (\d+) \|/gm)].map(([, name, value]) => [
      name,
      Number(value),
    ]);
    expect(Object.fromEntries(rows)).toEqual(STALE_DEFAULTS);
  });
});
