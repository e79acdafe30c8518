import { describe, expect, it } from 'vitest';
import { peel } from '../../src/diagnosis/peel/peel.ts';
import { readEvidence } from '../../src/diagnosis/read/read-evidence.ts';
import { diagnose } from '../../src/index.ts';
import { diagnoseText, textResult } from './evidence.ts';

const peelText = (text: string, tool?: string) => peel(readEvidence(textResult(text)), tool);

describe('peeling what SDKs and hosts wrap around', () => {
  it.each([
    ['Go SDK', 'calling "tools/call": Bad things'],
    ['C# SDK', "An error occurred invoking 'search': Bad things"],
    ['C# client', 'ModelContextProtocol.McpException: Request failed (remote): Bad things'],
    ['Java SDK', 'io.modelcontextprotocol.spec.McpError: Bad things'],
    ['Rust SDK', 'Mcp error: -32603: Bad things'],
    ['a host in Rust', 'tool call error: tool call failed for `acme/search`\n\nCaused by:\n    Bad things'],
    [
      'a host that starts a server',
      'MCP client for `acme` failed to start: handshaking with MCP server failed: Bad things',
    ],
    ['a framework in Python', 'ToolException: Bad things'],
    ['a gateway', 'MCP tool error: Bad things'],
    ['an agent', 'Failed to invoke tool search: Bad things'],
  ])('leaves what happened of that of %s', (_, text) => {
    expect(peelText(text, 'search').text.split('\n').slice(-1)).toEqual(['Bad things']);
  });

  it.each([
    ['Rust', 'outer failed\n\nCaused by:\n    0: middle failed\n    1: Bad things'],
    [
      'Java',
      'java.lang.RuntimeException: outer failed\n\tat a.b(C.java:1)\nCaused by: java.io.IOException: Bad things\n\tat d.e(F.java:2)\n\t... 3 more',
    ],
    ['Spring', 'outer failed; nested exception is java.io.IOException: Bad things'],
    ['.NET', 'System.Exception: outer failed\n ---> System.IO.IOException: Bad things'],
  ])('reads the causes that %s names, innermost last', (_, text) => {
    const said = peelText(text).text.split('\n');
    expect(said[0]).toBe('outer failed');
    expect(said.slice(-1)).toEqual(['Bad things']);
  });

  it.each([
    '**Input Error**\n\nThere was an HTTP 404 error with your request.\n\nTry this: list them first.',
    '## Not possible\n\nThere was an HTTP 404 error with your request.\n\nTry this: list them first.',
  ])('reads below a heading: %j', (text) => {
    const { text: said, rest, statuses } = peelText(text);
    expect(said).toContain('HTTP 404 error');
    expect(statuses).toEqual([404]);
    expect(rest).toContain('Try this');
  });

  it.each([
    'Response status code does not indicate success: 429 (Too Many Requests).',
    'Client error: `GET https://a.b/c` resulted in a `429 Too Many Requests` response',
    'HTTP status client error (429 Too Many Requests) for url (https://a.b)',
    'Server returned HTTP response code: 429 for URL: https://a.b',
    'the server responded with status 429',
    'unexpected status code: 429',
    'googleapi: Error 429: Slow down',
    'The requested URL returned error: 429',
    'Request failed (status 429)',
    'statusCode=429, body=',
    'got HTTP 429 from upstream',
    '[GET /x][429] listItems default',
    'Failed to fetch issues: 429 Too Many Requests',
    'API returned 429',
  ])('finds the status of %j', (text) => {
    expect(peelText(text).statuses).toEqual([429]);
  });

  it.each(['Row 404 is locked', 'costs 500 dollars', '429 items were skipped by the filter of the export', 'room 503'])(
    'takes no number for a status: %j',
    (text) => {
      expect(diagnoseText(text).httpStatus).toBe(undefined);
    },
  );
});

describe('answers that nobody can read', () => {
  const expected = { kind: 'protocol', code: 'RESPONSE_MALFORMED' };

  it.each([
    ['a page', '<!DOCTYPE html><html><head><title>Sign in to the harbour network</title></head></html>'],
    ['a page in a text of JSON', '"<!DOCTYPE html><html><head><title>Sign in</title></head></html>"'],
    ['JSON that breaks off', '{"results": [{"title": "A wa'],
    ['JSON in a text of JSON that breaks off', '"{\\"results\\": [{\\"title\\": \\"A wa"'],
    [
      'a response that does not fit',
      'Invalid input: [{"code":"invalid_type","expected":"object","received":"string","path":[],"message":"Expected object, received string"}]',
    ],
    [
      'a response that fits none of two',
      'Invalid input: [{"code":"invalid_union","unionErrors":[{"issues":[{"code":"invalid_type","expected":"object","received":"string","path":[],"message":"x"}]}],"path":[],"message":"Invalid input"}]',
    ],
    [
      'a class of the language',
      '{"error":{"name":"SyntaxError","message":"Unexpected token \'<\', is not valid JSON"}}',
    ],
  ])('are known: %s (A11)', (_, text) => {
    expect(diagnoseText(text)).toMatchObject(expected);
  });

  it.each([
    [
      'arguments that are missing',
      '[{"code":"invalid_type","expected":"object","received":"undefined","path":[],"message":"Required"}]',
    ],
    [
      'one argument',
      '[{"code":"invalid_type","expected":"string","received":"number","path":["q"],"message":"Expected string"}]',
    ],
  ])('are not to blame for %s', (_, text) => {
    expect(diagnoseText(`Invalid arguments: ${text}`).kind).toBe('validation');
  });

  it('says more where the page or the broken JSON does', () => {
    expect(diagnoseText('<html><head><title>502 Bad Gateway</title></head></html>').kind).toBe('unavailable');
    expect(diagnoseText('{"error":{"code":"rate_limit_exceeded","message":"Slow do').kind).toBe('rate_limit');
  });
});

describe('evidence in the forms of other clients', () => {
  it.each([
    ['names in snake case', { is_error: true, content: [{ type: 'text', text: 'Invalid API key' }] }],
    ['blocks without a result around', [{ type: 'text', text: 'Error: Invalid API key' }]],
    ['structured content in snake case', { content: [], structured_content: { error: 'Invalid API key' } }],
  ])('are read: %s', (_, payload) => {
    expect(diagnose({ shape: 'tool_result', payload }, { server: 'acme', tool: 'x' }).kind).toBe('authentication');
  });
});
