import { describe, expect, it } from 'vitest';
import {
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
  it('has its fields, in context too, beside the context it was given', () => {
    const error = build({ message: 'It failed.', context: { attempt: 2 }, ...fields });
    expect(error).toMatchObject(fields);
    expect(error.context).toEqual({ attempt: 2, ...fields });
  });

  it('leaves fields without a value out of the context', () => {
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

  it('takes what it is given over the catalogue', () => {
    const error = build({ message: 'It failed.', code: 'MY_OWN', kind: 'conflict' });
    expect([error.code, error.kind, error.retryable]).toEqual(['MY_OWN', 'conflict', false]);
  });

  it('is an error of its class, whichever way it is asked', () => {
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

  it('holds no secret in any field', () => {
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

describe('MCPValidationError', () => {
  it('hides secrets in a value of any shape', () => {
    const token = fakeToken();
    withSecrets(token);
    const error = new MCPValidationError({ message: 'x', value: { a: [token] } });
    expect(error.value).toEqual({ a: ['[REDACTED:configured]'] });
  });
});
