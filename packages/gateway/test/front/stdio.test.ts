import { afterEach, describe, expect, it } from 'vitest';
import { createLineSplitter } from '../../src/front/stdio/line-splitter.ts';
import { FakeSeawall, pendingAnswer } from '../fake-seawall.ts';
import { closeAll, openGateway, openStreams } from './connect.ts';

afterEach(closeAll);

const GIT = { name: 'git', catalog: { tools: [{ name: 'echo', inputSchema: { type: 'object' } }] } };
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
};

async function setUp(seawall = new FakeSeawall([GIT])) {
  const gateway = openGateway(seawall);
  const streams = await openStreams(gateway);
  return {
    seawall,
    gateway,
    ...streams,
    say: (message: unknown) => streams.input.write(`${JSON.stringify(message)}\n`),
  };
}

describe('the stdio front', () => {
  it('answers a line that is not JSON and goes on', async () => {
    const { input, nextLine, say } = await setUp();
    input.write('hello?\n');
    expect(await nextLine()).toMatchObject({ id: null, error: { code: -32_700 } });
    say(INITIALIZE);
    expect(await nextLine()).toMatchObject({ id: 1, result: { serverInfo: { name: 'seawall', version: '1.2.3' } } });
  });

  it.each([
    [{ hello: 1 }, null],
    [{ jsonrpc: '2.0', id: 5, method: 7 }, 5],
    [{ jsonrpc: '2.0', id: 6, method: 'x', params: [1] }, 6],
    // The SDK drops these without a word, so their hosts would wait for ever.
    [{ jsonrpc: '2.0', id: 7, method: 'x', odd: 1 }, 7],
    [{ jsonrpc: '2.0', id: 8, method: 'x', params: { _meta: { progressToken: 1.5 } } }, 8],
    [{ jsonrpc: '2.0', id: 2 ** 60, method: 'x' }, 2 ** 60],
    [[INITIALIZE], null],
    [{ jsonrpc: '2.0', id: null, method: 'x' }, null],
  ])('answers %j, which is no JSON-RPC message', async (message, id) => {
    const { nextLine, say } = await setUp();
    say(message);
    expect(await nextLine()).toMatchObject({ id, error: { code: -32_600 } });
  });

  it('drops a line of 100 MB without keeping it, says so, and goes on', async () => {
    const { input, nextLine, say } = await setUp();
    const chunk = Buffer.alloc(1024 * 1024, 0x61);
    for (let count = 0; count < 100; count += 1)
      if (!input.write(chunk)) await new Promise((resolve) => input.once('drain', resolve));
    input.write('\n');
    expect(await nextLine()).toMatchObject({
      id: null,
      error: { code: -32_600, message: expect.stringContaining('1048576 bytes') },
    });
    say(INITIALIZE);
    expect(await nextLine()).toMatchObject({ id: 1 });
  });

  it('takes carriage returns, empty lines and messages in pieces', async () => {
    const { input, nextLine } = await setUp();
    const text = JSON.stringify({
      ...INITIALIZE,
      params: { ...INITIALIZE.params, clientInfo: { name: 'tést ✓', version: '1' } },
    });
    const bytes = Buffer.from(`\r\n\n${text}\r\n`);
    for (const byte of bytes) input.write(Buffer.from([byte]));
    expect(await nextLine()).toMatchObject({ id: 1 });
  });

  it('answers a protocol version that it does not know', async () => {
    const { nextLine, say } = await setUp();
    say({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/list',
      params: {
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2099-01-01',
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    });
    expect(await nextLine()).toMatchObject({ id: 1, error: { code: -32_022 } });
    say({ ...INITIALIZE, id: 2, params: { ...INITIALIZE.params, protocolVersion: '1999-01-01' } });
    expect(await nextLine()).toMatchObject({ id: 2, result: { protocolVersion: '2025-11-25' } });
  });

  it('answers a protocol version that it does not know also later on', async () => {
    const { nextLine, say } = await setUp();
    const listIn = (version: string, id: number): void => {
      const _meta = {
        'io.modelcontextprotocol/protocolVersion': version,
        'io.modelcontextprotocol/clientCapabilities': {},
      };
      say({ jsonrpc: '2.0', id, method: 'tools/list', params: { _meta } });
    };
    listIn('2026-07-28', 1);
    expect(await nextLine()).toMatchObject({ id: 1, result: { resultType: 'complete' } });
    listIn('2099-01-01', 2);
    const data = { supported: ['2026-07-28'], requested: '2099-01-01' };
    expect(await nextLine()).toMatchObject({ id: 2, error: { code: -32_022, data } });
  });

  it('tells a newer host the instructions as they are known when it asks', async () => {
    const { seawall, nextLine, say } = await setUp();
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    say({ jsonrpc: '2.0', id: 1, method: 'server/discover', params: { _meta } });
    await nextLine();
    seawall.put({ ...GIT, instructions: 'Commit often.' });
    seawall.emit({
      kind: 'configReloaded',
      atMs: 0,
      outcome: { kind: 'applied', added: [], removed: [], changed: ['git'] },
    });
    say({ jsonrpc: '2.0', id: 2, method: 'server/discover', params: { _meta } });
    const instructions = expect.stringContaining('Commit often.');
    expect(await nextLine()).toMatchObject({ id: 2, result: { instructions } });
  });

  it('ends with the host: calls are cancelled, nothing more is written', async () => {
    const { seawall, input, front, gateway, nextLine, say, lines } = await setUp();
    const pending = pendingAnswer();
    seawall.answer = pending.answer;
    say(INITIALIZE);
    await nextLine();
    say({ jsonrpc: '2.0', method: 'notifications/initialized' });
    say({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'git__echo' } });
    await pending.started;
    input.end();
    await pending.aborted;
    await front.closed;
    expect(lines).toEqual([]);
    await gateway.close();
    expect(seawall.listenerCount).toBe(0);
  });

  it('ends when nobody reads any more', async () => {
    const { output, front } = await setUp();
    output.destroy(new Error('EPIPE'));
    await front.closed;
  });

  it('ends at once when the host was gone before it began', async () => {
    const gateway = openGateway(new FakeSeawall([GIT]));
    const { PassThrough } = await import('node:stream');
    const input = new PassThrough();
    input.destroy();
    const front = await gateway.serveStdio({ input, output: new PassThrough() });
    await front.closed;
  });

  it('ends when the gateway is closed', async () => {
    const { gateway, front } = await setUp();
    await gateway.close();
    await front.closed;
    await expect(gateway.serveStdio()).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});

describe('createLineSplitter', () => {
  it('hands out the same lines however the bytes are cut', () => {
    const bytes = Buffer.from('one\ntwo✓\r\n\nfour\n');
    for (let size = 1; size <= bytes.length; size += 1) {
      const lines: string[] = [];
      const splitter = createLineSplitter({
        maxLineBytes: 100,
        onLine: (line) => lines.push(line),
        onOverlong: () => lines.push('!'),
      });
      for (let at = 0; at < bytes.length; at += size) splitter.push(bytes.subarray(at, at + size));
      expect(lines).toEqual(['one', 'two✓', '', 'four']);
    }
  });

  it('tells of each overlong line once', () => {
    const lines: string[] = [];
    const splitter = createLineSplitter({
      maxLineBytes: 3,
      onLine: (line) => lines.push(line),
      onOverlong: () => lines.push('!'),
    });
    for (const part of ['ab', 'c\nab', 'cd', 'ef', '\nabc\nabcd\n']) splitter.push(Buffer.from(part));
    expect(lines).toEqual(['abc', '!', 'abc', '!']);
  });
});
