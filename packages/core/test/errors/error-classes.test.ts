import { describe, expect, it } from 'vitest';
import {
  type ErrorKind,
  findErrorCode,
  MCPAuthenticationError,
  MCPCancelledError,
  MCPConfigurationError,
  MCPConnectionError,
  MCPError,
  type MCPErrorOptions,
  MCPOutcomeUnknownError,
  MCPProtocolError,
  MCPRateLimitError,
  MCPRejectedError,
  MCPResourceError,
  MCPServerError,
  MCPTimeoutError,
  MCPValidationError,
} from '../../src/index.ts';
import { fakeToken, withSecrets } from '../redaction/secrets.ts';

interface ErrorClass {
  new (options: never): MCPError;
  isInstance(value: unknown): boolean;
}

interface ClassCase {
  readonly type: ErrorClass;
  readonly build: (options: MCPErrorOptions & Readonly<Record<string, unknown>>) => MCPError;
  readonly code: string;
  /** A value for each field of the class. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const CASES: readonly ClassCase[] = [
  { type: MCPError, build: (options) => new MCPError(options), code: 'UNEXPECTED_ERROR', fields: {} },
  {
    type: MCPConnectionError,
    build: (options) => new MCPConnectionError(options),
    code: 'CONNECTION_FAILED',
    fields: {
      serverName: 'jira',
      transportType: 'stdio',
      host: 'example.com',
      port: 443,
      retryCount: 0,
      stderrTail: 'boom',
      exitCode: 0,
      signal: 'SIGTERM',
    },
  },
  {
    type: MCPServerError,
    build: (options) => new MCPServerError(options),
    code: 'SERVER_ERROR',
    fields: { serverErrorCode: -32603, serverName: 'jira', httpStatus: 500, responseData: { why: 'x' } },
  },
  {
    type: MCPValidationError,
    build: (options) => new MCPValidationError(options),
    code: 'INVALID_ARGUMENTS',
    fields: { field: 'timeout', value: 'soon', expectedType: 'integer', validationRule: 'must_be_positive' },
  },
  {
    type: MCPTimeoutError,
    build: (options) => new MCPTimeoutError(options),
    code: 'OPERATION_TIMEOUT',
    fields: { timeoutMs: 30_000, operation: 'call_tool(search)', elapsedMs: 30_001, serverName: 'jira' },
  },
  {
    type: MCPAuthenticationError,
    build: (options) => new MCPAuthenticationError(options),
    code: 'AUTHENTICATION_REQUIRED',
    fields: {
      authType: 'bearer',
      username: 'robot',
      serverName: 'jira',
      permissionRequired: 'file:write',
      reason: 'expired',
      httpStatus: 401,
    },
  },
  {
    type: MCPConfigurationError,
    build: (options) => new MCPConfigurationError(options),
    code: 'CONFIG_INVALID',
    fields: {
      configFile: '/etc/mcp.json',
      configSection: 'mcpServers',
      missingKeys: ['name', 'command'],
      faults: [{ path: 'a.b', message: 'Wrong.' }],
    },
  },
  {
    type: MCPResourceError,
    build: (options) => new MCPResourceError(options),
    code: 'RESOURCE_NOT_FOUND',
    fields: { resourceType: 'file', resourceId: 'file:///a.txt', operation: 'read', serverName: 'files' },
  },
  {
    type: MCPRateLimitError,
    build: (options) => new MCPRateLimitError(options),
    code: 'RATE_LIMITED',
    fields: { retryAfterMs: 0, scope: 'server', serverName: 'jira' },
  },
  {
    type: MCPProtocolError,
    build: (options) => new MCPProtocolError(options),
    code: 'INVALID_MESSAGE',
    fields: { serverName: 'jira', operation: 'tools/list', httpStatus: 200 },
  },
  {
    type: MCPRejectedError,
    build: (options) => new MCPRejectedError(options),
    code: 'CIRCUIT_OPEN',
    fields: { retryAfterMs: 500, serverName: 'jira' },
  },
  {
    type: MCPOutcomeUnknownError,
    build: (options) => new MCPOutcomeUnknownError({ delivery: 'unknown', ...options }),
    code: 'OUTCOME_UNKNOWN',
    fields: { delivery: 'unknown', mayHaveExecuted: true, verifyWith: 'get_issue', serverName: 'jira' },
  },
  {
    type: MCPCancelledError,
    build: (options) => new MCPCancelledError(options),
    code: 'CALL_CANCELLED',
    fields: { serverName: 'jira', operation: 'call_tool(search)' },
  },
];

describe.each(CASES)('$type.name', ({ type, build, code, fields }) => {
  it('has its fields, in context too, beside the context it was given (B20, B22, B25, B27, B28, B29, B30, B118)', () => {
    const error = build({ message: 'It failed.', context: { attempt: 2 }, ...fields });
    expect(error).toMatchObject(fields);
    expect(error.context).toEqual({ attempt: 2, ...fields });
  });

  it('leaves fields without a value out of the context (B30)', () => {
    const error = build({
      message: 'It failed.',
      context: { none: null, missing: undefined, zero: 0, no: false, empty: '' },
    });
    expect(error.context).toMatchObject({ zero: 0, no: false, empty: '' });
    for (const key of ['none', 'missing', 'serverName', 'retryAfterMs', 'faults'])
      expect(error.context).not.toHaveProperty(key);
  });

  it('takes code, kind and retryable from the catalogue', () => {
    const error = build({ message: 'It failed.' });
    expect([error.code, error.kind, error.retryable]).toEqual([
      code,
      findErrorCode(code)?.[0],
      findErrorCode(code)?.[1] === 'transient',
    ]);
    const other = build({ message: 'It failed.', code: 'PROCESS_EXITED' });
    expect([other.code, other.kind]).toEqual(['PROCESS_EXITED', 'connection']);
  });

  it('takes what it is given over the catalogue (B10, B18)', () => {
    const error = build({ message: 'It failed.', code: 'MY_OWN', kind: 'conflict' });
    expect([error.code, error.kind, error.retryable]).toEqual(['MY_OWN', 'conflict', false]);
  });

  it('is an error of its class, whichever way it is asked (B6, B53)', () => {
    const error = build({ message: 'It failed.' });
    expect(error).toBeInstanceOf(type);
    expect(error.name).toBe(type.name);
    expect(type.isInstance(error)).toBe(true);
    expect(MCPError.isInstance(error)).toBe(true);
    for (const other of CASES) {
      const isSame = other.type === type || other.type === MCPError;
      expect(other.type.isInstance(error)).toBe(isSame);
    }
  });

  it('is known to its class when a user derives from it', () => {
    // Every class of the cases can be built from the options that all have in common.
    class Derived extends (type as unknown as new (options: MCPErrorOptions) => MCPError) {
      override readonly name: string = 'Derived';
    }
    const error = new Derived({ message: 'It failed.' });
    expect(type.isInstance(error)).toBe(true);
    expect(error.toJSON().errorType).toBe('Derived');
  });

  it('holds no secret in any field (B2, B119)', () => {
    const token = fakeToken();
    withSecrets(token);
    const texts = Object.entries(fields).filter(([, value]) => typeof value === 'string');
    const error = build({
      message: 'It failed.',
      ...fields,
      ...Object.fromEntries(texts.map(([key]) => [key, token])),
    });
    for (const [key] of texts) {
      const isWord = ['transportType', 'reason', 'delivery'].includes(key);
      if (!isWord) expect(Reflect.get(error, key)).toBe('[REDACTED:configured]');
    }
    expect(JSON.stringify(error)).not.toContain(token);
  });
});

describe('MCPOutcomeUnknownError', () => {
  it('is never retryable', () => {
    const error = new MCPOutcomeUnknownError({ message: 'x', delivery: 'unknown', retryable: true });
    expect(error.retryable).toBe(false);
  });
});

/** What goes wrong between an agent and its servers, and how each is told. */
const FAILURES: readonly (readonly [what: string, error: MCPError, kind: ErrorKind, retryable: boolean])[] = [
  ['the connection can not be made (A1)', new MCPConnectionError({ message: 'x' }), 'connection', true],
  ['an operation takes too long (A2, A50)', new MCPTimeoutError({ message: 'x' }), 'timeout', true],
  [
    'the connection drops during an operation (A3)',
    new MCPConnectionError({ message: 'x', code: 'CONNECTION_CLOSED' }),
    'connection',
    true,
  ],
  [
    'the key or token is wrong (A4, A52)',
    new MCPAuthenticationError({ message: 'x', reason: 'invalid' }),
    'authentication',
    false,
  ],
  [
    'the credentials have expired (A5)',
    new MCPAuthenticationError({ message: 'x', reason: 'expired' }),
    'authentication',
    false,
  ],
  [
    'a permission is missing (A6)',
    new MCPAuthenticationError({ message: 'x', code: 'PERMISSION_DENIED' }),
    'permission',
    false,
  ],
  ['there are too many calls (A7, A51)', new MCPRateLimitError({ message: 'x' }), 'rate_limit', true],
  [
    'an allowance is used up (A8)',
    new MCPRateLimitError({ message: 'x', kind: 'quota', retryable: false }),
    'quota',
    false,
  ],
  ['the service is down (A9)', new MCPServerError({ message: 'x', code: 'SERVER_UNAVAILABLE' }), 'unavailable', true],
  ['the input is wrong (A10, A13)', new MCPValidationError({ message: 'x' }), 'validation', false],
  [
    'the answer has the wrong shape (A11)',
    new MCPProtocolError({ message: 'x', code: 'INVALID_RESULT' }),
    'protocol',
    false,
  ],
  ['what was asked for does not exist (A14)', new MCPResourceError({ message: 'x' }), 'not_found', false],
  [
    'there is no such tool (A45)',
    new MCPResourceError({ message: 'x', code: 'TOOL_NOT_FOUND' }),
    'tool_not_found',
    false,
  ],
  ['a server fails otherwise (A53)', new MCPServerError({ message: 'x' }), 'server_error', false],
];

it.each(FAILURES)('has a class, a kind and a default when %s', (_what, error, kind, retryable) => {
  expect([error.kind, error.retryable]).toEqual([kind, retryable]);
});

it('takes context, code and time in every class, and keeps the message as it was given (B7, B10, B12, B30)', () => {
  for (const { build } of CASES) {
    const error = build({ message: 'It failed.', code: 'CONN_FAILED', context: { attempt: 1 }, timestampMs: 0 });
    expect(error).toMatchObject({ code: 'CONN_FAILED', originalMessage: 'It failed.', timestampMs: 0 });
    expect(error.context).toMatchObject({ attempt: 1 });
    expect(String(error)).toContain('It failed.');
  }
});

it('takes what stands in configurations and answers as it is (B21, B23, B26, B31, B32, B33, B34)', () => {
  const errors = [
    new MCPConnectionError({ message: 'x', code: 'CONN_TIMEOUT', transportType: 'stdio', port: 8080, retryCount: 3 }),
    new MCPServerError({ message: 'x', code: 'TOOL_EXEC_FAILED', serverErrorCode: -32603, httpStatus: 500 }),
    new MCPTimeoutError({ message: 'x', operation: 'call_tool(file_read)', timeoutMs: 30_000, elapsedMs: 30_500 }),
    new MCPAuthenticationError({ message: 'x', authType: 'api_key', permissionRequired: 'file:write' }),
    new MCPConfigurationError({ message: 'x', configSection: 'mcp_servers', missingKeys: ['name', 'command'] }),
    new MCPResourceError({ message: 'x', resourceType: 'file', resourceId: 'file:///path/to/file.txt' }),
  ];
  expect(errors.map(({ context }) => context)).toEqual([
    { transportType: 'stdio', port: 8080, retryCount: 3 },
    { serverErrorCode: -32603, httpStatus: 500 },
    { operation: 'call_tool(file_read)', timeoutMs: 30_000, elapsedMs: 30_500 },
    { authType: 'api_key', permissionRequired: 'file:write' },
    { configSection: 'mcp_servers', missingKeys: ['name', 'command'] },
    { resourceType: 'file', resourceId: 'file:///path/to/file.txt' },
  ]);
});
