import { createSeededRandom, createSequentialId } from '@seawall/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';

it('gives the same numbers for the same seed and others for another', () => {
  const numbers = (seed: number): number[] => Array.from({ length: 20 }, createSeededRandom(seed));
  expect(numbers(7)).toEqual(numbers(7));
  expect(numbers(7)).not.toEqual(numbers(8));
});

it('stays within [0, 1) and spreads evenly for any seed', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = createSeededRandom(seed);
      const numbers = Array.from({ length: 1_000 }, random);
      expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
      const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
      expect(mean).toBeGreaterThan(0.4);
      expect(mean).toBeLessThan(0.6);
    }),
    { numRuns: 50 },
  );
});

it('counts ids from one, each source on its own', () => {
  const createId = createSequentialId('call');
  expect([createId(), createId(), createSequentialId()()]).toEqual(['call-1', 'call-2', 'id-1']);
});
