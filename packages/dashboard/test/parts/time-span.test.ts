import { describe, expect, it } from 'vitest';
import { fromFieldText, readSpan, toFieldText } from '../../src/parts/time-span.ts';

describe('a span of time in the address', () => {
  it('is what the gateway takes', () => {
    expect(readSpan({ from: '1700000000000', to: '1700000001000' })).toEqual({
      from: 1700000000000,
      to: 1700000001000,
    });
  });

  it.each(['', 'abc', '-1', '1.5', '1e300', 'NaN', undefined])('is nothing where it says %s', (text) => {
    expect(readSpan({ from: text, to: text })).toEqual({});
  });

  it('comes out of its field as it went in', () => {
    const atMs = new Date(2026, 0, 5, 3, 4, 9).getTime();
    expect(toFieldText(atMs)).toBe('2026-01-05T03:04:09');
    expect(fromFieldText(toFieldText(atMs))).toBe(String(atMs));
    expect(toFieldText(undefined)).toBe('');
  });

  it.each(['', 'soon', '2026-13-45T00:00'])('is empty where the field holds "%s"', (text) => {
    expect(fromFieldText(text)).toBe('');
  });
});
