import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { prepareDiagnosis } from '../../src/diagnosis/prepare-diagnosis.ts';
import { anyOf } from '../../src/diagnosis/rank/matching/any-of.ts';
import { PatternIndex } from '../../src/diagnosis/rank/matching/pattern-index.ts';

describe('getting ready to diagnose', () => {
  it('is done in parts, with a turn of the event loop after each, and once', async () => {
    const clock = createFakeClock();
    let turns = 0;
    const setTimer: Clock['setTimer'] = (...timer) => {
      turns += 1;
      return clock.setTimer(...timer);
    };
    const preparing = prepareDiagnosis({ ...clock, setTimer });
    await clock.advance(1);
    await preparing;
    expect(turns).toBeGreaterThan(10);
    await prepareDiagnosis(clock);
    expect(clock.pendingTimers).toBe(0);
    const evidence = { shape: 'jsonrpc_error', payload: { code: -32_000, message: 'Too many requests' } } as const;
    expect(diagnose(evidence, { server: 'x', tool: 'y' })).toMatchObject({ kind: 'rate_limit' });
  });

  it('changes nothing in what is found, however far it is', () => {
    const tables = [
      anyOf`\bfirst word\b
      \bsecond word\b`,
      anyOf`\bthird word\b`,
      anyOf`^\d+$`,
    ];
    const texts = ['the first word', 'the second word', 'the third word', '12', 'none of them'];
    const found = (index: PatternIndex): unknown =>
      texts.map((text) => tables.map((table) => index.search(text).find(table)));
    const whole = found(new PatternIndex(tables));
    for (const count of [1, 2, 3, 4, 100]) {
      const index = new PatternIndex(tables);
      let parts = 1;
      while (index.prepare(count)) parts += 1;
      expect(parts).toBe(Math.max(1, Math.ceil(4 / count)));
      expect(index.prepare(count)).toBe(false);
      expect(found(index)).toEqual(whole);
      const half = new PatternIndex(tables);
      half.prepare(count);
      expect(found(half)).toEqual(whole);
    }
  });
});
