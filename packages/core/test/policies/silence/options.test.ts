import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { checkSilence, SILENCE_DEFAULTS, SILENCE_RANGES } from '../../../src/policies/silence/options.ts';

const page = await readFile(new URL('../../../../../docs/policies/silent-call-probe.md', import.meta.url), 'utf8');

function rowOf(field: string): string | undefined {
  return page.split('\n').find((line) => line.startsWith(`| \`${field}\``));
}

describe('options of the silent-call probe', () => {
  it('refuse what can not be used, all at once', () => {
    const faults = checkSilence({ minSilenceMs: 0, usualFactor: Number.NaN, probeTimeoutMs: 1e9 }, 'silence');
    expect(faults.map(({ path, allowed }) => [path, allowed])).toEqual([
      ['silence.minSilenceMs', 'a number from 100 to 600000'],
      ['silence.usualFactor', 'a number from 1 to 100'],
      ['silence.probeTimeoutMs', 'a number from 100 to 60000'],
    ]);
    expect(checkSilence({}, 'silence')).toEqual([]);
  });
});

describe('docs/policies/silent-call-probe.md', () => {
  it.each(Object.entries(SILENCE_DEFAULTS))('says what %s is without being set', (field, value) => {
    expect(rowOf(field)).toContain(`| ${value} |`);
  });

  it.each(Object.entries(SILENCE_RANGES))('says which numbers %s takes', (field, { min, max }) => {
    expect(rowOf(field)).toContain(`${min} to ${max}`);
  });
});
