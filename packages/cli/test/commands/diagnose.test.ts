import { Readable } from 'node:stream';
import { MCPConfigurationError, MCPServerError, MCPTimeoutError } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../src/commands/explain-pasted-error.ts';
import { runCommandLine } from '../../src/program.ts';
import { type FakeProcess, fakeProcess } from '../fake-process.ts';
import { scratchFolder } from '../scratch-folder.ts';

async function diagnose(
  args: readonly string[],
  options: { readonly stdin?: string; readonly folder?: string } = {},
): Promise<FakeProcess & { readonly exitCode: number }> {
  const { stdin, folder = '/' } = options;
  const fake = fakeProcess({ folder, ...(stdin === undefined ? {} : { stdin: Readable.from([stdin]) }) });
  return Object.assign(fake, { exitCode: await runCommandLine(fake.context, ['diagnose', ...args]) });
}

/** What is found in a text that comes over stdin. */
async function explain(text: string, ...args: readonly string[]): Promise<Explanation & { readonly exitCode: number }> {
  const { exitCode, stdout } = await diagnose(['--json', ...args], { stdin: text });
  return { ...JSON.parse(stdout.text), exitCode };
}

const timeout = new MCPTimeoutError({
  code: 'CALL_TIMEOUT',
  serverName: 'jira',
  message: 'Tool "search" on server "jira" did not answer within 30000 ms.',
  operation: 'call_tool(search)',
  timeoutMs: 30_000,
  elapsedMs: 30_004,
});
const missing = new MCPConfigurationError({
  code: 'CONFIG_VARIABLE_MISSING',
  message: 'A variable is missing.',
  configFile: '/x/mcp.json',
  missingKeys: ['JIRA_TOKEN'],
});

describe('seawall diagnose', () => {
  it('says kind, code, meaning, what to do, whether to retry, and why (B84, B85)', async () => {
    const { exitCode, stdout } = await diagnose(['Error: 429 Too Many Requests, retry after 42s', '--server', 'acme']);
    expect(exitCode).toBe(0);
    expect(stdout.text).toMatch(/^rate_limit \(RATE_LIMITED\)\n/);
    expect(stdout.text).toMatch(/^means +.*server "acme"/m);
    expect(stdout.text).toMatch(/^to do +\S/m);
    expect(stdout.text).toMatch(/^retry +yes, in 42 s$/m);
    expect(stdout.text).toMatch(/^why +.*429/m);
    expect(stdout.text).toMatch(/^see +docs\/errors\.md#rate_limited$/m);
  });

  it.each([
    ['MCP error -32001: Request timed out', 'timeout', 'an error of the MCP SDK'],
    ['McpError: MCP error -32602: Tool frob not found', 'tool_not_found', 'an error of the MCP SDK'],
    ['{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Invalid params"}}', 'validation', 'a JSON-RPC error'],
    ['{"code":-32601,"message":"Method not found"}', 'tool_not_found', 'a JSON-RPC error'],
    [
      '[{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}}]',
      'tool_not_found',
      'a JSON-RPC error',
    ],
    [
      '{"jsonrpc":"2.0","id":2,"result":{"isError":true,"content":[{"type":"text","text":"401 Unauthorized"}]}}',
      'authentication',
      'the result of a tool',
    ],
    [
      '{"content":[{"type":"text","text":"Error: Rate limit exceeded"}],"isError":true}',
      'rate_limit',
      'the result of a tool',
    ],
    ['{"error":{"code":"rate_limited","message":"slow down"}}', 'rate_limit', 'JSON'],
    ['{"status":503,"statusText":"Service Unavailable","headers":{},"body":""}', 'unavailable', 'an HTTP response'],
    ['HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\n\r\nslow', 'rate_limit', 'an HTTP response'],
    [
      '> POST /mcp HTTP/1.1\n> Host: x\n>\n< HTTP/2 401\n< www-authenticate: Bearer\n<\n{"e":1}',
      'authentication',
      'an HTTP response',
    ],
    ['getaddrinfo ENOTFOUND jira.internal', 'connection', 'words'],
    ['spawn npx ENOENT', 'configuration', 'words'],
    ["Error calling tool 'search': 429 Too Many Requests", 'rate_limit', 'words'],
    ["TypeError: fetch failed\n    at node:internal/x:1:1 {\n  code: 'ECONNREFUSED'\n}", 'connection', 'an exception'],
    [
      'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n    x()\nrequests.exceptions.ReadTimeout: HTTPSConnectionPool: Read timed out.\n',
      'timeout',
      'a Python traceback: an exception',
    ],
  ])('understands %j (B86, B87, B94, B95)', async (text, kind, form) => {
    expect(await explain(text)).toMatchObject({ recognised: true, exitCode: 0, kind, form });
  });

  it.each([
    [
      {
        level: 50,
        time: 1,
        msg: 'call failed',
        err: { type: 'Error', message: 'connect ECONNREFUSED 10.0.0.1:5432', code: 'ECONNREFUSED' },
      },
      'connection',
    ],
    [{ level: 'error', message: 'HTTP 503 Service Unavailable' }, 'unavailable'],
    [{ levelname: 'ERROR', message: 'requests.exceptions.ReadTimeout: Read timed out.' }, 'timeout'],
    [{ log: 'ERROR:root:401 Unauthorized\n', stream: 'stderr', time: 'x' }, 'authentication'],
    [{ log: '{"level":50,"msg":"429 Too Many Requests"}\n', stream: 'stderr' }, 'rate_limit'],
  ])('understands the line of a log %j', async (record, kind) => {
    expect(await explain(JSON.stringify(record))).toMatchObject({
      kind,
      form: expect.stringMatching(/^a line of a log: /),
    });
  });

  it.each([
    ['jira-1  | 2026-01-01T10:00:00Z ERROR Too many requests, retry after 42s', 'rate_limit'],
    ['2026-01-01 10:00:00,123 - jira - ERROR - 401 Client Error: Unauthorized for url', 'authentication'],
    ['ERROR:jira.client:HTTP 503 Service Unavailable', 'unavailable'],
    ['[2026-01-01T10:00:00.000Z] [ERROR] connect ECONNREFUSED 127.0.0.1:80', 'connection'],
    ['Jan  1 10:00:00 host mcp[12]: connect ETIMEDOUT 10.0.0.1:443', 'connection'],
    ['2026-01-01T10:00:00.000000000Z stderr F Error: 403 Forbidden', 'permission'],
    ['a-1 | INFO starting\na-1 | INFO ready\na-1 | ERROR 429 Too Many Requests', 'rate_limit'],
  ])('takes the prefixes off %j', async (text, kind) => {
    expect(await explain(text)).toMatchObject({ recognised: true, kind });
  });

  it('takes the server from the log of a host', async () => {
    const { summary } = await explain('2026-01-01T10:00:00.000Z [weather] [error] 429 Too Many Requests');
    expect(summary).toContain('"weather"');
  });

  it('knows the errors of Seawall in every form, with what was configured and what went by (B89, B90)', async () => {
    const record = JSON.stringify(timeout);
    const inMeta = JSON.stringify({ isError: true, content: [], _meta: { 'dev.seawall/error': timeout.toJSON() } });
    const logged = JSON.stringify({ level: 'error', timestamp: 'x', message: 'Failed.', error: timeout.toJSON() });
    const printed = `error: ${timeout.message}\n  fix: Raise it.\n  code: CALL_TIMEOUT`;
    for (const text of [record, inMeta, logged, printed, 'CALL_TIMEOUT'])
      expect(await explain(text)).toMatchObject({
        code: 'CALL_TIMEOUT',
        kind: 'timeout',
        retryable: true,
        confidence: 'high',
      });
    const { suggestions, advice, summary } = await explain(record);
    const text = JSON.stringify([summary, advice, suggestions]);
    expect(text).toMatch(/30000 ms[\s\S]*30004 ms/);
    expect(text).toMatch(/overloaded[\s\S]*smaller parts/);
  });

  it('shows code, status and data of an error of a server, and what it may come from (B84, B85, B88)', async () => {
    const failed = new MCPServerError({
      code: 'SERVER_ERROR',
      message: 'It failed.',
      serverErrorCode: -32_603,
      httpStatus: 500,
      responseData: { reason: 'disk full' },
    });
    const { httpStatus, details, advice, suggestions } = await explain(JSON.stringify(failed));
    expect({ httpStatus, details }).toMatchObject({
      httpStatus: 500,
      details: { serverErrorCode: -32_603, responseData: { reason: 'disk full' } },
    });
    const causes = JSON.stringify([advice, suggestions]);
    for (const part of ['log of the server', 'crashed', 'arguments', 'rights']) expect(causes).toContain(part);
    const { stdout } = await diagnose([JSON.stringify(failed)]);
    expect(stdout.text).toMatch(/^details +.*disk full/m);
  });

  it('shows the keys that are missing, the file and the expected format (B91, B92)', async () => {
    const { suggestions, advice } = await explain(JSON.stringify(missing));
    const text = JSON.stringify([advice, suggestions]);
    for (const part of ['JIRA_TOKEN', '/x/mcp.json', 'mcpServers']) expect(text).toContain(part);
  });

  it('reads a file', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('error.txt', 'connect ECONNREFUSED 127.0.0.1:80');
    const found = await diagnose(['--file', 'error.txt'], { folder: scratch.path });
    expect([found.exitCode, found.stdout.text.split('\n')[0]]).toEqual([0, 'connection (CONNECTION_REFUSED)']);
  });

  it('exits with 1 for what is no error, and for what says nothing', async () => {
    expect(await explain('{"results":[{"title":"How to fix errors"}]}')).toMatchObject({
      recognised: false,
      kind: 'none',
      exitCode: 1,
    });
    expect(await explain('qwertz uiop')).toMatchObject({
      recognised: false,
      kind: 'server_error',
      confidence: 'low',
      exitCode: 1,
    });
    expect((await diagnose(['qwertz uiop'])).stdout.text).toMatch(/^This is not recognised/);
    expect((await diagnose(['{"results":[1]}'])).stdout.text).toMatch(/^This is no error\./);
  });

  it.each([
    [['']],
    [['text', '--file', 'x']],
    [['--file', 'no-such-file']],
    [['--nonsense']],
    [['--config', 'x', 'text']],
  ])('exits with 2 for %j', async (args) => {
    const { exitCode, stdout } = await diagnose(args);
    expect([exitCode, stdout.text]).toEqual([2, '']);
  });

  it('does not wait for somebody at a terminal', async () => {
    const stdin = Object.assign(new Readable({ read: () => undefined }), { isTTY: true });
    const fake = fakeProcess({ folder: '/', stdin });
    expect(await runCommandLine(fake.context, ['diagnose'])).toBe(2);
    expect(fake.stderr.text).toContain('no text is given');
  });

  it('quotes what it was given without control characters', async () => {
    const { stdout } = await diagnose(['Error: 401 Unauthorized \u001b[2J\u202eowned']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(stdout.text).not.toMatch(/[\u001b\u202e]/);
  });

  it('ends for every text', async () => {
    for (const text of [
      '{'.repeat(5000),
      '['.repeat(5000),
      'ERROR '.repeat(50_000),
      '"'.repeat(99),
      '\u0000',
      ' | '.repeat(9999),
      '{"log":"'.repeat(50),
    ])
      expect([0, 1]).toContain((await diagnose(['--json'], { stdin: text })).exitCode);
  });
});
