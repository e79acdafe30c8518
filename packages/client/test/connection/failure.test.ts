import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { MCPConfigurationError, MCPConnectionError } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { ConnectionFailure } from '../../src/connection/connection.ts';
import { translateFailure } from '../../src/connection/failure.ts';
import { type FailureContext, NO_FACTS } from '../../src/connection/failure-context.ts';
import { jsonRpcErrorOf } from '../../src/connection/json-rpc-error.ts';
import { describeRequest } from '../../src/connection/request-subject.ts';

const CALL = describeRequest({ method: 'tools/call', params: { name: 'search' } });

function translate(error: unknown, overrides: Partial<FailureContext> = {}): ConnectionFailure {
  return translateFailure(error, {
    serverName: 'jira',
    transport: 'http',
    phase: 'request',
    subject: CALL,
    wasConnected: true,
    timeoutMs: 30_000,
    address: { host: 'jira.example', port: 443 },
    facts: NO_FACTS,
    ...overrides,
  });
}

function coded(code: string, message = 'low level', Class: new (message: string) => Error = Error): Error {
  return Object.assign(new Class(message), { code });
}
const fetchFailed = (cause: unknown): TypeError => new TypeError('fetch failed', { cause });

describe('network errors', () => {
  it.each([
    ['ECONNREFUSED', 'CONNECTION_REFUSED', 'not-sent', 'broken'],
    ['ENOTFOUND', 'HOST_NOT_FOUND', 'not-sent', 'broken'],
    ['EAI_AGAIN', 'HOST_NOT_FOUND', 'not-sent', 'broken'],
    ['EHOSTUNREACH', 'HOST_UNREACHABLE', 'not-sent', 'broken'],
    ['ENETUNREACH', 'HOST_UNREACHABLE', 'not-sent', 'broken'],
    ['UND_ERR_CONNECT_TIMEOUT', 'CONNECTION_TIMEOUT', 'not-sent', 'broken'],
    ['ETIMEDOUT', 'CONNECTION_TIMEOUT', 'not-sent', 'broken'],
    ['ECONNRESET', 'CONNECTION_RESET', 'unknown', 'none'],
    ['UND_ERR_SOCKET', 'CONNECTION_RESET', 'unknown', 'none'],
    ['EPIPE', 'CONNECTION_RESET', 'unknown', 'none'],
    ['UND_ERR_HEADERS_TIMEOUT', 'CONNECTION_TIMEOUT', 'unknown', 'none'],
  ])('%s under "fetch failed" is %s', (errno, code, delivery, effect) => {
    const failure = translate(fetchFailed(coded(errno)));
    expect({ code: failure.error.code, delivery: failure.delivery, effect: failure.effect }).toEqual({
      code,
      delivery,
      effect,
    });
    expect(failure.error.message).toContain('jira.example:443');
    expect(failure.error.cause).toBeDefined();
  });

  it('is found two levels down, under the failed probe of a handshake', () => {
    const error = new SdkError(
      SdkErrorCode.EraNegotiationFailed,
      'Version negotiation probe failed: fetch failed',
      {},
      { cause: fetchFailed(coded('ECONNREFUSED')) },
    );
    expect(translate(error, { phase: 'connect' })).toMatchObject({
      delivery: 'not-sent',
      effect: 'broken',
      error: { code: 'CONNECTION_REFUSED' },
    });
  });

  it('is found among the attempts to several addresses', () => {
    const error = fetchFailed(new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')], 'all failed'));
    expect(translate(error).error.code).toBe('CONNECTION_REFUSED');
  });

  it.each([
    ['CERT_HAS_EXPIRED', 'its certificate has expired'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is self-signed'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'an authority that is not trusted here'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', "can't be traced to a trusted authority"],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'is for another host name'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'could not agree'],
    ['EPROTO', 'could not agree'],
  ])('%s is a TLS failure that says which', (errno, words) => {
    const failure = translate(fetchFailed(coded(errno)), { phase: 'connect', wasConnected: false });
    expect(failure).toMatchObject({
      delivery: 'not-sent',
      effect: 'misconfigured',
      error: { name: 'MCPConfigurationError', code: 'TLS_FAILED' },
    });
    expect(failure.error.message).toContain(words);
    expect(failure.error.message).toContain(errno);
    expect(translate(fetchFailed(coded(errno))).effect).toBe('broken');
  });

  it('tells of a proxy that refused', () => {
    const failure = translate(
      fetchFailed(coded('UND_ERR_ABORTED', 'Proxy response (407) !== 200 when HTTP Tunneling')),
    );
    expect(failure).toMatchObject({ delivery: 'not-sent', effect: 'broken', error: { code: 'CONNECTION_FAILED' } });
    expect(failure.error.hint).toContain('HTTPS_PROXY');
  });
});

describe('errors of the SDK', () => {
  it('a timeout says what did not answer, and how to give it more time', () => {
    const { error, delivery } = translate(
      new SdkError(SdkErrorCode.RequestTimeout, 'Request timed out', { timeout: 30_000 }),
    );
    expect(delivery).toBe('unknown');
    expect(error).toMatchObject({
      code: 'CALL_TIMEOUT',
      message: 'Tool "search" on server "jira" did not answer within 30000 ms.',
      operation: 'call_tool(search)',
    });
    expect(error.hint).toContain('mcpServers.jira.seawall.timeoutMs');
  });

  it.each([
    ['tools/list', 'LIST_TIMEOUT', 'listTimeoutMs'],
    ['ping', 'OPERATION_TIMEOUT', undefined],
    ['prompts/get', 'CALL_TIMEOUT', 'timeoutMs'],
  ])('a timeout of %s is %s', (method, code, option) => {
    const { error } = translate(new SdkError(SdkErrorCode.RequestTimeout, 'x', { timeout: 1 }), {
      subject: describeRequest({ method }),
    });
    expect(error.code).toBe(code);
    if (option) expect(error.hint).toContain(`seawall.${option}`);
  });

  it('an abort of the caller comes before everything else', () => {
    const error = new SdkError(SdkErrorCode.RequestTimeout, 'AbortError: This operation was aborted');
    expect(translate(error, { signal: AbortSignal.abort() })).toMatchObject({
      delivery: 'unknown',
      effect: 'none',
      error: { code: 'CALL_CANCELLED' },
    });
    expect(translate(error).error.code).toBe('CALL_TIMEOUT');
  });

  it.each([
    [new Error('Not connected'), 'CONNECTION_CLOSED', 'not-sent', 'broken'],
    [new SdkError(SdkErrorCode.NotConnected, 'Not connected'), 'CONNECTION_CLOSED', 'not-sent', 'broken'],
    [new SdkError(SdkErrorCode.ConnectionClosed, 'Connection closed'), 'CONNECTION_CLOSED', 'unknown', 'broken'],
    [new SdkError(SdkErrorCode.MethodNotSupportedByProtocolVersion, 'x'), 'METHOD_NOT_FOUND', 'not-sent', 'none'],
    [new SdkError(SdkErrorCode.InvalidResult, 'x'), 'INVALID_RESULT', 'answered', 'none'],
    [new SdkError(SdkErrorCode.ClientHttpUnexpectedContent, 'x'), 'UNEXPECTED_CONTENT', 'answered', 'none'],
    [new SyntaxError('Unexpected token'), 'INVALID_MESSAGE', 'answered', 'none'],
    [Object.assign(new Error('[]'), { name: 'ZodError' }), 'INVALID_MESSAGE', 'answered', 'none'],
    [new Error('whatever'), 'CONNECTION_FAILED', 'unknown', 'none'],
    ['a text', 'CONNECTION_FAILED', 'unknown', 'none'],
    [undefined, 'CONNECTION_FAILED', 'unknown', 'none'],
  ])('%s is %s', (error, code, delivery, effect) => {
    const failure = translate(error);
    expect({ code: failure.error.code, delivery: failure.delivery, effect: failure.effect }).toEqual({
      code,
      delivery,
      effect,
    });
  });

  it('the end of the process explains a closed connection', () => {
    const facts = { ...NO_FACTS, exit: { exitCode: 127, signal: undefined }, stderrTail: 'sh: uvx: not found' };
    const failure = translate(new SdkError(SdkErrorCode.ConnectionClosed, 'Connection closed'), {
      transport: 'stdio',
      facts,
    });
    expect(failure).toMatchObject({
      delivery: 'unknown',
      effect: 'broken',
      error: { code: 'PROCESS_EXITED', exitCode: 127, stderrTail: 'sh: uvx: not found' },
    });
    expect(translate(new Error('Not connected'), { facts }).delivery).toBe('not-sent');
    expect(translate(new SdkError(SdkErrorCode.ConnectionClosed, 'x'), { facts, phase: 'connect' }).delivery).toBe(
      'not-sent',
    );
  });
});

describe('the end of a process', () => {
  const exit = { exitCode: 1, signal: undefined };
  const messageOf = (stderrTail: string): string =>
    translate(new SdkError(SdkErrorCode.ConnectionClosed, 'Connection closed'), {
      transport: 'stdio',
      phase: 'connect',
      facts: { ...NO_FACTS, exit, stderrTail },
    }).error.message;

  it('is told by its last line', () => {
    expect(messageOf('starting\nno API key given\n')).toContain('"no API key given"');
  });

  it('is told by the error that nobody caught where the last line is only the version of Node', () => {
    const crash = [
      'node:internal/modules/cjs/loader:1228',
      '  throw err;',
      "Error: Cannot find module 'jsdom'",
      '    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15) {',
      "  code: 'MODULE_NOT_FOUND'",
      '}',
      '',
      'Node.js v20.20.2',
    ];
    expect(messageOf(crash.join('\n'))).toContain("Error: Cannot find module 'jsdom'");
    expect(messageOf('Node.js v20.20.2')).toContain('Node.js v20.20.2');
  });

  it('is told by what stands above a stack', () => {
    const crash = ['Error: out of memory', '    at send (/srv/client.js:41:11)', '    at /srv/index.js:7:3'];
    expect(messageOf(crash.join('\n'))).toContain('it last wrote: "Error: out of memory"');
    expect(messageOf('listening at /tmp/socket:1')).toContain('"listening at /tmp/socket:1"');
    expect(messageOf('at run (/srv/index.js:7:3)')).toContain('"at run (/srv/index.js:7:3)"');
  });
});

describe('a port that fetch forbids', () => {
  it('is a fault of the configuration', () => {
    const failure = translate(fetchFailed(new Error('bad port')), {
      phase: 'connect',
      address: { host: '127.0.0.1', port: 9 },
    });
    expect(failure).toMatchObject({ effect: 'misconfigured', delivery: 'not-sent', error: { code: 'CONFIG_INVALID' } });
    expect(failure.error.message).toContain('127.0.0.1:9');
  });
});

describe('JSON-RPC errors', () => {
  it.each([
    [-32602, 'Invalid arguments', undefined, 'INVALID_ARGUMENTS'],
    [-32602, 'Tool search not found', undefined, 'TOOL_NOT_FOUND'],
    [-32602, 'MCP error -32602: Unknown tool: search', undefined, 'TOOL_NOT_FOUND'],
    [-32603, 'Tool "search" does not exist', undefined, 'TOOL_NOT_FOUND'],
    [-32600, 'No such tool', undefined, 'TOOL_NOT_FOUND'],
    [-32601, 'Unknown tool: search', undefined, 'TOOL_NOT_FOUND'],
    [-32601, 'Method unsupported', undefined, 'METHOD_NOT_FOUND'],
    [-32600, 'Invalid request', undefined, 'REQUEST_REJECTED'],
    [-32700, 'Parse error', undefined, 'REQUEST_REJECTED'],
    [-32602, 'x', { uri: 'a:b' }, 'RESOURCE_NOT_FOUND'],
    [-32002, 'x', undefined, 'RESOURCE_NOT_FOUND'],
    [-32603, 'boom', undefined, 'SERVER_ERROR'],
    [-32000, 'Connection closed', undefined, 'CONNECTION_CLOSED'],
    [-32000, 'odd', undefined, 'SERVER_ERROR'],
    [-32022, 'x', { supported: ['2026-07-28'] }, 'VERSION_UNSUPPORTED'],
    [-32021, 'x', undefined, 'REQUEST_REJECTED'],
    [-32042, 'x', { elicitations: [] }, 'SERVER_ERROR'],
    [-32800, 'cancelled', undefined, 'CALL_CANCELLED'],
    [42, 'x', undefined, 'SERVER_ERROR'],
  ])('%i %j is %s', (code, message, data, expected) => {
    const failure = translate(new ProtocolError(code, message, data));
    expect(failure).toMatchObject({ delivery: 'answered', effect: 'none', error: { code: expected } });
    expect(failure.error.context.jsonRpcError).toEqual({ code, message, ...(data === undefined ? {} : { data }) });
    expect(failure.error.context.evidence).toMatchObject({ shape: 'jsonrpc_error' });
    expect(failure.error.message).not.toContain('boom');
  });

  it('keeps the data of a JSON-RPC error as it came, beside the copy without what looks like a secret', () => {
    const url = `https://login.example/?access_token=${'t'.repeat(40)}`;
    const data = { elicitations: [{ mode: 'url', url, elicitationId: 'e-1' }] };
    const { error } = translate(new ProtocolError(-32_042, 'Log in.', data));
    expect(jsonRpcErrorOf(error)).toEqual({ code: -32_042, message: 'Log in.', data });
    expect(JSON.stringify(error.toJSON())).not.toContain('tttt');
    expect(jsonRpcErrorOf(new Error('another'))).toBeUndefined();
  });

  it.each([
    [-32001, 'Session not found'],
    [-32000, 'Bad Request: Server not initialized'],
    [-32000, 'Bad Request: No valid session ID provided'],
    [-32000, 'Session expired'],
  ])('%i %j tells of a lost session', (code, message) => {
    expect(translate(new ProtocolError(code, message))).toMatchObject({
      delivery: 'not-sent',
      effect: 'session-lost',
      error: { code: 'SESSION_LOST' },
    });
  });

  it('leaves nothing to go on with when the handshake is refused', () => {
    expect(translate(new ProtocolError(-32603, 'no db'), { phase: 'connect' })).toMatchObject({
      effect: 'broken',
      error: { code: 'SERVER_ERROR' },
    });
  });
});

describe('HTTP statuses', () => {
  const http = (status: number, text = '') =>
    new SdkHttpError(SdkErrorCode.ClientHttpNotImplemented, `Error POSTing to endpoint: ${text}`, {
      status,
      statusText: '',
      text,
    });

  it('count more than the code of the SDK', () => {
    expect(translate(http(401)).error.code).toBe('AUTHENTICATION_REQUIRED');
    expect(translate(http(429)).error.code).toBe('RATE_LIMITED');
  });

  it('404 means a lost session only where there was one', () => {
    expect(translate(http(404), { facts: { ...NO_FACTS, hasSession: true } })).toMatchObject({
      delivery: 'not-sent',
      effect: 'session-lost',
      error: { code: 'SESSION_LOST' },
    });
    expect(translate(http(404), { phase: 'connect', wasConnected: false })).toMatchObject({
      effect: 'misconfigured',
      error: { code: 'ENDPOINT_NOT_MCP', retryable: false },
    });
  });

  it('an expired token is told from a wrong one', () => {
    const response = {
      status: 401,
      statusText: '',
      headers: { 'www-authenticate': 'Bearer error="invalid_token", error_description="The token expired"' },
      body: '',
      retryAfterMs: undefined,
    };
    expect(
      translate(http(401), { facts: { ...NO_FACTS, hasCredentials: true, responseOf: () => response } }).error,
    ).toMatchObject({ reason: 'expired', authType: 'bearer' });
  });

  it('403 names the scope that is missing', () => {
    const response = {
      status: 403,
      statusText: '',
      headers: { 'www-authenticate': 'Bearer error="insufficient_scope", scope="files:write"' },
      body: '',
      retryAfterMs: undefined,
    };
    expect(translate(http(403), { facts: { ...NO_FACTS, responseOf: () => response } }).error).toMatchObject({
      code: 'PERMISSION_DENIED',
      permissionRequired: 'files:write',
    });
  });

  it('are found in the words of the older transport', () => {
    expect(translate(new Error('Error POSTing to endpoint (HTTP 429): slow down')).error.code).toBe('RATE_LIMITED');
  });

  it('a body with a JSON-RPC error says what it is', () => {
    const text = JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: -32601, message: 'Method not found' } });
    expect(translate(http(404, text), { facts: { ...NO_FACTS, hasSession: false } }).error.code).toBe(
      'METHOD_NOT_FOUND',
    );
  });
});

describe('failures that our own transports found', () => {
  const own = new ConnectionFailure({
    error: new MCPConnectionError({ code: 'RESPONSE_LOST', message: 'lost' }),
    delivery: 'unknown',
    effect: 'none',
  });

  it('come back as they are, thrown or as the data of a made-up answer', () => {
    expect(translate(own)).toBe(own);
    expect(translate(new ProtocolError(-32603, 'lost', own))).toBe(own);
  });

  it("can't be forged by a server", () => {
    const forged = JSON.parse(
      JSON.stringify({ name: 'ConnectionFailure', error: {}, delivery: 'not-sent', effect: 'session-lost' }),
    );
    expect(translate(new ProtocolError(-32603, 'x', forged))).toMatchObject({ delivery: 'answered', effect: 'none' });
  });

  it('leave nothing to go on with during the handshake', () => {
    expect(translate(own, { phase: 'connect' })).toMatchObject({
      delivery: 'not-sent',
      effect: 'broken',
      error: { code: 'RESPONSE_LOST' },
    });
  });

  it('are found under what fetch makes of them', () => {
    const refused = new MCPConfigurationError({ code: 'ADDRESS_REFUSED', message: 'no' });
    expect(translate(fetchFailed(refused)).effect).toBe('broken');
    expect(translate(fetchFailed(refused), { wasConnected: false })).toMatchObject({
      delivery: 'not-sent',
      effect: 'misconfigured',
      error: { code: 'ADDRESS_REFUSED' },
    });
  });
});

it('is safe with causes that run in a circle', () => {
  const left = new Error('left');
  const right = new Error('right', { cause: left });
  left.cause = right;
  expect(translate(left).error.code).toBe('CONNECTION_FAILED');
});
