import type { NameKind } from '../names/classify-name.ts';
import type { Binding } from '../values/is-secret-value.ts';
import { isSentence, isWord } from '../values/value-shape.ts';
import { isLineEnd, skipBlanks } from './characters.ts';
import type { Separator } from './separator.ts';

/** Where a name stands in a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How surely a value without quotes that ends at `end` belongs to its name. */
export function bindingOf(text: string, name: Span, separator: Separator, value: string, end: number): Binding {
  if (separator.kind === 'column') return 'loose';
  if (separator.nameQuote !== '') return 'assigned';
  if (separator.kind === 'sign') {
    // `[token] => x`, as PHP prints.
    if (text.charAt(name.start - 1) === '[' && text.charAt(name.end) === ']') return 'assigned';
    // `if token == expected`, `token = await next()`: source code has blanks around the sign.
    const isSpaced = text.charAt(separator.valueStart - 1) === ' ';
    return isSpaced && isWord(value) && !isLineStart(text, name.start) ? 'loose' : 'assigned';
  }
  if (isWholeQuote(text, name.start, value, end)) return 'assigned';
  const next = text.charCodeAt(skipBlanks(text, end));
  const isAlone = Number.isNaN(next) || isLineEnd(next) || text.charAt(end) === '\\';
  if (isAlone && isLineStart(text, name.start)) return 'assigned';
  if (
    DUMP_STARTS.has(text.charAt(name.start - 1)) ||
    (text.charAt(name.start - 1) === ' ' && DUMP_STARTS.has(text.charAt(name.start - 2)))
  ) {
    return 'assigned';
  }
  return separator.isNextLine || isWord(value) ? 'loose' : text.charAt(name.end + 1) === ' ' ? 'loose' : 'assigned';
}

/** Whether name and value together are all that stands between two quotes, as in `-H 'X-Token: abc123'`. */
function isWholeQuote(text: string, start: number, value: string, end: number): boolean {
  const quote = text.charAt(start - 1);
  if ((quote !== "'" && quote !== '"') || text.charAt(end) !== quote) return false;
  return !isWord(value) || /(?:-H|--header)[ =]?$/.test(text.slice(Math.max(0, start - 12), start - 1));
}

const DUMP_STARTS: ReadonlySet<string> = new Set([...'{[(,']);

/** Whether only what leads a line of a file or list stands before. */
function isLineStart(text: string, start: number): boolean {
  let at = start;
  while (at > 0 && start - at < MAX_LEAD && !isLineEnd(text.charCodeAt(at - 1))) at -= 1;
  if (at > 0 && !isLineEnd(text.charCodeAt(at - 1))) return false;
  return /^[\s\-*+#>"'`|;/]*(?:export |set |setx |declare |let |const |var |env |ENV |ARG |\$env:|- )?(?:[\w.-]+ )?$/i.test(
    text.slice(at, start),
  );
}

const MAX_LEAD = 64;

/** A passphrase of several words goes to the end of its line, unless it is a sentence. */
export function passphraseEnd(text: string, name: Span, kind: NameKind, from: number, end: number): number {
  if (kind.strength !== 'strong' || (kind.rule !== 'password' && kind.rule !== 'secret') || text.charAt(end) !== ' ')
    return end;
  let line = end;
  while (
    line < text.length &&
    line - from < MAX_PASSPHRASE &&
    !isLineEnd(text.charCodeAt(line)) &&
    !'#<>"\\=;,'.includes(text.charAt(line))
  ) {
    line += 1;
  }
  if (!isLineEnd(text.charCodeAt(line)) && line < text.length) return end;
  const words = text.slice(from, line).trim().split(/\s+/);
  const isPhrase =
    words.length >= 3 &&
    words.length <= 24 &&
    words.every((each) => /^[a-z]{2,12}$/.test(each)) &&
    !isSentence(words.join(' '));
  return isPhrase && isLineStart(text, name.start) ? line : end;
}

const MAX_PASSPHRASE = 240;
