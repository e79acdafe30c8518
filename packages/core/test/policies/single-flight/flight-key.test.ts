import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flightKey } from '../../../src/policies/single-flight/flight-key.ts';

const SUBJECT = {
  principal: { id: 'anna' },
  server: 'files',
  request: { method: 'resources/read', params: { uri: 'a' } },
};

/** `value` with the fields of each object in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, turned(inner)]),
  );
}

describe('flightKey', () => {
  it('is the same for the same parameters in whatever order, and another one for other parameters', () => {
    const params = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(params, params, (first, second) => {
        const keyOf = (given: object): string | undefined =>
          flightKey({ ...SUBJECT, request: { method: 'x', params: { ...given } } });
        expect(keyOf(Object(turned(first)))).toBe(keyOf(first));
        const isEqual = JSON.stringify(sorted(first)) === JSON.stringify(sorted(second));
        expect(keyOf(first) === keyOf(second)).toBe(isEqual);
      }),
    );
  });

  it.each([
    ['principal', { ...SUBJECT, principal: { id: 'ben' } }],
    ['server', { ...SUBJECT, server: 'other' }],
    ['method', { ...SUBJECT, request: { ...SUBJECT.request, method: 'prompts/get' } }],
    ['parameter', { ...SUBJECT, request: { ...SUBJECT.request, params: { uri: 'b' } } }],
    ['order of a list', { ...SUBJECT, request: { ...SUBJECT.request, params: { uri: ['a'] } } }],
    ['_meta', { ...SUBJECT, request: { ...SUBJECT.request, params: { uri: 'a', _meta: { tenant: 1 } } } }],
  ])('differs with the %s', (_, other) => {
    expect(flightKey(other)).not.toBe(flightKey(SUBJECT));
  });

  it('tells an empty field from none', () => {
    const keyOf = (params: Readonly<Record<string, unknown>>) =>
      flightKey({ ...SUBJECT, request: { method: 'x', params } });
    expect(keyOf({ filter: {} })).not.toBe(keyOf({}));
  });

  it('is there for 64 levels and 65536 characters, and for no more', () => {
    const keyOf = (params: Readonly<Record<string, unknown>>) =>
      flightKey({ ...SUBJECT, request: { method: 'x', params } });
    const nested = (levels: number): Readonly<Record<string, unknown>> =>
      levels === 1 ? { a: 1 } : { a: nested(levels - 1) };
    expect([typeof keyOf(nested(64)), typeof keyOf(nested(65))]).toEqual(['string', 'undefined']);
    const room = 65_536 - (keyOf({ a: '' })?.length ?? 0);
    expect(keyOf({ a: 'x'.repeat(room) })).toHaveLength(65_536);
    expect(keyOf({ a: 'x'.repeat(room + 1) })).toBeUndefined();
  });

  it('can not be made equal by texts that look like its own', () => {
    const params = { name: 'x' };
    const first = flightKey({ principal: { id: 'a","b' }, server: 'c', request: { method: 'm', params } });
    const second = flightKey({ principal: { id: 'a' }, server: 'b","c', request: { method: 'm', params } });
    expect(first).not.toBe(second);
  });

  it('does not tell requests apart by the token of their progress', () => {
    const withToken = { ...SUBJECT.request, params: { uri: 'a', _meta: { progressToken: 7 } } };
    expect(flightKey({ ...SUBJECT, request: withToken })).toBe(flightKey(SUBJECT));
    const named = { ...SUBJECT.request, params: { uri: 'a', progressToken: 7 } };
    expect(flightKey({ ...SUBJECT, request: named })).not.toBe(flightKey(SUBJECT));
  });

  it('is missing for requests that are too deep or too long to compare', () => {
    let deep: unknown = 'end';
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    const keyOf = (value: unknown): string | undefined =>
      flightKey({ ...SUBJECT, request: { method: 'm', params: { value } } });
    expect(keyOf(deep)).toBeUndefined();
    expect(keyOf('x'.repeat(70_000))).toBeUndefined();
    expect(keyOf('x'.repeat(60_000))).toBeDefined();
  });

  it('takes a request without parameters', () => {
    const request = { method: 'tools/list' };
    expect(flightKey({ ...SUBJECT, request })).toBe(flightKey({ ...SUBJECT, request: { ...request, params: {} } }));
  });
});

/** As a text that is equal for equal values: written down plainly, to compare with. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([name, inner]): [string, unknown] => [name, sorted(inner)])
    .sort(([first], [second]) => (first < second ? -1 : 1))
    .map(([name, inner]) => ({ name, inner }));
}
