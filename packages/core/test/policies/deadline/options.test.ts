import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTEMPT_MARGIN_MS, MIN_ATTEMPT_MS } from '../../../src/policies/deadline/call-times.ts';
import { DEADLINE_DEFAULTS, resolveDeadline } from '../../../src/policies/deadline/options.ts';

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
        const longest = given.maxTotalTimeoutMs ?? Number.POSITIVE_INFINITY;
        fc.pre(Math.max(given.timeoutMs ?? 0, given.totalTimeoutMs ?? 0) <= longest);
        const { timeoutMs, totalTimeoutMs, maxTotalTimeoutMs } = resolveDeadline(given);
        expect(timeoutMs).toBeLessThanOrEqual(maxTotalTimeoutMs);
        expect(totalTimeoutMs).toBeLessThanOrEqual(maxTotalTimeoutMs);
      }),
    );
  });
});

describe('docs/policies/deadline.md', () => {
  it.each(Object.entries(DEADLINE_DEFAULTS))('says what %s is without being set', (field, value) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${field}\``));
    expect(row).toContain(`| ${value} |`);
  });

  it('says how much time an attempt leaves, and how much it needs', () => {
    expect(page).toContain(`${ATTEMPT_MARGIN_MS} ms`);
    expect(page).toContain(`${MIN_ATTEMPT_MS} ms`);
  });
});
