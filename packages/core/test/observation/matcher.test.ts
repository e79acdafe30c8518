import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLabelTest, formatMatcher, type Matcher, matcherProblem, parseMatcher } from '../../src/index.ts';

function parsed(text: string): Matcher {
  const matcher = parseMatcher(text);
  if (typeof matcher === 'string') throw new Error(matcher);
  return matcher;
}

describe('parseMatcher', () => {
  it.each([
    ['server=jira', { label: 'server', operator: '=', value: 'jira' }],
    [' server != "a b" ', { label: 'server', operator: '!=', value: 'a b' }],
    ['tool=~get_.*', { label: 'tool', operator: '=~', value: 'get_.*' }],
    ['tool!~"a|b"', { label: 'tool', operator: '!~', value: 'a|b' }],
    ['server=', { label: 'server', operator: '=', value: '' }],
  ])('reads %s', (text, expected) => {
    expect(parseMatcher(text)).toEqual(expected);
  });

  it.each(['', 'server', '=jira', '9a=b', 'a b=c', `a=${'x'.repeat(3000)}`, 'a=~(b', 'a=~(b)\\1', 'a=~(?=b)c'])(
    'says what is wrong with %s',
    (text) => {
      expect(parseMatcher(text)).toEqual(expect.any(String));
    },
  );

  it('reads what formatMatcher wrote', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('=' as const, '!=' as const),
        fc.stringMatching(/^[ -~]{0,40}$/),
        (operator, value) => {
          const matcher = { label: 'server', operator, value };
          expect(parseMatcher(formatMatcher(matcher))).toEqual(matcher);
        },
      ),
    );
  });
});

describe('createLabelTest', () => {
  it.each([
    ['server=jira', true],
    ['server!=jira', false],
    ['server=~"ji.*"', true],
    ['server=~ir', false],
    ['server=~".*"', true],
    ['server!~"wiki|jira"', false],
    ['absent=', true],
    ['absent=~".+"', false],
    ['constructor=~".+"', false],
  ])('takes %s for %s', (text, expected) => {
    expect(createLabelTest([parsed(text)])({ server: 'jira' })).toBe(expected);
  });

  it('holds where all matchers do, and for everything without any', () => {
    const test = createLabelTest([parsed('server=jira'), parsed('severity=~"c.*"')]);
    expect(test({ server: 'jira', severity: 'critical' })).toBe(true);
    expect(test({ server: 'jira', severity: 'info' })).toBe(false);
    expect(createLabelTest([])({})).toBe(true);
  });

  it('agrees with an anchored RegExp', () => {
    const pattern = fc.stringMatching(/^(?:[ab.]|[ab]\*|\(a\|b\)\?|\[ab\]\+|a\{1,3\}){0,6}$/);
    fc.assert(
      fc.property(pattern, fc.stringMatching(/^[abc]{0,12}$/), (value, text) => {
        const test = createLabelTest([{ label: 'x', operator: '=~', value }]);
        expect(test({ x: text })).toBe(new RegExp(`^(?:${value})$`, 's').test(text));
      }),
    );
  });

  it('takes no step again for patterns that make others hang', () => {
    const test = createLabelTest([{ label: 'x', operator: '=~', value: '(a*)*(a|a?)+(a+)+b' }]);
    expect(test({ x: 'a'.repeat(1000) })).toBe(false);
  });

  it('holds for nothing when a pattern can not be used', () => {
    const broken: Matcher = { label: 'x', operator: '!~', value: '(a)\\1' };
    expect(matcherProblem(broken)).toMatch(/group/);
    expect(createLabelTest([broken])({ x: 'b' })).toBe(false);
  });
});
