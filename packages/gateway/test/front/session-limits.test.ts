import { createFakeClock } from '@seawall/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { createHostSessions } from '../../src/front/http/host-sessions.ts';
import { MAX_STALLED_TICKS, MAX_UNREAD_BYTES } from '../../src/front/http/host-stream.ts';
import { answerLegacy, MAX_BATCH_LENGTH } from '../../src/front/http/legacy-exchange.ts';
import { MAX_STREAMS_PER_SESSION, RESUME_GRACE_MS } from '../../src/front/http/session-transport.ts';
import { FakeSeawall, pendingAnswer } from '../fake-seawall.ts';
import { closeAll, openGateway } from './connect.ts';
import { createInMemoryContext } from './gateway-context.ts';
import {
  allMessages,
  initializeRequest,
  JSON_HEADERS,
  nextMessage,
  openSession,
  post,
  readEvents,
} from './raw-http.ts';

afterEach(closeAll);

const GIT = { name: 'git', catalog: { tools: [{ name: 'echo', inputSchema: { type: 'object' } }] } };
const callOf = (id: number | string) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name: 'git__echo', _meta: { progressToken: 1 } },
});

/** Sessions without sockets: what the host does not read stays unread. */
async function setUpSessions(maxStreams?: number) {
  const seawall = new FakeSeawall([GIT]);
  const { context, clock } = createInMemoryContext(seawall);
  const sessions = createHostSessions(context, maxStreams === undefined ? {} : { maxStreams });
  const pending = pendingAnswer();
  seawall.answer = pending.answer;
  const exchange = (method: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> => {
    const request = new Request('http://localhost/mcp', { method, headers: { ...JSON_HEADERS, ...headers } });
    return answerLegacy({ request, sessions, body });
  };
  const opened = await exchange('POST', initializeRequest('2025-11-25'));
  await opened.text();
  const headers = {
    'mcp-session-id': opened.headers.get('mcp-session-id') ?? '',
    'mcp-protocol-version': '2025-11-25',
  };
  return { seawall, clock, sessions, pending, exchange, headers };
}

describe('the limits of a session', () => {
  it('refuse a stream too many, until one ends', async () => {
    const { exchange, headers, pending, sessions } = await setUpSessions();
    const calls: Response[] = [];
    for (let id = 0; id < MAX_STREAMS_PER_SESSION; id += 1) calls.push(await exchange('POST', callOf(id), headers));
    const refused = await exchange('POST', callOf('more'), headers);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await exchange('GET', undefined, headers)).status).toBe(429);
    expect(sessions.streamCount).toBe(MAX_STREAMS_PER_SESSION);
    pending.resolve({ content: [] });
    await Promise.all(calls.map((call) => call.text()));
    expect(sessions.streamCount).toBe(0);
    expect((await exchange('GET', undefined, headers)).status).toBe(200);
    await sessions.close();
    expect(sessions.streamCount).toBe(0);
  });

  it('refuse a stream too many over all sessions', async () => {
    const { exchange, headers, sessions } = await setUpSessions(1);
    expect((await exchange('GET', undefined, headers)).status).toBe(200);
    const refused = await exchange('POST', callOf(1), headers);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10']);
    expect((await exchange('POST', initializeRequest('2025-11-25'))).status).toBe(503);
    expect(sessions.count).toBe(1);
    await sessions.close();
  });

  it('cut a stream whose host does not read what comes, and end its call', async () => {
    const { exchange, headers, pending, clock, sessions } = await setUpSessions();
    const response = await exchange('POST', callOf(1), headers);
    const { options } = await pending.started;
    const text = 'x'.repeat(1_000_000);
    for (let sent = 0; sent <= MAX_UNREAD_BYTES; sent += text.length) options.onProgress?.({ progress: 1, text });
    options.onProgress?.({ progress: 2 });
    await clock.settle();
    await expect(response.text()).rejects.toThrow('does not read');
    await clock.advance(RESUME_GRACE_MS);
    await pending.aborted;
    await sessions.close();
  });

  it('cut a stream whose host reads nothing for a minute', async () => {
    const { exchange, headers, clock, sessions } = await setUpSessions();
    const response = await exchange('GET', undefined, headers);
    await clock.advance(15_000 * (MAX_STALLED_TICKS + 1));
    await expect(response.text()).rejects.toThrow('does not read');
    await clock.advance(RESUME_GRACE_MS);
    expect(sessions.streamCount).toBe(0);
    await sessions.close();
  });

  it('tell the host when an answer is too large to be kept for it', async () => {
    const { exchange, headers, pending, clock, sessions } = await setUpSessions();
    const response = await exchange('POST', callOf(1), headers);
    const events = readEvents(response);
    const first = await events.next();
    await events.return(undefined);
    pending.resolve({ content: [{ type: 'text', text: 'x'.repeat(9_000_000) }] });
    await clock.settle();
    const resumed = await exchange('GET', undefined, { ...headers, 'last-event-id': first.value?.id ?? '' });
    expect(await allMessages(resumed)).toMatchObject([
      { id: 1, error: { message: expect.stringContaining('too large') } },
    ]);
    await sessions.close();
  });

  it('refuse a batch that is too long, and an id that is in use', async () => {
    const { exchange, headers, sessions } = await setUpSessions();
    const batch = Array.from({ length: MAX_BATCH_LENGTH + 1 }, (_, id) => callOf(id));
    expect((await exchange('POST', batch, headers)).status).toBe(400);
    expect((await exchange('POST', [], headers)).status).toBe(400);
    expect((await exchange('POST', [callOf(1), callOf(1)], headers)).status).toBe(400);
    expect((await exchange('POST', callOf(1), headers)).status).toBe(200);
    const twice = await exchange('POST', callOf(1), headers);
    expect([twice.status, await twice.json()]).toMatchObject([400, { error: { code: -32_600 } }]);
    expect((await exchange('POST', callOf('1'), headers)).status).toBe(200);
    await sessions.close();
  });

  it('end the calls, streams and stored events of a session together', async () => {
    const { exchange, headers, pending, sessions, clock, seawall } = await setUpSessions();
    const call = await exchange('POST', callOf(1), headers);
    const stream = await exchange('GET', undefined, headers);
    const { options } = await pending.started;
    options.onProgress?.({ progress: 1 });
    await clock.settle();
    expect(sessions.eventCount).toBeGreaterThan(0);
    expect((await exchange('DELETE', undefined, headers)).status).toBe(200);
    await pending.aborted;
    await Promise.all([call.text(), stream.text()]);
    expect([sessions.count, sessions.streamCount, sessions.eventCount, clock.pendingTimers]).toEqual([0, 0, 0, 0]);
    expect(seawall.openHosts).toEqual([]);
  });
});

describe('a session over HTTP', () => {
  async function setUp(version: string) {
    const seawall = new FakeSeawall([GIT]);
    const clock = createFakeClock();
    const { url } = await openGateway(seawall, { clock }).listen();
    return { seawall, clock, url, headers: await openSession(url, version) };
  }

  it('answers a batch on one stream', async () => {
    const { url, headers } = await setUp('2025-03-26');
    const messages = [
      { jsonrpc: '2.0', id: 1, method: 'tools/list' },
      { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 'nobody', progress: 1 } },
      { jsonrpc: '2.0', id: 2, method: 'ping' },
    ];
    const answers = await allMessages(await post(url, messages, { headers }));
    expect(answers.map((answer) => answer?.id).sort()).toEqual([1, 2]);
  });

  it('takes what needs no answer with 202', async () => {
    const { url, headers } = await setUp('2025-11-25');
    for (const message of [
      { jsonrpc: '2.0', method: 'notifications/unheard-of' },
      { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'nobody' } },
      { jsonrpc: '2.0', id: 77, result: {} },
    ])
      expect((await post(url, message, { headers })).status).toBe(202);
  });

  it('refuses a second initialize, a malformed one and a wrong Accept', async () => {
    const { url, headers } = await setUp('2025-11-25');
    const again = await post(url, initializeRequest('2025-11-25'), { headers });
    expect([again.status, await again.json()]).toMatchObject([400, { id: 'init', error: { code: -32_600 } }]);
    const malformed = await post(url, { jsonrpc: '2.0', id: 1, method: 'initialize', params: {} });
    expect([malformed.status, await malformed.json()]).toMatchObject([400, { id: 1, error: { code: -32_602 } }]);
    const accept = { accept: 'application/json' };
    expect((await post(url, initializeRequest('2025-11-25'), { headers: accept })).status).toBe(406);
    expect((await fetch(url, { headers: { ...headers, ...accept } })).status).toBe(406);
  });

  it('streams progress before the answer, each event with an id of its own', async () => {
    const { url, headers, seawall } = await setUp('2025-11-25');
    seawall.answer = ({ options }) => {
      options.onProgress?.({ progress: 1 });
      return { content: [] };
    };
    const events = readEvents(await post(url, callOf(5), { headers }));
    const first = await events.next();
    const progress = await nextMessage(events);
    const answer = await nextMessage(events);
    expect([progress.message, answer.message]).toMatchObject([{ params: { progress: 1 } }, { id: 5 }]);
    expect(new Set([first.value?.id, progress.id, answer.id]).size).toBe(3);
  });
});
