import { describe, expect, it } from 'vitest';
import {
  addErrorContext,
  MCPConnectionError,
  MCPError,
  MCPServerError,
  MCPTimeoutError,
  rootCause,
  toServiceUnavailable,
  withErrorContext,
} from '../../src/index.ts';
import { fakeToken, withSecrets } from '../redaction/secrets.ts';

const LAYER = { service: 'TicketService', operation: 'high_level_operation', dataSize: 17 };

function raise(thrown: unknown): never {
  throw thrown;
}

describe('withErrorContext', () => {
  it('gives back what the function gives back', async () => {
    expect(withErrorContext(LAYER, () => 42)).toBe(42);
    expect(await withErrorContext(LAYER, async () => 'words')).toBe('words');
  });

  it('adds data to the very error that passes, thrown or rejected (B115)', async () => {
    const cause = new Error('root');
    const build = (): MCPError => new MCPTimeoutError({ message: 'Too slow.', timeoutMs: 5, cause });
    const thrown = build();
    expect(() => withErrorContext(LAYER, () => raise(thrown))).toThrow(thrown);
    const rejected = build();
    await expect(withErrorContext(LAYER, async () => raise(rejected))).rejects.toBe(rejected);
    for (const error of [thrown, rejected]) {
      expect(error).toBeInstanceOf(MCPTimeoutError);
      expect(error.context).toEqual({ ...LAYER, timeoutMs: 5 });
      expect(error.cause).toBe(cause);
    }
  });

  it('cleans what it adds (B9, B115)', () => {
    const token = fakeToken();
    withSecrets(token);
    const error = addErrorContext(new MCPError({ message: 'x' }), { data: { url: `/?key=${token}` } });
    expect(error.context).toEqual({ data: { url: '/?key=[REDACTED:configured]' } });
  });

  it('makes an error of ours of any other', async () => {
    const cause = new RangeError('too far');
    await expect(withErrorContext(LAYER, async () => raise(cause))).rejects.toMatchObject({
      name: 'MCPError',
      code: 'UNEXPECTED_ERROR',
      context: { ...LAYER, originalError: 'RangeError' },
      cause,
    });
  });

  it('lets the outermost layer have the last word on a field', async () => {
    const inner = async (): Promise<never> =>
      withErrorContext({ operation: 'inner', detail: 1 }, async () => raise(new MCPError({ message: 'x' })));
    await expect(withErrorContext({ operation: 'outer' }, inner)).rejects.toMatchObject({
      context: { operation: 'outer', detail: 1 },
    });
  });
});

describe('toServiceUnavailable', () => {
  const failure = new MCPConnectionError({
    message: 'Server "jira" refuses connections.',
    code: 'CONNECTION_REFUSED',
    serverName: 'jira',
    port: 443,
    hint: 'Start it.',
    cause: new Error('connect'),
  });

  it('tells callers of a service that it is unavailable, with the error itself as data and as cause (B116, B117)', () => {
    const error = toServiceUnavailable(failure, { serviceOperation: 'data_processing' });
    expect(error).toBeInstanceOf(MCPServerError);
    expect(error).toMatchObject({
      code: 'SERVICE_UNAVAILABLE',
      kind: 'unavailable',
      message: 'Service unavailable: Server "jira" refuses connections.',
      hint: 'Start it.',
      serverName: 'jira',
      retryable: true,
    });
    expect(error.cause).toBe(failure);
    expect(rootCause(error)).toBe(failure.cause);
    expect(error.context).toEqual({
      serviceOperation: 'data_processing',
      serverName: 'jira',
      originalError: failure.toJSON(),
    });
    expect(JSON.parse(JSON.stringify(error))).toHaveProperty('context.originalError.context.port', 443);
  });

  it('says no more than the error knows about calling again', () => {
    const written = new MCPConnectionError({
      message: 'It broke.',
      retryable: false,
      context: { delivery: 'unknown', retryAfterMs: 500 },
    });
    const error = toServiceUnavailable(written);
    expect(error.retryable).toBe(false);
    expect(error.context).toMatchObject({ delivery: 'unknown', retryAfterMs: 500 });
  });

  it('hides a secret that became known only later, also in the record of the error underneath', () => {
    const token = fakeToken();
    const inner = new MCPConnectionError({ message: 'It broke.', context: { note: token } });
    const error = toServiceUnavailable(inner);
    withSecrets(token);
    expect(JSON.stringify(error)).not.toContain(token);
  });
});
