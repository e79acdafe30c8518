import { describe, expect, it } from 'vitest';
import type { Pack } from '../../../src/index.ts';
import { makeArguments } from '../../../src/policies/fallback/pack-arguments.ts';

type Step = NonNullable<NonNullable<Pack['fallbacks']>[number]['instead']>[number];
type Argument = NonNullable<Step['arguments']>[string];

/** What one argument becomes that is made so; nothing is known of the other tool. */
function makeOne(argument: Argument, given: Readonly<Record<string, unknown>>, siteHost?: string): unknown {
  const step = { pack: 'acme', tool: 'find', arguments: { out: argument } };
  return makeArguments(step, { given, siteHost, inputSchema: undefined })?.values.out;
}

describe('an argument of a fallback', () => {
  it.each<[string, Argument, unknown, unknown]>([
    ['is the one that it comes from', { from: 'a' }, 'x', 'x'],
    ['may be false', { from: 'a' }, false, false],
    ['may be 0', { from: 'a' }, 0, 0],
    ['may be a list', { from: 'a' }, ['x', 1], ['x', 1]],
    ['is none where that is empty', { from: 'a' }, '', undefined],
    ['is none where that is null', { from: 'a' }, null, undefined],
    ['is none where an empty list is left', { from: 'a' }, [], undefined],
    ['is left as it is within its limits', { from: 'a', min: 1, max: 9 }, 5, 5],
    ['is no number where it is a list within a list', { from: 'a', min: 1 }, [['5']], undefined],
    ['is raised to its least', { from: 'a', min: 3 }, 1, 3],
    ['is lowered to its most', { from: 'a', max: 3 }, 7, 3],
    ['is a number that was written as a text', { from: 'a', max: 100 }, '42', 42],
    ['is a number with spaces around it', { from: 'a', max: 100 }, '  42  ', 42],
    ['is no number with words around it', { from: 'a', max: 100 }, 'x42', undefined],
    ['is no number with words after it', { from: 'a', max: 100 }, '42x', undefined],
    ['is no number of sixteen digits', { from: 'a', max: 100 }, '1234567890123456', undefined],
    ['is no text where a number is wanted', { from: 'a', min: 1 }, 'many', undefined],
    ['is no endless number', { from: 'a', min: 1 }, Number.POSITIVE_INFINITY, undefined],
    ['is no truth value where a number is wanted', { from: 'a', min: 1 }, true, undefined],
    ['reads as it has to', { from: 'a', when: /^\d+$/ }, '12', '12'],
    ['may be a number where a text has to read so', { from: 'a', when: /^\d+$/ }, 12, '12'],
    ['is none where it reads otherwise', { from: 'a', when: /^\d+$/ }, 'x', undefined],
    ['is none where it is no text', { from: 'a', when: /^/ }, { b: 1 }, undefined],
    ['is translated', { from: 'a', values: { day: 'pd' } }, 'day', 'pd'],
    ['is none where it has no counterpart', { from: 'a', values: { day: 'pd' } }, 'week', undefined],
    ['is none where every object has that', { from: 'a', values: { day: 'pd' } }, 'toString', undefined],
    ['is translated before it is wrapped', { from: 'a', values: { day: 'pd' }, wrap: ['<', '>'] }, 'day', '<pd>'],
    ['is none to wrap without a counterpart', { from: 'a', values: {}, wrap: ['<', '>'] }, 'day', undefined],
    ['is wrapped', { from: 'a', wrap: ['<', '>'] }, 'x', '<x>'],
    ['is each of a list', { from: 'a', wrap: ['<', '>'] }, ['x', 'y'], ['<x>', '<y>']],
    ['is none where one of a list has none', { from: 'a', values: { x: 'y' } }, ['x', 'z'], undefined],
    ['is a list made of a text', { from: 'a', as: 'list' }, ' x, y ,,z', ['x', 'y', 'z']],
    ['is none for a text of commas', { from: 'a', as: 'list' }, ' , ', undefined],
    ['is a list where it was one', { from: 'a', as: 'list' }, ['x', 'y,z'], ['x', 'y,z']],
    ['is a number where a list is wanted', { from: 'a', as: 'list' }, 5, 5],
    ['is a text made of a list', { from: 'a', as: 'text' }, ['x', 1], 'x,1'],
    ['is a text where it was one', { from: 'a', as: 'text' }, 'x', 'x'],
  ])('%s', (_, argument, value, expected) => {
    expect(makeOne(argument, { a: value })).toEqual(expected);
  });

  it('comes from the first spelling that is there', () => {
    expect(makeOne({ from: ['a', 'b', 'c'] }, { c: 3, b: 2 })).toBe(2);
    expect(makeOne({ from: ['a', 'b'] }, { a: '', b: 2 })).toBe(2);
    expect(makeOne({ from: ['toString'] }, {})).toBeUndefined();
    expect(makeOne({}, { a: 1 })).toBeUndefined();
  });

  it('is made in the first way that gives a value', () => {
    const ways = [{ from: 'a', when: /^x/ }, { from: 'b' }, { from: 'c' }];
    expect(makeOne(ways, { a: 'xy', b: 2 })).toBe('xy');
    expect(makeOne(ways, { a: 'yx', b: 2, c: 3 })).toBe(2);
  });

  it('is the site where it stands for that', () => {
    expect(makeOne({ isSite: true }, { a: 1 }, 'harbour.example')).toBe('harbour.example');
    expect(makeOne({ isSite: true, from: 'a' }, { a: 1 })).toBeUndefined();
  });
});

describe('the arguments of a fallback', () => {
  const step = {
    pack: 'acme',
    tool: 'find',
    arguments: { q: { from: 'query', isRequired: true }, n: { from: 'limit' } },
  };
  const make = (given: Readonly<Record<string, unknown>>, inputSchema?: unknown, more: Partial<Step> = {}) =>
    makeArguments({ ...step, ...more }, { given, siteHost: undefined, inputSchema });

  it('are those of the call where the step says nothing of them', () => {
    const given = { query: 'tide', other: 1 };
    expect(makeArguments({ pack: 'acme', tool: 'find' }, { given, siteHost: undefined, inputSchema: {} })).toEqual({
      values: given,
      leftOut: [],
    });
  });

  it('tell what the tool has no place for, but not what asks for nothing', () => {
    const nothing = { a: '', b: null, c: undefined, d: false, e: 0, f: [] };
    expect(make({ query: 'tide', limit: 3, ...nothing, topic: 'news', days: 2, deep: true, list: [0] })).toEqual({
      values: { q: 'tide', n: 3 },
      leftOut: ['topic', 'days', 'deep', 'list'],
    });
  });

  it('leave out what the tool does not list', () => {
    const schema = { type: 'object', properties: { q: {} } };
    expect(make({ query: 'tide', limit: 3 }, schema)).toEqual({ values: { q: 'tide' }, leftOut: ['limit'] });
    for (const unclear of [undefined, 'none', {}, { properties: 'none' }])
      expect(make({ query: 'tide', limit: 3 }, unclear)?.values).toEqual({ q: 'tide', n: 3 });
  });

  it('are none where one is missing that is required, or that the tool does not list', () => {
    expect(make({ limit: 3 })).toBeUndefined();
    expect(make({ query: 'tide' }, { properties: { n: {} } })).toBeUndefined();
  });

  it('are none where the call asks for what the step can not tell', () => {
    const more = { unless: ['topic'] };
    expect(make({ query: 'tide', topic: 'news' }, undefined, more)).toBeUndefined();
    expect(make({ query: 'tide', topic: ['news'] }, undefined, more)).toBeUndefined();
    for (const topic of ['', null, false, 0, []])
      expect(make({ query: 'tide', topic }, undefined, more)?.values).toEqual({ q: 'tide' });
    expect(make({ query: 'tide' }, undefined, { unless: ['toString'] })?.values).toEqual({ q: 'tide' });
  });
});
