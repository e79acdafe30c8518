import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FOREIGN_MESSAGE_LENGTH } from '../../src/errors/from-thrown.ts';
import {
  formatErrorChain,
  fromThrown,
  MCPAuthenticationError,
  MCPCancelledError,
  MCPConfigurationError,
  MCPConnectionError,
  MCPError,
  MCPProtocolError,
  MCPResourceError,
  MCPServerError,
  MCPTimeoutError,
  MCPValidationError,
  rootCause,
  suggestFixes,
} from '../../src/index.ts';
import { fakeToken, withSecrets } from '../redaction/secrets.ts';
import { foreignValues } from './foreign-values.ts';

const caught = (promise: Promise<unknown>): Promise<unknown> => promise.then(fail, (error: unknown) => error);
const fail = (): never => {
  throw new Error('It did not fail.');
};
const withCode = (code: unknown, fields: object = {}): Error =>
  Object.assign(new Error(String(code)), { code, ...fields });

/** A port of this machine where nothing listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('The server has no address.');
  return address.port;
}

describe('fromThrown', () => {
  it('gives back an error of ours as it is (B40)', () => {
    const error = new MCPTimeoutError({ message: 'Too slow.' });
    expect(fromThrown(error, { functionName: 'read', context: { a: 1 } })).toBe(error);
    expect(error.context).toEqual({});
  });

  it('turns any other into one that says where it was thrown, what it was and why (B41, B44)', () => {
    const cause = new RangeError('too far');
    const error = fromThrown(cause, { functionName: 'read', serverName: 'jira', context: { attempt: 2 } });
    expect(error).toMatchObject({
      name: 'MCPError',
      code: 'UNEXPECTED_ERROR',
      kind: 'server_error',
      message: 'Unexpected error in "read": too far',
      hint: expect.stringMatching(/\.$/),
    });
    expect(error.context).toEqual({ attempt: 2, function: 'read', originalError: 'RangeError', serverName: 'jira' });
    expect(error.cause).toBe(cause);
    expect(fromThrown(cause).message).toBe('Unexpected error: too far');
  });

  it('has no secret of the foreign error (B44)', () => {
    const token = fakeToken();
    withSecrets(token);
    const error = fromThrown(new Error(`GET /?key=${token}`, { cause: new Error(token) }));
    expect(error.message).toBe('Unexpected error: GET /?key=[REDACTED:configured]');
    expect(`${formatErrorChain(error)}${JSON.stringify(error)}${error.stack}`).not.toContain(token);
  });

  it('bounds the name of the foreign error, and hides what it holds', () => {
    const token = fakeToken();
    withSecrets(token);
    const error = fromThrown({ name: `${'x'.repeat(90)}${token}${'y'.repeat(1000)}` });
    expect(error.context.originalError).toMatch(/^x{90}\[REDACTED:…$/);
    expect(error.message.length).toBeLessThan(3000);
    expect(JSON.stringify(error)).not.toContain(token);
  });

  it('bounds the message of the foreign error', () => {
    const { message } = fromThrown(new Error('x'.repeat(100_000)));
    expect(message).toBe(`Unexpected error: ${'x'.repeat(MAX_FOREIGN_MESSAGE_LENGTH)}…`);
  });

  it('knows a refused connection, also in the words of fetch (A1, B94)', async () => {
    const port = await closedPort();
    const error = fromThrown(await caught(fetch(`http://127.0.0.1:${port}/`)), { serverName: 'jira' });
    expect(error).toBeInstanceOf(MCPConnectionError);
    expect(error).toMatchObject({
      code: 'CONNECTION_REFUSED',
      retryable: true,
      host: '127.0.0.1',
      port,
      serverName: 'jira',
    });
    expect(error.message).toMatch(/^Unexpected error: fetch failed \(connect ECONNREFUSED/);
    expect(error.hint).toBe('Check that the server is running and that the port in its URL is right.');
  });

  it('knows a command that does not exist (B80)', async () => {
    const [reason]: unknown[] = await once(spawn(['no', 'such', 'command'].join('-')), 'error');
    const error = fromThrown(reason);
    expect(error).toBeInstanceOf(MCPConfigurationError);
    expect(error.code).toBe('SPAWN_COMMAND_NOT_FOUND');
  });

  it('knows a file that does not exist', async () => {
    const error = fromThrown(await caught(readFile('/no/such/file')));
    expect(error).toBeInstanceOf(MCPResourceError);
    expect(error).toMatchObject({ code: 'RESOURCE_NOT_FOUND', resourceType: 'file', resourceId: '/no/such/file' });
  });

  it('knows an abort, by whichever signal', async () => {
    const reason = AbortSignal.abort().reason;
    for (const thrown of [reason, new Error('wrapped', { cause: reason })]) {
      const error = fromThrown(thrown);
      expect(error).toBeInstanceOf(MCPCancelledError);
      expect(error).toMatchObject({ code: 'CALL_CANCELLED', retryable: false });
    }
    const read = caught(readFile('/no/such/file', { signal: AbortSignal.abort() }));
    expect(fromThrown(await read)).toBeInstanceOf(MCPCancelledError);
  });

  it('knows a timeout of the platform (A2, A50, B95)', () => {
    const error = fromThrown(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    expect(error).toBeInstanceOf(MCPTimeoutError);
    expect(error).toMatchObject({ code: 'OPERATION_TIMEOUT', kind: 'timeout', retryable: true });
  });

  it.each([
    ['ECONNRESET', MCPConnectionError, 'CONNECTION_RESET', 'connection'],
    ['UND_ERR_SOCKET', MCPConnectionError, 'CONNECTION_RESET', 'connection'],
    ['ENOTFOUND', MCPConnectionError, 'HOST_NOT_FOUND', 'connection'],
    ['EHOSTUNREACH', MCPConnectionError, 'HOST_UNREACHABLE', 'connection'],
    ['ETIMEDOUT', MCPConnectionError, 'CONNECTION_TIMEOUT', 'connection'],
    ['UND_ERR_HEADERS_TIMEOUT', MCPTimeoutError, 'CONNECTION_TIMEOUT', 'connection'],
    ['CERT_HAS_EXPIRED', MCPConfigurationError, 'TLS_FAILED', 'configuration'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', MCPConfigurationError, 'TLS_FAILED', 'configuration'],
    ['EADDRINUSE', MCPConfigurationError, 'PORT_IN_USE', 'configuration'],
    ['EACCES', MCPAuthenticationError, 'PERMISSION_DENIED', 'permission'],
    ['EPERM', MCPAuthenticationError, 'PERMISSION_DENIED', 'permission'],
    [-32602, MCPValidationError, 'INVALID_ARGUMENTS', 'validation'],
    [-32601, MCPResourceError, 'METHOD_NOT_FOUND', 'tool_not_found'],
    [-32022, MCPProtocolError, 'VERSION_UNSUPPORTED', 'protocol'],
    [-32800, MCPCancelledError, 'CALL_CANCELLED', 'cancelled'],
    [-32603, MCPServerError, 'SERVER_ERROR', 'server_error'],
  ])('knows the code %s, at any depth (A1, A10, A45)', (given, type, code, kind) => {
    const foreign = withCode(given);
    const parts = new AggregateError([new Error('other'), foreign], 'all failed');
    for (const thrown of [foreign, new TypeError('outer', { cause: foreign }), parts]) {
      const error = fromThrown(thrown);
      expect(error).toBeInstanceOf(type);
      expect(error).toMatchObject({ code, kind });
    }
  });

  it('keeps the code that a server answered with (B22, B23)', () => {
    expect(fromThrown(withCode(-32603))).toMatchObject({ serverErrorCode: -32603 });
  });

  it('tells a command that may not be run from a file that may not be read (B80, B96)', () => {
    expect(fromThrown(withCode('EACCES', { syscall: 'spawn ./server' })).code).toBe('SPAWN_COMMAND_NOT_EXECUTABLE');
    expect(fromThrown(withCode('EACCES', { syscall: 'open' })).code).toBe('PERMISSION_DENIED');
  });

  it('takes no code for more than it is', () => {
    for (const code of ['constructor', '__proto__', 'MY_OWN', 404, 1.5, Number.NaN, {}, null])
      expect(fromThrown(withCode(code)).code).toBe('UNEXPECTED_ERROR');
  });

  it('takes over what an error of ours says that somebody wrapped', () => {
    const inner = new MCPTimeoutError({
      message: 'Too slow.',
      code: 'CALL_TIMEOUT',
      serverName: 'jira',
      hint: 'Wait.',
    });
    const error = fromThrown(new Error('wrapped', { cause: inner }), { functionName: 'read' });
    expect(error).toMatchObject({ code: 'CALL_TIMEOUT', kind: 'timeout', retryable: true, hint: 'Wait.' });
    expect(error.context).toMatchObject({ serverName: 'jira', function: 'read', originalError: 'Error' });
    expect(error.message).toBe('Unexpected error in "read": wrapped (Too slow.)');
    expect(rootCause(error)).toBe(inner);
  });

  it.each([
    ['words', 'words', 'string'],
    ['', 'string', 'string'],
    [undefined, 'undefined', 'undefined'],
    [null, 'null', 'null'],
    [404, '404', 'number'],
    [Symbol('sign'), 'sign', 'symbol'],
    [() => 'source', '[object Function]', 'function'],
    [{ token: 'x' }, '[object Object]', 'object'],
    [{ name: 'HttpError', message: 'it said' }, 'it said', 'HttpError'],
    [runInNewContext("new RangeError('foreign')"), 'foreign', 'RangeError'],
  ])('takes %o, which is no error of this realm (B41)', (thrown, text, name) => {
    const error = fromThrown(thrown);
    expect(error.message).toBe(`Unexpected error: ${text}`);
    expect(error.context).toEqual({ originalError: name });
  });

  it('is total: anything in, an error of ours out, and all of it can be told (B41, B45, B93)', () => {
    fc.assert(
      fc.property(foreignValues(), (make) => {
        const thrown = make();
        const error = fromThrown(thrown, { functionName: 'read' });
        const record = error.toJSON();
        return (
          MCPError.isInstance(error) &&
          typeof formatErrorChain(thrown) === 'string' &&
          typeof formatErrorChain(error) === 'string' &&
          record.message.startsWith('Unexpected error in "read": ') &&
          typeof record.context.originalError === 'string' &&
          suggestFixes(thrown).length > 0 &&
          error.log().fields.error.code === record.code
        );
      }),
      { numRuns: 150 },
    );
  });
});
