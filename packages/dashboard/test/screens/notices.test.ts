import { describe, expect, it } from 'vitest';
import { noticesOf } from '../../src/screens/alerts/notices.ts';

const delivery = (
  id: string,
  sink: string,
  alerts: readonly string[],
  outcome: 'delivered' | 'failed' = 'delivered',
) => ({
  id,
  atMs: 0,
  sink,
  groupKey: 'key',
  alerts: [...alerts],
  outcome,
  attempts: 1,
  durationMs: 1,
});

describe('whom an alert was told to', () => {
  it('is each receiver once, with the latest notice to it', () => {
    const notices = noticesOf([
      delivery('4', 'duty', ['one', 'two'], 'failed'),
      delivery('3', 'chat', ['one']),
      delivery('2', 'duty', ['one']),
      delivery('1', 'chat', ['three']),
    ]);
    const idsOf = (alert: string) => notices.get(alert)?.map(({ id }) => id);
    expect([idsOf('one'), idsOf('two'), idsOf('three'), idsOf('four')]).toEqual([['4', '3'], ['4'], ['1'], undefined]);
  });
});
