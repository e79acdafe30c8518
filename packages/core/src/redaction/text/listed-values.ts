import type { NameKind } from '../names/classify-name.ts';
import { isSecretValue } from '../values/is-secret-value.ts';
import { looksGenerated } from '../values/value-shape.ts';
import { bareEnd } from './bare-value.ts';
import { isLineEnd, skipBlanks } from './characters.ts';
import type { Findings } from './findings.ts';
import { readQuoted } from './quoted.ts';

/** Hides the values of a list of YAML below a sensitive name, from its first hyphen on. Gives back where it ends. */
export function hideList(text: string, from: number, kind: NameKind, findings: Findings): number {
  let at = from;
  while (text.startsWith('- ', at)) {
    const valueStart = skipBlanks(text, at + 2);
    const quoted = readQuoted(text, valueStart);
    const [start, end, after] = quoted
      ? [quoted.start, quoted.end, quoted.after]
      : [valueStart, bareEnd(text, valueStart), bareEnd(text, valueStart)];
    const next = skipBlanks(text, after);
    // What goes on is a name with a value, or a sentence.
    if (next < text.length && !isLineEnd(text.charCodeAt(next))) return at;
    const value = text.slice(start, end);
    if (looksGenerated(value, MIN_LISTED) && isSecretValue(kind, value, 'assigned'))
      findings.add(start, end, kind.rule);
    at = next;
    while (isLineEnd(text.charCodeAt(at))) at += 1;
    at = skipBlanks(text, at);
  }
  return at;
}

/** A shorter item may be the name of something, in characters. */
const MIN_LISTED = 6;
