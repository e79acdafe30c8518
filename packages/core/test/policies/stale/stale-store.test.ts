import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SERVED_BY_META_KEY, STALE_META_KEY } from '../../../src/index.ts';
import { STALE_DEFAULTS } from '../../../src/policies/stale/options.ts';
import { staleKey } from '../../../src/policies/stale/stale-key.ts';
import { StaleStore } from '../../../src/policies/stale/stale-store.ts';

const HOUR_MS = 3_600_000;
const result = (text: string) => ({ content: [{ type: 'text', text }] });
const storeOf = (maxEntries: number, maxBytes: number = STALE_DEFAULTS.maxBytes) =>
  new StaleStore({ maxEntries, maxBytes });

describe('an answer that was kept', () => {
  it('is given with its age for as long as it may be', () => {
    const store = new StaleStore();
    store.put('a', result('x'), 1000);
    expect(store.get('a', 1000 + HOUR_MS, HOUR_MS)).toEqual({ value: result('x'), ageMs: HOUR_MS });
    expect(store.get('a', 1001 + HOUR_MS, HOUR_MS)).toBe(undefined);
    expect([store.size, store.bytes]).toEqual([0, 0]);
  });

  it('is the latest one', () => {
    const store = new StaleStore();
    store.put('a', result('x'), 0);
    store.put('a', result('y'), 10);
    expect(store.get('a', 20, 100)).toEqual({ value: result('y'), ageMs: 10 });
    expect(store.size).toBe(1);
  });

  it('is nothing that a caller can change, before or after', () => {
    const store = new StaleStore();
    const given = { content: [{ type: 'text', text: 'x' }] };
    store.put('a', given, 0);
    given.content.push({ type: 'text', text: 'later' });
    const first = store.get('a', 0, 1)?.value;
    if (typeof first === 'object' && first !== null) Reflect.set(first, 'content', 'spoiled');
    expect(store.get('a', 0, 1)?.value).toEqual(result('x'));
  });

  it('is never younger than new, whatever the clock does', () => {
    const store = new StaleStore();
    store.put('a', result('x'), 1000);
    expect(store.get('a', 500, 10)?.ageMs).toBe(0);
  });

  it('may be as old as the server said that it is good for', () => {
    const store = new StaleStore();
    store.put('a', { contents: [], ttlMs: HOUR_MS, cacheScope: 'private' }, 0);
    expect(store.get('a', HOUR_MS, 1000)?.ageMs).toBe(HOUR_MS);
    expect(store.get('a', HOUR_MS + 1, 1000)).toBe(undefined);
  });

  it.each([0, -1, Number.NaN, 'long', undefined])('is as old as we allow where the server says ttlMs: %s', (ttlMs) => {
    const store = new StaleStore();
    store.put('a', { contents: [], ttlMs }, 0);
    expect(store.get('a', 1000, 1000)?.ageMs).toBe(1000);
    expect(store.get('a', 1001, 1000)).toBe(undefined);
  });

  it('of a tool is never older than what is set for it, whatever the server says', () => {
    const store = new StaleStore();
    store.put('a', { ...result('x'), ttlMs: HOUR_MS }, 0);
    expect(store.get('a', 1001, 1000)).toBe(undefined);
    store.put('b', { structuredContent: {}, ttlMs: HOUR_MS }, 0);
    expect(store.get('b', 1001, 1000)).toBe(undefined);
  });

  it('is good for a day at most by the word of the server', () => {
    const store = new StaleStore();
    store.put('a', { contents: [], ttlMs: 1e15 }, 0);
    expect(store.get('a', 24 * HOUR_MS, 1000)?.ageMs).toBe(24 * HOUR_MS);
    expect(store.get('a', 25 * HOUR_MS, 1000)).toBe(undefined);
  });
});

describe('what an answer takes', () => {
  it('is that of its copy and of its key', () => {
    const store = storeOf(10, 400);
    // 32 for the object; a quarter of 400 is 100.
    store.put('ab', {}, 0);
    expect(store.bytes).toBe(36);
    store.put('x'.repeat(34), {}, 0);
    expect([store.size, store.bytes]).toEqual([2, 136]);
    store.put('x'.repeat(35), {}, 0);
    expect(store.size).toBe(2);
    store.put('ab', { a: 1 }, 0);
    expect(store.bytes).toBe(36 + 34 + 100);
  });

  it('is made room for only when there is none', () => {
    const store = storeOf(10, 400);
    for (const key of ['a', 'b', 'c', 'd']) store.put(key.repeat(34), {}, 0);
    expect([store.size, store.bytes]).toEqual([4, 400]);
    store.put('e', {}, 0);
    expect([store.size, store.bytes]).toEqual([4, 334]);
    store.forget('never seen');
    expect(store.size).toBe(4);
  });

  it('is bounded by new limits at once, and what was used last stays', () => {
    const store = storeOf(10);
    for (const key of ['a', 'b', 'c']) store.put(key, result(key), 0);
    store.resize({ maxEntries: 2, maxBytes: STALE_DEFAULTS.maxBytes });
    expect([store.get('a', 0, 1), store.get('b', 0, 1)?.value]).toEqual([undefined, result('b')]);
    store.resize({ maxEntries: 2, maxBytes: store.bytes - 1 });
    expect([store.size, store.get('c', 0, 1)]).toEqual([1, undefined]);
    store.resize({ maxEntries: 10, maxBytes: STALE_DEFAULTS.maxBytes });
    store.put('d', result('d'), 0);
    expect(store.size).toBe(2);
  });

  it('is bounded by the defaults', () => {
    const store = new StaleStore();
    for (let key = 0; key < 1_500; key += 1) store.put(String(key), {}, 0);
    expect(store.size).toBe(1_000);
  });
});

describe('what is kept', () => {
  it.each([
    ['an error', { isError: true, content: [] }],
    ['a question', { resultType: 'input_required', inputRequests: {} }],
    ['a task', { task: { taskId: '1' } }],
    ['the announcement of a task', { resultType: 'task' }],
    ['what another tool answered', { content: [], _meta: { [SERVED_BY_META_KEY]: {} } }],
    ['what was old already', { content: [], _meta: { [STALE_META_KEY]: {} } }],
    ['what is no result', 'text'],
    ['nothing', undefined],
    ['what is no JSON', { content: [() => undefined] }],
  ])('is never %s, and the answer before stays', (_, value) => {
    const store = new StaleStore();
    store.put('a', result('before'), 0);
    store.put('a', value, 1);
    expect(store.get('a', 2, 10)).toEqual({ value: result('before'), ageMs: 2 });
  });

  it('is a result with fields of others in its `_meta`', () => {
    const store = new StaleStore();
    store.put('a', { ...result('x'), _meta: { 'example.org/seen': 1 } }, 0);
    expect(store.size).toBe(1);
  });

  it('is a result that says that it is complete', () => {
    const store = new StaleStore();
    store.put('a', { tools: [], resultType: 'complete', ttlMs: 0, cacheScope: 'public' }, 0);
    expect(store.size).toBe(1);
  });

  it('is never one that takes more than a quarter of the memory', () => {
    const store = storeOf(10, 10_000);
    store.put('a', result('x'.repeat(2000)), 0);
    expect(store.size).toBe(0);
    store.put('a', result('x'.repeat(500)), 0);
    expect(store.size).toBe(1);
  });

  it('is never one that is nested too deep to copy', () => {
    const store = new StaleStore();
    store.put('a', { contents: JSON.parse('['.repeat(5000) + ']'.repeat(5000)) }, 0);
    expect(store.size).toBe(0);
  });

  it('keeps a field called __proto__ as a field', () => {
    const store = new StaleStore();
    store.put('a', JSON.parse('{"__proto__":{"isError":true},"contents":[]}'), 0);
    expect(JSON.stringify(store.get('a', 0, 1)?.value)).toBe('{"__proto__":{"isError":true},"contents":[]}');
  });
});

describe('the room', () => {
  it('is made by forgetting what was used longest ago', () => {
    const store = storeOf(2);
    store.put('a', result('a'), 0);
    store.put('b', result('b'), 1);
    store.get('a', 2, 10);
    store.put('c', result('c'), 3);
    expect(['a', 'b', 'c'].map((key) => store.get(key, 4, 10) !== undefined)).toEqual([true, false, true]);
  });

  it('is given back when a server was configured anew, and only its own', () => {
    const store = new StaleStore();
    const keyOf = (server: string) =>
      staleKey({ principal: { id: 'p' }, server, request: { method: 'tools/list' } }) ?? 'none';
    for (const server of ['jira', 'jira-2', 'wiki']) store.put(keyOf(server), { tools: [] }, 0);
    store.forgetServer('jira');
    expect(['jira', 'jira-2', 'wiki'].map((server) => store.get(keyOf(server), 0, 1) !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('has its limits, and the sum of what is kept is right, whatever happens', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const step = fc.oneof(
      fc.record({ kind: fc.constant('put' as const), key, value: fc.jsonValue({ maxDepth: 3 }) }),
      fc.record({ kind: fc.constant('get' as const), key, maxAgeMs: fc.nat(50) }),
      fc.record({ kind: fc.constant('forget' as const), key }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const store = storeOf(3, 4000);
        const given = new Set<string>();
        steps.forEach((each, nowMs) => {
          if (each.kind === 'put') {
            store.put(each.key, { value: each.value }, nowMs);
            given.add(`${each.key} ${JSON.stringify({ value: each.value })}`);
          } else if (each.kind === 'get') {
            const found = store.get(each.key, nowMs, each.maxAgeMs);
            if (found === undefined) return;
            expect(found.ageMs).toBeLessThanOrEqual(each.maxAgeMs);
            expect(given).toContain(`${each.key} ${JSON.stringify(found.value)}`);
          } else store.forget(each.key);
          expect(store.size).toBeLessThanOrEqual(3);
          expect(store.bytes).toBeLessThanOrEqual(4000);
        });
        for (const each of ['a', 'b', 'c', 'd', 'e']) store.forget(each);
        expect([store.size, store.bytes]).toEqual([0, 0]);
      }),
    );
  });
});
