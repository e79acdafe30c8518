import { describe, expect, it } from 'vitest';
import { boundedCopy } from '../../../src/policies/stale/bounded-copy.ts';

/** So many lists in each other. */
function nested(levels: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

describe('boundedCopy', () => {
  it.each<[unknown, number]>([
    ['', 32],
    ['ab', 36],
    [1, 32],
    [true, 32],
    [null, 32],
    [[], 32],
    [{}, 32],
    [[1, 'ab'], 100],
    [{ a: 'x' }, 68],
    [{ a: undefined, b: 1 }, 66],
    [{ a: [{ bc: 'd' }] }, 32 + 2 + 32 + 32 + 4 + 34],
  ])('copies %j where there are %d bytes for it, and not with one less', (value, bytes) => {
    const copy = boundedCopy(value, bytes);
    expect(copy).toEqual({ value, bytes });
    expect(boundedCopy(value, bytes + 1_000)?.bytes).toBe(bytes);
    expect(boundedCopy(value, bytes - 1)).toBeUndefined();
  });

  it('leaves out fields without a value', () => {
    expect(boundedCopy({ a: undefined, b: 1 }, 1_000)?.value).toStrictEqual({ b: 1 });
  });

  it('copies 100 levels, and no more', () => {
    expect(boundedCopy(nested(100), 1e6)?.value).toEqual(nested(100));
    expect(boundedCopy(nested(101), 1e6)).toBeUndefined();
    expect(boundedCopy({ a: nested(100) }, 1e6)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a function', () => 1],
    ['a large number', 10n],
    ['a list with a hole', new Array(2)],
    ['a field that is a function', { a: () => 1 }],
  ])('copies no %s', (_, value) => {
    expect(boundedCopy(value, 1e6)).toBeUndefined();
  });

  it('looks at no more of a value than there is room for', () => {
    let looks = 0;
    const item = {
      get field() {
        looks += 1;
        return 'x';
      },
    };
    expect(boundedCopy(new Array(1_000).fill(item), 500)).toBeUndefined();
    expect(looks).toBeLessThan(10);
    const wide = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`field-${index}`, item]));
    looks = 0;
    expect(boundedCopy(wide, 500)).toBeUndefined();
    expect(looks).toBeLessThan(10);
  });
});
