import { describe, expect, it } from 'vitest';
import type { ChaosCallRecord } from '../../src/chaos/chaos-report.ts';
import { figuresOfRow, type SeenRow, violationsOfRow } from '../../src/chaos/judge-row.ts';

const LIMITS = { deadlineMs: 5000, recoveryMs: 5000 };

/** A fault of `own` from the first to the second second, and a good call long after it. */
function judged(calls: readonly Partial<ChaosCallRecord>[], seen: Partial<SeenRow> = {}): readonly string[] {
  const whole = [...calls, { startedMs: 20_000 }].map((fields) => ({
    server: 'own',
    isWrite: false,
    key: '',
    startedMs: 1500,
    durationMs: 10,
    outcome: 'ok' as const,
    ...fields,
  }));
  const row: SeenRow = {
    server: 'own',
    calls: whole,
    faultFromMs: 1000,
    faultToMs: 2000,
    delivered: new Map(),
    incompleteLists: 0,
    ...seen,
  };
  return violationsOfRow(figuresOfRow(row, LIMITS), LIMITS);
}

describe('the judge of a row of chaos', () => {
  it('finds nothing wrong with calls that failed in time', () => {
    expect(judged([{ outcome: 'failed' }, { outcome: 'unknown', isWrite: true }])).toEqual([]);
  });

  it.each<[string, Partial<ChaosCallRecord>, string]>([
    ['late', { durationMs: 5600 }, '1 calls had no answer by their deadline of 5000 ms.'],
    ['of another server', { server: 'other', outcome: 'failed' }, '1 calls of the other servers failed.'],
    [
      'long after the fault',
      { startedMs: 19_000, outcome: 'failed' },
      'It recovered after 18000 ms; allowed are 5000 ms.',
    ],
    ['the last one', { startedMs: 21_000, outcome: 'failed' }, 'It did not recover.'],
    ['acknowledged', { isWrite: true, key: 'lost' }, '1 writes were answered well and never handed over.'],
    ['twice', { isWrite: true, key: 'twice' }, '1 writes were handed over twice.'],
    [
      'failed for certain',
      { isWrite: true, key: 'once', outcome: 'failed' },
      '1 writes failed, were handed over, and were not reported as unknown.',
    ],
  ])('sees a call that is wrong: %s', (_name, call, violation) => {
    const delivered = new Map([
      ['once', 1],
      ['twice', 2],
    ]);
    expect(judged([call], { delivered })).toEqual([violation]);
  });

  it('lets a write fail that was handed over and reported as unknown', () => {
    expect(judged([{ isWrite: true, key: 'once', outcome: 'unknown' }], { delivered: new Map([['once', 1]]) })).toEqual(
      [],
    );
  });

  it('sees lists that were not whole', () => {
    expect(judged([], { incompleteLists: 2 })).toEqual(['Its tools were not all listed 2 times.']);
  });
});
