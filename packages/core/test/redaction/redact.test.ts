import { inspect, types } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  CONFIGURED_MARKER,
  MAX_REDACTION_DEPTH,
  redact,
  TOO_DEEP_MARKER,
  UNREADABLE_MARKER,
} from '../../src/redaction/redact.ts';
import { fakeToken, withSecrets } from './secrets.ts';

const TOKEN = fakeToken();
const MARK = CONFIGURED_MARKER;

describe('redact', () => {
  it('hides secrets in nested objects and arrays, in values and in keys', () => {
    withSecrets(TOKEN);
    const value = { a: [{ b: `x ${TOKEN}` }, TOKEN], [TOKEN]: 1, left: null, none: undefined, n: 3 };
    expect(redact(value)).toEqual({ a: [{ b: `x ${MARK}` }, MARK], [MARK]: 1, left: null, none: undefined, n: 3 });
  });

  it('hides secrets in maps and sets, keys too', () => {
    withSecrets(TOKEN);
    expect(redact(new Map<unknown, unknown>([[TOKEN, { a: TOKEN }]]))).toEqual(new Map([[MARK, { a: MARK }]]));
    expect(redact(new Set<unknown>([1, [TOKEN]]))).toEqual(new Set([1, [MARK]]));
  });

  it('hides secrets in own properties of a map', () => {
    withSecrets(TOKEN);
    expect(inspect(redact(Object.assign(new Map(), { note: TOKEN })))).not.toContain(TOKEN);
  });

  it('hides secrets in an error, its stack, its causes and its own properties', () => {
    withSecrets(TOKEN);
    const inner = Object.assign(new TypeError(`inner ${TOKEN}`), { headers: { authorization: TOKEN } });
    const error = new Error(`outer ${TOKEN}`, { cause: new AggregateError([inner], 'several') });
    const clean = redact(error);
    expect(inspect(clean, { depth: 10, showHidden: true })).not.toContain(TOKEN);
    expect(clean).toBeInstanceOf(Error);
    expect(clean.message).toBe(`outer ${MARK}`);
    expect(clean.stack).toContain('redact.test.ts');
    const cause: unknown = clean.cause;
    expect(cause).toBeInstanceOf(AggregateError);
    expect(error.message).toContain(TOKEN);
  });

  it('makes the copy of an error a real error of the same class', () => {
    withSecrets(TOKEN);
    const clean = redact(new RangeError(TOKEN));
    expect(clean).toBeInstanceOf(RangeError);
    expect(types.isNativeError(clean)).toBe(true);
    expect(Object.keys(clean)).toEqual([]);
  });

  it('keeps the shape of cycles', () => {
    withSecrets(TOKEN);
    const value: Record<string, unknown> = { token: TOKEN };
    value.self = value;
    value.list = [value, new Map([['me', value]])];
    const clean = redact(value);
    expect(clean.token).toBe(MARK);
    expect(clean.self).toBe(clean);
    expect(clean.list).toEqual([clean, new Map([['me', clean]])]);
  });

  it('finds a secret that only a cycle leads to', () => {
    withSecrets(TOKEN);
    const first: Record<string, unknown> = {};
    const second: Record<string, unknown> = { first };
    first.second = second;
    second.later = { token: TOKEN };
    expect(inspect(redact(first), { depth: 10 })).not.toContain(TOKEN);
  });

  it('takes an error that is its own cause', () => {
    withSecrets(TOKEN);
    const error: Error & { cause?: unknown } = new Error(TOKEN);
    error.cause = error;
    const clean = redact(error);
    expect(clean.cause).toBe(clean);
    expect(clean.message).toBe(MARK);
  });

  it('goes on past a getter that throws', () => {
    withSecrets(TOKEN);
    const value = {
      get broken(): string {
        throw new Error('no');
      },
      token: TOKEN,
    };
    expect(redact(value)).toEqual({ broken: UNREADABLE_MARKER, token: MARK });
  });

  it('hides what a getter gives', () => {
    withSecrets(TOKEN);
    const value = {
      get token(): string {
        return TOKEN;
      },
    };
    expect(redact(value)).toEqual({ token: MARK });
  });

  it('leaves out proxies that do not let themselves be read', () => {
    withSecrets(TOKEN);
    const fail = (): never => {
      throw new Error('no');
    };
    for (const trap of ['ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor'] as const) {
      const hostile: object = new Proxy({ token: TOKEN }, { [trap]: fail });
      expect(redact({ hostile, other: 1 })).toEqual({ hostile: UNREADABLE_MARKER, other: 1 });
    }
    const revoked = Proxy.revocable([], {});
    revoked.revoke();
    expect(redact([revoked.proxy])).toEqual([UNREADABLE_MARKER]);
    expect(redact<unknown>(Object.create(Map.prototype))).toBe(UNREADABLE_MARKER);
    expect(redact<unknown>(nest(new Proxy({}, { getPrototypeOf: fail }), MAX_REDACTION_DEPTH))).toBeDefined();
  });

  it('makes a URL and its parameters texts when they hold a secret', () => {
    withSecrets(TOKEN);
    const url = new URL(`https://user:${TOKEN}@example.com/?key=${TOKEN}`);
    expect(redact<unknown>({ url })).toEqual({ url: `https://user:${MARK}@example.com/?key=${MARK}` });
    expect(redact<unknown>(new URLSearchParams({ key: TOKEN }))).toBe(`key=${MARK}`);
    expect(redact<unknown>(Object(TOKEN))).toBe(MARK);
    const clean = new URL('https://example.com/');
    expect(redact(clean)).toBe(clean);
  });

  it('leaves dates, bytes, numbers and functions as they are', () => {
    withSecrets(TOKEN, '123456789');
    const bytes = Buffer.from(TOKEN);
    const date = new Date(0);
    const fn = (): string => 'x';
    const value = {
      bytes,
      buffer: bytes.buffer,
      view: new DataView(new ArrayBuffer(2)),
      date,
      n: 123456789,
      fn,
      token: TOKEN,
    };
    const clean = redact(value);
    for (const key of ['bytes', 'buffer', 'view', 'date', 'n', 'fn'] as const) expect(clean[key]).toBe(value[key]);
    expect(clean.token).toBe(MARK);
  });

  it('searches properties under symbols and those that are not enumerable', () => {
    withSecrets(TOKEN);
    const key = Symbol('key');
    const value = Object.defineProperty({ [key]: TOKEN }, 'hidden', { value: TOKEN, enumerable: false });
    const clean = redact(value);
    expect(clean[key]).toBe(MARK);
    expect(Object.getOwnPropertyDescriptor(clean, 'hidden')).toMatchObject({ value: MARK, enumerable: false });
  });

  it('keeps an object without a prototype so', () => {
    withSecrets(TOKEN);
    const value = Object.assign(Object.create(null), { __proto__: 1, token: TOKEN });
    const clean: unknown = redact(value);
    expect(Object.getPrototypeOf(clean)).toBe(null);
    expect(Reflect.get(Object(clean), 'token')).toBe(MARK);
  });

  it('does not let a key named __proto__ change the copy', () => {
    withSecrets(TOKEN);
    const clean: unknown = redact(JSON.parse(`{"__proto__":{"admin":true},"token":"${TOKEN}"}`));
    expect(Object.getPrototypeOf(clean)).toBe(Object.prototype);
    expect(Object.keys(Object(clean))).toEqual(['__proto__', 'token']);
  });

  it('makes a plain object of an instance with private fields, which can be written as JSON', () => {
    withSecrets(TOKEN);
    class Session {
      readonly #id = 7;
      token = TOKEN;
      toJSON(): unknown {
        return { id: this.#id };
      }
    }
    expect(JSON.stringify(redact(new Session()))).toBe(`{"token":"${MARK}"}`);
  });

  it('copies frozen values', () => {
    withSecrets(TOKEN);
    const value = Object.freeze({ list: Object.freeze([TOKEN]) });
    expect(redact(value)).toEqual({ list: [MARK] });
    expect(value.list).toEqual([TOKEN]);
  });

  it('keeps holes and the length of an array', () => {
    withSecrets(TOKEN);
    const value: unknown[] = [TOKEN];
    value.length = 5;
    const clean = redact(value);
    expect(clean).toHaveLength(5);
    expect(1 in clean).toBe(false);
  });

  it('cuts what is nested too deep to be checked', () => {
    withSecrets(TOKEN);
    const clean = redact(nest({ token: TOKEN }, MAX_REDACTION_DEPTH));
    expect(inspect(clean, { depth: 100 })).toContain(TOO_DEEP_MARKER);
    expect(inspect(clean, { depth: 100 })).not.toContain(TOKEN);
    expect(() => redact(nest({}, 100_000))).not.toThrow();
    expect(inspect(redact(nest({ token: TOKEN }, MAX_REDACTION_DEPTH - 1)), { depth: 100 })).toContain(MARK);
  });

  it('gives back the very same value when there is nothing to hide', () => {
    withSecrets(TOKEN);
    const value = { a: [1, 'x', new Map([[{}, new Set([1n])]])], error: new Error('x'), symbol: Symbol('s') };
    expect(redact(value)).toBe(value);
    for (const each of [undefined, null, 0, '', true, Symbol.iterator, redact])
      expect(redact<unknown>(each)).toBe(each);
  });

  it('hides secrets that are given for one call only', () => {
    expect(redact({ a: TOKEN }, { configuredSecrets: [TOKEN] })).toEqual({ a: MARK });
    expect(redact({ a: TOKEN })).toEqual({ a: TOKEN });
  });
});

function nest(innermost: object, levels: number): object {
  let value = innermost;
  for (let level = 0; level < levels; level += 1) value = { inner: value };
  return value;
}
