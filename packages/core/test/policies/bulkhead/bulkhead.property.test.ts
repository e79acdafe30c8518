import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { HeldPlace } from '../../../src/policies/bulkhead/bulkhead.ts';
import { resolveBulkhead } from '../../../src/policies/bulkhead/options.ts';
import type { EnterResult } from '../../../src/policies/bulkhead/waiter.ts';
import { makeBulkhead, startWait, type Wait } from './make-bulkhead.ts';

/** A bulkhead as one would write it without a thought for its cost. Times are whole grains, so that it is exact. */
class ReferenceQueue {
  readonly results = new Map<number, EnterResult>();
  inside = 0;
  waiting: { readonly id: number; readonly dueMs: number }[] = [];
  held: { readonly id: number; readonly dueMs: number }[] = [];
  limit: number;
  room: number;
  nowMs = 0;

  constructor(limit: number, room: number) {
    this.limit = limit;
    this.room = room;
  }

  enter(id: number, maxWaitMs: number): void {
    if (this.waiting.length === 0 && this.inside < this.limit) {
      this.inside += 1;
      this.results.set(id, 'entered');
    } else if (this.waiting.length >= this.room) this.results.set(id, 'full');
    else this.waiting.push({ id, dueMs: this.nowMs + maxWaitMs });
  }

  giveUp(id: number, result: EnterResult): void {
    if (!this.waiting.some((waiter) => waiter.id === id)) return;
    this.waiting = this.waiting.filter((waiter) => waiter.id !== id);
    this.results.set(id, result);
  }

  leave(): void {
    this.inside -= 1;
    this.admit();
  }

  admit(): void {
    while (this.inside < this.limit) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      this.inside += 1;
      this.results.set(next.id, 'entered');
    }
  }

  giveBack(id: number): void {
    if (!this.held.some((place) => place.id === id)) return;
    this.held = this.held.filter((place) => place.id !== id);
    this.leave();
  }

  advance(ms: number): void {
    for (const untilMs = this.nowMs + ms; this.nowMs < untilMs; this.nowMs += 20) {
      const atMs = this.nowMs + 20;
      for (const { id, dueMs } of this.waiting) if (dueMs <= atMs) this.giveUp(id, 'timeout');
      for (const { id, dueMs } of this.held) if (dueMs <= atMs) this.giveBack(id);
    }
  }
}

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('enter'), value: fc.integer({ min: 1, max: 20 }) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('leave'), value: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('abort'), value: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('advance'), value: fc.integer({ min: 1, max: 8 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('hold'), value: fc.integer({ min: 1, max: 8 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('confirm'), value: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('resize'), value: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('try'), value: fc.nat() }) },
  ),
  { maxLength: 60 },
);

it('does what a plain queue would: never too many inside, first come first served, no place lost or given to one that gave up', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.nat(5), steps, async (concurrency, queue, script) => {
      const { bulkhead, clock } = makeBulkhead({ concurrency, queue });
      const model = new ReferenceQueue(concurrency, queue);
      const waits: Wait[] = [];
      const held: HeldPlace[] = [];
      const isAnyoneInside = (): boolean => model.inside > model.held.length;
      for (const { kind, value } of script) {
        if (kind === 'enter') {
          waits.push(startWait(bulkhead, value * 20));
          model.enter(waits.length - 1, value * 20);
        } else if (kind === 'leave' && isAnyoneInside()) {
          bulkhead.leave();
          model.leave();
        } else if (kind === 'abort' && waits.length > 0) {
          waits[value % waits.length]?.controller.abort();
          model.giveUp(value % waits.length, 'aborted');
        } else if (kind === 'advance') {
          await clock.advance(value * 20);
          model.advance(value * 20);
        } else if (kind === 'hold' && isAnyoneInside()) {
          model.held.push({ id: held.length, dueMs: model.nowMs + value * 20 });
          held.push(bulkhead.leaveAfter(value * 20));
        } else if (kind === 'confirm' && held.length > 0) {
          held[value % held.length]?.leaveNow();
          model.giveBack(value % held.length);
        } else if (kind === 'resize') {
          bulkhead.resize(resolveBulkhead({ concurrency: value, queue }, 'stdio'));
          model.limit = value;
          model.admit();
        } else if (kind === 'try' && bulkhead.tryEnter()) {
          expect(model.waiting).toEqual([]);
          model.inside += 1;
          expect(model.inside).toBeLessThanOrEqual(model.limit);
        }
        await clock.settle();
        expect(waits.map(({ result }) => result)).toEqual(waits.map((_, id) => model.results.get(id)));
        expect([bulkhead.inFlight, bulkhead.queued]).toEqual([model.inside, model.waiting.length]);
      }
      while (bulkhead.inFlight > held.length) bulkhead.leave();
      bulkhead.close();
      expect(clock.pendingTimers).toBe(0);
      for (const { controller } of waits) expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
    }),
    { numRuns: 150 },
  );
});
