import type { Clock } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { ServerProbe } from '../../src/supervision/server-probe.ts';
import { type Supervised, supervise } from '../support/supervised.ts';

const TIMEOUT_MS = 1000;

/** A server whose answers to pings are let out one by one. */
function pingedServer(answers: readonly boolean[]) {
  let pings = 0;
  return {
    answer: ({ method }: { readonly method: string }) => {
      if (method !== 'ping') return {};
      pings += 1;
      return answers[pings - 1] === true ? {} : new Promise(() => undefined);
    },
    get pings() {
      return pings;
    },
  };
}

async function connected(server: ReturnType<typeof pingedServer>): Promise<Supervised> {
  const supervised = supervise({ answer: server.answer });
  supervised.supervisor.start();
  await supervised.clock.settle();
  return supervised;
}

function probeOf({ supervisor }: Supervised, clock: Clock, inFlight = 0): ServerProbe {
  return new ServerProbe({ serverName: 'jira', supervisor, clock, inFlight: () => inFlight });
}

describe('a probe of a server', () => {
  it('is answered by a server that is there', async () => {
    const server = pingedServer([true]);
    await using supervised = await connected(server);
    expect(await probeOf(supervised, supervised.clock).run()).toBe(true);
    expect(server.pings).toBe(1);
  });

  it('is missed by one that says nothing in time', async () => {
    const server = pingedServer([false, true]);
    await using supervised = await connected(server);
    const alive = probeOf(supervised, supervised.clock).run();
    await supervised.clock.advance(TIMEOUT_MS);
    expect(await alive).toBe(false);
    expect(server.pings).toBe(1);
  });

  it('is made once more when this process was held up, and the answer may lie unread', async () => {
    const server = pingedServer([false, true]);
    await using supervised = await connected(server);
    const { clock } = supervised;
    let lateMs = 0;
    const late: Clock = { ...clock, monotonicMs: () => clock.monotonicMs() + lateMs, now: () => clock.now() };
    const alive = probeOf(supervised, late).run();
    await clock.settle();
    lateMs = 300;
    await clock.advance(TIMEOUT_MS);
    expect(await alive).toBe(true);
    expect(server.pings).toBe(2);
  });

  it('ends a process that answers none of three while it has nothing to do', async () => {
    const server = pingedServer([]);
    await using supervised = await connected(server);
    const probe = probeOf(supervised, supervised.clock);
    for (const made of [1, 2, 3]) {
      const before = supervised.connector.connections.length;
      const alive = probe.run();
      await supervised.clock.advance(TIMEOUT_MS);
      expect(await alive).toBe(false);
      expect(supervised.connector.connections[before - 1]?.isClosed).toBe(made === 3);
    }
  });

  it('leaves a process alone that may be at work', async () => {
    const server = pingedServer([]);
    await using supervised = await connected(server);
    const probe = probeOf(supervised, supervised.clock, 1);
    for (let made = 1; made <= 4; made += 1) {
      const alive = probe.run();
      await supervised.clock.advance(TIMEOUT_MS);
      expect(await alive).toBe(false);
    }
    expect(supervised.connector.connections).toHaveLength(1);
    expect(supervised.connector.connections[0]?.isClosed).toBe(false);
  });
});
