import { describe, expect, it } from 'vitest';
import { CleanTexts } from '../../../src/redaction/text/clean-texts.ts';

describe('CleanTexts', () => {
  it('keeps texts, and no long ones', () => {
    const texts = new CleanTexts();
    const [short, long] = ['it went well', 'word '.repeat(200)];
    texts.add(short);
    texts.add(long);
    expect([texts.has(short), texts.has(long), texts.has('another one')]).toEqual([true, false, false]);
  });

  it('begins anew when it is full', () => {
    const texts = new CleanTexts();
    const all = Array.from({ length: 501 }, (_, index) => `text ${index}`);
    for (const text of all) texts.add(text);
    expect(all.filter((text) => texts.has(text))).toEqual(['text 500']);
  });
});
