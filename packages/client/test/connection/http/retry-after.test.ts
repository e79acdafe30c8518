import { describe, expect, it } from 'vitest';
import { readRetryAfterMs } from '../../../src/connection/http/retry-after.ts';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const read = (headers: Record<string, string>): number | undefined => readRetryAfterMs(new Headers(headers), NOW);

describe('readRetryAfterMs', () => {
  it.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    ['fractions of seconds', { 'retry-after': '0.25' }, 250],
    ['a date', { 'retry-after': 'Fri, 01 May 2026 12:00:30 GMT' }, 30_000],
    ['a date that has passed', { 'retry-after': 'Fri, 01 May 2026 11:00:00 GMT' }, 0],
    ['milliseconds', { 'retry-after-ms': '1500', 'retry-after': '2' }, 1500],
    ['the length of a limit', { 'ratelimit-reset': '12' }, 12_000],
    ['seconds since the epoch', { 'x-ratelimit-reset': String(NOW / 1000 + 60) }, 60_000],
    ['milliseconds since the epoch', { 'x-ratelimit-reset': String(NOW + 5000) }, 5000],
    ['a duration', { 'x-ratelimit-reset-requests': '6m0.5s' }, 360_500],
    ['a short duration', { 'x-ratelimit-reset-tokens': '120ms' }, 120],
    ['a point in time', { 'x-ratelimit-reset': '2026-05-01T12:01:00Z' }, 60_000],
  ])('reads %s', (_, headers, expected) => {
    expect(read(headers)).toBe(expected);
  });

  it.each([
    [{}],
    [{ 'retry-after': 'soon' }],
    [{ 'retry-after': '' }],
    [{ 'retry-after': '-5' }],
    [{ 'x-ratelimit-reset': '' }],
    [{ 'x-ratelimit-reset': 'never' }],
  ])('finds nothing in %j', (headers) => {
    expect(read(headers)).toBeUndefined();
  });
});
