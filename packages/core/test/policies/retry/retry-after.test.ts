import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parseRetryAfter, readRetryAfterMs, retryAfterMsOf } from '../../../src/policies/retry/retry-after.ts';
import { errorOf } from '../settle/attempts.ts';

const NOW = Date.parse('2026-05-01T12:00:00Z');

function read(given: Readonly<Record<string, string>>): number | undefined {
  const headers = new Headers(given);
  return readRetryAfterMs((name) => headers.get(name), NOW);
}

describe('readRetryAfterMs', () => {
  it.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['no time at all', { 'retry-after': '0' }, 0],
    ['fractions of seconds', { 'retry-after': '0.25' }, 250],
    ['a date', { 'retry-after': 'Fri, 01 May 2026 12:00:30 GMT' }, 30_000],
    ['a date of the second form', { 'retry-after': 'Friday, 01-May-26 12:00:30 GMT' }, 30_000],
    ['a date of the third form', { 'retry-after': 'Fri May  1 12:00:30 2026' }, 30_000],
    ['a date that has passed', { 'retry-after': 'Fri, 01 May 2026 11:00:00 GMT' }, 0],
    ['milliseconds', { 'retry-after-ms': '1500', 'retry-after': '2' }, 1500],
    ['milliseconds with their unit', { 'retry-after': '1500ms' }, 1500],
    ['seconds with their unit', { 'retry-after': '2s' }, 2000],
    ['the length of a limit', { 'ratelimit-reset': '12' }, 12_000],
    ['seconds since the epoch', { 'x-ratelimit-reset': String(NOW / 1000 + 60) }, 60_000],
    ['milliseconds since the epoch', { 'x-ratelimit-reset': String(NOW + 5000) }, 5000],
    ['a moment that has passed', { 'x-ratelimit-reset': String(NOW / 1000 - 60) }, 0],
    ['a duration', { 'x-ratelimit-reset-requests': '6m0.5s' }, 360_500],
    ['a duration in hours', { 'x-ratelimit-reset-requests': '1h30m' }, 5_400_000],
    ['a short duration', { 'x-ratelimit-reset-tokens': '120ms' }, 120],
    ['a point in time', { 'x-ratelimit-reset': '2026-05-01T12:01:00Z' }, 60_000],
    ['the next header after one that says nothing', { 'ratelimit-reset': 'never', 'x-ratelimit-reset': '3' }, 3000],
  ])('reads %s', (_, headers, expected) => {
    expect(read(headers)).toBe(expected);
  });

  it.each([
    [{}],
    [{ 'retry-after': 'soon' }],
    [{ 'retry-after': '' }],
    [{ 'retry-after': '-5' }],
    [{ 'retry-after': 'abc 5' }],
    [{ 'retry-after': 'Fri, 99 May 2026 12:00:30 GMT' }],
    [{ 'retry-after': '1e9' }],
    [{ 'retry-after': '9'.repeat(400) }],
    [{ 'retry-after': 'soon', 'ratelimit-reset': '5' }],
    [{ 'x-ratelimit-reset': '' }],
    [{ 'x-ratelimit-reset': 'never' }],
  ])('finds nothing in %j', (headers) => {
    expect(read(headers)).toBeUndefined();
  });

  it('takes a date without a zone for UTC, wherever it runs', () => {
    vi.stubEnv('TZ', 'America/New_York');
    try {
      expect(read({ 'retry-after': 'Fri May  1 12:00:30 2026' })).toBe(30_000);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('gives a finite number that is not negative, or nothing, for any text', () => {
    const parts = fc.constantFrom(
      '-',
      '5',
      '.',
      's',
      'ms',
      'm',
      'h',
      ' ',
      'GMT',
      'Fri, 01 May 2026 12:00:30 GMT',
      'T',
      ':',
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(parts, { maxLength: 8 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const waitMs = parseRetryAfter(text, NOW) ?? 0;
        expect(Number.isFinite(waitMs)).toBe(true);
        expect(waitMs).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('retryAfterMsOf', () => {
  const http = (status: number, headers: Readonly<Record<string, string>>) => ({
    retryAfterMs: 2000,
    evidence: { shape: 'http_response', payload: { status, headers } },
  });

  it.each([
    ['a failure that tells it in MCP', { retryAfterMs: 2000 }, 2000],
    ['a 429 with the end of its limit', http(429, { 'ratelimit-reset': '2' }), 2000],
    ['a 503 with Retry-After', http(503, { 'retry-after': '2' }), 2000],
    ['a 502 that only carries the end of a limit', http(502, { 'ratelimit-reset': '2' }), undefined],
    ['a failure that does not tell it', {}, undefined],
    ['a number that can be none', { retryAfterMs: Number.NaN }, undefined],
    ['a negative number', { retryAfterMs: -1 }, undefined],
    ['no wait at all', { retryAfterMs: 0 }, 0],
    ['an endless wait', { retryAfterMs: Number.POSITIVE_INFINITY }, undefined],
    ['what is no number', { retryAfterMs: '2000' }, undefined],
  ])('reads %s', (_, context, expected) => {
    expect(retryAfterMsOf(errorOf('SERVER_UNAVAILABLE', { context }))).toBe(expected);
  });
});
