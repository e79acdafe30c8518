import type { NameKind } from '../names/classify-name.ts';
import {
  isIdentifier,
  isPath,
  isPlaceholder,
  isStatusWord,
  isWord,
  looksGenerated,
  looksRandom,
} from './value-shape.ts';

/**
 * How surely a value belongs to its name.
 *
 * `field`: it is the value of a field, of structured data or within quotes. `assigned`: it stands behind `=`, or alone on
 * its line. `loose`: it follows in prose, where most words are no values.
 */
export type Binding = 'field' | 'assigned' | 'loose';

/** Whether a value under a name has to be hidden. */
export function isSecretValue(kind: NameKind, value: string, binding: Binding): boolean {
  if (kind.strength === 'none' || (binding === 'loose' && isWord(value)) || isPlaceholder(value)) return false;
  // Signs alone are what is left between quotes that do not belong together.
  if (value.length < MIN_SIGNS && !/[\w\u0080-\uffff]/.test(value)) return false;
  if (kind.strength === 'weak') return isWeakSecret(kind.rule, value, binding);
  if (isStatusWord(value) || isMessage(value)) return false;
  if (isPath(value) && value.lastIndexOf('/') > value.indexOf('/')) return false;
  // The rules for URLs tell what is secret in one.
  if (URL_ITSELF.test(value) && (kind.rule === 'password' || kind.rule === 'token')) return false;
  if (kind.rule === 'code')
    return /\d/.test(value) && value.length >= 3 && (binding !== 'loose' || /^\w*\d[\w-]{2,}$/.test(value));
  if (binding === 'field') return true;
  if (TYPE.test(value)) return false;
  if (binding === 'assigned') return !CODE.test(value);
  return isLooseSecret(kind.rule, value);
}

const MIN_SIGNS = 8;
const URL_ITSELF = /^https?:\/\/[\w.-]+/;

/** Members of objects, as in source code: `user.token`, `this.#secret`. */
const CODE = /^(?:[a-z_$][A-Za-z_$]*\.)+[a-zA-Z_$#]+$|^(?:await|new|function|async)$/;

/** The type of a variable or field, as in signatures and schemas: `Optional[str`, `String!`. */
const TYPE =
  /^(?:typing\.)?(?:Optional|Union|List|Dict|Sequence|Iterable|Annotated|Literal|Final|Option|Vec|Maybe|Promise|Array|Record|Ref|Box|Sensitive)[[<]\w*|^\[?(?:String|ID|Int|Boolean|Float)!?\]?!?$/;

function isWeakSecret(rule: string, value: string, binding: Binding): boolean {
  const minLength = binding === 'loose' ? 16 : (MIN_WEAK_LENGTHS.get(rule) ?? 8);
  if (value.length < minLength) return false;
  if (isStatusWord(value) || isPath(value) || value.includes('://')) return false;
  if (rule === 'authorization' && binding === 'field' && USER_AND_PASSWORD.test(value)) return true;
  // Keys of records, caches and tickets are generated too, so a key has to look like one of a vendor.
  if (rule === 'key') return !UUID.test(value) && !HEX_DIGEST.test(value) && looksRandom(value) && !/[/:]/.test(value);
  return looksGenerated(value, minLength) || UUID.test(value);
}

const MIN_WEAK_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['key', 20],
  ['url-parameter', 6],
  ['signature', 16],
  ['secret', 8],
  ['password', 4],
]);
/** `bob:anchor-copper-35` */
const USER_AND_PASSWORD = /^[\w.@+-]{1,64}:(?=[^\s:]*[\d!#$%^&*])[^\s:/]{6,}$/;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const HEX_DIGEST = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/i;

/** A capitalised word with a long number reads like the name of nothing. */
const WORD_WITH_NUMBER = /^[A-Z][a-z]{2,12}\d{4,10}$/;

/** A word of any language, also the last one of a question, as in `Passwort vergessen?`. */
const WORD_OF_ANY_SCRIPT = /^\p{L}[\p{Ll}\p{Lo}\p{M}]*\??$/u;

/** In prose a password may be short and simple, a key is long and not. */
function isLooseSecret(rule: string, value: string): boolean {
  if (isWord(value) || WORD_OF_ANY_SCRIPT.test(value)) return false;
  if (/^\d{6,}$/.test(value) || WORD_WITH_NUMBER.test(value)) return true;
  if (rule === 'password')
    return (
      (/\d|[^\w\s.,:;()[\]{}"'<>/|-]/.test(value) && value.length >= 4 && !isCount(value)) || looksGenerated(value, 6)
    );
  return (
    looksGenerated(value, 8) ||
    (!isIdentifier(value) && /\d/.test(value) && value.length >= 6 && looksGenerated(value, 6))
  );
}

/** `8`, `2nd`, `12ms`, `401`. */
function isCount(value: string): boolean {
  return /^[-+]?[\d.,]+[a-z%]{0,3}$|^\(?\d+[).:]?$/i.test(value);
}

/** A field of an error map or a form says what is wrong with a secret, instead of holding it. */
function isMessage(value: string): boolean {
  return value.length < 400 && /\s\S+\s/.test(value) && MESSAGE.test(value);
}

const MESSAGE =
  /\b(?:must|required|requires|invalid|incorrect|cannot|can't|can not|could not|please|should|missing|expired|not (?:be|set|found|valid|allowed|provided|match|configured)|characters|is (?:not|empty|too|missing|wrong|weak|short|needed|optional)|was (?:not|rejected|revoked)|has (?:expired|been)|used (?:for|to|by)|for (?:the|your|this|authentication|access)|(?:your|the|an?|this) .{0,24}(?:token|key|password|secret|credentials?))\b/i;
