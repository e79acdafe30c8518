import { configuredSecretMatcher } from './configured-secrets.ts';
import { CONFIGURED_MARKER, markerOf } from './markers.ts';
import type { RedactionRule } from './rules/redaction-rule.ts';
import { activeRules } from './rules/registered-rules.ts';
import { createSecretMatcher, type SecretMatcher } from './secret-matcher.ts';
import { ExactWalk } from './structure/exact-walk.ts';
import { Walk } from './structure/walk.ts';
import { cleanText, MAX_TEXT_LENGTH, type TextCleaning } from './text/clean-text.ts';
import { CleanTexts } from './text/clean-texts.ts';
import type { HiddenLeaves } from './text/embedded-json.ts';

export { CONFIGURED_MARKER, TOO_DEEP_MARKER, UNREADABLE_MARKER } from './markers.ts';
export { MAX_REDACTION_DEPTH } from './structure/walk.ts';
export { MAX_TEXT_LENGTH } from './text/clean-text.ts';

/** What redaction knows beside what is registered for the process, and what it finds by itself. */
export interface RedactOptions {
  /** Further exact values to hide, as they stand in a configuration.
   * @default [] */
  readonly configuredSecrets?: Iterable<string>;
  /** Further rules, for this call only. One that can not be used is left out.
   * @default [] */
  readonly rules?: readonly RedactionRule[];
}

/**
 * Gives back `value` without secrets; never changes it, never throws.
 *
 * Hidden are exact values that were registered, what stands under sensitive names, and what texts give away. Strings,
 * arrays, objects, `Map`, `Set`, `Headers` and `Error` (with causes and own properties) are searched, keys too; cycles keep
 * their shape. Where there was nothing to hide the very same value comes back, so clean data costs no copy. The copy of an
 * error keeps its class; that of any other instance is a plain object, because private fields can't be copied. Bytes,
 * functions, and what only a method gives out are not searched. A secret that a name or a text gave away is hidden
 * everywhere else in the value too.
 */
export function redact<T>(value: T, options?: RedactOptions): T;
export function redact(value: unknown, options?: RedactOptions): unknown {
  if (typeof value === 'string') return redactText(value, options);
  const cleaning = cleaningFor(options);
  const clean = new Walk(cleaning).clean(value);
  return cleaning.found.size === 0 ? clean : new ExactWalk(repeatsOf(cleaning), REPEATED_MARKER).clean(clean);
}

/** {@link redact} for a text. */
export function redactText(text: string, options?: RedactOptions): string {
  if (options === undefined && usualTexts()?.has(text)) return text;
  const cleaning = cleaningFor(options);
  const clean = cleanText(text, cleaning);
  return cleaning.found.size === 0 ? clean : repeatsOf(cleaning).replace(clean, REPEATED_MARKER);
}

/**
 * Gives back `value` without the exact values that were registered, in all their usual encodings; never changes it, never
 * throws.
 *
 * For data that is meant to pass, such as the results of tools: no name and no pattern hides anything, and texts have no
 * limit. Keys are searched too, cycles keep their shape, and where there was nothing to hide the very same value comes back;
 * with nothing registered it is not even looked at. What is nested deeper than 500 levels becomes `[TOO DEEP]`.
 */
export function redactConfigured<T>(value: T): T;
export function redactConfigured(value: unknown): unknown {
  return new ExactWalk(configuredSecretMatcher(), CONFIGURED_MARKER).clean(value);
}

/** Stands where a value was given away by another place of the same value. */
const REPEATED_MARKER = markerOf('repeated');
/** JSON in a text in JSON in a text is read this deep. */
const MAX_JSON_DEPTH = 3;

function cleaningFor(options: RedactOptions | undefined): TextCleaning {
  const further = options?.configuredSecrets;
  const cleaning = {
    matcher: configuredSecretMatcher(further),
    rules: activeRules(options?.rules),
    found: new Set<string>(),
    budget: { left: MAX_TEXT_LENGTH },
  };
  const hiddenLeaves = leavesWith(cleaning, MAX_JSON_DEPTH);
  const known = options === undefined ? usualTexts() : undefined;
  return known === undefined ? { ...cleaning, hiddenLeaves } : { ...cleaning, hiddenLeaves, known };
}

/** Texts that are clean by what is registered now; none are kept while rules of users are in force. */
function usualTexts(): CleanTexts | undefined {
  const matcher = configuredSecretMatcher();
  if (activeRules().length > 0) return undefined;
  if (usual.matcher !== matcher) usual = { matcher, texts: new CleanTexts() };
  return usual.texts;
}

let usual: { readonly matcher: SecretMatcher | undefined; readonly texts: CleanTexts } = {
  matcher: undefined,
  texts: new CleanTexts(),
};

/** What a walk through a value that was parsed from a text hides by its structure. */
function leavesWith(cleaning: TextCleaning, depth: number): HiddenLeaves {
  return (value) => {
    const leaves = new Map<string, string>();
    const own = { ...cleaning, budget: { left: MAX_TEXT_LENGTH } };
    const inner = depth > 1 ? { ...own, hiddenLeaves: leavesWith(cleaning, depth - 1) } : own;
    new Walk(inner, { onHidden: (text, rule) => leaves.set(text, rule) }).clean(value);
    return leaves;
  };
}

/** The search for values that were found already, where nothing gives them away. */
function repeatsOf(cleaning: TextCleaning): SecretMatcher {
  const spellings = [...cleaning.found].flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeSafely(secret),
  ]);
  return createSecretMatcher(spellings);
}

function encodeSafely(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // A lone half of a character can't be encoded, so no URL holds it.
    return text;
  }
}
