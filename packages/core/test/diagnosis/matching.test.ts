import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACCOUNT_CODES } from '../../src/diagnosis/rank/code-rules/account-codes.ts';
import { REQUEST_CODES } from '../../src/diagnosis/rank/code-rules/request-codes.ts';
import { STATE_CODES } from '../../src/diagnosis/rank/code-rules/state-codes.ts';
import { type Alternatives, anyOf, patternsOf } from '../../src/diagnosis/rank/matching/any-of.ts';
import { PatternIndex } from '../../src/diagnosis/rank/matching/pattern-index.ts';
import { requiredLiterals } from '../../src/diagnosis/rank/matching/required-literals.ts';
import { PHRASES } from '../../src/diagnosis/rank/phrases/read-phrases.ts';
import { FAMILIES } from './families.ts';

describe('anyOf', () => {
  it('reads a pattern from each line', () => {
    const table = anyOf`
      \bone\b
      two: \`x\`
    `;
    expect(patternsOf(table)).toEqual(['\\bone\\b', 'two: \\`x\\`']);
  });
});

describe('the literals that a pattern requires', () => {
  it.each([
    ['\\brate limit\\b', ['rate limit']],
    ['\\brate[ -]?limit', ['limit']],
    ['(?:foo|barn) baz', [' baz']],
    ['(?:timeout|deadline)\\d', ['timeout', 'deadline']],
    ['colou?r', ['colo']],
    ['ab+cdef', ['cdef']],
    ['x(?:abc){2}', ['xabc']],
    ['(?=later)soon', ['soon']],
    ['\\d+ bytes', [' bytes']],
  ])('of %s are %j', (source, literals) => {
    expect(requiredLiterals(source)).toEqual(literals);
  });

  it.each(['\\d{3}', 'a|b', '(?:a|timeout)', '(?:timeout)?', '[a-z]+', '(?!never)'])('of %s are none', (source) => {
    expect(requiredLiterals(source)).toBe(undefined);
  });
});

const TABLES: readonly Alternatives[] = [
  ...PHRASES.flatMap(({ text, unless }) => (unless ? [text, unless] : [text])),
  ...[...ACCOUNT_CODES, ...STATE_CODES, ...REQUEST_CODES].map(({ words }) => words),
];

/** Texts of the fixtures, and all of the families. */
function knownTexts(): readonly string[] {
  const folder = path.join(import.meta.dirname, 'fixtures');
  const recorded = readdirSync(folder).flatMap((file) => readFileSync(path.join(folder, file), 'utf8').split('\n'));
  const families = Object.values(FAMILIES).flatMap((rows) => rows.map(([text]) => text));
  return [...recorded.slice(0, 200), ...families].map((text) => text.toLowerCase());
}

describe('the index of all tables', () => {
  it('finds exactly what its patterns find when they are tried one by one', () => {
    const index = new PatternIndex(TABLES);
    const slow = TABLES.map((table) => ({ table, patterns: patternsOf(table).map((source) => new RegExp(source)) }));
    for (const text of knownTexts()) {
      const search = index.search(text);
      const missed = slow.filter(
        ({ table, patterns }) => (search.find(table) !== undefined) !== patterns.some((pattern) => pattern.test(text)),
      );
      expect(missed, text).toEqual([]);
    }
  });

  it('has patterns that all can be read', () => {
    for (const source of TABLES.flatMap(patternsOf)) expect(() => new RegExp(source)).not.toThrow();
  });
});
