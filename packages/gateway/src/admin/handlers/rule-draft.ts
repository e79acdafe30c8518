import type { RouteInput } from '@seawall/admin-api';
import { ALERT_RANGES, ALERT_RULE_DEFAULTS, type AlertRule, checkNumbers } from '@seawall/core/base';
import { ProblemError } from '../problems.ts';

/** A rule that somebody thinks about, whole. @throws {@link ProblemError} `INVALID_REQUEST`. */
export function toRule(draft: RouteInput<'backtestDraft'>['body']['rule']): AlertRule {
  const rule: AlertRule = { ...ALERT_RULE_DEFAULTS, ...draft };
  const faults = checkNumbers(rule, ALERT_RANGES.rule, 'rule');
  if (faults.length === 0) return rule;
  const errors = faults.map(({ path, message, allowed }) => ({
    pointer: `/body/${path.replaceAll('.', '/')}`,
    detail: `${message} It has to be ${allowed}.`,
  }));
  throw new ProblemError('INVALID_REQUEST', { detail: errors.map(({ detail }) => detail).join(' '), errors });
}
