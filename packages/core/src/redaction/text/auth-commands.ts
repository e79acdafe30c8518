import { isPlaceholder, isStatusWord, looksGenerated } from '../values/value-shape.ts';
import { bareEnd } from './bare-value.ts';
import { isLineEnd } from './characters.ts';
import type { Findings } from './findings.ts';
import { readQuoted } from './quoted.ts';

/**
 * Finds what is given to the command `AUTH`: of Redis (`AUTH x`, `AUTH user x`, `"AUTH" "x"`), of mail servers
 * (`AUTH PLAIN x`). A command that is all of its line may be given any word.
 */
export function findAuthCommands(text: string, findings: Findings): void {
  for (const match of text.matchAll(COMMAND)) {
    const isAtStart = match.index === 0 || isLineEnd(text.charCodeAt(match.index - 1)) || match[0].startsWith('>');
    let from = match.index + match[0].length;
    for (let words = 0; words < MAX_WORDS; words += 1) {
      const quoted = readQuoted(text, from);
      const [start, end, after] = quoted ? [quoted.start, quoted.end, quoted.after] : [from, bareEnd(text, from)];
      const next = text.charCodeAt(after ?? end);
      const isAlone = isAtStart && (Number.isNaN(next) || isLineEnd(next));
      if (isSecret(text.slice(start, end), isAlone)) {
        findings.add(start, end, 'option');
        break;
      }
      if (next !== BLANK) break;
      from = (after ?? end) + 1;
    }
  }
}

/** Finds what is given to the command `LOGIN` of IMAP: `A1 LOGIN user x`. */
export function findLoginCommands(text: string, findings: Findings): void {
  for (const match of text.matchAll(LOGIN)) {
    const from = match.index + match[0].length;
    const quoted = readQuoted(text, from);
    const [start, end] = quoted ? [quoted.start, quoted.end] : [from, bareEnd(text, from)];
    if (isSecret(text.slice(start, end), true)) findings.add(start, end, 'option');
  }
}

const LOGIN = /(?:^|[\s"'>:])[A-Za-z]{0,4}\d{1,6} LOGIN \S{1,128} (?=\S)/g;

/** With the sign behind which a shell waits for it. */
const COMMAND = /(?:> |\b)AUTH(?:ENTICATE)?"? (?=\S)/g;
/** A mechanism or a user may stand before the secret. */
const MAX_WORDS = 3;
const BLANK = ' '.charCodeAt(0);
const MIN_LENGTH = 6;

function isSecret(value: string, isAlone: boolean): boolean {
  if (value.length < MIN_LENGTH || isPlaceholder(value) || isStatusWord(value)) return false;
  // Mechanisms and answers of servers are written in capitals.
  return looksGenerated(value, MIN_LENGTH) || (isAlone && !/^[A-Z\d-]+$/.test(value));
}
