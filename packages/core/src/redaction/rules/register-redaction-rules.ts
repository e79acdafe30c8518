import { MCPConfigurationError } from '../../errors/configuration-error.ts';
import type { ActiveRule } from './active-rule.ts';
import { activateRule, type RedactionRule, UnusableRule } from './redaction-rule.ts';
import { putRules, removeRules } from './registered-rules.ts';

/** Rules that are in force until they are disposed of. */
export interface RuleRegistration extends Disposable {
  /** Replaces the rules, for a reload. */
  update(rules: readonly RedactionRule[]): void;
}

/**
 * Puts rules of your own in force for all redaction of this process, beside those that are built in. Where both would hide
 * something, the marker of yours stands there.
 *
 * @throws {@link MCPConfigurationError} when a rule can not be used: then none of them is in force.
 */
export function registerRedactionRules(rules: readonly RedactionRule[]): RuleRegistration {
  const owner = {};
  let isDisposed = false;
  putRules(owner, activateAll(rules));
  return {
    update: (next) => {
      if (!isDisposed) putRules(owner, activateAll(next));
    },
    [Symbol.dispose]: () => {
      isDisposed = true;
      removeRules(owner);
    },
  };
}

function activateAll(rules: readonly RedactionRule[]): readonly ActiveRule[] {
  return rules.map((rule, index) => {
    const active = activateRule(rule);
    if (!(active instanceof UnusableRule)) return active;
    const path = active.field === '' ? `rules[${index}]` : `rules[${index}].${active.field}`;
    throw new MCPConfigurationError({
      message: `The redaction rule at "${path}" can not be used.`,
      configSection: path,
      hint: active.problem,
    });
  });
}
