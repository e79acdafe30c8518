import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { INVARIANTS } from '../../src/simulator/invariants/invariants.ts';
import { FAULT_NAMES } from '../../src/simulator/scenario/faults.ts';

const page = readFileSync(new URL('../../../../docs/simulator.md', import.meta.url), 'utf8');

describe('docs/simulator.md', () => {
  it('names every fault', () => {
    expect(FAULT_NAMES.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('has every invariant in its own words', () => {
    const missing = Object.entries(INVARIANTS).filter(([id, text]) => !page.includes(`| ${id} | ${text} |`));
    expect(missing).toEqual([]);
  });
});
