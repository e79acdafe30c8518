import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { silentLogger } from '@seawall/core';
import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { type Announce, EventHub, HUB_LIMITS } from '../../src/admin/event-hub.ts';
import { openEventStream } from '../../src/admin/event-stream.ts';

interface StreamsOptions {
  /** What is waited for between a request and its stream. */
  readonly before?: (outgoing: ServerResponse) => Promise<unknown>;
}

/** A real server whose every answer is the stream of one hub. */
async function openStreams({ before = async () => undefined }: StreamsOptions = {}) {
  const clock = createFakeClock();
  let announce: Announce = () => undefined;
  const feed = (given: Announce) => {
    announce = given;
    return () => undefined;
  };
  const hub = new EventHub({ clock, logger: silentLogger, feed, show: (event) => event });
  const actor = { name: 'token', isAdmitted: () => true, isBacked: () => true } as const;
  const server = createServer(async (_incoming, outgoing) => {
    await before(outgoing);
    openEventStream(hub, { outgoing, actor, lastId: undefined, isHead: false });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  let told = 0;
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    hub,
    port,
    /** Tells one large event, of another thing each time. */
    tell: async (): Promise<void> => {
      told += 1;
      announce(`thing ${told}`, () => ({ kind: 'configuration', outcome: 'applied', detail: 'x'.repeat(200_000) }));
      await clock.advance(HUB_LIMITS.coalesceMs);
    },
    [Symbol.asyncDispose]: async () => {
      hub.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a connection that carries the stream of events', () => {
  it('says at once what time it is at the gateway', async () => {
    await using streams = await openStreams();
    const abort = new AbortController();
    const { body } = await fetch(`http://127.0.0.1:${streams.port}`, { signal: abort.signal });
    let said = '';
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      said += chunk;
      if (/^event: heartbeat$[\s\S]*\n\n$/m.test(said)) break;
    }
    expect(said).toContain('"atMs":');
    abort.abort();
  });

  it('is cut when its end does not read, while another one goes on (A242)', async () => {
    await using streams = await openStreams();
    const deaf = connect(streams.port, '127.0.0.1');
    // It is reset, which is what the test is about.
    deaf.on('error', () => undefined);
    deaf.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await new Promise((resolve) => deaf.once('data', resolve));
    deaf.pause();
    const abort = new AbortController();
    const quick = await fetch(`http://127.0.0.1:${streams.port}`, { signal: abort.signal });
    let received = 0;
    // It ends with the abort below.
    const reading = quick.body
      ?.pipeTo(
        new WritableStream({
          write: (chunk: Uint8Array) => {
            received += chunk.length;
          },
        }),
      )
      .catch(() => undefined);
    await expect.poll(() => streams.hub.watchers).toBe(2);
    // What the system buffers for a connection is some megabytes at most.
    for (let count = 0; count < 500 && streams.hub.watchers === 2; count += 1) {
      const before = received;
      await streams.tell();
      await expect.poll(() => received, { interval: 1 }).toBeGreaterThanOrEqual(before + 200_000);
    }
    expect(streams.hub.watchers).toBe(1);
    abort.abort();
    await reading;
    deaf.destroy();
  });

  it('takes no place when its end went away before', async () => {
    let isOver = false;
    const abort = new AbortController();
    await using streams = await openStreams({
      before: async (outgoing) => {
        abort.abort();
        await once(outgoing, 'close');
        isOver = true;
      },
    });
    await fetch(`http://127.0.0.1:${streams.port}`, { signal: abort.signal }).catch(() => undefined);
    await expect.poll(() => isOver).toBe(true);
    expect(streams.hub.watchers).toBe(0);
  });

  it('gives its place back when its end goes away', async () => {
    await using streams = await openStreams();
    const abort = new AbortController();
    await fetch(`http://127.0.0.1:${streams.port}`, { signal: abort.signal });
    await expect.poll(() => streams.hub.watchers).toBe(1);
    abort.abort();
    await expect.poll(() => streams.hub.watchers).toBe(0);
  });
});
