import { checkPolicies, type PolicyOptions, type PolicySettings, resolvePolicies } from '@seawall/core/base';
import type { ConfigPath } from '../config-path.ts';
import type { ServerOptionsInput } from '../configuration-schema.ts';
import type { Finding } from '../finding.ts';
import type { PoliciesInput } from '../policies-schema.ts';

/** The policies of one server: its own, else those of `seawall.defaults`, else the built-in ones, field by field. */
export function resolveServerPolicies(
  own: ServerOptionsInput,
  defaults: ServerOptionsInput,
  transport: 'stdio' | 'http',
): PolicySettings {
  return resolvePolicies(combine(own, defaults), transport);
}

/** Faults in how the options of one server's policies stand to each other. */
export function checkServerPolicies(
  own: ServerOptionsInput,
  defaults: ServerOptionsInput,
  { transport, path }: { readonly transport: 'stdio' | 'http'; readonly path: ConfigPath },
): readonly Finding[] {
  return checkPolicies(combine(own, defaults), transport, 'policies').map(({ path: place, message, allowed }) => ({
    severity: 'error',
    path: [...path, ...place.split('.')],
    message,
    allowed,
  }));
}

const PARTS = ['retry', 'retryBudget', 'breaker', 'toolBreaker', 'rateGate', 'bulkhead', 'silence', 'hedge'] as const;

function combine(own: ServerOptionsInput, defaults: ServerOptionsInput): PolicyOptions {
  const layers = [withShortForms(defaults), withShortForms(own)];
  const parts = PARTS.map((part) => [part, Object.assign({}, ...layers.map((layer) => given(layer[part])))] as const);
  return Object.fromEntries(parts);
}

/** What stands in short beside the policies; where both are given, the longer form counts. */
function withShortForms({ maxAttempts, concurrency, queue, policies = {} }: ServerOptionsInput): PoliciesInput {
  return {
    ...policies,
    retry: { maxAttempts, ...given(policies.retry) },
    bulkhead: { concurrency, queue, ...given(policies.bulkhead) },
  };
}

/** Fields that are there and `undefined` would hide those underneath. */
function given(fields: object = {}): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
