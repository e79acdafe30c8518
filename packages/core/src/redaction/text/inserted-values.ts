import { classifyName, type NameKind } from '../names/classify-name.ts';
import { isSecretValue } from '../values/is-secret-value.ts';
import { isSpace } from './characters.ts';
import type { Findings } from './findings.ts';
import { readQuoted } from './quoted.ts';

/** Finds the values that SQL puts into sensitive columns: `INSERT INTO keys (name, token) VALUES ('ci', 'x')`. */
export function findInsertedValues(text: string, findings: Findings): void {
  for (const match of text.matchAll(INSERT)) {
    const kinds = (match[1] ?? '').split(',').map((column) => kindOf(column.replace(/[\s"'`[\]]/g, '')));
    if (kinds.every((kind) => kind === undefined)) continue;
    let at = match.index + match[0].length;
    while (text.charAt(at) === '(') at = skipComma(text, hideTuple(text, at + 1, kinds, findings));
  }
}

const INSERT =
  /\b(?:insert|replace)\s{1,8}(?:ignore\s{1,8})?into\s{1,8}[\w."`[\]]{1,128}\s{0,8}\(([^()]{1,2048})\)\s{0,8}values\s{0,8}/gi;

function kindOf(column: string): NameKind | undefined {
  const kind = classifyName(column);
  return kind.strength === 'strong' ? kind : undefined;
}

/** Hides the values of one row that starts at `from`. Gives back where it ends. */
function hideTuple(text: string, from: number, kinds: readonly (NameKind | undefined)[], findings: Findings): number {
  let at = from;
  for (let column = 0; at < text.length; ) {
    const quoted = isSpace(text.charCodeAt(at)) ? undefined : readQuoted(text, at);
    const sign = text.charAt(at);
    if (quoted !== undefined) {
      const kind = kinds[column];
      const value = text.slice(quoted.start, quoted.end);
      if (kind !== undefined && isSecretValue(kind, value, 'field')) findings.add(quoted.start, quoted.end, kind.rule);
      at = Math.max(quoted.after, at + 1);
      continue;
    }
    at += 1;
    if (sign === ',') column += 1;
    if (sign === ')') return at;
  }
  return at;
}

function skipComma(text: string, from: number): number {
  return from + (/^\s{0,8},\s{0,8}/.exec(text.slice(from, from + 17))?.[0].length ?? 0);
}
