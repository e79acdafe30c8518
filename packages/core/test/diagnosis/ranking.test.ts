import { describe, expect, it } from 'vitest';
import { readStatus } from '../../src/diagnosis/rank/http-statuses.ts';
import { readSqlState } from '../../src/diagnosis/rank/sql-states.ts';
import { readVendorCode, toWords } from '../../src/diagnosis/rank/vendor-codes.ts';
import { diagnose } from '../../src/index.ts';
import { diagnoseText } from './evidence.ts';

describe('the words of a code', () => {
  it.each([
    ['InvalidApiKeyException', 'invalid api key'],
    ['INVALID_API_KEY', 'invalid api key'],
    ['invalid-api-key', 'invalid api key'],
    ['com.acme#HTTPTimeoutFault', 'http timeout'],
  ])('of %s are "%s"', (code, words) => {
    expect(toWords(code)).toBe(words);
  });

  it.each([
    ['insufficient_quota', 'quota'],
    ['ThrottlingException', 'rate_limit'],
    ['TooManyRequestsException', 'rate_limit'],
    ['invalid_auth', 'authentication'],
    ['token_revoked', 'authentication'],
    ['ExpiredToken', 'authentication'],
    ['not_in_channel', 'permission'],
    ['AccessDeniedException', 'permission'],
    ['insufficient_scope', 'permission'],
    ['ResourceNotFoundException', 'not_found'],
    ['NoSuchBucket', 'not_found'],
    ['widget_not_found', 'not_found'],
    ['EntityAlreadyExists', 'conflict'],
    ['OptimisticLockException', 'conflict'],
    ['is_archived', 'conflict'],
    ['invalid_cursor', 'validation'],
    ['msg_too_long', 'validation'],
    ['context_length_exceeded', 'validation'],
    ['ServiceUnavailable', 'unavailable'],
    ['overloaded_error', 'unavailable'],
    ['redirect_uri_mismatch', 'configuration'],
    ['accessNotConfigured', 'configuration'],
    ['DEADLINE_EXCEEDED', 'timeout'],
    ['UnknownTool', 'tool_not_found'],
    ['invalid_client', 'authentication'],
    ['invalid_grant', 'authentication'],
    ['internal_error', 'server_error'],
  ])('of %s mean %s', (code, kind) => {
    expect(readVendorCode(code)?.kind).toBe(kind);
  });

  it.each(['error', 'ErrorResponse', 'tokens', 'page_or_database', 'custom'])('of %s mean nothing', (code) => {
    expect(readVendorCode(code)).toBe(undefined);
  });
});

describe('SQLSTATE', () => {
  it.each([
    ['42P01', 'not_found'],
    ['42703', 'validation'],
    ['42501', 'permission'],
    ['28P01', 'authentication'],
    ['23505', 'conflict'],
    ['40P01', 'conflict'],
    ['08006', 'connection'],
    ['53300', 'unavailable'],
    ['57014', 'timeout'],
    ['25006', 'permission'],
  ])('%s is %s', (state, kind) => {
    expect(readSqlState(state)?.kind).toBe(kind);
  });

  it.each(['HELLO', '12', 'ABCDEF', '99999'])('%s is none', (text) => {
    expect(readSqlState(text)).toBe(undefined);
  });
});

describe('the status', () => {
  it.each([
    [400, 'validation'],
    [401, 'authentication'],
    [402, 'quota'],
    [403, 'permission'],
    [404, 'not_found'],
    [408, 'timeout'],
    [409, 'conflict'],
    [429, 'rate_limit'],
    [432, 'quota'],
    [500, 'server_error'],
    [503, 'unavailable'],
    [504, 'timeout'],
    [522, 'unavailable'],
    [524, 'timeout'],
    [529, 'unavailable'],
    [307, 'configuration'],
    [477, 'validation'],
    [577, 'server_error'],
  ])('%i alone is %s (B88)', (status, kind) => {
    expect(readStatus(status, false)?.kind).toBe(kind);
  });

  it.each([
    [403, 'Rate Limit Exceeded', 'rate_limit'],
    [403, 'Daily Limit Exceeded', 'quota'],
    [403, 'Invalid token', 'authentication'],
    [403, 'Authentication failed. Token may be expired or invalid.', 'permission'],
    [403, 'API is disabled. Enable it by visiting https://a.b', 'configuration'],
    [429, 'You exceeded your current quota', 'quota'],
    [422, 'Name already exists', 'conflict'],
    [400, 'API key not valid', 'authentication'],
    [400, 'credit balance is too low', 'quota'],
    [401, 'page not found', 'authentication'],
    [404, 'You do not have permission', 'not_found'],
    [500, "Cannot read properties of undefined (reading 'x')", 'server_error'],
  ])('%i with "%s" is %s', (status, message, kind) => {
    const payload = { status, body: JSON.stringify({ message }) };
    expect(diagnose({ shape: 'http_response', payload }, { server: 'acme' }).kind).toBe(kind);
  });
});

describe('a server that answered with a status', () => {
  const answer = (status: number, body: string) =>
    diagnose({ shape: 'http_response', payload: { status, headers: {}, body } }, { server: 'notes' });

  it.each([
    [500, 'Error: connect ECONNREFUSED 127.0.0.1:5432', 'server_error', 'INTERNAL_ERROR'],
    [500, '{"error":"getaddrinfo ENOTFOUND db"}', 'server_error', 'INTERNAL_ERROR'],
    [500, '<h1>Internal Server Error</h1><pre>socket hang up</pre>', 'server_error', 'INTERNAL_ERROR'],
    [502, 'connect ECONNREFUSED 127.0.0.1:8080', 'unavailable', 'SERVER_UNAVAILABLE'],
    [504, 'connect ETIMEDOUT 192.0.2.7:443', 'timeout', 'UPSTREAM_TIMEOUT'],
  ])('was reached, whatever connection of its own it lost: %i, %s', (status, body, kind, code) => {
    expect(answer(status, body)).toMatchObject({ kind, code, httpStatus: status, retryable: true, confidence: 'high' });
  });

  it('was reached also when the SDK tells of the status', () => {
    const message = 'Error POSTing to endpoint (HTTP 500): connect ECONNREFUSED 127.0.0.1:5432';
    const payload = { name: 'StreamableHTTPError', message, code: 500 };
    expect(diagnose({ shape: 'exception', payload }, { server: 'notes' })).toMatchObject({ code: 'INTERNAL_ERROR' });
  });

  it('still says what else went wrong', () => {
    expect(answer(500, 'request timed out')).toMatchObject({ kind: 'timeout' });
    expect(answer(500, 'Invalid API key provided')).toMatchObject({ kind: 'authentication' });
  });

  it('is told apart from a tool that could not reach its service', () => {
    const content = [{ type: 'text', text: 'HTTP 500: connect ECONNREFUSED 127.0.0.1:5432' }];
    const evidence = { shape: 'tool_result', payload: { isError: true, content } } as const;
    expect(diagnose(evidence, { server: 'notes', tool: 'look' })).toMatchObject({ code: 'CONNECTION_REFUSED' });
  });
});

describe('traps', () => {
  it.each([
    ['Unexpected token \'<\', "<html>" is not valid JSON', 'protocol'],
    ["This model's maximum context length is 8192 tokens", 'validation'],
    ['max_tokens must be at most 4096', 'validation'],
    ['column "token" does not exist', 'validation'],
    ['relation "tokens" does not exist', 'not_found'],
    ['Connection terminated unexpectedly', 'connection'],
    ['Unexpected token in expression at position 3', 'validation'],
    ['Tool get_expired_tokens not found', 'tool_not_found'],
    ["Transition 'Done' not found. Available options: none", 'conflict'],
  ])('"%s" is %s', (text, kind) => {
    expect(diagnoseText(text).kind).toBe(kind);
  });

  it('does not let the name of the tool decide', () => {
    expect(
      diagnoseText("Error calling tool 'list_not_found_pages': Rate limit exceeded", true, 'list_not_found_pages').kind,
    ).toBe('rate_limit');
    expect(diagnoseText('find_rate_limits error: fetch failed', true, 'find_rate_limits').kind).toBe('connection');
  });
});
