import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTEMPT_MARGIN_MS, MIN_ATTEMPT_MS } from '../../../src/policies/deadline/call-times.ts';
import {
  checkDeadline,
  DEADLINE_DEFAULTS,
  DEADLINE_RANGES,
  resolveDeadline,
} from '../../../src/policies/deadline/options.ts';

const page = await readFile(new URL('../../../../../docs/policies/deadline.md', import.meta.url), 'utf8');

describe('time limits', () => {
  it.each([
    [{ timeoutMs: 90_000 }, { timeoutMs: 90_000, totalTimeoutMs: 90_000, maxTotalTimeoutMs: 300_000 }],
    [{ timeoutMs: 400_000 }, { timeoutMs: 400_000, totalTimeoutMs: 400_000, maxTotalTimeoutMs: 400_000 }],
    [{ totalTimeoutMs: 5_000 }, { timeoutMs: 5_000, totalTimeoutMs: 5_000, maxTotalTimeoutMs: 300_000 }],
    [{ maxTotalTimeoutMs: 10_000 }, { timeoutMs: 10_000, totalTimeoutMs: 10_000, maxTotalTimeoutMs: 10_000 }],
  ])('fit around what is given: %o', (given, times) => {
    expect(resolveDeadline(given)).toEqual(times);
  });

  it('that are accepted leave no default beyond the longest', () => {
    const time = fc.option(fc.integer({ min: 1, max: 1_000_000 }), { nil: undefined });
    const options = fc.record({ timeoutMs: time, totalTimeoutMs: time, maxTotalTimeoutMs: time });
    fc.assert(
      fc.property(options, (limits) => {
        const given = Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
        if (checkDeadline(given, 'x').length > 0) return;
        const { timeoutMs, totalTimeoutMs, maxTotalTimeoutMs } = resolveDeadline(given);
        expect(timeoutMs).toBeLessThanOrEqual(maxTotalTimeoutMs);
        expect(totalTimeoutMs).toBeLessThanOrEqual(maxTotalTimeoutMs);
      }),
    );
  });

  it.each([
    [{ timeoutMs: 0 }, 'x.timeoutMs', 'a number from 1 to 86400000'],
    [{ totalTimeoutMs: Number.NaN }, 'x.totalTimeoutMs', 'a number from 1 to 86400000'],
    [{ timeoutMs: 20, maxTotalTimeoutMs: 10 }, 'x.timeoutMs', 'a number from 1 to 10'],
    [{ totalTimeoutMs: 20, maxTotalTimeoutMs: 10 }, 'x.totalTimeoutMs', 'a number from 1 to 10'],
  ])('are refused where they can not be used: %o', (given, path, allowed) => {
    expect(checkDeadline(given, 'x')).toMatchObject([{ path, allowed }]);
  });

  it('may be as long as the longest one, or any length without that', () => {
    expect(checkDeadline({ timeoutMs: 80_000_000 }, 'x')).toEqual([]);
    expect(checkDeadline({ timeoutMs: 500, totalTimeoutMs: 500, maxTotalTimeoutMs: 500 }, 'x')).toEqual([]);
  });

  it('are told by themselves first, and then against the longest one', () => {
    const wrong = { timeoutMs: Number.NaN, totalTimeoutMs: 600, maxTotalTimeoutMs: 500 };
    expect(checkDeadline(wrong, 'x').map(({ path }) => path)).toEqual(['x.timeoutMs']);
    expect(checkDeadline({ ...wrong, timeoutMs: 500 }, 'x')).toEqual([
      {
        path: 'x.totalTimeoutMs',
        message: 'totalTimeoutMs (600) is longer than maxTotalTimeoutMs (500), so it could never pass.',
        allowed: 'a number from 1 to 500',
      },
    ]);
  });
});

describe('docs/policies/deadline.md', () => {
  it.each(Object.entries(DEADLINE_DEFAULTS))('says what %s is without being set', (field, value) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${field}\``));
    const { min, max } = DEADLINE_RANGES[field === 'timeoutMs' ? field : 'totalTimeoutMs'];
    expect(row).toContain(`| ${value} |`);
    expect(row).toContain(`${min} to ${max}`);
  });

  it('says how much time an attempt leaves, and how much it needs', () => {
    expect(page).toContain(`${ATTEMPT_MARGIN_MS} ms`);
    expect(page).toContain(`${MIN_ATTEMPT_MS} ms`);
  });
});
