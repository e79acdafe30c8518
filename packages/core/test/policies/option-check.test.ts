import { describe, expect, it } from 'vitest';
import { assertNumbers, checkNumbers } from '../../src/policies/option-check.ts';

const RANGES = { calls: { min: 1, max: 10, isInteger: true }, ratio: { min: 0, max: 1 } } as const;
const check = (options: object) => checkNumbers(options, RANGES, 'breaker');

describe('the numbers of options', () => {
  it.each([{}, { calls: undefined }, { calls: 1, ratio: 0 }, { calls: 10, ratio: 0.5 }, { other: 'text' }])(
    'may be %j',
    (options) => {
      expect(check(options)).toEqual([]);
    },
  );

  it.each([
    ['calls', 0, '0', 'a whole number from 1 to 10'],
    ['calls', 11, '11', 'a whole number from 1 to 10'],
    ['calls', 1.5, '1.5', 'a whole number from 1 to 10'],
    ['ratio', 1.01, '1.01', 'a number from 0 to 1'],
    ['ratio', Number.NaN, 'NaN', 'a number from 0 to 1'],
    ['ratio', Number.POSITIVE_INFINITY, 'Infinity', 'a number from 0 to 1'],
    ['ratio', 'a password', 'string', 'a number from 0 to 1'],
    ['ratio', null, 'object', 'a number from 0 to 1'],
  ])('%s may not be %j, and no text is repeated', (field, value, shown, allowed) => {
    const message = `${field} is ${shown}, which can't be used.`;
    expect(check({ [field]: value })).toEqual([{ path: `breaker.${field}`, message, allowed }]);
  });

  it('are all told of at once', () => {
    expect(check({ calls: 0, ratio: 2 }).map(({ path }) => path)).toEqual(['breaker.calls', 'breaker.ratio']);
  });

  it('have no limits where none are given', () => {
    expect(checkNumbers<{ calls?: number }>({ calls: -1 }, Object.fromEntries([['calls', undefined]]), 'x')).toEqual(
      [],
    );
  });

  it('are refused by the first that can not be used, with what may be given', () => {
    expect(() => assertNumbers({ calls: 1, ratio: 1 }, RANGES, 'breaker')).not.toThrow();
    expect(() => assertNumbers({ calls: 0, ratio: 2 }, RANGES, 'breaker')).toThrow(
      expect.objectContaining({
        name: 'MCPConfigurationError',
        code: 'OPTION_INVALID',
        message: "calls is 0, which can't be used.",
        configSection: 'breaker.calls',
        hint: 'Give a whole number from 1 to 10.',
      }),
    );
  });
});
