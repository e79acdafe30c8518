import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/errors/error-code.ts';
import type { MCPErrorOptions } from '../../../src/errors/mcp-error.ts';
import type { FailureEffect } from '../../../src/policies/attempt.ts';
import { mayHaveRun, verdictOf } from '../../../src/policies/settle/verdict-of.ts';
import { errorOf, failed, httpError } from './attempts.ts';

type Given = Partial<MCPErrorOptions> & { readonly effect?: FailureEffect };

/** Server, tool, which calls go again, and whether the call may have run. */
function verdict(code: ErrorCode, delivery: 'not-sent' | 'unknown' | 'answered', given: Given = {}): string {
  const { effect, ...options } = given;
  const end = failed(errorOf(code, options), delivery, effect);
  const { server, tool, repeat } = verdictOf(end);
  return `${server}, ${tool}, ${repeat}${mayHaveRun(end) ? ', may have run' : ''}`;
}

const http = (status: unknown, headers: object = {}) => ({
  evidence: { shape: 'http_response', payload: { status, headers } },
});

const LOST = 'failure, neutral, unless-write, may have run';
const ANSWERED = 'success, neutral, never';
const NEUTRAL = 'neutral, neutral, never';

describe('the verdict by the code of a failure', () => {
  it.each<[ErrorCode, string, string]>([
    ['FIRECRAWL_ENGINES_FAILED', 'success, neutral, unless-write', 'neutral, failure, unless-write, may have run'],
    ['PLAYWRIGHT_BROWSER_CLOSED', 'success, neutral, unless-write', LOST],
    ['PLAYWRIGHT_ELEMENT_COVERED', ANSWERED, ANSWERED],
    ['TRANSACTION_CONFLICT', 'success, neutral, unless-write', 'success, neutral, unless-write'],
    ['SERVER_BUG', ANSWERED, 'neutral, failure, unless-write, may have run'],
    ['ERROR_MASKED', ANSWERED, 'neutral, failure, unless-write, may have run'],
    ['TAVILY_RESEARCH_FAILED', ANSWERED, 'neutral, failure, unless-write, may have run'],
    ['SUPABASE_PROJECT_PAUSED', ANSWERED, LOST],
    ['RESPONSE_MALFORMED', 'success, failure, never, may have run', 'neutral, failure, unless-write, may have run'],
    ['OUTCOME_UNKNOWN', NEUTRAL, NEUTRAL],
  ])('%s, answered in MCP and by an HTTP status', (code, inMcp, byStatus) => {
    // As the code itself says whether the failure passes: a row is about more than its failures that stay.
    expect(verdict(code, 'answered', { retryable: true })).toBe(inMcp);
    expect(verdict(code, 'answered', { retryable: true, context: http(500) })).toBe(byStatus);
  });

  it.each<[ErrorCode, string]>([
    ['PLAYWRIGHT_ELEMENT_COVERED', 'failure, failure, unless-write, may have run'],
    ['TRANSACTION_CONFLICT', 'neutral, neutral, never, may have run'],
    ['OUTCOME_UNKNOWN', 'neutral, neutral, never, may have run'],
    ['RESPONSE_MALFORMED', LOST],
  ])('%s, where nobody knows whether the call arrived', (code, expected) => {
    expect(verdict(code, 'unknown')).toBe(expected);
  });
});

describe('the verdict on a diagnosis that is a guess', () => {
  const guess = { diagnosis: { confidence: 'low' } };

  it('blames nobody, by how far the call got', () => {
    expect(verdict('SERVER_ERROR', 'not-sent', { context: guess })).toBe(NEUTRAL);
    expect(verdict('SERVER_ERROR', 'unknown', { context: guess })).toBe(`${NEUTRAL}, may have run`);
    expect(verdict('SERVER_ERROR', 'answered', { context: guess })).toBe(ANSWERED);
    expect(verdict('SERVER_ERROR', 'answered', { context: { ...guess, ...http(500) } })).toBe(NEUTRAL);
  });

  it.each([null, 'low', { confidence: 'high' }, undefined])('is that of the failure where %j is none', (diagnosis) => {
    expect(verdict('SERVER_ERROR', 'unknown', { context: { diagnosis } })).toBe(LOST);
  });
});

describe('the verdict on a failure that says less than others', () => {
  it.each([null, 'text', {}, { code: -32_005 }])('is that of an unclear error with %j of JSON-RPC', (jsonRpcError) => {
    expect(verdict('SERVER_ERROR', 'answered', { context: { jsonRpcError } })).toBe('success, failure, never');
  });

  it.each([
    null,
    'text',
    { shape: 'http_response', payload: null },
    { shape: 'http_response', payload: { status: '503' } },
    { shape: 'tool_result', payload: { status: 503 } },
  ])('is that of an answer in MCP with the evidence %j', (evidence) => {
    expect(verdict('SERVER_UNAVAILABLE', 'answered', { context: { evidence } })).toBe('success, failure, reads');
  });

  it('is that of an answer though the connection broke afterwards', () => {
    expect(verdict('SERVER_ERROR', 'answered', { effect: 'broken' })).toBe('success, failure, never');
  });
});

describe('the verdict on a call that was given up', () => {
  it('is neutral whatever else went wrong', () => {
    for (const code of ['CONNECTION_REFUSED', 'CONNECTION_RESET', 'CALL_TIMEOUT'])
      for (const effect of ['none', 'session-lost', 'broken'] as const) {
        const given = { kind: 'cancelled', effect } as const;
        expect(verdict(code, 'not-sent', given)).toBe(NEUTRAL);
        expect(verdict(code, 'unknown', given)).toBe(`${NEUTRAL}, may have run`);
        expect(verdict(code, 'answered', given)).toBe(NEUTRAL);
      }
  });
});

describe('the verdict on a lost session', () => {
  it('is not to go on where the call may have run before', () => {
    expect(verdict('SESSION_LOST', 'unknown', { effect: 'session-lost' })).toMatch(/unless-write, may have run$/);
    expect(verdict('SESSION_LOST', 'answered', { effect: 'session-lost' })).toBe('neutral, neutral, any-once');
  });
});

describe('the verdict on a handshake that was refused', () => {
  it.each(['not_found', 'tool_not_found'] as const)('with %s is that of a server that is not there', (kind) => {
    expect(verdict('SERVER_NOT_CONNECTED', 'not-sent', { kind })).toBe('hard-failure, neutral, any');
  });
});

describe('the verdict on a refusal for now', () => {
  it('is surely that with 429 only where it is about a rate, and with 503 only', () => {
    expect(verdict('SERVER_UNAVAILABLE', 'answered', { context: http(429) })).toBe(LOST);
    const body = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
    const end = httpError(403, { 'retry-after': '2' }, body);
    expect(verdictOf(end)).toMatchObject({ repeat: 'unless-write', isThrottle: true });
  });
});
