import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ERROR_BRAND, MCPError } from '../../src/errors/mcp-error.ts';
import { MCPTimeoutError } from '../../src/errors/timeout-error.ts';
import { registerSecrets } from '../../src/redaction/configured-secrets.ts';
import { CONFIGURED_MARKER, redact } from '../../src/redaction/redact.ts';
import { fakeToken, withSecrets } from '../redaction/secrets.ts';

const TOKEN = fakeToken();
const MARK = CONFIGURED_MARKER;

describe('MCPError', () => {
  it('writes itself as a record (B13, B120)', () => {
    const error = new MCPTimeoutError({
      message: 'Too slow.',
      code: 'CALL_TIMEOUT',
      hint: 'Wait longer.',
      serverName: 'jira',
      timestampMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      errorType: 'MCPTimeoutError',
      kind: 'timeout',
      code: 'CALL_TIMEOUT',
      message: 'Too slow.',
      context: { serverName: 'jira' },
      timestamp: '2026-01-02T03:04:05.678Z',
      retryable: true,
      hint: 'Wait longer.',
      docs: 'docs/errors.md#call_timeout',
    });
  });

  it('links no page for the code of a user', () => {
    expect(new MCPError({ message: 'x', code: 'MY_OWN' }).toJSON()).not.toHaveProperty('docs');
  });

  it('has the chain of causes in its record when it has a cause', () => {
    const cause = new TypeError('fetch failed', { cause: new Error('refused') });
    expect(new MCPError({ message: 'Down.', cause }).toJSON().chain).toBe(
      'MCPError: Down. -> TypeError: fetch failed -> Error: refused',
    );
    expect(new MCPError({ message: 'Down.' }).toJSON()).not.toHaveProperty('chain');
    expect(new MCPError({ message: 'Down.', cause: null }).toJSON()).not.toHaveProperty('chain');
  });

  it('hides secrets in everything it says (B2, B17)', () => {
    withSecrets(TOKEN);
    const said: unknown[] = [];
    const error = new MCPError({
      message: `m ${TOKEN}`,
      hint: `h ${TOKEN}`,
      context: { list: [TOKEN], [TOKEN]: 1 },
      cause: new Error(`c ${TOKEN}`),
    });
    error.log({ log: (...record) => said.push(record) });
    expect(error.message).toBe(`m ${MARK}`);
    expect(error.originalMessage).toBe(`m ${MARK}`);
    expect(error.hint).toBe(`h ${MARK}`);
    expect(error.context).toEqual({ list: [MARK], [MARK]: 1 });
    const all = [said, error, error.stack, String(error), error.toJSON(), error.cause];
    expect(inspect(all, { depth: 10, showHidden: true, getters: true })).not.toContain(TOKEN);
  });

  it('hides a secret that became known only later', () => {
    const error = new MCPError({ message: `m ${TOKEN}`, context: { a: TOKEN }, cause: new Error(TOKEN) });
    const said: unknown[] = [];
    withSecrets(TOKEN);
    error.log({ log: (...record) => said.push(record) });
    expect(error.context).toEqual({ a: MARK });
    expect(inspect([said, error.toJSON(), String(error), redact(error)], { depth: 10 })).not.toContain(TOKEN);
  });

  it('hides a secret that is put into the context later (B9, B115)', () => {
    withSecrets(TOKEN);
    const inner: Record<string, unknown> = {};
    const error = new MCPError({ message: 'x', context: { inner } });
    inner.token = TOKEN;
    expect(error.context).toEqual({ inner: { token: MARK } });
  });

  it('keeps a cause without secrets as it is, and copies one with a secret', () => {
    withSecrets(TOKEN);
    const harmless = new TypeError('x');
    expect(new MCPError({ message: 'x', cause: harmless }).cause).toBe(harmless);
    const telling = new TypeError(TOKEN);
    const { cause } = new MCPError({ message: 'x', cause: telling });
    expect(cause).not.toBe(telling);
    expect(cause).toBeInstanceOf(TypeError);
    expect(telling.message).toBe(TOKEN);
  });

  it('goes on working as a redacted copy, as of a cause', () => {
    const inner = new MCPTimeoutError({ message: TOKEN, context: { a: TOKEN }, timeoutMs: 5 });
    withSecrets(TOKEN);
    const copy: unknown = new MCPError({ message: 'outer', cause: inner }).cause;
    if (!MCPTimeoutError.isInstance(copy)) throw new Error('The copy lost its class.');
    expect(copy).not.toBe(inner);
    expect(copy).toBeInstanceOf(MCPTimeoutError);
    expect(copy.timeoutMs).toBe(5);
    expect(copy.context).toEqual({ a: MARK, timeoutMs: 5 });
    expect(copy.toJSON()).toMatchObject({ errorType: 'MCPTimeoutError', message: MARK, code: 'OPERATION_TIMEOUT' });
    expect(String(copy)).toBe(`MCPTimeoutError [OPERATION_TIMEOUT]: ${MARK}`);
  });

  it('notices a secret that stands in the context alone', () => {
    const inner = new MCPError({ message: 'x', context: { a: TOKEN } });
    withSecrets(TOKEN);
    expect(inspect(redact({ inner }), { depth: 10, showHidden: true })).not.toContain(TOKEN);
  });

  it('shows neither brand nor context among its properties', () => {
    const error = new MCPError({ message: 'x', context: { a: 1 } });
    expect(Object.keys(error)).not.toContain('context');
    expect(
      Object.getOwnPropertySymbols(error).filter((key) => Object.prototype.propertyIsEnumerable.call(error, key)),
    ).toEqual([]);
  });

  it('tells its time in UTC (B8, B11)', () => {
    const before = Date.now();
    const error = new MCPError({ message: 'x' });
    expect(error.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(error.timestampMs).toBeGreaterThanOrEqual(before);
    expect(new MCPError({ message: 'x', timestampMs: 0 }).timestamp).toBe('1970-01-01T00:00:00.000Z');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 9e15])(
    'takes the time of now for %d, which is no time',
    (timestampMs) => {
      expect(new MCPError({ message: 'x', timestampMs }).toJSON().timestamp).toMatch(/^20/);
    },
  );

  it('reads as name, code, message and hint', () => {
    expect(String(new MCPError({ message: 'It failed.', hint: 'Fix it.' }))).toBe(
      'MCPError [UNEXPECTED_ERROR]: It failed. Fix it.',
    );
    expect(String(new MCPError({ message: 'It failed.' }))).toBe('MCPError [UNEXPECTED_ERROR]: It failed.');
  });
});

describe('MCPError.addContext', () => {
  it('adds and replaces fields, drops what says nothing and hides secrets (B115)', () => {
    const secret = ['hunter2', 'hunter2'].join('-');
    using _registered = registerSecrets([secret]);
    const error = new MCPError({ message: 'It failed.', context: { server: 'jira', attempt: 1 } });
    expect(error.addContext({ attempt: 2, note: `with ${secret}`, empty: undefined })).toBe(error);
    expect(error.context).toEqual({ server: 'jira', attempt: 2, note: 'with [REDACTED:configured]' });
    expect(error.toJSON().context).toEqual(error.context);
  });
});

describe('MCPError.isInstance', () => {
  it('knows errors of another copy of the package', async () => {
    const copy: typeof import('../../src/errors/mcp-error.ts') = await import(
      // @ts-expect-error The query makes a second copy of the module.
      '../../src/errors/mcp-error.ts?copy'
    );
    class MCPTimeoutErrorOfCopy extends copy.MCPError {
      override readonly name: string = 'MCPTimeoutError';
    }
    const error = new MCPTimeoutErrorOfCopy({ message: 'x' });
    expect(error).not.toBeInstanceOf(MCPError);
    expect(MCPError.isInstance(error)).toBe(true);
    expect(MCPTimeoutError.isInstance(error)).toBe(true);
    expect(copy.MCPError.isInstance(new MCPError({ message: 'x' }))).toBe(true);
    expect(MCPTimeoutError.isInstance(new copy.MCPError({ message: 'x' }))).toBe(false);
  });

  it('does not know anything else', () => {
    const values: unknown[] = [undefined, null, 0, 'MCPError', Symbol('x'), {}, [], () => 0, new Error('x')];
    values.push({ [ERROR_BRAND]: true }, Object.assign(new Error('x'), { [ERROR_BRAND]: 1 }));
    values.push(Object.assign(new Error('x'), { name: 'MCPTimeoutError' }));
    for (const value of values) {
      expect(MCPError.isInstance(value)).toBe(false);
      expect(MCPTimeoutError.isInstance(value)).toBe(false);
    }
  });

  it('does not throw for hostile values', () => {
    const fail = (): never => {
      throw new Error('no');
    };
    const revoked = Proxy.revocable(new Error('x'), {});
    revoked.revoke();
    const branded = Object.defineProperty(new Error('x'), ERROR_BRAND, { value: true });
    const values: unknown[] = [
      new Proxy(new Error('x'), { get: fail }),
      new Proxy({}, { getPrototypeOf: fail }),
      revoked.proxy,
      Object.defineProperty(new Error('x'), ERROR_BRAND, { get: fail }),
      Object.defineProperty(branded, 'name', { get: fail }),
    ];
    for (const value of values) expect(MCPTimeoutError.isInstance(value)).toBe(false);
  });
});
