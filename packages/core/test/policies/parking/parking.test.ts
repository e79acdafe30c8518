import { describe, expect, it } from 'vitest';
import { MCPError } from '../../../src/index.ts';
import { parkable, REFUSED, setUp } from './parking-setup.ts';

describe('parking a call', () => {
  it('gives a ticket when the call is written down, and tells of it', async () => {
    await using setup = await setUp();
    const ticket = await setup.calls.park(parkable(), REFUSED);
    expect(ticket).toEqual({
      id: 'ticket-1',
      server: 'jira',
      tool: 'create_issue',
      parkedAtMs: setup.clock.now(),
      expiresAtMs: setup.clock.now() + 900_000,
      isRepeat: false,
      manualData: { summary: 'Disk is full' },
    });
    expect(await setup.log.read('ticket-1')).toMatchObject({ state: 'parked', why: { code: 'CONNECTION_REFUSED' } });
    expect(setup.events).toEqual([
      {
        kind: 'callParked',
        atMs: setup.clock.now(),
        call: parkable().call,
        ticket: 'ticket-1',
        expiresAtMs: ticket.expiresAtMs,
        why: REFUSED,
      },
    ]);
    expect(setup.sent).toEqual([]);
  });

  it('gives the ticket of an equal call that waits, whatever the order of its arguments', async () => {
    await using setup = await setUp();
    const [first, second] = await Promise.all([
      setup.calls.park(parkable({ a: 1, b: { c: 2, d: [1, 2] } }), REFUSED),
      setup.calls.park(parkable({ b: { d: [1, 2], c: 2 }, a: 1 }), REFUSED),
    ]);
    expect([second.id, second.isRepeat]).toEqual([first.id, true]);
    expect(setup.calls.find(parkable({ a: 1, b: { c: 2, d: [1, 2] } }))?.id).toBe(first.id);
    expect(setup.events).toHaveLength(1);
  });

  it.each([
    ['other arguments', parkable({ summary: 'Another' })],
    ['another order in a list', parkable({ summary: 'Disk is full', list: [2, 1] })],
    ['another tool', parkable(undefined, { target: 'add_comment' })],
    ['another server', parkable(undefined, { server: 'wiki' })],
    ['another principal', parkable(undefined, { principal: { id: 'ada' } })],
  ])('keeps a call with %s beside it', async (_what, other) => {
    await using setup = await setUp();
    const first = await setup.calls.park(parkable(), REFUSED);
    expect(setup.calls.find(other)).toBe(undefined);
    const second = await setup.calls.park(other, REFUSED);
    expect([second.id === first.id, second.isRepeat]).toEqual([false, false]);
  });

  it('parks an equal call anew once the first came to an end', async () => {
    await using setup = await setUp();
    await setup.calls.park(parkable(), REFUSED);
    await setup.calls.discard('ticket-1', { actor: 'ada' });
    expect(await setup.calls.park(parkable(), REFUSED)).toMatchObject({ id: 'ticket-2', isRepeat: false });
  });

  it('refuses more than may wait, and says so', async () => {
    await using setup = await setUp({ maxWaiting: 2 });
    await setup.calls.park(parkable({ n: 1 }), REFUSED);
    await setup.calls.park(parkable({ n: 2 }), REFUSED);
    const refused = setup.calls.park(parkable({ n: 3 }), REFUSED);
    await expect(refused).rejects.toMatchObject({ code: 'PARKING_FULL', cause: REFUSED, serverName: 'jira' });
    await expect(refused).rejects.toThrow('2 calls wait already, and 2 may');
    expect(await setup.calls.park(parkable({ n: 1 }), REFUSED)).toMatchObject({ isRepeat: true });
    await setup.calls.discard('ticket-1', { actor: 'ada' });
    await setup.calls.park(parkable({ n: 3 }), REFUSED);
  });

  it('refuses more than may lie in memory, and counts what left', async () => {
    await using setup = await setUp({ maxBytes: 1024 });
    await setup.calls.park(parkable({ text: 'ü'.repeat(300) }), REFUSED);
    await expect(setup.calls.park(parkable({ text: 'x'.repeat(600) }), REFUSED)).rejects.toThrow(
      /would take \d+ bytes/,
    );
    await setup.calls.discard('ticket-1', { actor: 'ada' });
    await setup.calls.park(parkable({ text: 'x'.repeat(600) }), REFUSED);
  });

  it('refuses arguments that are no JSON', async () => {
    await using setup = await setUp();
    await expect(setup.calls.park(parkable({ n: 1n }), REFUSED)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENTS',
      message: expect.stringContaining('tool "create_issue" on server "jira"'),
    });
    let deep: Record<string, unknown> = {};
    for (let level = 0; level < 600; level += 1) deep = { deep };
    await expect(setup.calls.park(parkable(deep), REFUSED)).rejects.toMatchObject({ code: 'INVALID_ARGUMENTS' });
  });

  it('sends what was asked for, though the caller changes its object later', async () => {
    await using setup = await setUp();
    const given = { list: ['a'] };
    await setup.calls.park(parkable(given), REFUSED);
    given.list.push('b');
    setup.up.add('jira');
    setup.calls.onServerUp('jira');
    await setup.clock.settle();
    expect(setup.sent[0]?.arguments).toEqual({ list: ['a'] });
  });

  it('refuses a call that can not be written down, and does not send it later either', async () => {
    await using setup = await setUp();
    const full = new MCPError({ code: 'STORE_FAILED', message: 'The disk is full.' });
    // The worst case: it was written, and only the confirmation got lost.
    setup.log.failWith(full, { isWritten: true });
    await expect(setup.calls.park(parkable(), REFUSED)).rejects.toBe(full);
    expect(setup.calls.size).toBe(0);
    setup.log.failWith(undefined);
    await setup.clock.advance(5000);
    expect(await setup.log.read('ticket-1')).toMatchObject({ state: 'discarded', changedBy: { actor: 'seawall' } });
    setup.up.add('jira');
    setup.calls.onServerUp('jira');
    await setup.clock.settle();
    expect(setup.sent).toEqual([]);
  });

  it('refuses a call when the log never answers', async () => {
    await using setup = await setUp();
    setup.log.hang(true);
    const parked = setup.calls.park(parkable(), REFUSED);
    const refused = expect(parked).rejects.toMatchObject({ code: 'STORE_INTERRUPTED' });
    await setup.clock.advance(20_000);
    await refused;
    expect(setup.calls.size).toBe(0);
  });

  it('refuses options that can not be used', async () => {
    await expect(setUp({ ttlMs: Number.NaN })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
    await expect(setUp({ maxWaiting: 0 })).rejects.toMatchObject({ code: 'OPTION_INVALID' });
  });
});
