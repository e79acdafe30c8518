import { describe, expect, it } from 'vitest';
import { toJsonText } from '../../src/terminal/json-text.ts';

describe('JSON for a terminal', () => {
  it('has nothing that steers it or turns writing around, and means the same', () => {
    const value = {
      'a\u202eb': ['\u001b[2J', '\u009b31m', '\u2066x\u2069', '\ufeff', '\u2028', '\u{e0041}', '💥', 'ü'],
    };
    for (const text of [toJsonText(value), toJsonText(value, 2)]) {
      expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(text).toContain('💥');
      expect(JSON.parse(text)).toEqual(value);
    }
    expect(toJsonText({ a: 1 }, 2)).toBe('{\n  "a": 1\n}');
  });
});
