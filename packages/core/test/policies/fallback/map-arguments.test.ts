import { describe, expect, it } from 'vitest';
import { mapArguments } from '../../../src/policies/fallback/map-arguments.ts';

const given = { query: 'tide', limit: 3, empty: '', missing: undefined, list: ['a'] };

describe('mapArguments', () => {
  it('passes the arguments on where a step says nothing of them', () => {
    expect(mapArguments({ tool: 'search' }, given)).toEqual(given);
  });

  it.each([
    ['$name stands for an argument', { q: '$query', n: '$limit', l: '$list' }, { q: 'tide', n: 3, l: ['a'] }],
    ['an argument that is empty is one', { q: '$empty' }, { q: '' }],
    ['a field of which there is no argument is left out', { q: '$query', x: '$nothing', y: '$missing' }, { q: 'tide' }],
    ['$$ begins a text with a dollar sign', { price: '$$query' }, { price: '$query' }],
    [
      'every other value stands for itself',
      { a: 'x $query', b: 1, c: ['$query'], d: null },
      { a: 'x $query', b: 1, c: ['$query'], d: null },
    ],
    ['a dollar sign alone stands for itself', { currency: '$' }, { currency: '$' }],
    ['what every object has is no argument', { q: '$toString', p: '$constructor' }, {}],
  ])('%s (A111)', (_, wanted, expected) => {
    expect(mapArguments({ tool: 'search', arguments: wanted }, given)).toStrictEqual(expected);
  });

  it('leaves a field out of which the argument has no value', () => {
    const step = { tool: 'search', arguments: { q: '$gone' } };
    expect(mapArguments(step, { gone: undefined })).toStrictEqual({});
  });
});
