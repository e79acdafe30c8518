import { PassThrough } from 'node:stream';
import { scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/program.ts';
import { type FakeProcess, fakeProcess } from '../fake-process.ts';
import { type ScratchFolder, scratchFolder } from '../scratch-folder.ts';
import { scriptedServer, UNSTARTABLE } from '../scripted-config.ts';

interface Host extends FakeProcess {
  readonly ended: Promise<number>;
  readonly input: PassThrough;
  /** The messages that came out, in order. */
  readonly messages: Record<string, unknown>[];
  send(message: object): void;
}

function host(scratch: ScratchFolder): Host {
  const input = new PassThrough();
  const fake = fakeProcess({ folder: scratch.path, stdin: input });
  const messages: Record<string, unknown>[] = [];
  let rest = '';
  fake.taken.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) messages.push(JSON.parse(line));
  });
  const ended = runCommandLine(fake.context, ['stdio', '--data-dir', 'data', '--log-level', 'debug']);
  return Object.assign(fake, {
    ended,
    input,
    messages,
    send: (message: object) => void input.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`),
  });
}

async function initialize(gateway: Host, capabilities: object = {}): Promise<void> {
  const params = { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 'test', version: '1' } };
  gateway.send({ id: 1, method: 'initialize', params });
  await expect.poll(() => gateway.messages.find((message) => message.id === 1), WAIT).toHaveProperty('result');
  gateway.send({ method: 'notifications/initialized' });
}

const WAIT = { timeout: 60_000 };

describe('seawall stdio', () => {
  it('serves its host, writes nothing but MCP to stdout, and ends with stdin', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer(), bad: UNSTARTABLE } });
    const gateway = host(scratch);
    await initialize(gateway);
    gateway.send({ id: 2, method: 'tools/call', params: { name: 'good__hello', arguments: {} } });
    await expect
      .poll(() => gateway.messages.find((message) => message.id === 2), WAIT)
      .toMatchObject({ result: { content: [{ text: 'Hello from the server.' }] } });
    gateway.input.end();
    expect(await gateway.ended).toBe(0);
    expect(gateway.stdout.text).toBe('');
    expect(gateway.messages.every((message) => message.jsonrpc === '2.0')).toBe(true);
  });

  it('lets servers ask its host for the roots', async () => {
    await using scratch = await scratchFolder();
    const server = scriptedStdioServer({
      tools: [{ name: 'where', behaviour: { kind: 'ask', method: 'roots/list' } }],
    });
    await scratch.write('mcp.json', { mcpServers: { good: server } });
    const gateway = host(scratch);
    await initialize(gateway, { roots: {} });
    gateway.send({ id: 2, method: 'tools/call', params: { name: 'good__where', arguments: {} } });
    const question = () => gateway.messages.find((message) => message.method === 'roots/list');
    await expect.poll(question, WAIT).toBeDefined();
    gateway.send({ id: question()?.id, result: { roots: [{ uri: 'file:///here' }] } });
    await expect
      .poll(() => gateway.messages.find((message) => message.id === 2 && 'result' in message), WAIT)
      .toMatchObject({ result: { content: [{ text: expect.stringContaining('file:///here') }] } });
    gateway.input.end();
    expect(await gateway.ended).toBe(0);
  });

  it('keeps what it learns in memory when another one has the data folder, and says so', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer() } });
    const first = host(scratch);
    await initialize(first);
    const second = host(scratch);
    await initialize(second);
    expect(second.logs.map((record) => `${record.level} ${record.message}`).join('\n')).toMatch(
      new RegExp(`warn .*process ${process.pid}.*memory only`),
    );
    expect(first.logs.map((record) => record.message).join('\n')).not.toContain('memory only');
    for (const gateway of [first, second]) {
      gateway.input.end();
      expect(await gateway.ended).toBe(0);
    }
  });

  it('says what of another configuration needs a restart', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: {} });
    const gateway = host(scratch);
    await initialize(gateway);
    const seawall = { listen: { port: 1 }, audit: { enabled: false }, store: { enabled: false, maxRows: 1000 } };
    await scratch.write('mcp.json', { mcpServers: {}, seawall });
    gateway.listener.onReload();
    await expect
      .poll(() => gateway.logs.map(({ message }) => message), WAIT)
      .toContain('Changed and not in force before a restart: seawall.store.enabled, seawall.audit.');
    gateway.input.end();
    expect(await gateway.ended).toBe(0);
  });

  it('works without a data folder that it can use', async () => {
    await using scratch = await scratchFolder();
    await scratch.write('mcp.json', { mcpServers: { good: scriptedServer() } });
    await scratch.write('data', 'a file');
    const gateway = host(scratch);
    await initialize(gateway);
    expect(gateway.logs).toContainEqual(
      expect.objectContaining({ level: 'warn', error: expect.objectContaining({ code: 'DATA_DIR_UNUSABLE' }) }),
    );
    gateway.listener.onStop('SIGTERM');
    expect(await gateway.ended).toBe(0);
  });
});
