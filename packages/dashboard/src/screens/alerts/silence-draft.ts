import type { RouteAnswer } from '@seawall/admin-api';

/** What a label of an alert has to be. */
export type Matcher = RouteAnswer<'createSilence'>['matchers'][number];

/** A further condition, as it is written. */
export interface Condition extends Matcher {
  /** Tells it apart from the others while it is written. */
  readonly key: number;
}

/** A silence in the making; empty is any server and any rule. */
export interface SilenceDraft {
  readonly server: string;
  readonly rule: string;
  readonly conditions: readonly Condition[];
}

/** The most matchers that a silence has. */
const MAX_MATCHERS = 20;

/** Labels that alerts have, beside those that a rule gives them. */
export const KNOWN_LABELS = ['server', 'tool', 'group', 'alertname', 'severity'] as const;

/** How a label is compared. */
export const OPERATORS: readonly (readonly [Matcher['operator'], string])[] = [
  ['=', 'is'],
  ['!=', 'is not'],
  ['=~', 'fits the pattern'],
  ['!~', 'does not fit the pattern'],
];

/** An operator by its name; `=` for what is none. */
export function readOperator(name: string): Matcher['operator'] {
  return OPERATORS.find(([operator]) => operator === name)?.[0] ?? '=';
}

/** What a draft mutes; a condition whose label is not written yet counts as nothing. */
export function matchersOf({ server, rule, conditions }: SilenceDraft): readonly Matcher[] {
  return [
    ...(server === '' ? [] : [{ label: 'server', operator: '=' as const, value: server }]),
    ...(rule === '' ? [] : [{ label: 'alertname', operator: '=' as const, value: rule }]),
    ...conditions.flatMap(({ label, operator, value }) =>
      label.trim() === '' ? [] : [{ label: label.trim(), operator, value }],
    ),
  ];
}

/** Whether a draft can be used as it is. */
export function isComplete(draft: SilenceDraft): boolean {
  return matchersOf(draft).length > 0 && draft.conditions.every(({ label }) => label.trim() !== '');
}

/** Whether there is room for one more condition, whatever is chosen beside it. */
export function canTakeMore({ conditions }: SilenceDraft): boolean {
  return conditions.length < MAX_MATCHERS - 2;
}

/** One more condition, which is not written yet. */
export function withCondition(draft: SilenceDraft): SilenceDraft {
  const key = Math.max(0, ...draft.conditions.map((condition) => condition.key)) + 1;
  return { ...draft, conditions: [...draft.conditions, { key, label: '', operator: '=', value: '' }] };
}

/** A condition as it is written now. */
export function withChanged(draft: SilenceDraft, key: number, part: Partial<Matcher>): SilenceDraft {
  const change = (condition: Condition): Condition => (condition.key === key ? { ...condition, ...part } : condition);
  return { ...draft, conditions: draft.conditions.map(change) };
}

/** A draft without one of its conditions. */
export function withoutCondition(draft: SilenceDraft, key: number): SilenceDraft {
  return { ...draft, conditions: draft.conditions.filter((condition) => condition.key !== key) };
}
