import { MCPServerError, silentLogger } from '@seawall/core/base';
import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { OBSERVATION_STORE_LIMITS } from '../../src/index.ts';
import type { ObservationRow } from '../../src/observations/observation-protocol.ts';
import { WriteQueue } from '../../src/observations/write-queue.ts';
import { WriteTrouble } from '../../src/observations/write-trouble.ts';
import { call, error, observed } from './observation-records.ts';

/** A queue before a disk that takes a batch when the test says so. */
function openQueue() {
  const clock = createFakeClock();
  const batches: { readonly rows: readonly ObservationRow[]; take(): void; refuse(): void }[] = [];
  const queue = new WriteQueue({
    clock,
    trouble: new WriteTrouble({ clock, logger: silentLogger, file: 'x' }),
    ...OBSERVATION_STORE_LIMITS,
    write: (rows) =>
      new Promise((resolve, reject) => {
        const refusal = new MCPServerError({ code: 'STORE_FAILED', message: 'No.', context: { fault: 'SQLITE_FULL' } });
        batches.push({ rows, take: () => resolve(undefined), refuse: () => reject(refusal) });
      }),
  });
  return { clock, queue, batches };
}

const calls = (from: number, count: number) =>
  observed('call', ...Array.from({ length: count }, (_, index) => call({ id: `call-${from + index}` })));

/** Whether a promise has settled by now. */
function watch(promise: Promise<void>): { readonly isDone: boolean } {
  const state = { isDone: false };
  void promise.then(() => {
    state.isDone = true;
  });
  return state;
}

describe('records that come while others are written', () => {
  it('wait for a second, so that a busy gateway does not write without end', async () => {
    const { clock, queue, batches } = openQueue();
    queue.append(calls(0, 2));
    await clock.advance(1000);
    queue.append(calls(2, 3));
    batches[0]?.take();
    await clock.settle();
    expect(batches.map(({ rows }) => rows.length)).toEqual([2]);
    await clock.advance(1000);
    expect(batches.map(({ rows }) => rows.length)).toEqual([2, 3]);
    queue.close();
  });

  it('are written at once when they are many', async () => {
    const { clock, queue, batches } = openQueue();
    queue.append(calls(0, 2));
    await clock.advance(1000);
    queue.append(calls(2, 500));
    batches[0]?.take();
    await clock.settle();
    expect(batches.map(({ rows }) => rows.length)).toEqual([2, 250]);
    queue.close();
  });
});

describe('a flush of records that wait', () => {
  it('waits for what came while a batch was on its way, though a purge took records out of that batch', async () => {
    const { clock, queue, batches } = openQueue();
    queue.append([...calls(0, 5), ...observed('error', ...['a', 'b', 'c'].map((id) => error({ id })))]);
    const first = watch(queue.flush());
    await clock.settle();
    queue.append(calls(5, 1));
    queue.purge({ what: 'errors' });
    queue.append(calls(6, 1));
    const second = watch(queue.flush());
    batches[0]?.take();
    await clock.settle();
    expect([first.isDone, second.isDone]).toEqual([true, false]);
    batches[1]?.take();
    await clock.settle();
    expect(second.isDone).toBe(true);
    expect(batches.map(({ rows }) => rows.length)).toEqual([8, 2]);
    queue.close();
  });

  it('ends after one more try while the disk takes nothing, and loses nothing', async () => {
    const { clock, queue, batches } = openQueue();
    queue.append(calls(0, 3));
    const flushed = watch(queue.flush());
    await clock.settle();
    batches[0]?.refuse();
    await clock.settle();
    expect([flushed.isDone, queue.waiting, queue.dropped]).toEqual([true, 3, 0]);
    await clock.advance(1000);
    batches[1]?.take();
    await clock.settle();
    expect([queue.waiting, queue.written]).toEqual([0, 3]);
    queue.close();
  });

  it('writes so much at once that a busy second is one or two transactions', async () => {
    const { clock, queue, batches } = openQueue();
    queue.append(calls(0, 300));
    const flushed = watch(queue.flush());
    await clock.settle();
    batches[0]?.take();
    await clock.settle();
    batches[1]?.take();
    await clock.settle();
    expect(flushed.isDone).toBe(true);
    expect(batches.map(({ rows }) => rows.length)).toEqual([250, 50]);
    queue.close();
  });

  it('is at its end at once while nothing waits', async () => {
    const { queue } = openQueue();
    await queue.flush();
    queue.close();
    expect(queue.written).toBe(0);
  });
});
