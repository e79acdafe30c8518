import { PARKED_STATES, type ParkedCall, type ParkedLog } from '@seawall/core/base';
import { createMemoryParkedLog } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { openParkedLog } from '../src/index.ts';
import { parkedCall } from './parked-records.ts';
import { createTempFolder } from './temp-folder.ts';

/** A log that is closed and gone after the test, and the same log as the next process finds it. */
interface Subject extends AsyncDisposable {
  readonly log: ParkedLog;
  reopen(): Promise<ParkedLog>;
}

const SUBJECTS: Readonly<Record<string, () => Promise<Subject>>> = {
  'in memory': async () => {
    const log = createMemoryParkedLog();
    return { log, reopen: async () => log.reopen(), [Symbol.asyncDispose]: () => log.close() };
  },
  'in a file': async () => {
    const folder = createTempFolder();
    const file = folder.file('parked.db');
    const opened = [await openParkedLog({ file })];
    const closeAll = async (): Promise<void> => {
      for (const log of opened) await log.close();
    };
    const [log] = opened;
    if (log === undefined) throw new Error('Nothing was opened.');
    return {
      log,
      reopen: async () => {
        await closeAll();
        const again = await openParkedLog({ file });
        opened.push(again);
        return again;
      },
      [Symbol.asyncDispose]: async () => {
        await closeAll();
        folder[Symbol.dispose]();
      },
    };
  },
};

describe.each(Object.entries(SUBJECTS))('a log of parked calls %s', (_name, create) => {
  const all = { order: 'oldest-first', limit: 1000 } as const;
  const idsOf = (calls: readonly ParkedCall[]): readonly string[] => calls.map(({ id }) => id);

  it('gives back whole what was put', async () => {
    await using subject = await create();
    const call = parkedCall({
      id: 'a',
      arguments: { text: 'Ünïcode 😀 \u0000', nested: { list: [1, 2.5, null, true] }, __proto: 'x' },
      notBeforeMs: 5,
      sends: 3,
      lastError: parkedCall({ id: 'x' }).why,
      result: { content: [] },
      changedBy: { actor: 'ada', reason: 'asked for' },
    });
    await subject.log.put(call);
    expect(await subject.log.read('a')).toEqual(call);
    expect(await subject.log.list(all)).toEqual([call]);
  });

  it('has nothing where nothing was put', async () => {
    await using subject = await create();
    expect(await subject.log.read('a')).toBe(undefined);
    expect(await subject.log.list(all)).toEqual([]);
  });

  it('puts a record in place of the one with the same id', async () => {
    await using subject = await create();
    await subject.log.put(parkedCall({ id: 'a' }));
    await subject.log.put(parkedCall({ id: 'a', state: 'sent', sends: 1 }));
    expect(await subject.log.list(all)).toEqual([parkedCall({ id: 'a', state: 'sent', sends: 1 })]);
  });

  it('keeps everything for the next process', async () => {
    await using subject = await create();
    const calls = PARKED_STATES.map((state, index) => parkedCall({ id: state, sequence: index, state }));
    for (const call of calls) await subject.log.put(call);
    const again = await subject.reopen();
    expect(await again.list(all)).toEqual(calls);
  });

  it('lists by state, server, tool and principal, in order, and not more than asked for', async () => {
    await using subject = await create();
    const { log } = subject;
    await log.put(parkedCall({ id: 'c', sequence: 3, state: 'done' }));
    await log.put(parkedCall({ id: 'a', sequence: 1, server: 'wiki' }));
    await log.put(parkedCall({ id: 'b', sequence: 2, tool: 'add_comment', principal: { id: 'ada' } }));
    expect(idsOf(await log.list(all))).toEqual(['a', 'b', 'c']);
    expect(idsOf(await log.list({ ...all, order: 'newest-first' }))).toEqual(['c', 'b', 'a']);
    expect(idsOf(await log.list({ ...all, limit: 2 }))).toEqual(['a', 'b']);
    expect(idsOf(await log.list({ ...all, limit: 0 }))).toEqual([]);
    expect(idsOf(await log.list({ ...all, states: ['parked'] }))).toEqual(['a', 'b']);
    expect(idsOf(await log.list({ ...all, states: [] }))).toEqual([]);
    expect(idsOf(await log.list({ ...all, states: ['parked', 'done'], server: 'jira' }))).toEqual(['b', 'c']);
    expect(idsOf(await log.list({ ...all, tool: 'add_comment' }))).toEqual(['b']);
    expect(idsOf(await log.list({ ...all, principal: 'ada' }))).toEqual(['b']);
    expect(idsOf(await log.list({ ...all, principal: "ada' OR 1=1 --" }))).toEqual([]);
  });

  it('forgets the oldest that came to an end, those that may have run last, and none that waits', async () => {
    await using subject = await create();
    const { log } = subject;
    for (const state of ['parked', 'leased', 'sent'] as const)
      await log.put(parkedCall({ id: state, state, changedAtMs: 0 }));
    await log.put(parkedCall({ id: 'unknown', state: 'unknown', changedAtMs: 10, sequence: 4 }));
    for (const [index, state] of (['done', 'expired', 'discarded'] as const).entries())
      await log.put(parkedCall({ id: state, state, changedAtMs: 20 + index, sequence: 5 + index }));
    const none = { maxCalls: 100, maxCharacters: 1e9, changedBeforeMs: 0 };
    expect(await log.prune(none)).toBe(0);
    expect(await log.prune({ ...none, maxCalls: 3 })).toBe(1);
    expect(idsOf(await log.list(all)).toSorted()).toEqual([
      'discarded',
      'expired',
      'leased',
      'parked',
      'sent',
      'unknown',
    ]);
    const size = JSON.stringify(parkedCall({ id: 'unknown', state: 'unknown', changedAtMs: 10, sequence: 4 })).length;
    expect(await log.prune({ ...none, maxCharacters: size + 10 })).toBe(2);
    expect(await log.prune({ ...none, changedBeforeMs: 11 })).toBe(1);
    expect(idsOf(await log.list(all)).toSorted()).toEqual(['leased', 'parked', 'sent']);
  });

  it('does what it is asked in the order in which it is asked', async () => {
    await using subject = await create();
    const { log } = subject;
    const puts = Array.from({ length: 20 }, (_, sends) => log.put(parkedCall({ id: 'a', sends })));
    const read = log.read('a');
    const later = log.put(parkedCall({ id: 'a', sends: 99 }));
    expect(await read).toEqual(parkedCall({ id: 'a', sends: 19 }));
    await Promise.all([...puts, later]);
  });

  it('ends what is under way when it is closed, refuses what comes later, and may be closed twice', async () => {
    await using subject = await create();
    const { log } = subject;
    const put = log.put(parkedCall({ id: 'a' }));
    const closing = Promise.all([log.close(), log.close()]);
    await put;
    await closing;
    await expect(log.put(parkedCall({ id: 'b' }))).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    await expect(log.read('a')).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
    const again = await subject.reopen();
    expect(idsOf(await again.list(all))).toEqual(['a']);
  });
});
