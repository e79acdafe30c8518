import { describe, expect, it } from 'vitest';
import { drawnOf } from '../../src/parts/row-steps.ts';

const rows = (from: number, to: number): number[] => Array.from({ length: to - from }, (_none, index) => from + index);
const drawnAfter = (before: readonly number[], after: readonly number[], drawn = 100): number =>
  drawnOf(before, after, String, drawn);

describe('rows that are drawn', () => {
  it('stay so while the list goes on, with new ones at its top and older ones at its end', () => {
    expect(drawnAfter(rows(0, 100), rows(0, 100))).toBe(100);
    expect(drawnAfter(rows(10, 110), rows(0, 100))).toBe(100);
    expect(drawnAfter(rows(0, 100), rows(0, 200))).toBe(100);
    expect(drawnAfter(rows(0, 100), rows(0, 100).toReversed())).toBe(100);
  });

  it('begin anew with another list, and with one that was shorter', () => {
    expect(drawnAfter(rows(0, 100), rows(500, 600))).toBe(24);
    expect(drawnAfter(rows(0, 11), rows(0, 100))).toBe(24);
    expect(drawnAfter([], rows(0, 100))).toBe(24);
  });

  it('are never fewer than a screen holds', () => {
    expect(drawnAfter(rows(0, 100), rows(0, 3))).toBe(24);
    expect(drawnAfter(rows(0, 24), rows(90, 114), 24)).toBe(24);
  });
});
