import { createFakeClock, createMemoryParkedLog } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { MCPError, type ParkingOptions } from '../../../src/index.ts';
import { readParkable } from '../../../src/policies/parking/parkable-call.ts';
import { byteLength } from '../../../src/policies/parking/waiting-calls.ts';
import { createGatedLog } from './gated-log.ts';
import {
  ANSWERED,
  NOT_SENT,
  parkable,
  REFUSED,
  type Setup,
  setUp,
  statesOf,
  TIMED_OUT,
  throttled,
} from './parking-setup.ts';

const ADA = { actor: 'ada', reason: 'looked at it' };
const FULL = new MCPError({ code: 'STORE_FAILED', message: 'The disk is full.' });

/** Parks before a log whose answers a test decides. */
async function setUpGated(options: ParkingOptions = {}) {
  const log = createMemoryParkedLog();
  const gate = createGatedLog(log);
  return { setup: await setUp(options, { log, throughLog: gate }), gate };
}

/** The server is back. */
async function bringUp(setup: Setup): Promise<void> {
  setup.up.add('jira');
  setup.calls.onServerUp('jira');
  await setup.clock.settle();
}

describe('a call that is being written down', () => {
  it('is found, listed and counted only when that is done', async () => {
    const { setup: made, gate } = await setUpGated();
    await using setup = made;
    gate.hold();
    const parking = setup.calls.park(parkable(), REFUSED);
    expect(setup.calls.find(parkable())).toBe(undefined);
    expect(await setup.calls.list()).toEqual([]);
    expect(await setup.calls.show('ticket-1')).toBe(undefined);
    gate.letGo();
    await parking;
    expect(setup.calls.find(parkable())).toMatchObject({ id: 'ticket-1', isRepeat: true });
    expect(await setup.calls.list()).toHaveLength(1);
  });

  it('is waited for by the end, and the log is closed after it', async () => {
    const { setup, gate } = await setUpGated();
    gate.hold();
    const parking = setup.calls.park(parkable(), REFUSED);
    const closing = setup.calls.close();
    await setup.clock.settle();
    expect(gate.asked.map(({ operation }) => operation)).not.toContain('close');
    gate.letGo();
    expect(await parking).toMatchObject({ id: 'ticket-1' });
    await closing;
    expect(gate.asked.at(-1)).toEqual({ operation: 'close' });
    expect(await setup.log.reopen().read('ticket-1')).toMatchObject({ state: 'parked' });
  });
});

describe('looking for an equal call', () => {
  it('reads arguments only when something waits', async () => {
    await using setup = await setUp();
    expect(setup.calls.find(parkable({ n: 1n }))).toBe(undefined);
    await setup.calls.park(parkable(), REFUSED);
    expect(() => setup.calls.find(parkable({ n: 1n }))).toThrow('its arguments are not JSON');
  });
});

describe('room for what waits', () => {
  it('is used to the last byte, and not further', async () => {
    const wide = parkable({ text: 'x'.repeat(1500) });
    const { key } = readParkable(wide);
    await using fits = await setUp({ maxBytes: byteLength(key) });
    expect(await fits.calls.park(wide, REFUSED)).toMatchObject({ isRepeat: false });
    await using tight = await setUp({ maxBytes: byteLength(key) - 1 });
    await expect(tight.calls.park(wide, REFUSED)).rejects.toThrow(
      `with it, what waits would take ${byteLength(key)} bytes, and it may take ${byteLength(key) - 1}.`,
    );
  });
});

describe('a call that was held back', () => {
  it('is held back as long by the next process', async () => {
    const first = await setUp();
    first.answer = () => throttled(7000);
    await first.calls.park(parkable(), REFUSED);
    await bringUp(first);
    const log = first.log.reopen();
    await first.calls.close();
    await using next = await setUp({}, { log, clock: first.clock });
    await first.clock.advance(1000);
    await bringUp(next);
    await first.clock.advance(5999);
    expect(next.sent).toEqual([]);
    await first.clock.advance(1);
    expect(next.sent.map(({ id }) => id)).toEqual(['ticket-1']);
  });

  it('is not held back when its time was over before the next process began', async () => {
    const first = await setUp();
    first.answer = () => throttled(7000);
    await first.calls.park(parkable(), REFUSED);
    await bringUp(first);
    const log = first.log.reopen();
    await first.calls.close();
    first.clock.jumpWallClock(7001);
    await using next = await setUp({}, { log, clock: first.clock });
    await bringUp(next);
    expect(next.sent.map(({ id }) => id)).toEqual(['ticket-1']);
  });

  it('gives way to the next of its tool when somebody gives it up', async () => {
    await using setup = await setUp();
    setup.answer = ({ id }) => (id === 'ticket-1' ? throttled(60_000) : ANSWERED);
    await setup.calls.park(parkable({ n: 1 }), REFUSED);
    await setup.calls.park(parkable({ n: 2 }), REFUSED);
    await bringUp(setup);
    expect(setup.sent.map(({ id }) => id)).toEqual(['ticket-1']);
    await setup.calls.discard('ticket-1', ADA);
    await setup.clock.settle();
    expect(setup.sent.map(({ id }) => id)).toEqual(['ticket-1', 'ticket-2']);
  });
});

describe('a call whose time is over', () => {
  it('is not sent by a server that comes back at that very moment', async () => {
    const clock = createFakeClock();
    let atTheEnd = (): void => undefined;
    clock.setTimer(() => atTheEnd(), 10_000);
    await using setup = await setUp({ ttlMs: 10_000 }, { clock });
    atTheEnd = () => {
      setup.up.add('jira');
      setup.calls.onServerUp('jira');
    };
    await setup.calls.park(parkable(), REFUSED);
    await clock.advance(10_000);
    expect(setup.sent).toEqual([]);
    await clock.advance(1);
    expect(await setup.log.read('ticket-1')).toMatchObject({ state: 'expired', changedAtMs: clock.now() });
  });

  it('is not taken away while it is being sent', async () => {
    await using setup = await setUp({ ttlMs: 10_000 });
    let finish = (_end: typeof ANSWERED): void => undefined;
    setup.answer = () => new Promise((resolve) => (finish = resolve));
    await setup.calls.park(parkable({ n: 1 }), REFUSED);
    await bringUp(setup);
    await setup.clock.advance(5000);
    await setup.calls.park(parkable({ n: 2 }, { server: 'wiki' }), REFUSED);
    await setup.clock.advance(10_000);
    expect(statesOf(setup.events, 'ticket-2')).toEqual(['expired']);
    finish(ANSWERED);
    await setup.clock.settle();
    expect(statesOf(setup.events, 'ticket-1')).toEqual(['leased', 'sent', 'done']);
  });
});

describe('what the events of parked calls tell', () => {
  it('each step, with what went wrong where something did and who did it where somebody did', async () => {
    await using setup = await setUp();
    const nowMs = setup.clock.now();
    const step = {
      kind: 'parkedChanged',
      atMs: nowMs,
      ticket: 'ticket-1',
      principal: { id: 'anonymous' },
      server: 'jira',
      tool: 'create_issue',
    };
    setup.answer = ({ sends }) => (sends === 1 ? NOT_SENT : TIMED_OUT);
    await setup.calls.park(parkable(), REFUSED);
    await bringUp(setup);
    expect(setup.events.slice(1)).toStrictEqual([
      { ...step, from: 'parked', to: 'leased' },
      { ...step, from: 'leased', to: 'sent' },
      { ...step, from: 'sent', to: 'parked', error: REFUSED },
    ]);
    setup.calls.onServerUp('jira');
    await setup.clock.settle();
    expect(setup.events.slice(4, 6)).toStrictEqual([
      { ...step, from: 'parked', to: 'leased' },
      { ...step, from: 'leased', to: 'sent' },
    ]);
    const last = setup.events.at(-1);
    expect(last).toMatchObject({ ...step, from: 'sent', to: 'unknown', error: { code: 'OUTCOME_UNKNOWN' } });
    const error = last?.kind === 'parkedChanged' ? last.error : undefined;
    expect(setup.logged).toStrictEqual([
      {
        level: 'warn',
        message: 'A parked call may have run; somebody has to look.',
        fields: { ticket: 'ticket-1', error },
      },
    ]);
    await setup.calls.discard('ticket-1', ADA);
    expect(setup.events.at(-1)).toStrictEqual({ ...step, from: 'unknown', to: 'discarded', by: ADA });
  });

  it('its end without an error when it was answered, also where its receiver throws', async () => {
    await using setup = await setUp();
    await setup.calls.park(parkable(), REFUSED);
    const refuse = new Error('nobody listens');
    const { push } = setup.events;
    setup.events.push = (...events) => {
      push.apply(setup.events, events);
      throw refuse;
    };
    await bringUp(setup);
    expect(setup.events.at(-1)).not.toHaveProperty('error');
    expect(setup.events.at(-1)).toMatchObject({ from: 'sent', to: 'done' });
    expect(setup.logged.at(-1)).toStrictEqual({
      level: 'error',
      message: 'An event of parked calls could not be handed on.',
      fields: { event: 'parkedChanged', error: refuse },
    });
  });
});

describe('asking whether a server may be used', () => {
  it('counts as no when it throws, which is logged', async () => {
    await using setup = await setUp();
    const error = new Error('nobody knows');
    setup.up.has = () => {
      throw error;
    };
    await setup.calls.park(parkable(), REFUSED);
    expect(setup.sent).toEqual([]);
    expect(setup.logged[0]).toStrictEqual({
      level: 'error',
      message: 'It could not be found out whether parked calls can be sent.',
      fields: { server: 'jira', error },
    });
  });
});

describe('a step that can not be written down', () => {
  it('leaves the call in line, as it was, and is logged', async () => {
    await using setup = await setUp();
    await setup.calls.park(parkable(), REFUSED);
    const before = await setup.log.read('ticket-1');
    setup.log.failWith(FULL, { isWritten: true });
    await bringUp(setup);
    expect(setup.logged[0]).toStrictEqual({
      level: 'error',
      message: 'A parked call is not sent, because its log can not be written.',
      fields: { ticket: 'ticket-1', server: 'jira', error: FULL },
    });
    expect(setup.events).toHaveLength(1);
    expect(await setup.log.reopen().read('ticket-1')).toMatchObject({ state: 'leased' });
    setup.up.delete('jira');
    setup.log.failWith(undefined);
    await setup.clock.advance(5000);
    expect(await setup.log.read('ticket-1')).toEqual(before);
  });

  it.each(['leased', 'sent'] as const)('is taken back when it is written while everything ends (%s)', async (state) => {
    const { setup, gate } = await setUpGated();
    await setup.calls.park(parkable(), REFUSED);
    gate.hold(state);
    await bringUp(setup);
    const closing = setup.calls.close();
    gate.letGo();
    await setup.clock.advance(10_000);
    await closing;
    expect(setup.sent).toEqual([]);
    expect(await setup.log.reopen().read('ticket-1')).toMatchObject({ state: 'parked' });
    expect(setup.events.at(-1)).toMatchObject({ from: state, to: 'parked' });
  });
});

describe('what the log lacks', () => {
  it('is tried every five seconds, and each failure is logged', async () => {
    await using setup = await setUp();
    await setup.calls.park(parkable(), REFUSED);
    setup.answer = () => {
      setup.log.failWith(FULL);
      return ANSWERED;
    };
    await bringUp(setup);
    await setup.clock.advance(1);
    const failed = {
      level: 'error',
      message: 'The log of parked calls can not be written; what it lacks is kept in memory.',
      fields: { missing: 1, error: FULL },
    };
    expect(setup.logged).toStrictEqual([failed]);
    await setup.clock.advance(4999);
    expect(setup.logged).toHaveLength(1);
    await setup.clock.advance(1);
    expect(setup.logged).toStrictEqual([failed, failed]);
    setup.log.failWith(undefined);
    await setup.clock.advance(5000);
    expect(await setup.log.read('ticket-1')).toMatchObject({ state: 'done' });
    expect(setup.clock.pendingTimers).toBe(0);
  });
});

describe('forgetting calls that came to an end', () => {
  const forgetting = (gate: { readonly asked: readonly { readonly operation: string }[] }): number =>
    gate.asked.filter(({ operation }) => operation === 'prune').length;

  /** Parks and gives up so many calls. */
  async function giveUp(setup: Setup, count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      const { id } = await setup.calls.park(parkable({ n }), REFUSED);
      await setup.calls.discard(id, ADA);
    }
    await setup.clock.settle();
  }

  it('is done at the start and after each hundred ends, by the limits', async () => {
    const { setup: made, gate } = await setUpGated({ maxFinished: 50, keepFinishedMs: 1000 });
    await using setup = made;
    expect(gate.asked.at(-1)).toStrictEqual({
      operation: 'prune',
      retention: { maxCalls: 50, maxCharacters: 67_108_864, changedBeforeMs: setup.clock.now() - 1000 },
    });
    await giveUp(setup, 99);
    expect(forgetting(gate)).toBe(1);
    await giveUp(setup, 1);
    expect(forgetting(gate)).toBe(2);
    expect(await setup.calls.list({ limit: 1000 })).toHaveLength(50);
    await giveUp(setup, 99);
    expect(forgetting(gate)).toBe(2);
    await giveUp(setup, 1);
    expect(forgetting(gate)).toBe(3);
  });

  it('is not done for steps that are no end, nor while everything ends', async () => {
    const { setup, gate } = await setUpGated();
    setup.answer = () => NOT_SENT;
    await setup.calls.park(parkable(), REFUSED);
    for (let n = 0; n < 60; n += 1) await bringUp(setup);
    expect(setup.sent).toHaveLength(60);
    expect(forgetting(gate)).toBe(1);
    await setup.calls.discard('ticket-1', ADA);
    await giveUp(setup, 98);
    setup.answer = () => new Promise(() => undefined);
    await setup.calls.park(parkable(), REFUSED);
    await bringUp(setup);
    const closing = setup.calls.close();
    await setup.clock.advance(6000);
    await closing;
    expect(forgetting(gate)).toBe(1);
    expect(setup.clock.pendingTimers).toBe(0);
  });

  it('is logged when it fails, and harms nothing', async () => {
    const { setup: made, gate } = await setUpGated();
    await using setup = made;
    gate.refuse('prune', FULL);
    await giveUp(setup, 100);
    expect(setup.logged).toStrictEqual([
      { level: 'error', message: 'The log of parked calls could not be tidied up.', fields: { error: FULL } },
    ]);
    expect(await setup.calls.park(parkable(), REFUSED)).toMatchObject({ isRepeat: false });
  });
});

describe('the end of parking', () => {
  it('comes with the scope it lives in, and is told to who asks later', async () => {
    const setup = await setUp();
    {
      await using _calls = setup.calls;
      await setup.calls.park(parkable(), REFUSED);
    }
    const closed = 'Parked calls are closed: Seawall is shutting down.';
    await expect(setup.calls.park(parkable(), REFUSED)).rejects.toThrow(closed);
    await expect(setup.calls.replay('ticket-1', ADA)).rejects.toThrow(closed);
    await expect(setup.calls.discard('ticket-1', ADA)).rejects.toThrow(closed);
    expect(setup.clock.pendingTimers).toBe(0);
  });

  it('is logged when the log can not be closed, and comes all the same', async () => {
    const { setup, gate } = await setUpGated();
    const error = new Error('EIO');
    gate.refuse('close', error);
    await setup.calls.close();
    expect(setup.logged).toMatchObject([
      { level: 'warn', message: 'The log of parked calls could not be closed.', fields: { error: { cause: error } } },
    ]);
  });
});

describe('changing a parked call while something is done with it', () => {
  const BUSY = 'is being sent or changed at this moment';

  it('is refused, whether it waits or came to an end, and for a ticket that is not there', async () => {
    const { setup: made, gate } = await setUpGated({ ttlMs: 10_000 });
    await using setup = made;
    await setup.calls.park(parkable(), REFUSED);
    gate.hold('discarded');
    const first = setup.calls.discard('ticket-1', ADA);
    await expect(setup.calls.discard('ticket-1', ADA)).rejects.toThrow(BUSY);
    await bringUp(setup);
    expect(setup.sent).toEqual([]);
    gate.letGo();
    await first;
    setup.up.delete('jira');
    await setup.calls.park(parkable(), REFUSED);
    await setup.clock.advance(10_000);
    gate.hold('discarded');
    const second = setup.calls.discard('ticket-2', ADA);
    await expect(setup.calls.replay('ticket-2', ADA)).rejects.toMatchObject({
      message: expect.stringContaining(BUSY),
      hint: 'Look at it again in a moment.',
    });
    gate.letGo();
    await second;
    const nobody = await Promise.allSettled([setup.calls.replay('nobody', ADA), setup.calls.replay('nobody', ADA)]);
    expect(nobody).toMatchObject([{ reason: { code: 'TICKET_NOT_FOUND' } }, { reason: { code: 'TICKET_NOT_FOUND' } }]);
  });

  it('says what does not fit', async () => {
    await using setup = await setUp();
    await setup.calls.park(parkable(), REFUSED);
    await bringUp(setup);
    await expect(setup.calls.discard('ticket-1', ADA)).rejects.toMatchObject({
      message: expect.stringContaining('is done already'),
      hint: 'There is nothing left to discard.',
    });
    await expect(setup.calls.replay('ticket-1', ADA)).rejects.toMatchObject({
      message: expect.stringContaining("is done and can't be sent again"),
      hint: 'Make a new call instead.',
    });
    setup.answer = () => TIMED_OUT;
    await setup.calls.park(parkable({ n: 2 }), REFUSED);
    await setup.clock.settle();
    await expect(setup.calls.replay('ticket-2', ADA)).rejects.toMatchObject({
      message: expect.stringContaining('may have run, so it is not sent again without a confirmation'),
      hint: 'Look in the system behind the server; if it surely did not run, confirm that with confirmNotExecuted.',
    });
    setup.up.delete('jira');
    await setup.calls.park(parkable({ n: 2 }), REFUSED);
    await expect(setup.calls.replay('ticket-2', { ...ADA, confirmNotExecuted: true })).rejects.toMatchObject({
      message: expect.stringContaining('asks for the same as ticket "ticket-3", which waits'),
      hint: 'Discard one of the two.',
    });
  });
});

describe('the list of parked calls', () => {
  it('asks the log for the newest, and for as many more as may be newer in memory', async () => {
    const { setup: made, gate } = await setUpGated();
    await using setup = made;
    for (const n of [1, 2, 3]) await setup.calls.park(parkable({ n }), REFUSED);
    expect((await setup.calls.list({ limit: 2, server: 'jira' })).map(({ id }) => id)).toEqual([
      'ticket-3',
      'ticket-2',
    ]);
    expect(gate.asked.at(-1)).toStrictEqual({
      operation: 'list',
      query: { server: 'jira', order: 'newest-first', limit: 5 },
    });
    expect(await setup.calls.list({ tool: 'add_comment' })).toEqual([]);
    await setup.calls.list({ limit: 1e9 });
    expect(gate.asked.at(-1)).toMatchObject({ query: { limit: 1003 } });
  });

  it('shows what the log lacks', async () => {
    await using setup = await setUp();
    await setup.calls.park(parkable(), REFUSED);
    setup.answer = () => {
      setup.log.failWith(FULL, { isWritten: false });
      return ANSWERED;
    };
    await bringUp(setup);
    setup.log.failWith(undefined);
    expect(await setup.calls.list()).toMatchObject([{ id: 'ticket-1', state: 'done' }]);
    expect(await setup.log.reopen().read('ticket-1')).toMatchObject({ state: 'sent' });
  });
});
