import { nameWords } from './name-words.ts';
import {
  ABOUT_FIRST,
  ABOUT_LAST,
  COUNTED,
  HARMLESS_KEYS,
  HARMLESS_NAMES,
  QUERY_NAMES,
  SENSITIVE_NAMES,
  STRONG_COMPOUNDS,
  STRONG_ENDINGS,
  STRONG_WORDS,
  WEAK_WORDS,
} from './sensitive-words.ts';

/** What a name tells about its value. */
export interface NameKind {
  /** `strong`: the value is a secret. `weak`: it is one if it looks like one. */
  readonly strength: 'none' | 'weak' | 'strong';
  /** The rule that a marker names. */
  readonly rule: string;
  /** Whether the name may stand for several things, so that a number below it counts them. */
  readonly isPlural: boolean;
  /** Whether the name itself says that the value is about something, so that nothing is inherited from above. */
  readonly isAbout: boolean;
}

/**
 * What a name tells about its value.
 *
 * The name is read as words (`tavilyApiKey`, `API-KEY` and `api.key` are the same), so that `monkey` and `author` tell
 * nothing. Names that only speak about a secret, as `token_count` or `passwordPolicy`, tell that it is none.
 */
export function classifyName(name: string): NameKind {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const kind = name.length > MAX_NAME_LENGTH ? PLAIN : classify(name);
  if (cache.size >= MAX_CACHED_NAMES) cache.clear();
  cache.set(name, kind);
  return kind;
}

/** {@link classifyName} for a parameter of a URL, where more names are sensitive. */
export function classifyQueryName(name: string): NameKind {
  const kind = classifyName(name);
  if (kind.strength === 'strong') return kind;
  const rule = QUERY_NAMES.get(nameWords(name.slice(0, MAX_NAME_LENGTH)).join(''));
  return rule === undefined ? kind : kindOf('weak', rule);
}

/** Whether a value under this name has to be taken for a secret, by the name alone. */
export function isSensitiveName(name: string): boolean {
  // The shell's working directory; in any other spelling it is a password.
  return name !== 'PWD' && classifyName(name).strength !== 'none';
}

/** Longer names are no names. */
export const MAX_NAME_LENGTH = 128;
/** Names repeat; the cache starts again when it is full. */
const MAX_CACHED_NAMES = 4096;
const cache = new Map<string, NameKind>();

const PLAIN: NameKind = { strength: 'none', rule: '', isPlural: false, isAbout: false };
const ABOUT: NameKind = { strength: 'none', rule: '', isPlural: false, isAbout: true };

function kindOf(strength: 'weak' | 'strong', rule: string, isPlural = false): NameKind {
  return { strength, rule, isPlural, isAbout: false };
}

function classify(name: string): NameKind {
  // Accents may stand in signs of their own.
  const words = nameWords(name.normalize('NFC'));
  const joined = words.join('');
  if (HARMLESS_NAMES.has(joined)) return ABOUT;
  const known = SENSITIVE_NAMES.get(joined);
  if (known !== undefined) return kindOf(known === 'session' || joined === 'secretid' ? 'weak' : 'strong', known);
  if (name === 'PWD') return kindOf('weak', 'password');
  const hit = strongest(words);
  if (hit === undefined && STRONG_WORDS.has(joined)) return kindOf('strong', STRONG_WORDS.get(joined) ?? '');
  if (hit === undefined) return ABOUT_LAST.has(words.at(-1) ?? '') ? ABOUT : PLAIN;
  if (isOnlyAbout(words, hit)) return ABOUT;
  return kindOf(hit.isStrong ? 'strong' : 'weak', hit.rule, isPlural(words.at(-1)) || isPlural(words[hit.index]));
}

/** `tokens` and `keys`, but not `pass` and `sas`. */
function isPlural(word: string | undefined): boolean {
  return word !== undefined && word !== 'sas' && /[^s]s$/.test(word);
}

/** The sensitive word of a name. */
interface Hit {
  readonly index: number;
  /** How many words belong to it. */
  readonly length: number;
  readonly isStrong: boolean;
  readonly rule: string;
}

function strongest(words: readonly string[]): Hit | undefined {
  let weak: Hit | undefined;
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    const compound = next === undefined ? undefined : STRONG_COMPOUNDS.get(`${word} ${next}`);
    if (compound !== undefined) return { index, length: 2, isStrong: true, rule: compound };
    const strong = STRONG_WORDS.get(word) ?? STRONG_ENDINGS.find(([ending]) => hasEnding(word, ending))?.[1];
    if (strong !== undefined) return { index, length: 1, isStrong: true, rule: strong };
    weak = weakHit(words, index) ?? weak;
  }
  return weak;
}

function hasEnding(word: string, ending: string): boolean {
  return word.endsWith(ending) || (word.endsWith('s') && word.endsWith(ending, word.length - 1));
}

function weakHit(words: readonly string[], index: number): Hit | undefined {
  const word = words[index] ?? '';
  const rule = WEAK_WORDS.get(word);
  if (rule === undefined) return undefined;
  if (rule === 'key' && HARMLESS_KEYS.has(words[index - 1] ?? '')) return undefined;
  // `pass` alone or at the end is a password; `pass_rate` is not.
  if (rule === 'password') return index === words.length - 1 ? { index, length: 1, isStrong: true, rule } : undefined;
  return { index, length: 1, isStrong: false, rule };
}

/** Whether the other words of a name say that it only tells something about a secret. */
function isOnlyAbout(words: readonly string[], hit: Hit): boolean {
  const last = words.length - 1;
  // `tokensPerMinute` is a rate.
  if (words.includes('per', hit.index + hit.length)) return true;
  if (last >= hit.index + hit.length && ABOUT_LAST.has(words[last] ?? '') && !isSessionId(words)) return true;
  if (hit.index > 0 && ABOUT_FIRST.has(words[0] ?? '') && !isActedOnBy(words[0] ?? '', hit)) return true;
  if (hit.rule !== 'token' || !/^tokens?$/.test(words[hit.index] ?? '')) return false;
  return words.slice(0, hit.index).some((word) => COUNTED.has(word));
}

/** The id of a session is what a password is elsewhere. */
function isSessionId(words: readonly string[]): boolean {
  return words.at(-1) === 'id' && /^sess(?:ion)?$/.test(words.at(-2) ?? '');
}

/** A token that resets or verifies something is a secret, though resetting a password is none. */
function isActedOnBy(first: string, hit: Hit): boolean {
  return /^(?:reset|verify|remember|update|custom)$/.test(first) && hit.index === 1 && hit.rule !== 'password';
}
