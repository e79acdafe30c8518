import { ALERT_DEFAULTS, type AlertRule, type AlertRuleOptions, type AlertSettings } from './alert-settings.ts';

/** What a rule of a user has where it says nothing else. */
export const ALERT_RULE_DEFAULTS = {
  threshold: 1,
  windowMs: 300_000,
  minimumCalls: 10,
  forMs: 0,
  keepFiringForMs: 0,
  holdOffMs: 0,
  severity: 'warning',
  servers: ['*'],
  labels: {},
  summary: 'Rule "{alertname}" holds for {where}.',
  description: '{reason}',
  action: '',
} as const satisfies Partial<AlertRule>;

/** A rule that is built in, and whether it is on where nobody says anything. */
export interface BuiltInAlertRule extends AlertRule {
  readonly isOn: boolean;
}

type Part = Pick<AlertRule, 'name' | 'when' | 'summary' | 'action'> & AlertRuleOptions & { readonly isOn?: boolean };

const built = (part: Part): BuiltInAlertRule => withDefaults({ ...ALERT_RULE_DEFAULTS, isOn: true }, part);

/** The rules that are there from the start. */
export const BUILT_IN_ALERT_RULES: readonly BuiltInAlertRule[] = [
  built({
    name: 'server-down',
    when: 'server-down',
    forMs: 30_000,
    severity: 'critical',
    summary: 'Server "{server}" is down.',
    action: 'Run "seawall doctor {server}"; it goes through the connection step by step.',
  }),
  built({
    name: 'crash-loop',
    when: 'crash-loop',
    severity: 'critical',
    summary: 'Server "{server}" ends again and again right after its start.',
    action: 'Read the last lines of its stderr, and correct its command or its environment.',
  }),
  built({
    name: 'auth-required',
    when: 'auth-required',
    severity: 'critical',
    summary: 'Server "{server}" wants credentials that work.',
    action: 'Renew the token or key of the server in the configuration; it is tried again when the file changes.',
  }),
  built({
    name: 'server-unhealthy',
    when: 'errors',
    threshold: 5,
    windowMs: 900_000,
    holdOffMs: 1_800_000,
    severity: 'critical',
    summary: 'MCP server {server} is experiencing issues',
    description: '{value} errors in the last {window}. {reason}',
    action: 'Look at the newest groups of errors of the server.',
  }),
  built({
    name: 'circuit-open',
    when: 'circuit-open',
    forMs: 60_000,
    summary: 'The circuit of {where} is open: calls are refused.',
    action: 'It closes by itself when the server answers again; reset it by hand if it should be tried now.',
  }),
  built({
    name: 'error-rate',
    when: 'error-rate',
    threshold: 0.5,
    forMs: 120_000,
    summary: '{value} of the calls to server "{server}" fail.',
    action: 'Look at the newest groups of errors of the server.',
  }),
  built({
    name: 'latency',
    when: 'latency',
    threshold: 10_000,
    forMs: 300_000,
    keepFiringForMs: 300_000,
    summary: 'Server "{server}" is slow: one call in twenty takes {value} or longer.',
    action: 'See which of its tools is slow; a limit on concurrent calls may help it.',
  }),
  built({
    name: 'group-escalating',
    when: 'group-escalating',
    summary: 'Errors of server "{server}" become far more: {title}',
    action: 'Open the group; what changed in the last hour is the likely cause.',
  }),
  built({
    name: 'group-regressed',
    when: 'group-regressed',
    summary: 'An error of server "{server}" that was resolved is back: {title}',
    action: 'Open the group and compare with what resolved it the last time.',
  }),
  built({
    name: 'group-new',
    when: 'group-new',
    isOn: false,
    severity: 'info',
    summary: 'Server "{server}" shows an error that was never seen before: {title}',
    action: 'Open the group; resolve or archive it when it is understood.',
  }),
  built({
    name: 'parked-waiting',
    when: 'parked-waiting',
    forMs: 600_000,
    summary: 'Parked writes wait for their server: {value}.',
    action: 'See which of them wait, and replay or discard them.',
  }),
  built({
    name: 'parked-old',
    when: 'parked-age',
    threshold: 3_600_000,
    severity: 'critical',
    summary: 'A parked write waits for {value} already.',
    action: 'Decide whether it is still meant, and replay or discard it.',
  }),
  built({
    name: 'store-dropping',
    when: 'store-dropping',
    keepFiringForMs: 300_000,
    summary: 'The store lost records in the last {window}: {value}.',
    action: 'Check the disk of the data folder: whether it is full, slow or read-only.',
  }),
];

/** What of the rules that are built in is changed or off, and further rules, by name. */
export type AlertRulesOptions = Readonly<Record<string, false | true | AlertRuleOptions>>;

/**
 * The rules that are in force: those that are built in, changed and switched as `options` say, then further ones.
 *
 * A further rule without `when` is left out: {@link isBuiltInAlertRule} tells which names need none.
 */
export function resolveAlertRules(options: AlertRulesOptions = {}): readonly AlertRule[] {
  const builtIn = BUILT_IN_ALERT_RULES.flatMap((rule): readonly AlertRule[] => {
    const change = Object.hasOwn(options, rule.name) ? options[rule.name] : undefined;
    const { isOn, ...bare } = rule;
    if (change === false || (change === undefined && !isOn)) return [];
    return [change === undefined || change === true ? bare : withDefaults(bare, change)];
  });
  const further = Object.entries(options).flatMap(([name, rule]): readonly AlertRule[] => {
    if (typeof rule === 'boolean' || rule.when === undefined || isBuiltInAlertRule(name)) return [];
    return [withDefaults({ ...ALERT_RULE_DEFAULTS, name, when: rule.when }, rule)];
  });
  return [...builtIn, ...further];
}

/** Whether a rule of this name is there from the start. */
export function isBuiltInAlertRule(name: string): boolean {
  return BUILT_IN_ALERT_RULES.some((rule) => rule.name === name);
}

/** `base` with what `changes` says; a field without a value says nothing. */
function withDefaults<B extends object, C extends object>(base: B, changes: C): B & Definite<C> {
  const said = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return { ...base, ...said } as B & Definite<C>; // Fields without a value are gone, and the others have their types.
}

type Definite<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] };

/** What is so about alerts where nobody says anything: the built-in rules, told to the log. */
export function defaultAlertSettings(): AlertSettings {
  const { grouping, flapping, sink } = ALERT_DEFAULTS;
  return {
    rules: resolveAlertRules(),
    sinks: [{ ...sink, name: 'log', type: 'log' }],
    grouping,
    flapping,
    silences: [],
  };
}
