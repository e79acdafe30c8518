import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/index.ts';
import { diagnoseText } from './evidence.ts';
import { FAMILIES, PASSING } from './families.ts';

describe.each(Object.entries(FAMILIES))('what a tool says: %s', (_family, rows) => {
  const expected = rows.map(([text, kind, retryable]) => ({ text, kind, retryable: retryable ?? PASSING.has(kind) }));

  it.each(expected)('"$text" is $kind', ({ text, kind, retryable }) => {
    const diagnosis = diagnoseText(text);
    expect({ kind: diagnosis.kind, retryable: diagnosis.retryable }).toEqual({ kind, retryable });
  });
});

describe('what a transport says', () => {
  it.each([
    ['Client closed', 'connection', true],
    ['The server shut down unexpectedly.', 'connection', true],
    ['Failed to send request', 'connection', true],
    ['TransportError { error: TransportChannelClosed, context: "send initialized notification" }', 'connection', true],
    ['Failed to wait for the message endpoint', 'connection', true],
    ["Redirect response '307 Temporary Redirect' for url 'https://a.example/mcp'", 'configuration', false],
    ['The requested webhook "POST mcp" is not registered.', 'configuration', false],
    ['Failed to parse JSONRPC message from server\n1 validation error for JSONRPCMessage', 'protocol', false],
    ['method "tools/list" is invalid during session initialization', 'protocol', true],
    ['Received request before initialization was complete', 'protocol', true],
    ['Failed to send request: the field "to" is required', 'validation', false],
    ['Webhook 7 not found', 'not_found', false],
  ])('"%s" is %s', (message, kind, retryable) => {
    const diagnosis = diagnose({ shape: 'exception', payload: new Error(message) }, { server: 'acme' });
    expect({ kind: diagnosis.kind, retryable: diagnosis.retryable }).toEqual({ kind, retryable });
  });
});

describe('what a service says about trying again', () => {
  it.each([
    ['{"error":{"message":"Something broke","retryable":true}}', true],
    ['{"error":{"message":"Internal server error","is_retryable":false}}', false],
    ['{"code":"ServiceUnavailable","message":"The region is closed","isRetriable":false}', false],
    ['Internal server error. Do not retry this request.', false],
    ['{"error":{"message":"Invalid API key","retryable":true}}', false],
    ['Rate limit exceeded. Do not retry before 5 s have passed.', true],
  ])('%s: %s (A85)', (text, retryable) => {
    expect(diagnoseText(text).retryable).toBe(retryable);
  });
});

describe('the words of ours', () => {
  it.each(Object.values(FAMILIES).flatMap((rows) => rows.map(([text]) => text)))('name the server for "%s"', (text) => {
    expect(diagnoseText(text).summary).toMatch(/\bserver "acme"/i);
  });

  it('give no reason where the server knows none', () => {
    const diagnosis = diagnoseText('Acme credentials are missing or invalid.');
    expect(diagnosis).toMatchObject({ kind: 'authentication' });
    expect(diagnosis).not.toHaveProperty('reason');
  });
});

describe('what only looks like something certain', () => {
  it.each([
    ['The loan was not approved for publication: field "state" is invalid', 'validation'],
    ['Failed to parse robots.txt parameter: must be a string', 'validation'],
    ['Tool "refund" failed: order 12 not found', 'not_found'],
    ['column "httpclient_timeout" does not exist', 'validation'],
    ['Certificate "web" not found', 'not_found'],
    ['User "interrupted" not found', 'not_found'],
    ['Client closed the account: item 7 not found', 'not_found'],
  ])('"%s" is %s', (text, kind) => {
    expect(diagnoseText(text).kind).toBe(kind);
  });
});
