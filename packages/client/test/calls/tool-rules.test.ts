import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createToolRules } from '../../src/calls/tool-rules.ts';

describe('the settings of single tools', () => {
  it('come from the most exact pattern, field by field', () => {
    const rules = createToolRules([
      { pattern: '*', options: { timeoutMs: 1, safety: 'read', park: true } },
      { pattern: 'jira_create_issue', options: { safety: 'write' } },
      { pattern: 'jira_*', options: { timeoutMs: 2 } },
    ]);
    expect(rules.of('jira_create_issue')).toEqual({ timeoutMs: 2, safety: 'write', park: true });
    expect(rules.of('jira_search')).toEqual({ timeoutMs: 2, safety: 'read', park: true });
    expect(rules.of('search')).toEqual({ timeoutMs: 1, safety: 'read', park: true });
  });

  it.each([
    ['*', '', true],
    ['get_?', 'get_1', true],
    ['get_?', 'get_', false],
    ['get_*', 'get_', true],
    ['*_issue', 'create_issue', true],
    ['*_issue', 'create_issues', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['a.c', 'abc', false],
    ['[a]', 'a', false],
  ])('let %j fit %j: %s', (pattern, tool, fits) => {
    const rules = createToolRules([{ pattern, options: { park: true } }]);
    expect(rules.of(tool).park === true).toBe(fits);
  });

  it('fit as the same regular expression does', () => {
    const parts = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 });
    fc.assert(
      fc.property(parts, fc.stringMatching(/^[ab]{0,8}$/), (parts, tool) => {
        const pattern = parts.join('');
        const wildcards = new Map([
          ['*', '.*'],
          ['?', '.'],
        ]);
        const expression = new RegExp(`^${parts.map((part) => wildcards.get(part) ?? part).join('')}$`);
        const rules = createToolRules([{ pattern, options: { park: true } }]);
        expect(rules.of(tool).park === true).toBe(expression.test(tool));
      }),
    );
  });

  it('are found for a pattern that would take a regular expression for ever', () => {
    const rules = createToolRules([{ pattern: `${'*a'.repeat(100)}b`, options: { park: true } }]);
    expect(rules.of('a'.repeat(5000))).toEqual({});
  });

  it('are right for more tools than are remembered', () => {
    const rules = createToolRules([{ pattern: 'tool_7*', options: { park: true } }]);
    for (let index = 0; index < 2500; index += 1) {
      expect(rules.of(`tool_${index}`).park).toBe(`tool_${index}`.startsWith('tool_7') ? true : undefined);
    }
  });
});
