import { describe, expect, it } from 'vitest';
import { MCPCancelledError } from '../../../src/errors/cancelled-error.ts';
import type { AttemptEnd } from '../../../src/policies/attempt.ts';
import { mayHaveRun, verdictOf } from '../../../src/policies/settle/verdict-of.ts';
import { errorOf, failed, httpError, rpcError, toolError } from './attempts.ts';

/** Server, tool, repeat, and the marks that are set. */
function summary(end: AttemptEnd): string {
  const { server, tool, repeat, isThrottle, isTransparent } = verdictOf(end);
  const marks = [
    ...(isThrottle ? ['throttle'] : []),
    ...(isTransparent ? ['transparent'] : []),
    ...(mayHaveRun(end) ? ['may have run'] : []),
  ];
  return [server, tool, repeat, ...marks].join(', ');
}

const NOT_CONNECTED = 'hard-failure, neutral, any, transparent';
const LOST = 'failure, neutral, unless-write, may have run';
const SILENT = 'failure, failure, unless-write, may have run';
const NEUTRAL = 'neutral, neutral, never';
const ANSWERED = 'success, neutral, never';
const OUTAGE_BEHIND = 'success, failure, reads';

describe('the verdict on a result', () => {
  it('speaks for server and tool', () => {
    expect(summary({ kind: 'result', result: {} })).toBe('success, success, never');
  });

  it('speaks for nobody when the server looks as if it had lost what it knew', () => {
    const end: AttemptEnd = { kind: 'result', result: {}, isSuspect: true };
    expect(summary(end)).toBe('neutral, neutral, reads-once, may have run');
  });
});

describe('the verdict on a call that surely was not sent', () => {
  it.each([
    'CONNECTION_REFUSED',
    'HOST_NOT_FOUND',
    'HOST_UNREACHABLE',
    'CONNECTION_TIMEOUT',
    'CONNECTION_FAILED',
    'CONNECTION_CLOSED',
    'PROCESS_EXITED',
    'HANDSHAKE_TIMEOUT',
    'SERVER_NOT_CONNECTED',
    'SERVER_UNAVAILABLE',
  ])('counts %s hard against the server, and lets all calls go again (A42, A170)', (code) => {
    expect(summary(failed(errorOf(code), 'not-sent', 'broken'))).toBe(NOT_CONNECTED);
  });

  it.each(['connection', 'timeout', 'unavailable', 'server_error', 'protocol', 'validation', 'conflict'] as const)(
    'counts a server whose handshake failed with %s as not there',
    (kind) => {
      expect(summary(failed(errorOf('SERVER_NOT_CONNECTED', { kind }), 'not-sent'))).toBe(NOT_CONNECTED);
    },
  );

  it.each(['authentication', 'permission', 'configuration', 'quota'] as const)(
    'does not go on where somebody has to see to %s first (A43, A170)',
    (kind) => {
      const error = errorOf('SERVER_NOT_CONNECTED', { kind, retryable: false });
      expect(summary(failed(error, 'not-sent'))).toBe(NEUTRAL);
    },
  );

  it('takes an address that worked before as one that may work again', () => {
    expect(summary(failed(errorOf('TLS_FAILED'), 'not-sent', 'broken'))).toBe(NOT_CONNECTED);
    expect(summary(failed(errorOf('TLS_FAILED'), 'not-sent', 'misconfigured'))).toBe(NEUTRAL);
    const moved = errorOf('SERVER_NOT_CONNECTED', { kind: 'configuration', retryable: true });
    expect(summary(failed(moved, 'not-sent'))).toBe(NOT_CONNECTED);
  });

  it('waits for a server that refused the handshake for too many requests', () => {
    const error = errorOf('SERVER_NOT_CONNECTED', { kind: 'rate_limit' });
    expect(summary(failed(error, 'not-sent'))).toBe('neutral, neutral, any, throttle');
  });

  it('says nothing about a server that was still connecting when the time was over', () => {
    expect(summary(failed(errorOf('CALL_TIMEOUT'), 'not-sent'))).toBe('neutral, neutral, any, transparent');
  });

  it.each(['CIRCUIT_OPEN', 'CIRCUIT_ISOLATED', 'BULKHEAD_FULL', 'QUEUE_DEADLINE', 'RATE_GATE', 'SHUTTING_DOWN'])(
    'takes %s, a refusal of our own, as no failure of anybody (A170)',
    (code) => {
      expect(summary(failed(errorOf(code), 'not-sent'))).toBe(NEUTRAL);
    },
  );

  it.each(['CLIENT_CLOSED', 'SERVER_DISABLED', 'METHOD_NOT_FOUND', 'SERVER_NOT_FOUND'])('leaves %s at that', (code) => {
    expect(summary(failed(errorOf(code), 'not-sent'))).toBe(NEUTRAL);
  });

  it('sends a call again, once, that a server refused because it forgot the session', () => {
    expect(summary(failed(errorOf('SESSION_LOST'), 'not-sent', 'session-lost'))).toBe('neutral, neutral, any-once');
  });
});

describe('the verdict on a call that may have run', () => {
  it.each(['RESPONSE_LOST', 'CONNECTION_RESET', 'CONNECTION_CLOSED', 'PROCESS_EXITED', 'OPERATION_TIMEOUT'])(
    'counts %s against the server and repeats no write (A44, B56)',
    (code) => {
      expect(summary(failed(errorOf(code), 'unknown', 'broken'))).toBe(LOST);
    },
  );

  it('counts a connection that fell silent against the server', () => {
    expect(summary(failed(errorOf('CONNECTION_TIMEOUT', { kind: 'connection' }), 'unknown'))).toBe(LOST);
  });

  it.each(['CALL_TIMEOUT', 'LIST_TIMEOUT'])('counts %s against both, and repeats no write (A44, B55)', (code) => {
    expect(summary(failed(errorOf(code), 'unknown'))).toBe(SILENT);
  });

  it('learns nothing from a defect of our own, and does not repeat it', () => {
    expect(summary(failed(errorOf('UNEXPECTED_ERROR'), 'unknown'))).toBe('neutral, neutral, never, may have run');
  });
});

describe('the verdict on a call that its caller cancelled', () => {
  it('is neutral, and tells whether the call may have run', () => {
    const error = new MCPCancelledError({ message: 'The caller cancelled.' });
    expect(summary(failed(error, 'not-sent'))).toBe(NEUTRAL);
    expect(summary(failed(error, 'unknown'))).toBe('neutral, neutral, never, may have run');
    expect(summary(failed(error, 'answered'))).toBe(NEUTRAL);
  });
});

describe('the verdict on an HTTP status', () => {
  it.each([502, 503, 504, 408, 520, 524])(
    'counts %i against the server, not the tool, and repeats reads (B57)',
    (status) => {
      expect(summary(httpError(status))).toBe(LOST);
    },
  );

  it('counts 500 against the tool only (B57)', () => {
    expect(summary(httpError(500))).toBe('neutral, failure, unless-write, may have run');
  });

  it('repeats every call after 429, and slows down (B57, A170)', () => {
    expect(summary(httpError(429))).toBe('neutral, neutral, any, throttle');
    expect(summary(httpError(429, { 'retry-after': '2' }))).toBe('neutral, neutral, any, throttle');
  });

  it('repeats every call after 503 with Retry-After, and slows down (B57)', () => {
    expect(summary(httpError(503, { 'retry-after': '2' }))).toBe('neutral, neutral, any, throttle');
    expect(summary(httpError(503, { 'retry-after-ms': '20' }))).toBe('neutral, neutral, any, throttle');
  });

  it.each([{ 'ratelimit-reset': '2' }, { 'retry-after': 'soon' }])('takes 503 with %j for one without', (headers) => {
    expect(summary(httpError(503, headers))).toBe(LOST);
  });

  it('does not take another status that speaks of a rate limit as a sure refusal', () => {
    const body = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
    expect(summary(httpError(403, {}, body))).toBe('neutral, neutral, unless-write, throttle');
  });

  it('does not wait for a plan that is used up', () => {
    expect(summary(httpError(429, {}, '{"error":{"code":"insufficient_quota","message":"quota"}}'))).toBe(NEUTRAL);
  });

  it('does not wait with a 503 for what somebody has to pay first', () => {
    const body = '{"error":{"code":"insufficient_quota","message":"quota"}}';
    expect(summary(httpError(503, { 'retry-after': '90000' }, body))).toBe(NEUTRAL);
  });

  it('counts 500 the same before it is diagnosed', () => {
    const evidence = { shape: 'http_response', payload: { status: 500, headers: {}, body: '' } };
    const end = failed(errorOf('SERVER_ERROR', { context: { evidence } }), 'answered');
    expect(summary(end)).toBe('neutral, failure, unless-write, may have run');
  });

  it.each([401, 403, 407])('takes %i as a matter for somebody else (A43, A170)', (status) => {
    expect(summary(httpError(status))).toBe(NEUTRAL);
  });

  it.each([400, 413, 422, 409])('takes %i as an answer (A170)', (status) => {
    expect(summary(httpError(status))).toBe(ANSWERED);
  });

  it('does not repeat what the server says not to repeat', () => {
    expect(summary(httpError(503, {}, '{"error":{"message":"down","retryable":false}}'))).toBe(
      'failure, neutral, never, may have run',
    );
  });

  it('takes an endpoint that is something else for a while as a server that is away', () => {
    const evidence = { shape: 'http_response', payload: { status: 404, headers: {}, body: '' } };
    const error = errorOf('ENDPOINT_NOT_MCP', { retryable: true, context: { evidence } });
    expect(summary(failed(error, 'answered', 'broken'))).toBe(LOST);
    expect(summary(failed(error, 'answered', 'misconfigured'))).toBe(NEUTRAL);
  });
});

describe('the verdict on what a server answered', () => {
  it.each([
    ['a validation error', '{"error":{"code":"invalid_request","message":"field \\"jql\\" is required"}}'],
    ['bad credentials', '401 Unauthorized: invalid API key'],
    ['a missing permission', '403 Forbidden'],
    ['a missing thing', '404 Not Found'],
  ])('takes %s as an answer: it trips no breaker and is not repeated (A43, A170)', (_, text) => {
    expect(summary(toolError(text))).toBe(ANSWERED);
  });

  it.each(['INVALID_ARGUMENTS', 'TOOL_NOT_FOUND', 'REQUEST_REJECTED', 'INPUT_REQUIRED', 'SERVER_BUG'])(
    'takes %s as an answer (A170)',
    (code) => {
      expect(summary(failed(errorOf(code), 'answered'))).toBe(ANSWERED);
    },
  );

  it('counts an outage behind the tool against the tool, and repeats reads (A170)', () => {
    expect(summary(toolError('Request failed with status code 503'))).toBe(OUTAGE_BEHIND);
    expect(summary(toolError('connect ECONNREFUSED 10.0.0.1:443'))).toBe(OUTAGE_BEHIND);
  });

  it('leaves open whether a tool did its work that had no answer itself', () => {
    expect(summary(toolError('Request failed with status code 504'))).toBe(`${OUTAGE_BEHIND}, may have run`);
    expect(summary(toolError('read ECONNRESET'))).toBe(`${OUTAGE_BEHIND}, may have run`);
  });

  it('does not shut a tool that was given names of hosts that do not exist', () => {
    expect(summary(toolError('getaddrinfo ENOTFOUND no-such-host.example'))).toBe('success, neutral, unless-write');
  });

  it('does not repeat a write that a tool says met a rate limit: half of it may be done', () => {
    const end = toolError('Request failed with status code 429');
    expect(summary(end)).toBe('success, neutral, unless-write, throttle');
  });

  it('repeats a read once after -32603, and nothing after an unknown code of the server', () => {
    expect(summary(rpcError(-32603))).toBe('success, failure, reads-once');
    expect(summary(rpcError(-32005))).toBe('success, failure, never');
  });

  it('repeats a read once after an error that the server itself calls passing', () => {
    expect(summary(failed(errorOf('SERVER_ERROR', { retryable: true }), 'answered'))).toBe(
      'success, failure, reads-once',
    );
  });

  it('takes a message of ours that the server can not read as an answer', () => {
    const evidence = { shape: 'jsonrpc_error', payload: { code: -32700, message: 'Parse error' } };
    expect(summary(failed(errorOf('INVALID_MESSAGE', { context: { evidence } }), 'answered'))).toBe(ANSWERED);
  });

  it('takes an error that nobody can read as an answer', () => {
    const end = toolError('It did not work out.');
    expect(end.error.context.diagnosis).toMatchObject({ confidence: 'low' });
    expect(summary(end)).toBe(ANSWERED);
  });

  it.each(['INVALID_RESULT', 'INVALID_MESSAGE'])('leaves open whether a call ran whose answer is %s', (code) => {
    expect(summary(failed(errorOf(code), 'answered'))).toBe('success, failure, never, may have run');
  });

  it('blames nobody for an answer that is too large', () => {
    expect(summary(failed(errorOf('MESSAGE_TOO_LARGE'), 'answered'))).toBe(ANSWERED);
  });

  it('takes a page instead of an answer as one of something else than the server', () => {
    expect(summary(failed(errorOf('UNEXPECTED_CONTENT'), 'answered'))).toBe(LOST);
  });

  it('reads a code of a user by its kind', () => {
    const outage = { kind: 'unavailable', retryable: true } as const;
    expect(summary(failed(errorOf('MY_SERVICE_DOWN', outage), 'answered'))).toBe(OUTAGE_BEHIND);
    const final = { kind: 'unavailable', retryable: false } as const;
    expect(summary(failed(errorOf('MY_SERVICE_GONE', final), 'answered'))).toBe('success, failure, never');
    expect(summary(failed(errorOf('constructor', { kind: 'conflict' }), 'answered'))).toBe(ANSWERED);
  });
});
