import { describe, expect, it } from 'vitest';
import { ProcessClock } from '../../../src/simulator/time/process-clock.ts';
import { runTurns } from '../../../src/simulator/time/run-turns.ts';
import { VirtualTime } from '../../../src/simulator/time/virtual-time.ts';

describe('virtual time', () => {
  it('comes to what is planned in the order of time, and of planning', () => {
    const time = new VirtualTime();
    const seen: string[] = [];
    time.at(30, () => seen.push('c'));
    time.at(10, () => seen.push('a'));
    time.at(30, () => seen.push('d'));
    time.at(20, () => seen.push('b'));
    while (time.step(100));
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
    expect(time.nowMs).toBe(30);
  });

  it('forgets what is cancelled, however much that is', () => {
    const time = new VirtualTime();
    const seen: number[] = [];
    const planned = Array.from({ length: 1000 }, (_, index) => time.at(1000 - index, () => seen.push(1000 - index)));
    for (const [index, each] of planned.entries()) if (index % 10 !== 0) each.cancel();
    while (time.step(2000));
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => 10 * (index + 1)));
  });

  it('comes late to what fell due while the machine slept', () => {
    const time = new VirtualTime();
    const seen: number[] = [];
    time.at(10, () => seen.push(time.nowMs));
    time.leap(500);
    expect(time.step(500)).toBe(true);
    expect(seen).toEqual([500]);
  });

  it('runs no timer of a process that ended', () => {
    const time = new VirtualTime();
    const clock = new ProcessClock(time);
    const seen: string[] = [];
    clock.setTimer(() => seen.push('late'), 10);
    clock.stop();
    while (time.step(100));
    expect(seen).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('lets all promises settle between two turns', async () => {
    const seen: string[] = [];
    const chain = async (name: string): Promise<void> => {
      for (let step = 0; step < 50; step += 1) await Promise.resolve();
      seen.push(name);
    };
    const turns = ['a', 'b', 'c'];
    await runTurns(() => {
      const turn = turns.shift();
      if (turn === undefined) return false;
      void chain(turn);
      seen.push(`turn ${turn}`);
      return true;
    });
    expect(seen).toEqual(['turn a', 'a', 'turn b', 'b', 'turn c', 'c']);
  });
});
