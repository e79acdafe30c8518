import type { ActiveRule } from './active-rule.ts';
import { activateRule, type RedactionRule, UnusableRule } from './redaction-rule.ts';

/** The rules of everybody in this process, and those of one call. Rules of a call that can not be used are left out. */
export function activeRules(further?: readonly RedactionRule[]): readonly ActiveRule[] {
  registry.all ??= [...registry.sets.values()].flat();
  if (further === undefined || further.length === 0) return registry.all;
  const own = further.map(activateRule).filter((rule): rule is ActiveRule => !(rule instanceof UnusableRule));
  return [...own, ...registry.all];
}

/** Puts rules in force for the whole process, under an owner. */
export function putRules(owner: object, rules: readonly ActiveRule[]): void {
  registry.sets.set(owner, rules);
  registry.all = undefined;
}

/** Ends the rules of an owner. */
export function removeRules(owner: object): void {
  registry.sets.delete(owner);
  registry.all = undefined;
}

interface Registry {
  readonly sets: Map<object, readonly ActiveRule[]>;
  all: readonly ActiveRule[] | undefined;
}

const REGISTRY_KEY = Symbol.for('dev.seawall.redaction-rules.v1');

// One registry for all copies of this package in a process, as for secrets.
const registry: Registry = sharedRegistry();

function sharedRegistry(): Registry {
  const existing: unknown = Reflect.get(globalThis, REGISTRY_KEY);
  // Only this function ever writes under the key, so what stands there has this shape.
  if (existing !== undefined) return existing as Registry;
  const created: Registry = { sets: new Map(), all: undefined };
  Reflect.set(globalThis, REGISTRY_KEY, created);
  return created;
}
