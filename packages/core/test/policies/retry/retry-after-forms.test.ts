import { describe, expect, it } from 'vitest';
import { parseRetryAfter, RESET_HEADERS, readRetryAfterMs } from '../../../src/policies/retry/retry-after.ts';

const NOW = Date.parse('2026-05-01T12:00:00Z');

/** Reads the end of a limit as it stands, without what `Headers` does to it first. */
function reset(value: string): number | undefined {
  return readRetryAfterMs((name) => (name === 'ratelimit-reset' ? value : null), NOW);
}

describe('a number in a header', () => {
  it.each([
    ['5', 5_000],
    ['12', 12_000],
    ['  12  ', 12_000],
    ['0.25', 250],
    ['10.123456789', 10_124],
    ['100000000000000', 100_000_000_000_000_000],
  ])('is read from "%s"', (text, expected) => {
    expect(parseRetryAfter(text, NOW)).toBe(expected);
  });

  it.each(['5 or so', 'about 5', '5.', '.5', '0.1234567890', '1000000000000000', '+5', '5,5', ''])(
    'is not read from "%s"',
    (text) => {
      expect(parseRetryAfter(text, NOW)).toBeUndefined();
    },
  );
});

describe('a length in a header', () => {
  it.each([
    ['12h', 43_200_000],
    ['12m', 720_000],
    ['12s', 12_000],
    ['12.25s', 12_250],
    ['12ms', 12],
    ['12.25ms', 13],
    ['  12s  ', 12_000],
    ['1h2m3.5s4ms', 3_723_504],
    ['2m120ms', 120_120],
    ['123456789ms', 123_456_789],
    ['0.123456789s', 124],
  ])('is read from "%s"', (text, expected) => {
    expect(parseRetryAfter(text, NOW)).toBe(expected);
    expect(reset(text)).toBe(expected);
  });

  it.each(['x5s', '5s x', '5.5h', '5.5m', 's', 'ms', '', '  ', '5s5h', '1.s', '5 s', '1234567890s', '0.1234567890s'])(
    'is not read from "%s"',
    (text) => {
      expect(parseRetryAfter(text, NOW)).toBeUndefined();
      expect(reset(text)).toBeUndefined();
    },
  );
});

describe('a date in a header', () => {
  const IN_30_S = [
    'Fri, 01 May 2026 12:00:30 GMT',
    'Fri, 1 May 2026 12:00:30 GMT',
    'Fri, 01 May 2026 12:00:30 UTC',
    'Fri, 01 May 2026 14:00:30 +0200',
    'Fri, 01 May 2026 07:00:30 -0500',
    'Fri, 01-May-2026 12:00:30 GMT',
    'Friday, 01-May-26 12:00:30 GMT',
    'Fri May  1 12:00:30 2026',
    '2026-05-01T12:00:30Z',
    '2026-05-01 12:00:30Z',
    '2026-05-01T12:00:30.000Z',
    '2026-05-01 12:00:30 UTC',
    '2026-05-01T14:00:30+02:00',
    '2026-05-01T07:00:30-0500',
  ];

  it.each(IN_30_S)('is read from "%s"', (text) => {
    expect(parseRetryAfter(text, NOW)).toBe(30_000);
    expect(parseRetryAfter(`  ${text}  `, NOW)).toBe(30_000);
    expect(reset(text)).toBe(30_000);
  });

  it.each([
    ['Wednesday, 06-May-26 12:00:00 GMT', 5],
    ['Sun May 10 12:00:00 2026', 9],
    ['2026-05-02T12:00Z', 1],
    ['2026-05-02T12:00:00.123456789Z', 1],
  ])('is read from "%s", %d days ahead', (text, days) => {
    const waitMs = parseRetryAfter(text, NOW) ?? 0;
    expect(Math.floor(waitMs / 86_400_000)).toBe(days);
  });

  it.each(IN_30_S)('is not read from "%s" among other words', (text) => {
    expect(parseRetryAfter(`till ${text}`, NOW)).toBeUndefined();
    expect(parseRetryAfter(`${text} (or later)`, NOW)).toBeUndefined();
  });

  it.each([
    'Fri, 01 May 2026 12:00:30',
    '01 May 2026 12:00:30 GMT',
    'fri, 01 may 2026 12:00:30 gmt',
    'Fri, 01 May 2026',
    'May 2026',
    '2026-05-01',
    '2026-05-01T12:00:30',
    '2026-05-01 12:00:30UTC',
    '2026-13-01T12:00:30Z',
    'in 2026',
  ])('is not read from "%s"', (text) => {
    expect(parseRetryAfter(text, NOW)).toBeUndefined();
    expect(reset(text)).toBeUndefined();
  });
});

describe('the end of a limit', () => {
  it.each([...RESET_HEADERS])('is read from %s', (wanted) => {
    expect(readRetryAfterMs((name) => (name === wanted ? '3' : undefined), NOW)).toBe(3_000);
  });

  it('is a point in time from a thousand million on, in seconds or milliseconds', () => {
    expect(reset('999999999')).toBe(999_999_999_000);
    expect(readRetryAfterMs((name) => (name === 'ratelimit-reset' ? '1000000000' : null), 999_999_999_000)).toBe(1_000);
    expect(readRetryAfterMs((name) => (name === 'ratelimit-reset' ? '1000000000000' : null), 999_999_999_000)).toBe(
      1_000,
    );
    expect(reset('1000000000000')).toBe(0);
    expect(reset(String(NOW / 1000 + 0.0005))).toBe(1);
  });

  it('does not count where Retry-After stands, whatever that says', () => {
    const headers: Readonly<Record<string, string>> = { 'retry-after': '', 'ratelimit-reset': '5' };
    expect(readRetryAfterMs((name) => headers[name], NOW)).toBeUndefined();
  });

  it('is read where milliseconds are no number', () => {
    const headers: Readonly<Record<string, string>> = { 'retry-after-ms': 'soon', 'retry-after': '2' };
    expect(readRetryAfterMs((name) => headers[name], NOW)).toBe(2_000);
    expect(readRetryAfterMs((name) => (name === 'retry-after-ms' ? '1.2' : null), NOW)).toBe(2);
  });
});
