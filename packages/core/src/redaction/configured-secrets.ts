import { encodingsOf } from './secret-encodings.ts';
import { createSecretMatcher, type SecretMatcher } from './secret-matcher.ts';

/** A set of secrets that is known to redaction until it is disposed of. */
export interface SecretRegistration extends Disposable {
  /** Replaces the set: for rotation and reload. */
  update(values: Iterable<string>): void;
}

/**
 * Makes exact values known as secrets to all redaction of this process.
 *
 * From here on no error, log record or reply of Seawall holds one of them in any of its usual encodings. Values of fewer
 * than {@link MIN_SECRET_LENGTH} characters and everyday words such as `production` are left out: hiding those would
 * make messages unreadable and protect nothing.
 */
export function registerSecrets(values: Iterable<string>): SecretRegistration {
  const owner = {};
  registry.sets.set(owner, collect(values));
  registry.matcher = undefined;
  return {
    update: (next) => {
      if (!registry.sets.has(owner)) return;
      registry.sets.set(owner, collect(next));
      registry.matcher = undefined;
    },
    [Symbol.dispose]: () => {
      registry.sets.delete(owner);
      registry.matcher = undefined;
    },
  };
}

/** Shorter values are never taken for secrets, in characters. */
export const MIN_SECRET_LENGTH = 6;

/** The matcher of everything that is registered now, and of `further` values. */
export function configuredSecretMatcher(further?: Iterable<string>): SecretMatcher {
  if (further !== undefined) return createSecretMatcher([...registeredSpellings(), ...collect(further)]);
  registry.matcher ??= createSecretMatcher(registeredSpellings());
  return registry.matcher;
}

function registeredSpellings(): readonly string[] {
  return [...registry.sets.values()].flatMap((set) => [...set]);
}

/** All spellings of those of `values` that can be secrets. */
function collect(values: Iterable<string>): ReadonlySet<string> {
  const spellings = new Set<string>();
  for (const value of values) {
    if (!canBeSecret(value)) continue;
    for (const spelling of encodingsOf(value)) spellings.add(spelling);
    const trimmed = value.trim();
    if (trimmed !== value && canBeSecret(trimmed)) for (const spelling of encodingsOf(trimmed)) spellings.add(spelling);
  }
  return spellings;
}

const EVERYDAY_VALUES: ReadonlySet<string> = new Set(
  'application bearer browser default desktop development disabled enabled english example false global inherit localhost manual memory none null production public readonly release server staging stdio string testing undefined unknown verbose warning'.split(
    ' ',
  ),
);

function canBeSecret(value: string): boolean {
  return value.trim().length >= MIN_SECRET_LENGTH && !EVERYDAY_VALUES.has(value.trim().toLowerCase());
}

interface Registry {
  readonly sets: Map<object, ReadonlySet<string>>;
  matcher: SecretMatcher | undefined;
}

const REGISTRY_KEY = Symbol.for('dev.seawall.configured-secrets.v1');

// One registry for all copies of this package in a process: a secret that one copy knows must not leave through another.
const registry: Registry = sharedRegistry();

function sharedRegistry(): Registry {
  const existing: unknown = Reflect.get(globalThis, REGISTRY_KEY);
  // Only this function ever writes under the key, so what stands there has this shape.
  if (existing !== undefined) return existing as Registry;
  const created: Registry = { sets: new Map(), matcher: undefined };
  Reflect.set(globalThis, REGISTRY_KEY, created);
  return created;
}
