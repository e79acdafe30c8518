import { describe, expect, it } from 'vitest';
import { createStreamOrigins } from '../../../src/connection/http/stream-origins.ts';

const LOG = { jsonrpc: '2.0', method: 'notifications/message', params: {} };
const STREAM = `data: ${JSON.stringify(LOG)}\n\n`;

function eventStream(status = 200): Response {
  return new Response(STREAM, { status, headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
}

function watch(response: () => Response = eventStream) {
  const origins = createStreamOrigins(async () => response());
  const seen: object[] = [];
  origins.onMessage = (_message, origin) => seen.push(origin);
  const read = async (init: RequestInit): Promise<string> => (await origins.fetch('http://x.test', init)).text();
  return { origins, seen, read };
}

const post = (id: unknown): RequestInit => ({
  method: 'POST',
  body: JSON.stringify({ jsonrpc: '2.0', id, method: 'x' }),
});
const resume = (eventId: string): RequestInit => ({ method: 'GET', headers: { 'Last-Event-ID': eventId } });

describe('createStreamOrigins', () => {
  it('takes messages out of the stream of a tracked request only', async () => {
    const { origins, seen, read } = watch();
    const origin = {};
    origins.track(1, origin);
    expect(await read(post(1))).toBe('');
    expect(await read(post(2))).toBe(STREAM);
    expect(await read({ method: 'GET' })).toBe(STREAM);
    expect(seen).toEqual([origin]);
    origins.forget(1);
    expect(await read(post(1))).toBe(STREAM);
  });

  it.each([
    ['that is no event stream', () => Response.json(LOG)],
    ['that failed', () => eventStream(404)],
    ['without a body', () => new Response(null, { headers: { 'content-type': 'text/event-stream' } })],
  ])('does not touch a response %s', async (_, make) => {
    const response = make();
    const { origins } = watch(() => response);
    origins.track(1, {});
    expect(await origins.fetch('http://x.test', post(1))).toBe(response);
  });

  it('knows a stream that is resumed by the id of its last event, when no other stream has that id', async () => {
    const { origins, seen, read } = watch();
    const [first, second] = [{ call: 1 }, { call: 2 }];
    origins.track(1, first);
    origins.track(2, second);
    origins.noteEvent(1, 'a');
    origins.noteEvent(1, 'b');
    origins.noteEvent(2, 'c');
    await read(resume('b'));
    await read(resume('c'));
    expect(await read(resume('a'))).toBe(STREAM);
    origins.noteEvent(2, 'b');
    expect(await read(resume('b'))).toBe(STREAM);
    expect(seen).toEqual([first, second]);
  });
});
