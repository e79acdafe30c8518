import type { AlertView, RuleView, SinkView } from '@seawall/admin-api';
import {
  type AlertRecord,
  type AlertRule,
  type AlertSettings,
  BUILT_IN_ALERT_RULES,
  defaultAlertSettings,
  isBuiltInAlertRule,
  type SinkSettings,
} from '@seawall/core/base';
import type { ActiveAlert, SinkRunner } from '@seawall/telemetry';
import type { AdminContext } from '../sources.ts';

/** What is set about alerts now. */
export function alertSettingsOf({ seawall }: AdminContext): AlertSettings {
  return seawall.settings.alerts ?? defaultAlertSettings();
}

/** An alert as the API tells of it. */
export function toAlertView(
  { notifications: _own, ...alert }: AlertRecord,
  mutedBy?: ActiveAlert['mutedBy'],
): AlertView {
  return { ...alert, ...(mutedBy === undefined ? {} : { mutedBy }) };
}

/** Every rule with whether it is in force: those of the configuration, then built-in ones that are switched off. */
export function knownRules(
  context: AdminContext,
): readonly { readonly rule: AlertRule; readonly isEnabled: boolean }[] {
  const { rules } = alertSettingsOf(context);
  const names = new Set(rules.map(({ name }) => name));
  const off = BUILT_IN_ALERT_RULES.filter(({ name }) => !names.has(name)).map(({ isOn: _byDefault, ...rule }) => rule);
  return [...rules.map((rule) => ({ rule, isEnabled: true })), ...off.map((rule) => ({ rule, isEnabled: false }))];
}

/** A rule as the API tells of it. */
export function toRuleView(
  { rule, isEnabled }: { readonly rule: AlertRule; readonly isEnabled: boolean },
  { condition, active }: { readonly condition: string; readonly active: readonly ActiveAlert[] },
): RuleView {
  const { name, severity, when, threshold, windowMs, minimumCalls, servers, forMs, keepFiringForMs } = rule;
  const count = (state: AlertRecord['state']): number =>
    active.filter(({ alert }) => alert.rule === name && alert.state === state).length;
  return {
    name,
    isEnabled,
    isBuiltIn: isBuiltInAlertRule(name),
    severity,
    condition,
    when,
    threshold,
    windowMs,
    minimumCalls,
    servers: [...servers],
    forMs,
    keepFiringForMs,
    pending: count('pending'),
    firing: count('firing'),
  };
}

/** A sink as the API tells of it. */
export function toSinkView(sink: SinkRunner, settings: SinkSettings | undefined): SinkView {
  const { waiting, delivered, failed, lastFailure } = sink.status;
  return {
    name: sink.name,
    kind: settings?.type ?? 'log',
    target: settings === undefined ? '' : targetOf(settings),
    waiting,
    delivered,
    failed,
    ...(lastFailure === undefined ? {} : { lastError: { ...lastFailure } }),
  };
}

/** Where a sink sends to. The path of a webhook can be a key, so it is left out. */
function targetOf(sink: SinkSettings): string {
  switch (sink.type) {
    case 'log':
      return 'the log of the gateway';
    case 'email':
      return `${sink.to.join(', ')} by ${sink.host}:${sink.port}`;
    case 'webhook':
    case 'alertmanager':
    case 'slack':
    case 'pagerduty':
      return URL.canParse(sink.url) ? new URL(sink.url).origin : 'an address that is none';
  }
}
