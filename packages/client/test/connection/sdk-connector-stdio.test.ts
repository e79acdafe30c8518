import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MCPConnectionError, MCPTimeoutError, registerSecrets } from '@seawall/core';
import { readPids } from '@seawall/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import {
  callTool,
  connectorFor,
  failureOf,
  inlineLaunch,
  isAlive,
  open,
  PATIENT,
  stdioLaunch,
  until,
} from './open-connection.ts';

const folder = mkdtempSync(join(tmpdir(), 'seawall-stdio-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a connection over stdio', () => {
  it('tells what the handshake told', async () => {
    await using opened = await open(
      connectorFor(stdioLaunch({ name: 'weather', version: '2.0.0', instructions: 'Ask nicely.' })),
    );
    const { info } = opened.connection;
    expect(info).toMatchObject({
      era: 'legacy',
      transport: 'stdio',
      protocolVersion: '2025-11-25',
      serverInfo: { name: 'weather', version: '2.0.0' },
      instructions: 'Ask nicely.',
    });
    expect(info.capabilities).toHaveProperty('tools');
    expect(isAlive(info.pid ?? 0)).toBe(true);
  });

  it('hands a result on as it came, unknown fields included', async () => {
    const result = {
      content: [{ type: 'text', text: 'x', annotations: { odd: 1 } }],
      structuredContent: { a: [1] },
      surprise: { deep: true },
      _meta: { 'vendor/x': 1 },
    };
    await using opened = await open(
      connectorFor(stdioLaunch({ tools: [{ name: 'odd', behaviour: { kind: 'result', result } }] })),
    );
    expect(await callTool(opened.connection, 'odd')).toEqual(result);
  });

  it('passes progress on, also when the answer comes in the same breath', async () => {
    await using opened = await open(
      connectorFor(stdioLaunch({ tools: [{ name: 'p', behaviour: { kind: 'progress', steps: 5, everyMs: 0 } }] })),
    );
    const seen: unknown[] = [];
    await callTool(opened.connection, 'p', { onProgress: (progress) => seen.push(progress.progress) });
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('passes on notifications that belong to no request', async () => {
    const tools = [
      { name: 'add', behaviour: { kind: 'add-tool', tool: { name: 'new' } } },
      { name: 'log', behaviour: { kind: 'log', data: 'hello' } },
    ] as const;
    await using opened = await open(connectorFor(stdioLaunch({ tools })));
    await callTool(opened.connection, 'add');
    await callTool(opened.connection, 'log');
    await until(() => opened.notifications.length >= 2);
    expect(opened.notifications.map(({ method }) => method)).toEqual([
      'notifications/tools/list_changed',
      'notifications/message',
    ]);
    expect(opened.notifications[1]?.params).toMatchObject({ data: 'hello' });
  });

  it('gives a child its own small environment and our marker', async () => {
    const launch = stdioLaunch({ tools: [{ name: 'env', behaviour: { kind: 'environment' } }] });
    const environment = { PATH: process.env.PATH, HOME: '/home/ada', SECRET: 'hunter2', HTTPS_PROXY: 'http://proxy:1' };
    await using opened = await open(
      connectorFor({ ...launch, env: { ...launch.env, OWN: 'yes', 'dotted.name': 'kept' } }, { environment }),
    );
    const child = JSON.parse(textOf(await callTool(opened.connection, 'env')));
    expect(child).toMatchObject({
      HOME: '/home/ada',
      OWN: 'yes',
      'dotted.name': 'kept',
      HTTPS_PROXY: 'http://proxy:1',
    });
    expect(child).not.toHaveProperty('SECRET');
    expect(child.SEAWALL_CHILD).toMatch(/^[0-9a-f-]{36}\.\d+$/);
  });

  it('runs in its own working folder', async () => {
    const code = `${ANSWER}; serve(() => ({ content: [{ type: 'text', text: process.cwd() }] }))`;
    await using opened = await open(connectorFor({ ...inlineLaunch(code), cwd: folder }));
    expect(textOf(await callTool(opened.connection, 'any'))).toBe(folder);
  });

  it('answers a ping in both eras', async () => {
    for (const era of ['legacy', 'modern'] as const) {
      await using opened = await open(connectorFor(stdioLaunch({ era })));
      await opened.connection.ping(PATIENT);
    }
  });

  it('keeps the input requests of a modern server for the caller', async () => {
    const tools = [
      {
        name: 'ask',
        behaviour: {
          kind: 'ask',
          method: 'elicitation/create',
          params: { message: 'Sure?', requestedSchema: { type: 'object', properties: {} } },
        },
      },
    ] as const;
    await using opened = await open(connectorFor(stdioLaunch({ era: 'modern', tools })));
    const envelope = { capabilities: { elicitation: { form: {} } } };
    const outcome = await callTool(opened.connection, 'ask', { envelope }).catch((error: unknown) => error);
    expect(outcome).toMatchObject({ resultType: 'input_required' });
  });
});

describe('a server that fails over stdio', () => {
  it('is told with exit code, stderr and delivery when it dies during a call', async () => {
    using _secret = registerSecrets(['hunter2-hunter2']);
    await using opened = await open(
      connectorFor(
        stdioLaunch({
          tools: [
            { name: 'die', behaviour: { kind: 'exit', exitCode: 9, stderr: 'db password=hunter2-hunter2 refused' } },
          ],
        }),
      ),
    );
    const failure = await failureOf(callTool(opened.connection, 'die'));
    expect(failure).toMatchObject({ delivery: 'unknown', effect: 'broken' });
    expect(failure.error).toMatchObject({ name: 'MCPConnectionError', code: 'PROCESS_EXITED', exitCode: 9 });
    expect(failure.error.message).toBe(
      'The process of server "x" exited with code 9 during call_tool(die); it last wrote: "db password=[REDACTED:configured] refused".',
    );
    const closed = await opened.connection.closed;
    expect(closed.error).toMatchObject({ code: 'PROCESS_EXITED', exitCode: 9 });
    const after = await failureOf(callTool(opened.connection, 'die'));
    expect(after).toMatchObject({ delivery: 'not-sent', effect: 'broken' });
  });

  it('is told with the signal that ended it', async () => {
    await using opened = await open(
      connectorFor(stdioLaunch({ tools: [{ name: 'die', behaviour: { kind: 'signal', signal: 'SIGKILL' } }] })),
    );
    const { error } = await failureOf(callTool(opened.connection, 'die'));
    expect(MCPConnectionError.isInstance(error) && error.signal).toBe('SIGKILL');
    expect(error.hint).toContain('memory');
  });

  it('gives an answer that came right before the end', async () => {
    const code = `${ANSWER}; serve((id) => { reply(id, { content: [] }); process.exit(0); })`;
    await using opened = await open(connectorFor(inlineLaunch(code)));
    expect(await callTool(opened.connection, 'any')).toEqual({ content: [] });
    expect((await opened.connection.closed).error.code).toBe('PROCESS_EXITED');
  });

  it('fails the call when it ends after half an answer', async () => {
    await using opened = await open(
      connectorFor(stdioLaunch({ tools: [{ name: 'cut', behaviour: { kind: 'cut' } }] })),
    );
    expect((await failureOf(callTool(opened.connection, 'cut'))).error.code).toBe('PROCESS_EXITED');
  });

  it('is noticed within moments though a grandchild holds its pipes open', async () => {
    const pidFile = join(folder, 'holder');
    await using opened = await open(
      connectorFor(
        stdioLaunch({
          start: { grandchild: { pidFile, detached: true, holdsOutput: true } },
          tools: [{ name: 'die', behaviour: { kind: 'exit' } }],
        }),
      ),
    );
    await failureOf(callTool(opened.connection, 'die'));
    await opened.connection.close();
    expect(readPids(pidFile).filter(isAlive)).toEqual([]);
  });

  it('is told when it closes its output and goes on running', async () => {
    const code = `${ANSWER}; serve(() => { require('fs').closeSync(1); process.stdout.destroy(); setInterval(() => {}, 1000); })`;
    await using opened = await open(connectorFor(inlineLaunch(code)));
    const failure = await failureOf(callTool(opened.connection, 'any'));
    expect(failure).toMatchObject({ effect: 'broken', delivery: 'unknown' });
    expect(failure.error.code).toBe('CONNECTION_CLOSED');
    await until(() => !isAlive(opened.connection.info.pid ?? 0));
  });

  it('times a call out and leaves the connection', async () => {
    await using opened = await open(
      connectorFor(stdioLaunch({ tools: [{ name: 'silent', behaviour: { kind: 'silent' } }, { name: 'echo' }] })),
    );
    const failure = await failureOf(callTool(opened.connection, 'silent', { timeoutMs: 100 }));
    expect(failure).toMatchObject({ delivery: 'unknown', effect: 'none' });
    expect(failure.error).toMatchObject({
      code: 'CALL_TIMEOUT',
      message: 'Tool "silent" on server "x" did not answer within 100 ms.',
    });
    await callTool(opened.connection, 'echo');
  });

  it('ends a call that goes on reporting progress at its total limit, also when it falls silent before', async () => {
    const tools = [
      { name: 'slow', behaviour: { kind: 'progress', steps: 2, everyMs: 100, next: { kind: 'silent' } } },
    ] as const;
    await using opened = await open(connectorFor(stdioLaunch({ tools })));
    const { error } = await failureOf(
      callTool(opened.connection, 'slow', { timeoutMs: 5000, maxTotalTimeoutMs: 500, onProgress: () => undefined }),
    );
    expect(MCPTimeoutError.isInstance(error) && error.timeoutMs).toBe(500);
  });

  it('is told of a call that its caller cancelled', async () => {
    const tools = [
      { name: 'silent', behaviour: { kind: 'silent' } },
      { name: 'cancelled', behaviour: { kind: 'cancellations' } },
    ] as const;
    await using opened = await open(connectorFor(stdioLaunch({ tools })));
    const abort = new AbortController();
    const call = failureOf(callTool(opened.connection, 'silent', { signal: abort.signal }));
    await callTool(opened.connection, 'cancelled');
    abort.abort();
    expect(await call).toMatchObject({
      delivery: 'unknown',
      effect: 'none',
      error: { code: 'CALL_CANCELLED', name: 'MCPCancelledError' },
    });
    await until(async () => textOf(await callTool(opened.connection, 'cancelled')) !== '[]');
  });

  it('sends nothing for a call that was cancelled before', async () => {
    await using opened = await open(connectorFor(stdioLaunch({})));
    const failure = await failureOf(callTool(opened.connection, 'echo', { signal: AbortSignal.abort() }));
    expect(failure).toMatchObject({ delivery: 'not-sent', error: { code: 'CALL_CANCELLED' } });
  });

  it.each([
    ['a text as result', '"text"', 'INVALID_MESSAGE'],
    ['null as result', 'null', 'INVALID_MESSAGE'],
  ])('fails the call at once that it answers with %s', async (_, result, code) => {
    const program = `${ANSWER}; serve((id) => process.stdout.write('{"jsonrpc":"2.0","id":' + id + ',"result":${result}}\\n'))`;
    await using opened = await open(connectorFor(inlineLaunch(program)));
    const failure = await failureOf(callTool(opened.connection, 'any'));
    expect(failure).toMatchObject({ delivery: 'answered', effect: 'none', error: { code } });
  });

  it('fails the call at once that it answers with an error of no shape', async () => {
    const program = `${ANSWER}; serve((id) => process.stdout.write('{"jsonrpc":"2.0","id":' + id + ',"error":"broken"}\\n'))`;
    await using opened = await open(connectorFor(inlineLaunch(program)));
    expect((await failureOf(callTool(opened.connection, 'any'))).error.code).toBe('INVALID_MESSAGE');
  });

  it('passes over noise on stdout, and answers under a wrong id or twice', async () => {
    const tools = [
      {
        name: 'noisy',
        behaviour: { kind: 'garbage', text: '\u001B[32mready\u001B[0m\n{"level":"info"}\n[1,2]\n{"jsonrpc": oops\n\n' },
      },
      { name: 'wrong', behaviour: { kind: 'wrong-id' } },
      { name: 'twice', behaviour: { kind: 'twice' } },
    ] as const;
    await using opened = await open(connectorFor(stdioLaunch({ start: { stdout: 'Welcome!' }, tools })));
    await callTool(opened.connection, 'noisy');
    await callTool(opened.connection, 'twice');
    expect((await failureOf(callTool(opened.connection, 'wrong', { timeoutMs: 100 }))).error.code).toBe('CALL_TIMEOUT');
    await callTool(opened.connection, 'noisy');
  });

  it('takes answers in a batch', async () => {
    const program = `${ANSWER}; serve((id) => process.stdout.write(JSON.stringify([{ jsonrpc: '2.0', method: 'notifications/message', params: {} }, { jsonrpc: '2.0', id, result: { batch: true } }]) + '\\n'))`;
    await using opened = await open(connectorFor(inlineLaunch(program)));
    expect(await callTool(opened.connection, 'any')).toEqual({ batch: true });
  });

  it('drains stderr, however much comes', async () => {
    const program = `${ANSWER}; serve((id) => { for (let i = 0; i < 200; i++) process.stderr.write('e'.repeat(65536) + '\\n'); reply(id, {}); })`;
    const connector = connectorFor(inlineLaunch(program));
    await using opened = await open(connector);
    await callTool(opened.connection, 'any');
    expect(connector.stderrTail.length).toBeLessThanOrEqual(4096);
  });
});

describe('large answers over stdio', () => {
  it('takes 24 MB', async () => {
    await using opened = await open(
      connectorFor(stdioLaunch({ tools: [{ name: 'big', behaviour: { kind: 'big', bytes: 24_000_000 } }] })),
    );
    expect(textOf(await callTool(opened.connection, 'big'))).toHaveLength(24_000_000);
  });

  it.each(['id before result', 'id after result'])(
    'fails only the call whose answer is too large, with its %s',
    async (order) => {
      const message =
        order === 'id before result' ? `{ jsonrpc: '2.0', id, result }` : `{ jsonrpc: '2.0', result, id }`;
      const program = `${ANSWER}; serve((id, name) => { const result = { text: 'x'.repeat(name === 'big' ? 300000 : 3) }; process.stdout.write(JSON.stringify(${message}) + '\\n'); })`;
      await using opened = await open(connectorFor(inlineLaunch(program), { options: { maxMessageBytes: 100_000 } }));
      const failure = await failureOf(callTool(opened.connection, 'big'));
      expect(failure).toMatchObject({
        delivery: 'answered',
        effect: 'none',
        error: { name: 'MCPProtocolError', code: 'MESSAGE_TOO_LARGE' },
      });
      expect(await callTool(opened.connection, 'small')).toEqual({ text: 'xxx' });
    },
  );
});

/** The skeleton of a server of the older era; the rest of the program calls `serve`. */
const ANSWER = `
const reply = (id, result) => require('fs').writeSync(1, JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
function serve(onCall) {
  require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, method, params } = JSON.parse(line);
    if (method === 'initialize') return reply(id, { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'inline', version: '1' } });
    if (method === 'server/discover') return process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } }) + '\\n');
    if (id === undefined) return;
    const result = onCall(id, params && params.name);
    if (result) reply(id, result);
  }).on('close', () => process.exit(0));
}`;

function textOf(result: unknown): string {
  const { content } = result as { content: { text: string }[] };
  return content[0]?.text ?? '';
}
