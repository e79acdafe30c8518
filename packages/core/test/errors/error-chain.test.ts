import { describe, expect, it } from 'vitest';
import { MCPConnectionError } from '../../src/errors/connection-error.ts';
import { errorChain, formatErrorChain, MAX_CHAIN_LENGTH, rootCause } from '../../src/errors/error-chain.ts';
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
  it('reads from the outermost to the innermost', () => {
    const error = new MCPConnectionError({ message: 'Failed to connect.', cause: new TypeError('unreachable') });
    expect(formatErrorChain(error)).toBe('MCPConnectionError: Failed to connect. -> TypeError: unreachable');
  });

  it('ends a cycle', () => {
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
  it('is the innermost error', () => {
    const cause = new Error('inner');
    expect(rootCause(new Error('outer', { cause }))).toBe(cause);
    expect(rootCause('words')).toBe('words');
    expect(rootCause(undefined)).toBe(undefined);
  });

  it('is an error also for cycles and long chains', () => {
    expect(rootCause(cycle())).toMatchObject({ message: 'inner' });
    expect(rootCause(chainOf(1000))).toBeInstanceOf(Error);
  });
});
