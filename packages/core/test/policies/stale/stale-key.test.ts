import { describe, expect, it } from 'vitest';
import { staleKey } from '../../../src/policies/stale/stale-key.ts';

const keyOf = (params?: Readonly<Record<string, unknown>>, principal = 'ann', server = 'wiki', method = 'tools/call') =>
  staleKey({ principal: { id: principal }, server, request: params === undefined ? { method } : { method, params } });

describe('staleKey', () => {
  it('is the same for the same question, in whatever order its fields stand', () => {
    expect(keyOf({ name: 'find', arguments: { a: 1, b: { c: 2, d: 3 } } })).toBe(
      keyOf({ arguments: { b: { d: 3, c: 2 }, a: 1 }, name: 'find' }),
    );
  });

  it('does not look at what differs from call to call', () => {
    expect(keyOf({ name: 'find', _meta: { progressToken: 1, traceparent: '00-1-2-01' } })).toBe(
      keyOf({ name: 'find' }),
    );
    expect(keyOf({ _meta: {} })).toBe(keyOf({}));
    expect(keyOf({})).toBe(keyOf());
  });

  it('differs by principal, server, method and arguments', () => {
    const keys = [
      keyOf({ name: 'find' }),
      keyOf({ name: 'find' }, 'ben'),
      keyOf({ name: 'find' }, 'ann', 'jira'),
      keyOf({ name: 'find' }, 'ann', 'wiki', 'prompts/get'),
      keyOf({ name: 'find', arguments: { a: 1 } }),
      keyOf({ name: 'find', arguments: { a: '1' } }),
      keyOf({ cursor: '2' }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(['inputResponses', 'requestState', 'task'])(
    'is none for a request with %s, whose answer is its own',
    (name) => {
      expect(keyOf({ name: 'find', [name]: {} })).toBe(undefined);
    },
  );

  it('is none for what is too large', () => {
    expect(keyOf({ name: 'x'.repeat(100_000) })).toBe(undefined);
  });
});
