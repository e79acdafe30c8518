import { describe, expect, it } from 'vitest';
import {
  displayWidth,
  padToWidth,
  toDisplayLine,
  toDisplayText,
  truncateToWidth,
  wrapToWidth,
} from '../../src/terminal/display-text.ts';

describe('toDisplayLine', () => {
  it('spells out what would steer the terminal, hide or turn writing around', () => {
    expect(toDisplayLine('a\u001b[2Jb\u009bc\u202ed\u200be\ufefff')).toBe(
      'a\\x1b[2Jb\\x9bc\\u{202e}d\\u{200b}e\\u{feff}f',
    );
  });

  it('makes one line of several', () => {
    expect(toDisplayLine(' a\r\n b\u2028c\t')).toBe('a  b c');
  });

  it('keeps the lines and tabs of a text, and nothing else', () => {
    expect(toDisplayText('a\tb\r\nc\u0007')).toBe('a\tb\nc\\x07');
  });
});

describe('displayWidth', () => {
  it.each([
    ['plain', 5],
    ['日本', 4],
    ['é', 1],
    ['👩‍👩‍👧', 2],
    ['⚠️', 2],
    ['', 0],
  ])('of %j is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('cutting and padding', () => {
  it('never takes more columns than asked, wide characters included', () => {
    expect(truncateToWidth('日本語', 5)).toBe('日本…');
    expect(truncateToWidth('日本語', 4)).toBe('日…');
    expect(truncateToWidth('abc', 3)).toBe('abc');
    expect(truncateToWidth('abc', 0)).toBe('');
  });

  it('pads by columns', () => {
    expect(padToWidth('日', 4)).toBe('日  ');
    expect(padToWidth('7', 3, 'right')).toBe('  7');
  });

  it('wraps between words and cuts what does not fit', () => {
    expect(wrapToWidth('one two three four', 8, 2)).toEqual(['one two', 'three f…']);
    expect(wrapToWidth('overlongword x', 5, 3)).toEqual(['over…', 'x']);
    expect(wrapToWidth('', 5, 3)).toEqual([]);
  });
});
