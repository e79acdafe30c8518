import { describe, expect, it } from 'vitest';
import { type AttemptEnd, MCPError } from '../../../src/index.ts';
import { ANSWERED, parkable, REFUSED, setUp, statesOf } from './parking-setup.ts';

describe('a log that can not be written', () => {
  const full = new MCPError({ code: 'STORE_FAILED', message: 'The disk is full.' });

  it('keeps a call from being sent, until it can be', async () => {
    await using setup = await setUp();
    await setup.calls.park(parkable(), REFUSED);
    setup.log.failWith(full);
    setup.up.add('jira');
    setup.calls.onServerUp('jira');
    await setup.clock.advance(60_000);
    expect(setup.sent).toEqual([]);
    setup.log.failWith(undefined);
    await setup.clock.advance(5000);
    expect(statesOf(setup.events, 'ticket-1').at(-1)).toBe('done');
  });

  it('does not bring back a call that was answered meanwhile', async () => {
    await using setup = await setUp();
    await setup.calls.park(parkable(), REFUSED);
    setup.answer = () => {
      setup.log.failWith(full);
      return ANSWERED;
    };
    setup.up.add('jira');
    setup.calls.onServerUp('jira');
    await setup.clock.settle();
    expect(setup.sent).toHaveLength(1);
    const crashed = setup.log.reopen();
    expect(await crashed.read('ticket-1')).toMatchObject({ state: 'sent' });
    setup.log.failWith(undefined);
    expect(await setup.calls.show('ticket-1')).toMatchObject({ state: 'done' });
    await setup.clock.advance(5000);
    expect(await setup.log.read('ticket-1')).toMatchObject({ state: 'done' });
    expect(setup.sent).toHaveLength(1);
  });
});

describe('the next process', () => {
  it('sends what waited, in order, and never what may have been sent', async () => {
    const first = await setUp();
    for (const n of [1, 2, 3]) await first.calls.park(parkable({ n }), REFUSED);
    first.answer = () => new Promise(() => undefined);
    first.up.add('jira');
    first.calls.onServerUp('jira');
    await first.clock.settle();
    const log = first.log.reopen();
    await first[Symbol.asyncDispose]();

    await using next = await setUp({}, { log });
    expect(await next.calls.list({ states: ['unknown'] })).toMatchObject([
      { id: 'ticket-1', lastError: { code: 'OUTCOME_UNKNOWN' } },
    ]);
    expect(statesOf(next.events, 'ticket-1')).toEqual(['unknown']);
    next.up.add('jira');
    next.calls.onServerUp('jira');
    await next.clock.settle();
    expect(next.sent.map(({ id }) => id)).toEqual(['ticket-2', 'ticket-3']);
  });

  it('takes up one that was about to be sent, and gives up what is over', async () => {
    const first = await setUp({ ttlMs: 10_000 });
    await first.calls.park(parkable({ n: 1 }), REFUSED);
    await first.clock.advance(5000);
    await first.calls.park(parkable({ n: 2 }), REFUSED);
    const leased = await first.log.read('ticket-2');
    if (leased !== undefined) await first.log.put({ ...leased, state: 'leased' });
    const log = first.log.reopen();
    await first[Symbol.asyncDispose]();

    const { clock } = first;
    clock.jumpWallClock(6000 - 60_000);
    await using next = await setUp({ ttlMs: 10_000 }, { log, clock });
    expect(await next.calls.list()).toMatchObject([
      { id: 'ticket-2', state: 'parked' },
      { id: 'ticket-1', state: 'expired' },
    ]);
    await clock.advance(4000);
    expect(await next.calls.show('ticket-2')).toMatchObject({ state: 'expired' });
  });

  it('does not wait longer than it may when the clock on the wall went back', async () => {
    const first = await setUp({ ttlMs: 10_000 });
    await first.calls.park(parkable(), REFUSED);
    const log = first.log.reopen();
    await first[Symbol.asyncDispose]();
    first.clock.jumpWallClock(-86_400_000);
    await using next = await setUp({ ttlMs: 10_000 }, { log, clock: first.clock });
    await first.clock.advance(10_000);
    expect(await next.calls.show('ticket-1')).toMatchObject({ state: 'expired' });
  });

  it('is told when the log can not be read', async () => {
    const setup = await setUp();
    const log = setup.log.reopen();
    await setup[Symbol.asyncDispose]();
    const broken = new MCPError({ code: 'STORE_FAILED', message: 'Broken.' });
    log.failWith(broken);
    await expect(setUp({}, { log })).rejects.toBe(broken);
    log.failWith(undefined);
    await expect(log.read('x')).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});

describe('closing', () => {
  it('waits for what is being sent, leaves the rest in the log, and leaves no timer', async () => {
    const setup = await setUp();
    let finish: (end: AttemptEnd) => void = () => undefined;
    setup.answer = () => new Promise((resolve) => (finish = resolve));
    setup.up.add('jira');
    await setup.calls.park(parkable({ n: 1 }), REFUSED);
    await setup.calls.park(parkable({ n: 2 }), REFUSED);
    await setup.clock.settle();
    const closing = setup.calls.close();
    await setup.clock.advance(1000);
    finish(ANSWERED);
    await closing;
    await setup.calls.close();
    const log = setup.log.reopen();
    expect(await log.read('ticket-1')).toMatchObject({ state: 'done' });
    expect(await log.read('ticket-2')).toMatchObject({ state: 'parked' });
    expect(setup.clock.pendingTimers).toBe(0);
    await expect(setup.calls.park(parkable({ n: 3 }), REFUSED)).rejects.toMatchObject({
      code: 'SHUTTING_DOWN',
      cause: REFUSED,
    });
    await expect(setup.calls.replay('ticket-2', { actor: 'ada' })).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await expect(setup.calls.discard('ticket-2', { actor: 'ada' })).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });

  it('ends what is still being sent after a while, as unknown', async () => {
    const setup = await setUp({ closeGraceMs: 3000 });
    setup.answer = () => new Promise(() => undefined);
    setup.up.add('jira');
    await setup.calls.park(parkable(), REFUSED);
    await setup.clock.settle();
    const closing = setup.calls.close();
    await setup.clock.advance(4000);
    await closing;
    expect(await setup.log.reopen().read('ticket-1')).toMatchObject({ state: 'unknown' });
  });
});
