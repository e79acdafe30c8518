import { describe, expect, it } from 'vitest';
import { SHOWN_ARGUMENTS_LIMITS, shownArguments } from '../../../src/policies/fallback/shown-arguments.ts';

describe('shownArguments', () => {
  it('shows six levels, and a sign for what lies deeper', () => {
    const six = { a: { b: { c: { d: { e: {} } } } } };
    expect(shownArguments(six)).toEqual(six);
    expect(shownArguments({ a: { b: { c: { d: { e: { f: {} } } } } } })).toEqual({
      a: { b: { c: { d: { e: { f: '…' } } } } },
    });
    expect(shownArguments({ a: { b: { c: { d: { e: { f: [1] } } } } } })).toEqual({
      a: { b: { c: { d: { e: { f: '…' } } } } },
    });
    expect(shownArguments({ a: [[[[[[]]]]]] })).toEqual({ a: [[[[['…']]]]] });
  });

  it('shows a hundred entries of a list or an object', () => {
    const list = Array.from({ length: 150 }, (_, index) => index);
    const fields = Object.fromEntries(list.map((index) => [`f${index}`, index]));
    const shown = shownArguments({ list, fields });
    expect(shown.list).toEqual(list.slice(0, 100));
    expect(Object.keys(Object(shown.fields))).toHaveLength(100);
  });

  it('shows no more than so many characters in all, and at least one of each text', () => {
    const texts = Array.from({ length: 10 }, () => 'x'.repeat(4_000));
    const shown = shownArguments({ texts, more: 'y' });
    expect(Object.keys(shown)).toEqual(['texts']);
    const lengths = Array.isArray(shown.texts) ? shown.texts.map((text) => String(text).length) : [];
    expect(lengths.slice(0, 3)).toEqual([4_000, 4_000, 4_000]);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(SHOWN_ARGUMENTS_LIMITS.totalLength);
    expect(lengths).toHaveLength(4);
  });

  it('shows a sign in place of an object for which no room is left', () => {
    const words = (length: number): string => 'tide '.repeat(length).slice(0, length);
    // What the object, its three long fields and the two short names take leaves nothing for the last object.
    const shown = shownArguments({ a: words(4000), b: words(4000), c: words(4000), d: words(3979), e: { f: 1 } });
    expect(shown.e).toBe('…');
  });

  it('counts what is no text too', () => {
    const numbers = Array.from({ length: 100 }, () => 1);
    const lists = Array.from({ length: 40 }, () => numbers);
    const shown = shownArguments({ lists });
    const count = Array.isArray(shown.lists) ? shown.lists.flat().length : 0;
    expect(count).toBeGreaterThan(1_900);
    expect(count).toBeLessThan(2_000);
  });

  it('cuts long names, and counts them', () => {
    const shown = shownArguments({ ['n'.repeat(500)]: 1 });
    expect(Object.keys(shown)).toEqual([`${'n'.repeat(199)}…`]);
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${index}`.padEnd(200, 'n'), 1]));
    expect(Object.keys(shownArguments(many)).length).toBeLessThan(80);
    expect(Object.keys(shownArguments(many)).length).toBeGreaterThan(70);
  });
});
