import { describe, expect, it } from 'vitest';
import { peel } from '../../src/diagnosis/peel/peel.ts';
import { findLooseObjects } from '../../src/diagnosis/read/loose-json.ts';
import { readEvidence } from '../../src/diagnosis/read/read-evidence.ts';
import { cut } from '../../src/diagnosis/say/quote.ts';
import { diagnoseText, textResult } from './evidence.ts';

const peelText = (text: string, tool?: string) => peel(readEvidence(textResult(text)), tool);

describe('peeling', () => {
  it.each([
    ['MCP error -32602: MCP error -32602: Prompt nope not found', 'Prompt nope not found'],
    ["Error calling tool 'search': Bad things", 'Bad things'],
    ["Tool 'search' execution failed: Bad things", 'Bad things'],
    ['Error executing tool search: Bad things', 'Bad things'],
    ['Streamable HTTP error: Error POSTing to endpoint: Bad things', 'Bad things'],
    ['❌ **Error:** Bad things', 'Bad things'],
    ['<tool_use_error>Bad things</tool_use_error>', 'Bad things'],
    ['requests.exceptions.HTTPError: Bad things', 'Bad things'],
    ['{"error":{"message":"Bad things"}}', 'Bad things'],
    ["Error code: 400 - {'error': {'message': 'Bad things', 'param': None}}", 'Bad things'],
    ['event: message\ndata: {"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad things"}}', 'Bad things'],
    ['{"message":"Failed: {\\"message\\":\\"Bad things\\"}"}', 'Bad things'],
    ['<html><head><title>Bad things</title></head><body></body></html>', 'Bad things'],
    ['Traceback (most recent call last):\n  File "a.py", line 1, in f\nOSError: Bad things', 'Bad things'],
    ['Error: Bad things\n    at f (a.js:1:1)\n    at g (b.js:2:2)', 'Bad things'],
  ])('leaves what happened of %j', (text, left) => {
    expect(peelText(text).text).toContain(left);
    expect(peelText(text).text).not.toMatch(/POSTing|calling tool|executing|Traceback|a\.js|<title>/);
  });

  it.each([
    ['web_search error (401): Bad', 401],
    ['Error: HTTP error! status: 429', 429],
    ['Request failed with status code 432', 432],
    ['GET https://a.b/c: 404 Not Found []', 404],
    ['[GET /x][412] failed', 412],
    ["400, message='Bad Request', url='https://a.b'", 400],
    ['502 Server Error: Bad Gateway for url: https://a.b', 502],
    ['{"statusCode":503}', 503],
  ])('finds the status of %j', (text, status) => {
    expect(peelText(text, 'web_search').statuses[0]).toBe(status);
  });

  it.each(['Found 404 items', 'The sum is 500.', 'took 503 ms', 'port 4043'])('finds no status in %j', (text) => {
    expect(peelText(text).statuses).toEqual([]);
  });

  it('names the fields at fault (A13)', () => {
    const text = '{"errorMessages":[],"errors":{"summary":"You must specify a summary of the issue."}}';
    expect(diagnoseText(text).details).toEqual({ fields: ['summary'] });
  });
});

describe('objects in a text', () => {
  it.each([
    ['a {"b": 1} c', [{ b: 1 }]],
    ["x: {'a': None, 'b': True, 'c': [1, 'two']}", [{ a: null, b: true, c: [1, 'two'] }]],
    ['{ code: 401, message: "no" }', [{ code: 401, message: 'no' }]],
    ['cut off {"a": {"b": "c', [{ a: { b: 'c' } }]],
    ['escaped {"a": "\\u0041\\n\\""}', [{ a: 'A\n"' }]],
    ['GET /x/{uid}', []],
    ['a { b', []],
    ['{{{{{{', []],
  ])('are found in %j', (text, objects) => {
    expect(findLooseObjects(text).map(({ value }) => JSON.parse(JSON.stringify(value)))).toEqual(objects);
  });
});

describe('the quote', () => {
  it('is bounded, and cut between characters', () => {
    expect(diagnoseText(`Error: ${'x'.repeat(2000)}`).quote).toHaveLength(500);
    expect(cut('ab😀', 3)).toBe('ab…');
    expect(cut('ab😀', 4)).toBe('ab😀');
  });
});
