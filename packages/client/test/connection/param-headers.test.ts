import { describe, expect, it } from 'vitest';
import { createParamHeaders } from '../../src/connection/param-headers.ts';

const tool = {
  name: 'query',
  inputSchema: {
    type: 'object',
    properties: {
      region: { type: 'string', 'x-mcp-header': 'Region' },
      limit: { type: 'integer', 'x-mcp-header': 'Limit' },
      nested: { type: 'object', properties: { dry: { type: 'boolean', 'x-mcp-header': 'Dry-Run' } } },
      bad: { type: 'string', 'x-mcp-header': 'not a token' },
      list: { type: 'array', items: { type: 'string', 'x-mcp-header': 'Hidden' } },
    },
  },
};

function headersFor(args: unknown, tools: readonly unknown[] = [tool]) {
  const headers = createParamHeaders();
  headers.learn({ tools });
  return headers.headersFor({ name: 'query', arguments: args });
}

describe('createParamHeaders', () => {
  it('mirrors what the schema of a tool asks for', () => {
    expect(headersFor({ region: 'eu', limit: 5, nested: { dry: false }, bad: 'x', list: ['y'] })).toEqual({
      'Mcp-Param-Region': 'eu',
      'Mcp-Param-Limit': '5',
      'Mcp-Param-Dry-Run': 'false',
    });
  });

  it('leaves out what is absent, null or no plain value', () => {
    expect(headersFor({ region: null, limit: 2 ** 60, nested: 3 })).toEqual({});
  });

  it.each([
    ['Grüße', '=?base64?R3LDvMOfZQ==?='],
    [' padded', '=?base64?IHBhZGRlZA==?='],
    ['a\r\nInjected: 1', '=?base64?YQ0KSW5qZWN0ZWQ6IDE=?='],
    ['', '=?base64??='],
    ['=?base64?eA==?=', '=?base64?PT9iYXNlNjQ/ZUE9PT89?='],
  ])('encodes %j, which is no plain header value', (region, encoded) => {
    expect(headersFor({ region })).toEqual({ 'Mcp-Param-Region': encoded });
  });

  it('knows nothing of other tools, and forgets a tool that changed', () => {
    const headers = createParamHeaders();
    headers.learn({ tools: [tool] });
    expect(headers.headersFor({ name: 'other' })).toBeUndefined();
    headers.learn({ tools: [{ name: 'query', inputSchema: { type: 'object' } }] });
    expect(headers.headersFor({ name: 'query', arguments: { region: 'eu' } })).toBeUndefined();
  });

  it.each([[null], [{}], [{ tools: 'x' }], [{ tools: [null, 1, { name: 5 }, { name: 'query', inputSchema: 'x' }] }]])(
    'takes %j for a list without tools',
    (result) => {
      const headers = createParamHeaders();
      headers.learn(result);
      expect(headers.headersFor({ name: 'query' })).toBeUndefined();
      expect(headers.headersFor(undefined)).toBeUndefined();
    },
  );
});
