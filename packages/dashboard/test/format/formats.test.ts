import { describe, expect, it } from 'vitest';
import { formatDuration, formatRatio, plural } from '../../src/format/amounts.ts';
import { quantileOf } from '../../src/format/latency.ts';
import { formatDateTime, formatRelative } from '../../src/format/relative-time.ts';

describe('spans of time', () => {
  it.each([
    [0, '<1 ms'],
    [0.4, '<1 ms'],
    [999, '999 ms'],
    [1250, '1.25 s'],
    [185_000, '3 min 5 s'],
    [7_200_000, '2 h'],
    [400_000_000, '4 d 15 h'],
  ])('writes %d ms as "%s"', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });

  it('says how long ago something was, and when it will be', () => {
    const nowMs = 10 * 86_400_000;
    expect(formatRelative(nowMs - 90_000, nowMs)).toMatch(/1 min/);
    expect(formatRelative(nowMs + 3 * 3_600_000, nowMs)).toMatch(/in 3 h/);
    expect(formatRelative(nowMs, nowMs)).toBe('now');
  });

  it('says of a time that no calendar knows that it is unknown', () => {
    expect([formatRelative(Number.NaN, 0), formatDateTime(Number.POSITIVE_INFINITY)]).toEqual([
      'at an unknown time',
      'at an unknown time',
    ]);
  });
});

describe('shares and counts', () => {
  it('never writes a share that is not nothing as nothing', () => {
    expect([formatRatio(0), formatRatio(0.00001), formatRatio(0.125)]).toEqual(['0%', '<0.1%', '12.5%']);
  });

  it('tells one from several', () => {
    expect([plural(1, 'server'), plural(0, 'server'), plural(12_300, 'server')]).toEqual([
      '1 server',
      '0 servers',
      '12.3K servers',
    ]);
  });
});

describe('a quantile', () => {
  const boundsMs = [100, 200, 400];

  it('lies within the step that holds it', () => {
    expect(quantileOf(boundsMs, [10, 10, 0, 0], 0.5)).toBe(100);
    expect(quantileOf(boundsMs, [0, 10, 0, 0], 0.5)).toBe(150);
    expect(quantileOf(boundsMs, [5, 4, 1, 0], 0.95)).toBeGreaterThan(200);
  });

  it('is the beginning of the last step, which has no end', () => {
    expect(quantileOf(boundsMs, [0, 0, 0, 3], 0.5)).toBe(400);
  });

  it('is nothing where nothing was counted', () => {
    expect(quantileOf(boundsMs, [0, 0, 0, 0], 0.5)).toBeUndefined();
  });
});
