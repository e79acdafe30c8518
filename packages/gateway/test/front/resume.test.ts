import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createFakeClock } from '@seawall/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { RESUME_GRACE_MS } from '../../src/front/http/session-transport.ts';
import { deferred, FakeSeawall, pendingAnswer } from '../fake-seawall.ts';
import { closeAll, openGateway } from './connect.ts';
import { allMessages, type HostHeaders, listen, nextMessage, openSession, post, readEvents } from './raw-http.ts';

afterEach(closeAll);

const GIT = { name: 'git', catalog: { tools: [{ name: 'echo', inputSchema: { type: 'object' } }] } };
const CALL = {
  jsonrpc: '2.0',
  id: 2,
  method: 'tools/call',
  params: { name: 'git__echo', _meta: { progressToken: 'tok' } },
};
const RESULT = { content: [{ type: 'text', text: 'done' }] };

async function setUp(version?: string) {
  const seawall = new FakeSeawall([GIT]);
  const clock = createFakeClock();
  const gateway = openGateway(seawall, { clock });
  const { url, port } = await gateway.listen();
  const pending = pendingAnswer();
  seawall.answer = pending.answer;
  return { seawall, clock, gateway, url, port, pending, headers: await openSession(url, version) };
}

/** Begins a call and breaks its stream once the first progress came. */
async function breakCall({
  url,
  headers,
  pending,
}: {
  url: string;
  headers: HostHeaders;
  pending: ReturnType<typeof pendingAnswer>;
}) {
  const connection = new AbortController();
  const response = await post(url, CALL, { headers, signal: connection.signal });
  const events = readEvents(response);
  const { options } = await pending.started;
  options.onProgress?.({ progress: 1 });
  const { id } = await nextMessage(events);
  connection.abort();
  return { lastEventId: id, options };
}

describe('a stream that broke', () => {
  it('begins with an id, so that it can be taken up before anything came', async () => {
    const { url, headers, pending } = await setUp();
    const connection = new AbortController();
    const first = await readEvents(await post(url, CALL, { headers, signal: connection.signal })).next();
    expect(first.value).toMatchObject({ id: expect.any(String), retry: '1000', message: undefined });
    await pending.started;
    connection.abort();
    pending.resolve(RESULT);
    const rest = await allMessages(await listen(url, headers, { lastEventId: first.value?.id }));
    expect(rest).toEqual([{ jsonrpc: '2.0', id: 2, result: RESULT }]);
  });

  it('goes on behind the last event that the host got, with its call still running', async () => {
    const { url, headers, pending } = await setUp();
    const { lastEventId, options } = await breakCall({ url, headers, pending });
    options.onProgress?.({ progress: 2 });
    const events = readEvents(await listen(url, headers, { lastEventId }));
    expect((await nextMessage(events)).message).toMatchObject({ params: { progress: 2 } });
    options.onProgress?.({ progress: 3 });
    expect((await nextMessage(events)).message).toMatchObject({ params: { progress: 3 } });
    pending.resolve(RESULT);
    expect((await nextMessage(events)).message).toEqual({ jsonrpc: '2.0', id: 2, result: RESULT });
    expect((await events.next()).done).toBe(true);
  });

  it('gives its answer also when it came in between, and as often as it is asked for', async () => {
    const { url, headers, pending } = await setUp();
    const { lastEventId } = await breakCall({ url, headers, pending });
    pending.resolve(RESULT);
    for (let round = 0; round < 2; round += 1) {
      const rest = await allMessages(await listen(url, headers, { lastEventId }));
      expect(rest).toEqual([{ jsonrpc: '2.0', id: 2, result: RESULT }]);
    }
  });

  it('moves to a new connection when the old one only seems to be alive', async () => {
    const { url, headers, pending } = await setUp();
    const old = readEvents(await post(url, CALL, { headers }));
    const { options } = await pending.started;
    options.onProgress?.({ progress: 1 });
    const { id } = await nextMessage(old);
    const events = readEvents(await listen(url, headers, { lastEventId: id }));
    pending.resolve(RESULT);
    expect((await nextMessage(events)).message).toMatchObject({ id: 2 });
    expect((await old.next()).done).toBe(true);
  });

  it('is given up with its call when the host does not come back in time', async () => {
    const { url, headers, pending, clock, gateway } = await setUp();
    const timersBefore = clock.pendingTimers;
    const { lastEventId, options } = await breakCall({ url, headers, pending });
    await expect.poll(() => clock.pendingTimers).toBe(timersBefore + 1);
    await clock.advance(RESUME_GRACE_MS - 1);
    expect(options.signal?.aborted).toBe(false);
    await clock.advance(1);
    await pending.aborted;
    expect(gateway.runningCalls).toBe(0);
    expect(await allMessages(await listen(url, headers, { lastEventId }))).toEqual([]);
  });

  it('is not given up once it was taken up again', async () => {
    const { url, headers, pending, clock } = await setUp();
    const timersBefore = clock.pendingTimers;
    const { lastEventId, options } = await breakCall({ url, headers, pending });
    await expect.poll(() => clock.pendingTimers).toBe(timersBefore + 1);
    const events = readEvents(await listen(url, headers, { lastEventId }));
    await clock.advance(RESUME_GRACE_MS * 2);
    expect(options.signal?.aborted).toBe(false);
    pending.resolve(RESULT);
    expect((await nextMessage(events)).message).toMatchObject({ id: 2 });
  });

  it('ends its call at once when the host has no id to come back with', async () => {
    const { url, headers, pending } = await setUp('2025-06-18');
    const connection = new AbortController();
    await post(url, CALL, { headers, signal: connection.signal });
    await pending.started;
    connection.abort();
    await pending.aborted;
  });

  it('can be taken up by an older host that got an event', async () => {
    const { url, headers, pending } = await setUp('2025-06-18');
    const { lastEventId } = await breakCall({ url, headers, pending });
    pending.resolve(RESULT);
    expect(await allMessages(await listen(url, headers, { lastEventId }))).toMatchObject([{ id: 2 }]);
  });

  it('can not be taken up in another session', async () => {
    const { url, headers, pending } = await setUp();
    const { lastEventId } = await breakCall({ url, headers, pending });
    const foreign = await listen(url, await openSession(url), { lastEventId });
    expect([foreign.status, await foreign.json()]).toMatchObject([400, { error: { code: -32_000 } }]);
  });

  it('leaves nothing when its session ends', async () => {
    const { url, headers, pending, seawall, clock } = await setUp();
    const { lastEventId } = await breakCall({ url, headers, pending });
    expect((await fetch(url, { method: 'DELETE', headers })).status).toBe(200);
    await pending.aborted;
    expect((await listen(url, headers, { lastEventId })).status).toBe(404);
    expect([seawall.openHosts.length, clock.pendingTimers]).toEqual([0, 0]);
  });
});

describe('the stream for what belongs to no request', () => {
  const LIST_CHANGED = { jsonrpc: '2.0', method: 'notifications/tools/list_changed' };

  async function changeTools(seawall: FakeSeawall, clock: ReturnType<typeof createFakeClock>): Promise<void> {
    seawall.change({ ...GIT });
    await clock.advance(50);
  }

  it('begins with the changes that came before it was open, each once', async () => {
    const { url, headers, seawall, clock } = await setUp();
    await changeTools(seawall, clock);
    await changeTools(seawall, clock);
    seawall.change({ ...GIT }, ['prompts']);
    await clock.advance(50);
    const events = readEvents(await listen(url, headers));
    expect((await nextMessage(events)).message).toEqual(LIST_CHANGED);
    expect((await nextMessage(events)).message).toMatchObject({ method: 'notifications/prompts/list_changed' });
    await events.return(undefined);
  });

  it('goes on behind the last event that the host got', async () => {
    const { url, headers, seawall, clock } = await setUp();
    const connection = new AbortController();
    const events = readEvents(await listen(url, headers, { signal: connection.signal }));
    const { value } = await events.next();
    connection.abort();
    await changeTools(seawall, clock);
    const rest = readEvents(await listen(url, headers, { lastEventId: value?.id }));
    expect((await nextMessage(rest)).message).toEqual(LIST_CHANGED);
    await rest.return(undefined);
  });

  it('moves to the connection that was opened last, and repeats nothing', async () => {
    const { url, headers, seawall, clock } = await setUp();
    const old = readEvents(await listen(url, headers));
    await changeTools(seawall, clock);
    await nextMessage(old);
    const events = readEvents(await listen(url, headers));
    expect((await old.next()).done).toBe(true);
    seawall.change({ ...GIT }, ['prompts']);
    await clock.advance(50);
    expect((await nextMessage(events)).message).toMatchObject({ method: 'notifications/prompts/list_changed' });
    await events.return(undefined);
  });

  it('is kept alive', async () => {
    const { url, headers, clock } = await setUp();
    const response = await listen(url, headers);
    const reader = response.body?.getReader();
    await reader?.read();
    await clock.advance(15_000);
    const { value } = (await reader?.read()) ?? {};
    expect(new TextDecoder().decode(value)).toBe(': keepalive\n\n');
    await reader?.cancel();
  });
});

describe('a host that vanishes', () => {
  it.each([
    ['ends its side of the connection', (socket: Socket) => void socket.end()],
    ['resets the connection', (socket: Socket) => void socket.resetAndDestroy()],
  ])('loses its call when it %s', async (_name, leave) => {
    const { port, headers, pending, gateway } = await setUp('2025-06-18');
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.on('error', () => undefined);
    const body = JSON.stringify(CALL);
    const lines = [
      'POST /mcp HTTP/1.1',
      'host: 127.0.0.1',
      'content-type: application/json',
      'accept: application/json, text/event-stream',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      `content-length: ${body.length}`,
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
    await pending.started;
    leave(socket);
    await pending.aborted;
    await expect.poll(() => gateway.runningCalls).toBe(0);
    socket.destroy();
  });
});

describe('a host with the SDK', () => {
  it('gets the answer of a call whose connection was cut', async () => {
    const { seawall, port } = await setUp();
    const sockets = new Set<Socket>();
    // Stands for the network between the host and the gateway.
    const network = createServer((socket) => {
      const onward = createConnection({ host: '127.0.0.1', port });
      for (const [from, to] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        sockets.add(from);
        from.on('error', () => undefined).pipe(to);
        from.on('close', () => to.destroy());
      }
    });
    await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve));
    const { port: networkPort } = network.address() as AddressInfo;
    const client = new Client({ name: 'test-host', version: '1' });
    try {
      await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${networkPort}/mcp`)));
      const pending = pendingAnswer();
      seawall.answer = pending.answer;
      const progressed = deferred<void>();
      const call = client.callTool({ name: 'git__echo' }, { onprogress: () => progressed.resolve() });
      const { options } = await pending.started;
      options.onProgress?.({ progress: 1 });
      await progressed.promise;
      for (const socket of sockets) socket.destroy();
      pending.resolve(RESULT);
      expect(await call).toMatchObject(RESULT);
      expect(seawall.seen).toHaveLength(1);
    } finally {
      await client.close();
      for (const socket of sockets) socket.destroy();
      network.close();
    }
  });
});
