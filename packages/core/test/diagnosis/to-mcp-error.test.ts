import { describe, expect, it } from 'vitest';
import { diagnose, isFailure, type MCPError, toMCPError } from '../../src/index.ts';
import { diagnoseText, textResult } from './evidence.ts';

function errorOf(text: string): MCPError {
  const diagnosis = diagnoseText(text);
  if (!isFailure(diagnosis)) throw new Error(`"${text}" is no failure`);
  return toMCPError(diagnosis, { server: 'acme', tool: 'do_something', evidence: textResult(text) });
}

describe('toMCPError', () => {
  it.each([
    ['Invalid API key', 'MCPAuthenticationError'],
    ['Permission denied', 'MCPAuthenticationError'],
    ['Rate limit exceeded', 'MCPRateLimitError'],
    ['Insufficient credits', 'MCPRateLimitError'],
    ['Request timed out', 'MCPTimeoutError'],
    ['connect ECONNREFUSED 1.2.3.4:5', 'MCPConnectionError'],
    ['Service unavailable', 'MCPServerError'],
    ['Already exists', 'MCPServerError'],
    ['500 Internal Server Error', 'MCPServerError'],
    ['Issue X-1 not found', 'MCPResourceError'],
    ['Unknown tool: nope', 'MCPResourceError'],
    ['Invalid arguments for tool x', 'MCPValidationError'],
    ['Jira is not configured', 'MCPConfigurationError'],
    ['Unexpected token < in JSON at position 0', 'MCPProtocolError'],
    ['User cancelled', 'MCPCancelledError'],
  ])('makes of "%s" an %s', (text, name) => {
    const error = errorOf(text);
    expect(error.name).toBe(name);
    expect(error.context).toMatchObject({
      serverName: 'acme',
      tool: 'do_something',
      diagnosis: { kind: error.kind, code: error.code, quote: expect.any(String) },
      evidence: { shape: 'tool_result' },
    });
    expect(error.hint).toBe(diagnoseText(text).advice);
  });

  it('carries wait, status and reason (B85)', () => {
    expect(errorOf('429 Too Many Requests. Retry after 5s')).toMatchObject({ retryAfterMs: 5000, retryable: true });
    expect(errorOf('Your access token has expired')).toMatchObject({ reason: 'expired', retryable: false });
    expect(errorOf('Request failed with status code 503')).toMatchObject({ httpStatus: 503 });
  });

  it('names the field at fault (A13)', () => {
    expect(errorOf('{"errors":{"summary":"You must specify a summary."}}')).toMatchObject({ field: 'summary' });
  });

  it('bounds the evidence, and keeps no more than the beginning of a text', () => {
    const context = JSON.stringify(errorOf(`Error: rate limit exceeded ${'x'.repeat(100_000)}`).context);
    expect(context.length).toBeLessThan(6000);
  });

  it('keeps the cause', () => {
    const cause = new TypeError('fetch failed');
    const diagnosis = diagnose({ shape: 'exception', payload: cause }, { server: 'acme' });
    if (!isFailure(diagnosis)) throw new Error('no failure');
    expect(toMCPError(diagnosis, { server: 'acme', cause }).cause).toBe(cause);
  });
});
