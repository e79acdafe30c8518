import { describe, expect, it } from 'vitest';
import { sortRows } from '../../src/parts/sort-rows.ts';

const ROWS = [
  { name: 'b', errors: 9 },
  { name: 'a', errors: 10 },
  { name: 'c', errors: 9 },
];
const COLUMNS = [
  { id: 'name', sortBy: ({ name }: { name: string }) => name },
  { id: 'errors', sortBy: ({ errors }: { errors: number }) => errors },
  { id: 'actions' },
];

const names = (sort: string | undefined) => sortRows(ROWS, COLUMNS, sort).map(({ name }) => name);

describe('the rows of a table', () => {
  it('are sorted by numbers as numbers, up and down, and equal ones stay as they came', () => {
    expect(names('errors')).toEqual(['b', 'c', 'a']);
    expect(names('-errors')).toEqual(['a', 'b', 'c']);
    expect(names('name')).toEqual(['a', 'b', 'c']);
  });

  it('stay as they came where an address asks for what can not be sorted by', () => {
    for (const sort of [undefined, '', 'actions', '-actions', 'nothing', '-'])
      expect(names(sort)).toEqual(['b', 'a', 'c']);
  });
});
