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
  let isDisposed = false;
  put(owner, collect(values));
  return {
    update: (next) => {
      if (!isDisposed) put(owner, collect(next));
    },
    [Symbol.dispose]: () => {
      isDisposed = true;
      put(owner, undefined);
    },
  };
}

/** Where nothing changes the matcher stays: building it takes longer than most searches. */
function put(owner: object, spellings: Spellings | undefined): void {
  const isKept = spellings !== undefined && spellings.exact.size > 0;
  if (!isKept && !registry.sets.has(owner)) return;
  if (isKept) registry.sets.set(owner, spellings);
  else registry.sets.delete(owner);
  registry.matcher = undefined;
}

/** Shorter values are never taken for secrets, in characters. */
export const MIN_SECRET_LENGTH = 6;

/** The matcher of everything that is registered now, and of `further` values. */
export function configuredSecretMatcher(further?: Iterable<string>): SecretMatcher {
  const own = further === undefined ? undefined : collect(further);
  if (own !== undefined && own.exact.size > 0) return matcherOf([...registry.sets.values(), own]);
  registry.matcher ??= matcherOf([...registry.sets.values()]);
  return registry.matcher;
}

/** How secrets may be written. */
interface Spellings {
  readonly exact: ReadonlySet<string>;
  /** What is a secret in other letter case too. */
  readonly anyCase: ReadonlySet<string>;
}

function matcherOf(sets: readonly Spellings[]): SecretMatcher {
  return createSecretMatcher(
    sets.flatMap(({ exact }) => [...exact]),
    sets.flatMap(({ anyCase }) => [...anyCase]),
  );
}

/** All spellings of those of `values` that can be secrets. */
function collect(values: Iterable<string>): Spellings {
  const exact = new Set<string>();
  const anyCase = new Set<string>();
  for (const value of values) {
    if (!canBeSecret(value)) continue;
    const trimmed = value.trim();
    for (const spelling of encodingsOf(value)) exact.add(spelling);
    if (trimmed !== value) for (const spelling of encodingsOf(trimmed)) exact.add(spelling);
    if (trimmed.length >= MIN_ANY_CASE_LENGTH && ASCII_WITH_LETTERS.test(trimmed)) anyCase.add(trimmed);
  }
  return { exact, anyCase };
}

/** A shorter text may be a word, which is another one in other letter case. */
const MIN_ANY_CASE_LENGTH = 12;
const ASCII_WITH_LETTERS = /^[!-~]*[A-Za-z][!-~]*$/;

const EVERYDAY_VALUES: ReadonlySet<string> = new Set(
  'application bearer browser default desktop development disabled enabled english example false global inherit localhost manual memory none null production public readonly release server staging stdio string testing undefined unknown verbose warning'.split(
    ' ',
  ),
);

function canBeSecret(value: string): boolean {
  return value.trim().length >= MIN_SECRET_LENGTH && !EVERYDAY_VALUES.has(value.trim().toLowerCase());
}

interface Registry {
  readonly sets: Map<object, Spellings>;
  matcher: SecretMatcher | undefined;
}

const REGISTRY_KEY = Symbol.for('dev.seawall.configured-secrets.v2');

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
