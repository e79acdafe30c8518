import { describe, expect, it } from 'vitest';
import { MCPError } from '../../../src/index.ts';
import { ANSWERED, parkable, REFUSED, type Setup, setUp, TIMED_OUT } from './parking-setup.ts';

const ADA = { actor: 'ada', reason: 'looked at it' };

/** A call that may have run. */
async function makeUnknown(setup: Setup): Promise<void> {
  setup.answer = () => TIMED_OUT;
  setup.up.add('jira');
  await setup.calls.park(parkable(), REFUSED);
  await setup.clock.settle();
  setup.up.delete('jira');
  setup.answer = () => ANSWERED;
}

/** The server is back. */
async function bringUp(setup: Setup): Promise<void> {
  setup.up.add('jira');
  setup.calls.onServerUp('jira');
  await setup.clock.settle();
}

describe('looking at parked calls', () => {
  it('lists the newest first, by state, server, tool and principal, as many as asked for', async () => {
    await using setup = await setUp();
    await setup.calls.park(parkable({ n: 1 }), REFUSED);
    await setup.calls.park(parkable({ n: 2 }, { server: 'wiki', target: 'add_page' }), REFUSED);
    await setup.calls.park(parkable({ n: 3 }, { principal: { id: 'ada' } }), REFUSED);
    await setup.calls.discard('ticket-1', ADA);
    const idsOf = async (filter: Parameters<typeof setup.calls.list>[0]): Promise<readonly string[]> =>
      (await setup.calls.list(filter)).map(({ id }) => id);
    expect(await idsOf(undefined)).toEqual(['ticket-3', 'ticket-2', 'ticket-1']);
    expect(await idsOf({ states: ['parked'] })).toEqual(['ticket-3', 'ticket-2']);
    expect(await idsOf({ server: 'wiki' })).toEqual(['ticket-2']);
    expect(await idsOf({ tool: 'create_issue', states: ['discarded'] })).toEqual(['ticket-1']);
    expect(await idsOf({ principal: 'ada' })).toEqual(['ticket-3']);
    expect(await idsOf({ limit: 1 })).toEqual(['ticket-3']);
    expect(await idsOf({ limit: -1 })).toEqual([]);
  });

  it('never shows a secret, and sends it all the same', async () => {
    await using setup = await setUp();
    const password = ['cor', 'rect', '-horse'].join('');
    await setup.calls.park(parkable({ summary: 'x', password }), REFUSED);
    expect(JSON.stringify([await setup.calls.list(), await setup.calls.show('ticket-1')])).not.toContain(password);
    await bringUp(setup);
    expect(setup.sent[0]?.arguments).toEqual({ summary: 'x', password });
    expect(JSON.stringify(await setup.log.read('ticket-1'))).not.toContain(password);
  });

  it('shows nothing for a ticket that is not there', async () => {
    await using setup = await setUp();
    expect(await setup.calls.show('nobody')).toBe(undefined);
  });
});

describe('replaying a parked call', () => {
  it('lets one that waits go at once, though it was held back', async () => {
    await using setup = await setUp();
    setup.answer = (call) => (call.sends === 1 ? TIMED_OUT_BEFORE_SENDING : ANSWERED);
    await setup.calls.park(parkable(), REFUSED);
    await bringUp(setup);
    expect(setup.sent).toHaveLength(1);
    await setup.calls.replay('ticket-1', ADA);
    await setup.clock.settle();
    expect(setup.sent).toHaveLength(2);
    expect(setup.events).toContainEqual(
      expect.objectContaining({ kind: 'parkedChanged', from: 'parked', to: 'parked', by: ADA }),
    );
  });

  it('sends one that may have run only when somebody confirms that it did not', async () => {
    await using setup = await setUp();
    await makeUnknown(setup);
    await expect(setup.calls.replay('ticket-1', ADA)).rejects.toMatchObject({
      code: 'TICKET_STATE_CONFLICT',
      context: { state: 'unknown', ticket: 'ticket-1' },
    });
    await bringUp(setup);
    expect(setup.sent).toHaveLength(1);
    expect(await setup.calls.replay('ticket-1', { ...ADA, confirmNotExecuted: true })).toMatchObject({
      state: 'parked',
      expiresAtMs: setup.clock.now() + 900_000,
      changedBy: ADA,
    });
    await setup.clock.settle();
    expect(setup.sent).toHaveLength(2);
    expect(await setup.calls.show('ticket-1')).toMatchObject({ state: 'done', sends: 2 });
  });

  it('lets one that expired wait anew, at the end of the line', async () => {
    await using setup = await setUp({ ttlMs: 10_000 });
    await setup.calls.park(parkable({ n: 1 }), REFUSED);
    await setup.clock.advance(10_000);
    await setup.calls.park(parkable({ n: 2 }), REFUSED);
    await setup.calls.replay('ticket-1', ADA);
    await bringUp(setup);
    expect(setup.sent.map(({ id }) => id)).toEqual(['ticket-2', 'ticket-1']);
  });

  it('refuses one that is done, is discarded, is being sent, is not there, or is asked for twice at once', async () => {
    await using setup = await setUp();
    const conflict = { code: 'TICKET_STATE_CONFLICT' };
    await expect(setup.calls.replay('nobody', ADA)).rejects.toMatchObject({ code: 'TICKET_NOT_FOUND' });
    await setup.calls.park(parkable({ n: 1 }), REFUSED);
    await setup.calls.discard('ticket-1', ADA);
    await expect(setup.calls.replay('ticket-1', { ...ADA, confirmNotExecuted: true })).rejects.toMatchObject(conflict);
    await setup.calls.park(parkable({ n: 2 }), REFUSED);
    const twice = await Promise.allSettled([setup.calls.replay('ticket-2', ADA), setup.calls.replay('ticket-2', ADA)]);
    expect(twice.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    setup.answer = () => new Promise(() => undefined);
    await bringUp(setup);
    await expect(setup.calls.replay('ticket-2', ADA)).rejects.toMatchObject(conflict);
    await expect(setup.calls.discard('ticket-2', ADA)).rejects.toMatchObject(conflict);
  });

  it('refuses one while an equal call waits, and when too many wait', async () => {
    await using setup = await setUp({ maxWaiting: 1 });
    await makeUnknown(setup);
    const sure = { ...ADA, confirmNotExecuted: true };
    await setup.calls.park(parkable(), REFUSED);
    await expect(setup.calls.replay('ticket-1', sure)).rejects.toThrow('asks for the same as ticket "ticket-2"');
    await setup.calls.discard('ticket-2', ADA);
    await setup.calls.park(parkable({ n: 2 }), REFUSED);
    await expect(setup.calls.replay('ticket-1', sure)).rejects.toMatchObject({ code: 'PARKING_FULL' });
    expect(await setup.calls.show('ticket-1')).toMatchObject({ state: 'unknown' });
  });
});

describe('discarding a parked call', () => {
  it.each(['parked', 'unknown', 'expired'])('gives up one that is %s, with who and why', async (state) => {
    await using setup = await setUp({ ttlMs: 10_000 });
    if (state === 'unknown') await makeUnknown(setup);
    else await setup.calls.park(parkable(), REFUSED);
    if (state === 'expired') await setup.clock.advance(10_000);
    expect(await setup.calls.show('ticket-1')).toMatchObject({ state });
    expect(await setup.calls.discard('ticket-1', ADA)).toMatchObject({ state: 'discarded', changedBy: ADA });
    expect(setup.events.at(-1)).toMatchObject({ from: state, to: 'discarded', by: ADA });
    const before = setup.sent.length;
    await bringUp(setup);
    await setup.clock.advance(1_000_000);
    expect(setup.sent).toHaveLength(before);
    await expect(setup.calls.discard('ticket-1', ADA)).rejects.toMatchObject({ code: 'TICKET_STATE_CONFLICT' });
  });

  it('says so when it can not be written down, and the call goes on waiting', async () => {
    await using setup = await setUp();
    const full = new MCPError({ code: 'STORE_FAILED', message: 'The disk is full.' });
    await setup.calls.park(parkable(), REFUSED);
    setup.log.failWith(full, { isWritten: true });
    await expect(setup.calls.discard('ticket-1', ADA)).rejects.toBe(full);
    setup.log.failWith(undefined);
    await setup.clock.advance(5000);
    expect(await setup.log.read('ticket-1')).toMatchObject({ state: 'parked' });
    await bringUp(setup);
    expect(setup.sent).toHaveLength(1);
  });
});

const TIMED_OUT_BEFORE_SENDING = { kind: 'failure', error: REFUSED, delivery: 'not-sent', effect: 'none' } as const;
