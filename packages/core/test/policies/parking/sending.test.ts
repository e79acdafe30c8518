import { describe, expect, it } from 'vitest';
import { MCPRateLimitError, MCPServerError, sleep } from '../../../src/index.ts';
import { httpError } from '../settle/attempts.ts';
import {
  ANSWERED,
  failure,
  NOT_SENT,
  parkable,
  REFUSED,
  setUp,
  statesOf,
  TIMED_OUT,
  throttled,
} from './parking-setup.ts';

describe('sending what is parked', () => {
  it('sends once when the server is back, written down before the first byte leaves', async () => {
    await using setup = await setUp();
    await setup.calls.park(parkable(), REFUSED);
    let inLog: unknown;
    setup.answer = async () => {
      inLog = (await setup.log.reopen().read('ticket-1'))?.state;
      return ANSWERED;
    };
    setup.up.add('jira');
    setup.calls.onServerUp('jira');
    setup.calls.onServerUp('jira');
    await setup.clock.settle();
    expect(inLog).toBe('sent');
    expect(setup.sent).toHaveLength(1);
    expect(statesOf(setup.events, 'ticket-1')).toEqual(['leased', 'sent', 'done']);
    expect(await setup.calls.show('ticket-1')).toMatchObject({
      state: 'done',
      sends: 1,
      result: ANSWERED.kind === 'result' ? ANSWERED.result : 0,
    });
    setup.calls.onServerUp('jira');
    await setup.clock.advance(2_000_000);
    expect(setup.sent).toHaveLength(1);
    expect(setup.clock.pendingTimers).toBe(0);
  });

  it('sends after each park too, when the server may be used', async () => {
    await using setup = await setUp();
    setup.up.add('jira');
    await setup.calls.park(parkable(), REFUSED);
    await setup.clock.settle();
    expect(setup.sent).toHaveLength(1);
  });

  it('sends in the order in which calls came, one at a time for each server', async () => {
    await using setup = await setUp();
    const running = { now: 0, most: 0 };
    setup.answer = async () => {
      running.now += 1;
      running.most = Math.max(running.most, running.now);
      await sleep(setup.clock, 10);
      running.now -= 1;
      return ANSWERED;
    };
    for (const n of [1, 2, 3]) {
      await setup.calls.park(parkable({ n }), REFUSED);
      await setup.calls.park(parkable({ n }, { target: 'add_comment' }), REFUSED);
    }
    setup.up.add('jira');
    setup.calls.onServerUp('jira');
    await setup.clock.advance(1000);
    expect(setup.sent.map(({ tool, arguments: { n } }) => `${tool} ${n}`)).toEqual(
      [1, 2, 3].flatMap((n) => [`create_issue ${n}`, `add_comment ${n}`]),
    );
    expect(running.most).toBe(1);
  });

  it('sends to a server while another one is slow', async () => {
    await using setup = await setUp();
    setup.answer = ({ server }) => (server === 'jira' ? new Promise(() => undefined) : ANSWERED);
    await setup.calls.park(parkable(), REFUSED);
    await setup.calls.park(parkable(undefined, { server: 'wiki' }), REFUSED);
    for (const server of ['jira', 'wiki']) {
      setup.up.add(server);
      setup.calls.onServerUp(server);
    }
    await setup.clock.settle();
    expect(await setup.calls.show('ticket-2')).toMatchObject({ state: 'done' });
    expect(await setup.calls.show('ticket-1')).toMatchObject({ state: 'sent' });
  });

  it('does not send when the server went away while that was written down', async () => {
    await using setup = await setUp();
    setup.up.add('jira');
    const parked = setup.calls.park(parkable(), REFUSED);
    await parked;
    setup.up.delete('jira');
    await setup.clock.settle();
    expect(setup.sent).toEqual([]);
    expect(await setup.log.read('ticket-1')).toMatchObject({ state: 'parked' });
  });

  it('lets a call that did not leave wait again, longer each time, and holds the whole server back', async () => {
    await using setup = await setUp();
    setup.answer = () => NOT_SENT;
    setup.up.add('jira');
    await setup.calls.park(parkable({ n: 1 }), REFUSED);
    await setup.calls.park(parkable({ n: 2 }, { target: 'add_comment' }), REFUSED);
    await setup.clock.settle();
    expect(setup.sent).toHaveLength(1);
    expect(await setup.log.read('ticket-1')).toMatchObject({
      state: 'parked',
      notBeforeMs: setup.clock.now() + 1000,
      sends: 1,
      lastError: { code: 'CONNECTION_REFUSED' },
    });
    await setup.clock.advance(999);
    expect(setup.sent).toHaveLength(1);
    await setup.clock.advance(1);
    expect(setup.sent).toHaveLength(2);
    await setup.clock.advance(1999);
    expect(setup.sent).toHaveLength(2);
    setup.answer = () => ANSWERED;
    setup.calls.onServerUp('jira');
    await setup.clock.settle();
    expect(setup.sent.slice(2).map(({ id }) => id)).toEqual(['ticket-1', 'ticket-2']);
    expect(statesOf(setup.events, 'ticket-1').slice(-3)).toEqual(['leased', 'sent', 'done']);
  });

  it('waits as long as a 429 asks for, for that tool alone', async () => {
    await using setup = await setUp();
    setup.answer = ({ tool, sends }) => (tool === 'create_issue' && sends === 1 ? throttled(7000) : ANSWERED);
    await setup.calls.park(parkable({ n: 1 }), REFUSED);
    await setup.calls.park(parkable({ n: 2 }), REFUSED);
    await setup.calls.park(parkable({ n: 3 }, { target: 'add_comment' }), REFUSED);
    setup.up.add('jira');
    setup.calls.onServerUp('jira');
    await setup.clock.settle();
    expect(setup.sent.map(({ id }) => id)).toEqual(['ticket-1', 'ticket-3']);
    setup.calls.onServerUp('jira');
    await setup.clock.advance(6999);
    expect(setup.sent).toHaveLength(2);
    await setup.clock.advance(1);
    expect(setup.sent.map(({ id }) => id)).toEqual(['ticket-1', 'ticket-3', 'ticket-1', 'ticket-2']);
  });

  it('waits as long as a 503 asks for that names the time itself', async () => {
    await using setup = await setUp();
    setup.answer = ({ sends }) => (sends === 1 ? httpError(503, { 'retry-after': '3' }) : ANSWERED);
    setup.up.add('jira');
    await setup.calls.park(parkable(), REFUSED);
    await setup.clock.advance(2999);
    expect(setup.sent).toHaveLength(1);
    await setup.clock.advance(1);
    expect(await setup.calls.show('ticket-1')).toMatchObject({ state: 'done', sends: 2 });
  });

  it.each([
    [
      'an answered failure',
      failure(new MCPServerError({ code: 'SERVER_ERROR', message: 'No.' }), 'answered'),
      'SERVER_ERROR',
    ],
    [
      'a rate limit that the tool tells of',
      failure(
        new MCPRateLimitError({
          message: 'Slow down.',
          context: { httpStatus: 429, evidence: { shape: 'tool_result' } },
        }),
        'answered',
      ),
      'RATE_LIMITED',
    ],
  ])('is done after %s, with the error', async (_what, end, code) => {
    await using setup = await setUp();
    setup.answer = () => end;
    setup.up.add('jira');
    await setup.calls.park(parkable(), REFUSED);
    await setup.clock.advance(100_000);
    expect(setup.sent).toHaveLength(1);
    expect(await setup.calls.show('ticket-1')).toMatchObject({ state: 'done', lastError: { code } });
  });

  it.each([
    ['no answer came', () => TIMED_OUT],
    ['a gateway on the way answered with HTTP 504', () => httpError(504)],
    ['the server answered with HTTP 500', () => httpError(500)],
    ['its answer looks like that of a server that lost its session', () => ({ ...ANSWERED, isSuspect: true })],
    ['sending throws', () => Promise.reject(new Error('boom'))],
    [
      'sending throws at once',
      () => {
        throw new Error('boom');
      },
    ],
    ['sending answers nonsense', () => undefined],
  ] satisfies [string, unknown][])(
    'is unknown when %s, told of, and never sent again by itself',
    async (_what, answer) => {
      await using setup = await setUp();
      setup.answer = answer as typeof setup.answer; // One of them is no answer at all, which is the point.
      setup.up.add('jira');
      await setup.calls.park(parkable(), REFUSED);
      await setup.clock.settle();
      setup.calls.onServerUp('jira');
      await setup.clock.advance(2_000_000);
      expect(setup.sent).toHaveLength(1);
      expect(setup.events.at(-1)).toMatchObject({
        kind: 'parkedChanged',
        to: 'unknown',
        error: { code: 'OUTCOME_UNKNOWN' },
      });
      expect(await setup.calls.list({ states: ['unknown'] })).toMatchObject([
        { id: 'ticket-1', lastError: { code: 'OUTCOME_UNKNOWN' } },
      ]);
    },
  );

  it('ends a sending that never ends, and goes on with the next', async () => {
    await using setup = await setUp({ sendTimeoutMs: 5000 });
    let wasAborted = false;
    setup.answer = (call, signal) => {
      if (call.id === 'ticket-2') return ANSWERED;
      signal.addEventListener('abort', () => (wasAborted = true));
      return new Promise(() => undefined);
    };
    setup.up.add('jira');
    await setup.calls.park(parkable({ n: 1 }), REFUSED);
    await setup.calls.park(parkable({ n: 2 }), REFUSED);
    await setup.clock.advance(5000);
    expect(wasAborted).toBe(true);
    await setup.clock.advance(1000);
    expect(statesOf(setup.events, 'ticket-1').at(-1)).toBe('unknown');
    expect(statesOf(setup.events, 'ticket-2').at(-1)).toBe('done');
  });

  it('believes a sending that was ended when it says that nothing left', async () => {
    await using setup = await setUp({ sendTimeoutMs: 5000 });
    setup.answer = (_call, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(NOT_SENT)));
    setup.up.add('jira');
    await setup.calls.park(parkable(), REFUSED);
    await setup.clock.advance(5000);
    expect(await setup.log.read('ticket-1')).toMatchObject({ state: 'parked' });
  });

  it('gives up what waited too long, by time that passed and not by the clock on the wall', async () => {
    await using setup = await setUp({ ttlMs: 10_000 });
    await setup.calls.park(parkable(), REFUSED);
    setup.clock.jumpWallClock(3_600_000);
    await setup.clock.advance(9999);
    expect(await setup.log.read('ticket-1')).toMatchObject({ state: 'parked' });
    await setup.clock.advance(1);
    expect(await setup.log.read('ticket-1')).toMatchObject({ state: 'expired' });
    expect(statesOf(setup.events, 'ticket-1')).toEqual(['expired']);
    setup.up.add('jira');
    setup.calls.onServerUp('jira');
    await setup.clock.settle();
    expect(setup.sent).toEqual([]);
  });

  it('goes on when its callbacks throw', async () => {
    await using setup = await setUp();
    setup.events.push = () => {
      throw new Error('nobody listens');
    };
    setup.up.has = () => {
      throw new Error('nobody knows');
    };
    await setup.calls.park(parkable(), REFUSED);
    setup.calls.onServerUp('jira');
    await setup.clock.settle();
    expect(setup.sent).toEqual([]);
    setup.up.has = () => true;
    setup.calls.onServerUp('jira');
    await setup.clock.settle();
    expect(await setup.calls.show('ticket-1')).toMatchObject({ state: 'done' });
  });

  it('goes on with the line when the log does not take the call at its head', async () => {
    await using setup = await setUp();
    setup.log.hang(true);
    const first = setup.calls.park(parkable({ n: 1 }), REFUSED).catch((error: unknown) => error);
    await setup.clock.advance(1000);
    setup.log.hang(false);
    await setup.calls.park(parkable({ n: 2 }), REFUSED);
    setup.up.add('jira');
    setup.calls.onServerUp('jira');
    await setup.clock.settle();
    expect(setup.sent).toHaveLength(0);
    await setup.clock.advance(20_000);
    expect(await first).toBeInstanceOf(Error);
    expect(setup.sent.map((call) => call.arguments)).toEqual([{ n: 2 }]);
  });
});
