import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { MCPConnectionError } from '../../src/errors/connection-error.ts';
import {
  errorChain,
  formatErrorChain,
  MAX_CHAIN_LENGTH,
  MAX_CHAIN_MESSAGE_LENGTH,
  rootCause,
} from '../../src/errors/error-chain.ts';
import { fakeToken, withSecrets } from '../redaction/secrets.ts';

function chainOf(length: number): Error {
  let error = new Error('1');
  for (let index = 2; index <= length; index += 1) error = new Error(String(index), { cause: error });
  return error;
}

function cycle(): Error {
  const inner: Error & { cause?: unknown } = new Error('inner');
  const outer = new Error('outer', { cause: inner });
  inner.cause = outer;
  return outer;
}

describe('formatErrorChain', () => {
  it('reads from the outermost to the innermost (B5, B45)', () => {
    const error = new MCPConnectionError({ message: 'Failed to connect.', cause: new TypeError('unreachable') });
    expect(formatErrorChain(error)).toBe('MCPConnectionError: Failed to connect. -> TypeError: unreachable');
  });

  it('ends a cycle (B45)', () => {
    expect(formatErrorChain(cycle())).toBe('Error: outer -> Error: inner -> (cycle)');
    const own: Error & { cause?: unknown } = new Error('own');
    own.cause = own;
    expect(formatErrorChain(own)).toBe('Error: own -> (cycle)');
  });

  it('cuts a long chain', () => {
    expect(formatErrorChain(chainOf(MAX_CHAIN_LENGTH))).toMatch(/Error: 1$/);
    const long = formatErrorChain(chainOf(100_000));
    expect(long.split(' -> ')).toHaveLength(MAX_CHAIN_LENGTH + 1);
    expect(long).toMatch(/\(more\)$/);
  });

  it('ends where an error says that it has no cause to tell (B45)', () => {
    for (const cause of [null, undefined]) expect(formatErrorChain(new Error('outer', { cause }))).toBe('Error: outer');
  });

  it('shows the parts of an error of several', () => {
    const parts = [new Error('a', { cause: new TypeError('b') }), 'words'];
    expect(formatErrorChain(new AggregateError(parts, 'All failed', { cause: new Error('why') }))).toBe(
      'AggregateError: All failed [Error: a -> TypeError: b; words] -> Error: why',
    );
    const many = new AggregateError(
      Array.from({ length: 9 }, (_, index) => new Error(String(index))),
      'many',
    );
    expect(formatErrorChain(many)).toBe('AggregateError: many [Error: 0; Error: 1; Error: 2; Error: 3; 5 more]');
  });

  it('shows what an error of clean-up suppressed, which failed first', () => {
    const error = Object.assign(new Error('cleaning failed'), {
      name: 'SuppressedError',
      error: new Error('close'),
      suppressed: new Error('work'),
    });
    expect(formatErrorChain(error)).toBe('SuppressedError: cleaning failed [Error: work; Error: close]');
    expect(rootCause(error)).toBe(error.suppressed);
  });

  it('ends where an error is a part of itself, and where parts multiply', () => {
    const own = new AggregateError([], 'own');
    own.errors.push(own, new Error('other'));
    expect(formatErrorChain(own)).toBe('AggregateError: own [(cycle); Error: other]');
    let wide = new AggregateError([], '0');
    for (let level = 1; level < 40; level += 1) wide = new AggregateError([wide, wide, wide, wide], String(level));
    expect(formatErrorChain(wide).length).toBeLessThan(10_000);
    expect(formatErrorChain(wide)).toContain('(more)');
  });

  it('takes errors of other realms and objects that look like errors', () => {
    const foreign: unknown = runInNewContext("new TypeError('foreign', { cause: new Error('inner') })");
    expect(foreign).not.toBeInstanceOf(Error);
    expect(formatErrorChain(foreign)).toBe('TypeError: foreign -> Error: inner');
    expect(formatErrorChain({ message: 'like one', cause: 'words' })).toBe('Error: like one -> words');
  });

  it('cuts what one error says, after its secrets are gone', () => {
    const token = fakeToken();
    withSecrets(token);
    const long = `${'x'.repeat(MAX_CHAIN_MESSAGE_LENGTH - 12)}${token}${'y'.repeat(100)}`;
    const text = formatErrorChain(new Error(long));
    expect(text).toMatch(/x\[REDA…$/);
    expect(text.length).toBe(MAX_CHAIN_MESSAGE_LENGTH + 1);
  });

  it('takes what is no error', () => {
    expect(formatErrorChain('words')).toBe('words');
    expect(formatErrorChain(undefined)).toBe('');
    expect(formatErrorChain(null)).toBe('');
    expect(formatErrorChain(404)).toBe('404');
    expect(formatErrorChain(Symbol('sign'))).toBe('sign');
    expect(formatErrorChain({ token: 'x' })).toBe('[object Object]');
    expect(formatErrorChain(() => 'source')).toBe('[object Function]');
    expect(formatErrorChain(new Error('outer', { cause: 'words' }))).toBe('Error: outer -> words');
    expect(formatErrorChain(Object.assign(new Error('x'), { message: '' }))).toBe('Error');
  });

  it('hides secrets', () => {
    const token = fakeToken();
    withSecrets(token);
    expect(formatErrorChain(new Error(token, { cause: token }))).toBe(
      'Error: [REDACTED:configured] -> [REDACTED:configured]',
    );
  });

  it('does not throw for errors that do not let themselves be read', () => {
    const fail = (): never => {
      throw new Error('no');
    };
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    expect(formatErrorChain(Object.defineProperty(new Error('x'), 'cause', { get: fail }))).toBe('Error: x');
    expect(formatErrorChain(Object.defineProperty(new Error('x'), 'message', { get: fail }))).toBe('[UNREADABLE]');
    expect(formatErrorChain(new Error('x', { cause: revoked.proxy }))).toBe('Error: x -> [UNREADABLE]');
    const odd = Object.assign(new Error('x'), { name: Symbol('s'), message: Object.create(null) });
    expect(formatErrorChain(odd)).toBe('Error');
  });
});

describe('errorChain', () => {
  it('lists the very errors', () => {
    const cause = new Error('inner');
    const error = new Error('outer', { cause });
    expect(errorChain(error)).toEqual([error, cause]);
    expect(errorChain(undefined)).toEqual([]);
  });
});

describe('rootCause', () => {
  it('is the innermost error (B93)', () => {
    const cause = new Error('inner');
    expect(rootCause(new Error('outer', { cause }))).toBe(cause);
    expect(rootCause('words')).toBe('words');
    expect(rootCause(undefined)).toBe(undefined);
  });

  it('is the root of the first part of an error of several', () => {
    const root = new Error('root');
    expect(rootCause(new AggregateError([new Error('a', { cause: root }), new Error('b')], 'both'))).toBe(root);
  });

  it('is an error also for cycles and long chains', () => {
    expect(rootCause(cycle())).toMatchObject({ message: 'inner' });
    expect(rootCause(chainOf(1000))).toBeInstanceOf(Error);
  });
});
