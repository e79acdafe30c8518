import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/index.ts';
import { diagnoseText } from './evidence.ts';

const thrown = (message: string) =>
  diagnose({ shape: 'exception', payload: { name: 'Error', message } }, { server: 'a' });

describe('what SDKs say of a session that they do not know', () => {
  it.each([
    'A new session can only be created by an initialize request. Include a valid Mcp-Session-Id header for others.',
    'Session ID required in mcp-session-id header',
    'Bad Request: Mcp-Session-Id header is required',
    'Bad Request: GET requires an Mcp-Session-Id header',
    'POST requires an active session',
    'Unexpected message, expect initialize request',
    'Not Found: Session has been terminated',
  ])('"%s"', (said) => {
    const diagnosis = thrown(`Streamable HTTP error: Error POSTing to endpoint (HTTP 400): ${said}`);
    expect(diagnosis).toMatchObject({ kind: 'protocol', retryable: true });
  });

  it('is not taken for a matter of credentials', () => {
    const diagnosis = thrown('Error POSTing to endpoint (HTTP 401): Unauthorized: Session not found');
    expect(diagnosis).toMatchObject({ kind: 'protocol', retryable: true });
  });
});

describe('what SDKs say of a message that they do not take', () => {
  it.each([
    "Error POSTing to endpoint (HTTP 400): Accept must contain both 'application/json' and 'text/event-stream'",
    'Error POSTing to endpoint (HTTP 400): Both application/json and text/event-stream required in Accept header',
    "Error POSTing to endpoint (HTTP 400): Invalid content type: must be 'application/json'",
    'Error POSTing to endpoint (HTTP 400): Bad Request: Unsupported Mcp-Protocol-Version: 2030-01-01',
    'Received unrecognized SSE event type: null',
    'Unknown message type: foo',
    'Received a response for an unknown message ID: 7',
    'MCP error -32602: Invalid tools/call result: [{"code":"invalid_type","path":["content"],"message":"Required"}]',
  ])('"%s"', (message) => {
    expect(thrown(message)).toMatchObject({ kind: 'protocol', retryable: false });
  });
});

describe('what keeps a server from being started', () => {
  it.each([
    'Either baseUrl or command must be provided',
    'Server config must include either command or url',
    'MCP server "x" is missing a url',
    'Unsupported transport: websocket',
    'failed to pull image a@0.3.0: invalid reference format',
    'docker: Error response from daemon: manifest for x:latest not found: manifest unknown',
    'exec /usr/local/bin/server: exec format error',
    'npm error could not determine executable to run',
    'process exited unexpectedly (exit code: 127)',
  ])('"%s"', (message) => {
    expect(thrown(message)).toMatchObject({ kind: 'configuration', retryable: false });
  });

  it.each([
    ['url is required', 'validation'],
    ['manifest unknown', 'server_error'],
  ] as const)('is not meant where a tool says "%s"', (text, kind) => {
    expect(diagnoseText(text).kind).toBe(kind);
  });

  it('knows an endpoint of server-sent events that is not there', () => {
    const payload = { name: 'Error', message: 'SSE error: Non-200 status code (404)', code: 404 };
    expect(diagnose({ shape: 'exception', payload }, { server: 'a' })).toMatchObject({ kind: 'configuration' });
  });
});
