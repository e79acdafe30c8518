import type { AlertSeverity, Outbound, OutboundResponse } from '@seawall/core';
import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { SINK_LIMITS } from '../../src/index.ts';
import { startReceiver } from './receiver.ts';
import { createSinkWorld, notice } from './sink-world.ts';

const target = { type: 'webhook', url: 'http://127.0.0.1:9/hook', headers: {} } as const;

/** A way out on the fake clock: `answer` says what becomes of each request. */
function answering(
  answer: (count: number, signal: AbortSignal) => Promise<OutboundResponse>,
): Outbound & { count: number } {
  const outbound = {
    count: 0,
    request: ({ signal }: { readonly signal: AbortSignal }) => {
      outbound.count += 1;
      return answer(outbound.count, signal);
    },
    connect: () => Promise.reject(new Error('no sockets here')),
    close: () => Promise.resolve(),
  };
  return outbound;
}

const status = (code: number, headers: Readonly<Record<string, string>> = {}): Promise<OutboundResponse> =>
  Promise.resolve({ status: code, headers, body: '' });

describe('sending to a sink', () => {
  it('goes on after failures that may pass, with growing waits', async () => {
    const clock = createFakeClock();
    const outbound = answering((count) => (count < 4 ? status(503) : status(200)));
    await using world = createSinkWorld([target], { clock, outbound });
    const sent = world.send(notice());
    await clock.advance(20_000);
    expect(await sent).toMatchObject({ outcome: 'delivered', attempts: 4 });
    expect(world.deliveries).toHaveLength(1);
  });

  it('waits as long as the receiver asks for, and gives up where that is too long', async () => {
    const clock = createFakeClock();
    const outbound = answering((count) => (count === 1 ? status(429, { 'retry-after': '90' }) : status(200)));
    await using world = createSinkWorld([target], { clock, outbound });
    const sent = world.send(notice());
    await clock.advance(89_000);
    expect(outbound.count).toBe(1);
    await clock.advance(2000);
    expect(await sent).toMatchObject({ outcome: 'delivered', attempts: 2 });
    const stubborn = answering(() => status(429, { 'retry-after': '7200' }));
    await using other = createSinkWorld([target], { clock, outbound: stubborn });
    expect(await other.send(notice())).toMatchObject({
      outcome: 'failed',
      attempts: 1,
      error: { code: 'RATE_LIMITED' },
    });
  });

  it.each(['0', '0ms', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    'pauses between tries, also for a receiver that asks for none with %j',
    async (asked) => {
      const clock = createFakeClock();
      const outbound = answering(() => status(503, { 'retry-after': asked }));
      await using world = createSinkWorld([target], { clock, outbound });
      const sent = world.send(notice());
      await clock.advance(SINK_LIMITS.giveUpAfterMs);
      expect(await sent).toMatchObject({ outcome: 'failed', error: { code: 'SERVER_UNAVAILABLE' } });
      expect(outbound.count).toBeLessThan(20);
    },
  );

  it.each([
    [400, 'REQUEST_REJECTED'],
    [401, 'AUTHENTICATION_REQUIRED'],
    [302, 'REDIRECT_REFUSED'],
  ])('does not repeat what an answer of %d ended', async (code, expected) => {
    const outbound = answering(() => status(code, { location: 'http://169.254.169.254/latest' }));
    await using world = createSinkWorld([target], { clock: createFakeClock(), outbound });
    expect(await world.send(notice())).toMatchObject({ outcome: 'failed', attempts: 1, error: { code: expected } });
    expect(outbound.count).toBe(1);
  });

  it('gives each try a limited time, and says that it may have arrived', async () => {
    const clock = createFakeClock();
    const outbound = answering(() => new Promise(() => undefined));
    await using world = createSinkWorld([target], { clock, outbound });
    const [sink] = world.sinks.all;
    const sent = sink?.send(notice());
    await clock.advance(SINK_LIMITS.giveUpAfterMs + SINK_LIMITS.tryTimeoutMs);
    expect(await sent).toEqual({ kind: 'failed', mayHaveArrived: true });
    expect(world.deliveries).toMatchObject([{ outcome: 'failed', error: { code: 'OPERATION_TIMEOUT' } }]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('costs bounded memory while a receiver answers 500 for hours, and holds up no other sink', async () => {
    const clock = createFakeClock();
    const outbound = answering(() => status(500));
    await using world = createSinkWorld([target, { type: 'log' }], { clock, outbound });
    const [failing, log] = world.sinks.all;
    for (let minute = 0; minute < 180; minute += 1) {
      for (let count = 0; count < 5; count += 1) void failing?.send(notice({ key: `${minute}-${count}` }));
      await clock.advance(60_000);
      expect(clock.pendingTimers).toBeLessThanOrEqual(SINK_LIMITS.lanes);
    }
    expect(await log?.send(notice())).toEqual({ kind: 'delivered' });
    expect(world.logged).toHaveLength(1);
    await clock.advance(SINK_LIMITS.giveUpAfterMs * 2);
    expect(world.deliveries.filter(({ outcome }) => outcome !== 'delivered')).toHaveLength(900);
    expect(clock.pendingTimers).toBe(0);
  });

  it('drops what finds no place, and says so', async () => {
    const clock = createFakeClock();
    const outbound = answering(() => new Promise(() => undefined));
    await using world = createSinkWorld([target], { clock, outbound });
    const [sink] = world.sinks.all;
    for (let count = 0; count < SINK_LIMITS.lanes + SINK_LIMITS.queue; count += 1) void sink?.send(notice());
    expect(await sink?.deliver(notice())).toMatchObject({
      outcome: { kind: 'failed', mayHaveArrived: false },
      record: { outcome: 'dropped', attempts: 0, error: { code: 'BULKHEAD_FULL' } },
    });
  });

  it('tells how it does: what waits, what arrived, and the last failure', async () => {
    const clock = createFakeClock();
    const outbound = answering((count) =>
      count === 1 ? status(400) : count === 2 ? status(200) : new Promise(() => undefined),
    );
    await using world = createSinkWorld([target], { clock, outbound });
    const [sink] = world.sinks.all;
    expect(sink?.status).toEqual({ waiting: 0, delivered: 0, failed: 0 });
    await sink?.send(notice());
    await sink?.send(notice());
    void sink?.send(notice());
    expect(sink?.status).toMatchObject({
      waiting: 1,
      delivered: 1,
      failed: 1,
      lastFailure: { error: { code: 'REQUEST_REJECTED' } },
    });
  });

  it('is given up when the sink is closed, and leaves no record of it', async () => {
    await using receiver = await startReceiver(() => undefined);
    const world = createSinkWorld([{ ...target, url: receiver.url }]);
    const sent = world.sinks.all[0]?.send(notice());
    await world[Symbol.asyncDispose]();
    expect(await sent).toMatchObject({ kind: 'failed', mayHaveArrived: true });
    expect(world.deliveries).toEqual([]);
  });

  it('leaves out alerts that are not grave enough or do not match', async () => {
    const matchers = [{ label: 'server', operator: '=~' as const, value: 'ji.*' }];
    await using world = createSinkWorld([{ ...target, minSeverity: 'warning', matchers }]);
    const [sink] = world.sinks.all;
    const accepts = (server: string, severity: AlertSeverity) => sink?.accepts({ labels: { server }, severity });
    expect(accepts('jira', 'warning')).toBe(true);
    expect(accepts('jira', 'critical')).toBe(true);
    expect(accepts('jira', 'info')).toBe(false);
    expect(accepts('wiki', 'critical')).toBe(false);
  });
});
