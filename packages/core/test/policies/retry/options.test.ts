import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { HEDGE_DEFAULTS, HEDGE_RANGES } from '../../../src/policies/hedge/options.ts';
import {
  checkRetryBudgetOptions,
  checkRetryOptions,
  RETRY_BUDGET_DEFAULTS,
  RETRY_BUDGET_RANGES,
  RETRY_DEFAULTS,
  RETRY_RANGES,
  resolveRetry,
} from '../../../src/policies/retry/options.ts';

describe('checkRetryOptions', () => {
  it('takes the defaults, and nothing at all', () => {
    expect(checkRetryOptions(RETRY_DEFAULTS, 'retry')).toEqual([]);
    expect(checkRetryOptions({}, 'retry')).toEqual([]);
  });

  it('names all that is wrong at once', () => {
    const faults = checkRetryOptions({ maxAttempts: 0, initialDelayMs: Number.NaN, maxDelayMs: -1 }, 'retry');
    expect(faults.map(({ path }) => path)).toEqual(['retry.maxAttempts', 'retry.initialDelayMs', 'retry.maxDelayMs']);
    expect(faults[0]?.allowed).toBe('a whole number from 1 to 10');
  });

  it('has a default for all that is not given', () => {
    expect(resolveRetry({})).toEqual(RETRY_DEFAULTS);
    expect(resolveRetry({ maxAttempts: 5 })).toEqual({ ...RETRY_DEFAULTS, maxAttempts: 5 });
  });

  it('takes whole numbers of attempts only', () => {
    const faults = checkRetryOptions({ maxAttempts: 2.5, maxTransparentAttempts: 1.5, initialDelayMs: 2.5 }, 'retry');
    expect(faults).toEqual([
      {
        path: 'retry.maxAttempts',
        message: "maxAttempts is 2.5, which can't be used.",
        allowed: 'a whole number from 1 to 10',
      },
      {
        path: 'retry.maxTransparentAttempts',
        message: "maxTransparentAttempts is 1.5, which can't be used.",
        allowed: 'a whole number from 0 to 10',
      },
    ]);
  });

  it('takes delays that are equal, and names the one that was given where they contradict each other', () => {
    expect(checkRetryOptions({ initialDelayMs: 100, maxDelayMs: 100 }, 'retry')).toEqual([]);
    expect(checkRetryOptions({ maxThrottleDelayMs: 500 }, 'retry')).toEqual([
      {
        path: 'retry.maxThrottleDelayMs',
        message: 'initialThrottleDelayMs is 1000, which is more than maxThrottleDelayMs, 500.',
        allowed: 'a number from 1000 to 300000',
      },
    ]);
  });

  it('refuses a longest delay that is shorter than the first one, whichever of them was given', () => {
    expect(checkRetryOptions({ initialDelayMs: 200, maxDelayMs: 100 }, 'retry')).toEqual([
      {
        path: 'retry.maxDelayMs',
        message: 'initialDelayMs is 200, which is more than maxDelayMs, 100.',
        allowed: 'a number from 200 to 300000',
      },
    ]);
    expect(checkRetryOptions({ initialThrottleDelayMs: 40_000 }, 'retry')).toEqual([
      {
        path: 'retry.initialThrottleDelayMs',
        message: 'initialThrottleDelayMs is 40000, which is more than maxThrottleDelayMs, 30000.',
        allowed: 'a number from 1 to 30000',
      },
    ]);
  });
});

describe('checkRetryBudgetOptions', () => {
  it('takes the defaults, and refuses what is no budget', () => {
    expect(checkRetryBudgetOptions(RETRY_BUDGET_DEFAULTS, 'retryBudget')).toEqual([]);
    const faults = checkRetryBudgetOptions({ capacity: 1.5, perCall: 2, refillMs: 0 }, 'retryBudget');
    expect(faults.map(({ path }) => path)).toEqual([
      'retryBudget.capacity',
      'retryBudget.perCall',
      'retryBudget.refillMs',
    ]);
    expect(faults.map(({ allowed }) => allowed)).toEqual([
      'a whole number from 0 to 1000',
      'a number from 0 to 1',
      'a number from 100 to 3600000',
    ]);
  });
});

describe.each([
  ['retry', 'retry', RETRY_DEFAULTS, RETRY_RANGES],
  ['retry', 'retryBudget', RETRY_BUDGET_DEFAULTS, RETRY_BUDGET_RANGES],
  ['hedging', 'hedge', HEDGE_DEFAULTS, HEDGE_RANGES],
] as const)('docs/policies/%s.md', (page, key, defaults, ranges) => {
  it(`lists ${key} with its ranges and defaults`, async () => {
    const text = await readFile(new URL(`../../../../../docs/policies/${page}.md`, import.meta.url), 'utf8');
    const rows = [...text.matchAll(/^\| `(\w+)\.(\w+)` \| ([\d.]+) to ([\d.]+) \| ([\d.]+) \|/gm)]
      .filter((row) => row[1] === key)
      .map((row) => [row[2], Number(row[3]), Number(row[4]), Number(row[5])]);
    const wanted = Object.entries(defaults).map(([name, value]) => {
      const range: unknown = Reflect.get(ranges, name);
      return [name, Reflect.get(Object(range), 'min'), Reflect.get(Object(range), 'max'), value];
    });
    expect(rows).toEqual(wanted);
  });
});
