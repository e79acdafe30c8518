import type { AdminRequest, RuleView } from '@seawall/admin-api';

/** A rule as the gateway tries it on history. */
type RuleBody = NonNullable<AdminRequest<'backtestDraft'>['body']>['rule'];
/** What a rule looks at. */
export type Condition = RuleBody['when'];

/** The fields of a rule that somebody writes, each as the text of its field; an empty one means the default. */
export interface RuleDraft {
  readonly when: Condition;
  readonly name: string;
  readonly severity: RuleView['severity'];
  readonly servers: string;
  /** In the unit that {@link CONDITIONS} says. */
  readonly threshold: string;
  readonly minimumCalls: string;
  /** In seconds, as the two below. */
  readonly windowS: string;
  readonly forS: string;
  readonly keepS: string;
}

/** What a condition is measured by. */
export interface ConditionLook {
  readonly text: string;
  /** Absent for a state, which either holds or does not. */
  readonly threshold?: { readonly label: string; readonly factor: number };
  readonly hasWindow?: true;
  readonly hasMinimum?: true;
}

const COUNT = 1;
const PERCENT = 0.01;
const SECONDS = 1000;

/** Every condition, in the order in which it is offered. */
export const CONDITIONS: Readonly<Record<Condition, ConditionLook>> = {
  'error-rate': {
    text: 'Share of calls that fail',
    threshold: { label: 'Percent of calls', factor: PERCENT },
    hasWindow: true,
    hasMinimum: true,
  },
  errors: { text: 'Number of errors', threshold: { label: 'Errors', factor: COUNT }, hasWindow: true },
  latency: {
    text: 'How long calls take',
    threshold: { label: 'p95 in seconds', factor: SECONDS },
    hasWindow: true,
    hasMinimum: true,
  },
  'server-down': { text: 'A server is down' },
  'crash-loop': { text: 'A server ends again and again' },
  'auth-required': { text: 'A server refuses its credentials' },
  'circuit-open': { text: 'A circuit refuses calls' },
  'group-new': { text: 'An error that was never seen' },
  'group-escalating': { text: 'Errors of one cause become far more' },
  'group-regressed': { text: 'A resolved error comes back' },
  'parked-waiting': { text: 'Parked writes wait', threshold: { label: 'Writes', factor: COUNT } },
  'parked-age': { text: 'A parked write waits long', threshold: { label: 'Seconds', factor: SECONDS } },
  'store-dropping': { text: 'Records are lost', threshold: { label: 'Records', factor: COUNT }, hasWindow: true },
};

const EMPTY: RuleDraft = {
  when: 'error-rate',
  name: 'my-rule',
  severity: 'warning',
  servers: '',
  threshold: '25',
  minimumCalls: '',
  windowS: '',
  forS: '',
  keepS: '',
};

const SEVERITIES: readonly RuleView['severity'][] = ['critical', 'warning', 'info'];

/** A draft out of the address of the page; what is not known there is as in a new one. */
export function readDraft(text: string): RuleDraft {
  const given = new URLSearchParams(text);
  const read = (name: keyof RuleDraft): string => given.get(name) ?? EMPTY[name];
  const when = read('when');
  return {
    when: isCondition(when) ? when : EMPTY.when,
    severity: SEVERITIES.find((severity) => severity === given.get('severity')) ?? EMPTY.severity,
    name: read('name'),
    servers: read('servers'),
    threshold: read('threshold'),
    minimumCalls: read('minimumCalls'),
    windowS: read('windowS'),
    forS: read('forS'),
    keepS: read('keepS'),
  };
}

/** A draft for the address of the page. */
export function writeDraft(draft: RuleDraft): string {
  return new URLSearchParams(Object.entries(draft)).toString();
}

/** A rule that is there already, to be changed. */
export function draftOf(rule: RuleView): RuleDraft {
  const { threshold, hasWindow, hasMinimum } = CONDITIONS[rule.when];
  return {
    when: rule.when,
    name: rule.name,
    severity: rule.severity,
    servers: rule.servers.length === 1 && rule.servers[0] === '*' ? '' : rule.servers.join(', '),
    threshold: threshold === undefined ? '' : toText(rule.threshold / threshold.factor),
    minimumCalls: hasMinimum === true ? toText(rule.minimumCalls) : '',
    windowS: hasWindow === true ? toText(rule.windowMs / SECONDS) : '',
    forS: toText(rule.forMs / SECONDS),
    keepS: toText(rule.keepFiringForMs / SECONDS),
  };
}

/** A draft as the gateway takes it: what its condition does not look at is left out. */
export function toRuleBody(draft: RuleDraft): RuleBody {
  const { threshold, hasWindow, hasMinimum } = CONDITIONS[draft.when];
  const servers = draft.servers.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
  return {
    when: draft.when,
    ...(draft.name.trim() === '' ? {} : { name: draft.name.trim() }),
    ...(threshold === undefined ? {} : field('threshold', draft.threshold, threshold.factor)),
    ...(hasWindow === true ? field('windowMs', draft.windowS, SECONDS) : {}),
    ...(hasMinimum === true ? field('minimumCalls', draft.minimumCalls, COUNT) : {}),
    ...field('forMs', draft.forS, SECONDS),
    ...field('keepFiringForMs', draft.keepS, SECONDS),
    ...(servers.length === 0 ? {} : { servers }),
  };
}

/** What has to stand in the configuration for the rule to be in force. */
export function draftSnippet(draft: RuleDraft): string {
  const { name = 'draft', ...rule } = toRuleBody(draft);
  return JSON.stringify({ seawall: { alerts: { rules: { [name]: { ...rule, severity: draft.severity } } } } }, null, 2);
}

function field<const Name extends string>(name: Name, text: string, factor: number): { readonly [N in Name]?: number } {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return {};
  // 1.1 percent are 0.011, not 0.011000000000000001.
  return { [name]: Number((value * factor).toPrecision(12)) } as { readonly [N in Name]: number }; // Its one field.
}

function toText(value: number): string {
  return String(Number(value.toPrecision(12)));
}

function isCondition(name: string): name is Condition {
  return Object.hasOwn(CONDITIONS, name);
}
