import { describe, expect, it } from 'vitest';
import {
  canTakeMore,
  isComplete,
  matchersOf,
  readOperator,
  type SilenceDraft,
  withChanged,
  withCondition,
  withoutCondition,
} from '../../src/screens/alerts/silence-draft.ts';

const NOTHING: SilenceDraft = { server: '', rule: '', conditions: [] };

/** A draft with one condition for each label, which has to be something else each time. */
function withLabels(...labels: readonly string[]): SilenceDraft {
  return labels.reduce((draft, label) => {
    const more = withCondition(draft);
    return withChanged(more, more.conditions.at(-1)?.key ?? 0, { label, operator: '!~', value: 'a|b' });
  }, NOTHING);
}

describe('a silence in the making', () => {
  it('mutes a server, a rule and any other label, compared in any way', () => {
    const draft = { ...withLabels(' tool '), server: 'jira', rule: 'errors' };
    expect(matchersOf(draft)).toEqual([
      { label: 'server', operator: '=', value: 'jira' },
      { label: 'alertname', operator: '=', value: 'errors' },
      { label: 'tool', operator: '!~', value: 'a|b' },
    ]);
  });

  it('can be used with a condition alone, and not while a label is missing or nothing is chosen', () => {
    expect(isComplete(withLabels('tool'))).toBe(true);
    expect([NOTHING, withLabels(''), { ...withLabels('tool', ' '), server: 'jira' }].map(isComplete)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('changes and loses the condition that is meant, also after another one went', () => {
    const [first] = withLabels('a', 'b', 'c').conditions;
    const less = withCondition(withoutCondition(withLabels('a', 'b', 'c'), first?.key ?? 0));
    const added = less.conditions.at(-1)?.key ?? 0;
    expect(matchersOf(withChanged(less, added, { label: 'd' })).map(({ label }) => label)).toEqual(['b', 'c', 'd']);
  });

  it('takes as many conditions as the gateway does, with a server and a rule beside them', () => {
    const most = withLabels(...Array.from({ length: 18 }, (_none, index) => `label-${index}`));
    expect([canTakeMore(most), matchersOf({ ...most, server: 'a', rule: 'b' }).length]).toEqual([false, 20]);
    expect(canTakeMore(withoutCondition(most, 1))).toBe(true);
  });

  it('takes no operator that there is not', () => {
    expect(['=', '!=', '=~', '!~', '>'].map(readOperator)).toEqual(['=', '!=', '=~', '!~', '=']);
  });
});
