import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../src/data/open-event-source.ts';
import { createServices } from '../../src/data/services.tsx';

function open(answer: () => Response) {
  const streams: { isClosed: boolean }[] = [];
  const services = createServices({
    baseUrl: 'http://127.0.0.1:1',
    fetch: async () => answer(),
    openStream: () => {
      const stream = { isClosed: false };
      streams.push(stream);
      return () => {
        stream.isClosed = true;
      };
    },
  });
  const stop = services.start();
  return { services, streams, [Symbol.dispose]: stop };
}

function problem(status: number): Response {
  return Response.json({ type: 'about:blank', title: 'No', status, detail: 'No.', code: 'X' }, { status });
}

describe('a session that is over', () => {
  it('has the page ask for the token and hear nothing more, until it follows again', async () => {
    using opened = open(() => problem(401));
    const { services, streams } = opened;
    const asked = services.queries.fetchQuery({
      queryKey: ['getOverview', {}, {}],
      queryFn: () => services.admin.request('getOverview'),
    });
    await expect(asked).rejects.toThrow();
    expect(services.access.read()).toBe('needed');
    expect(streams.map(({ isClosed }) => isClosed)).toEqual([true]);
    services.live.start();
    expect(streams.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });

  it.each([403, 500, 503])('is no matter of an answer with %i', async (status) => {
    using opened = open(() => problem(status));
    const { services, streams } = opened;
    const asked = services.queries.fetchQuery({
      queryKey: ['getOverview', {}, {}],
      queryFn: () => services.admin.request('getOverview'),
      retry: false,
    });
    await expect(asked).rejects.toThrow();
    expect(services.access.read()).toBe('unknown');
    expect(streams[0]?.isClosed).toBe(false);
  });
});

describe('an event of the stream', () => {
  it('is what its name says', () => {
    expect(parseEvent('heartbeat', '{"kind":"heartbeat","atMs":5}')).toEqual({ kind: 'heartbeat', atMs: 5 });
  });

  it.each(['', 'null', '[]', '{"kind":', '{"kind":"server"}', '<html>', 7, undefined])('is none as %j', (text) => {
    expect(parseEvent('heartbeat', text)).toBeUndefined();
  });
});
