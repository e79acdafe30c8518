import { markerEnd } from '../markers.ts';
import { classifyName, type NameKind } from '../names/classify-name.ts';
import { isSecretValue } from '../values/is-secret-value.ts';
import { bareEnd } from './bare-value.ts';
import { isNameStart, isSpace, skipBlanks } from './characters.ts';
import type { Findings } from './findings.ts';
import { readQuoted } from './quoted.ts';

/**
 * Hides what stands within the brackets that open at `from`, under a name that makes it secret: lists, objects, dumps of
 * both. Fields that only tell about the secret, as `type` and `expires_in`, are kept. Gives back where the brackets close.
 */
export function hideNested(text: string, from: number, kind: NameKind, findings: Findings): number {
  const stop = Math.min(text.length, from + MAX_NESTED_LENGTH);
  let depth = 0;
  let isKept = false;
  let at = from;
  while (at < stop) {
    const marker = markerEnd(text, at);
    const char = text.charAt(at);
    if (marker > at) at = marker;
    else if (OPENING.includes(char)) {
      depth += 1;
      at += 1;
    } else if (CLOSING.includes(char)) {
      depth -= 1;
      at += 1;
      if (depth <= 0) return at;
    } else if (char === ',' || char === '\n' || char === ';') {
      isKept = false;
      at += 1;
    } else if (isSpace(text.charCodeAt(at)) || char === ':' || char === '=' || char === '>') at += 1;
    else {
      const item = readItem(text, at);
      const next = skipBlanks(text, item.after);
      if (isNameSign(text, next) && item.end > item.start)
        isKept = classifyName(text.slice(item.start, item.end)).isAbout;
      else if (!isKept) hideItem(text, item, kind, findings);
      at = Math.max(item.after, at + 1);
    }
  }
  return at;
}

/** Brackets are followed this far, in characters. */
const MAX_NESTED_LENGTH = 32_768;
const OPENING = '[{(';
const CLOSING = ']})';

interface Item {
  readonly start: number;
  readonly end: number;
  readonly after: number;
  readonly isQuoted: boolean;
}

function readItem(text: string, at: number): Item {
  const quoted = readQuoted(text, at);
  if (quoted !== undefined) return { ...quoted, isQuoted: true };
  let end = at;
  if (isNameStart(text.charCodeAt(at))) while (end < text.length && /[\w$.-]/.test(text.charAt(end))) end += 1;
  if (isNameSign(text, skipBlanks(text, end)) && end > at) return { start: at, end, after: end, isQuoted: false };
  const valueEnd = bareEnd(text, at);
  return { start: at, end: valueEnd, after: Math.max(valueEnd, at + 1), isQuoted: false };
}

function isNameSign(text: string, at: number): boolean {
  return text.charAt(at) === ':' || text.charAt(at) === '=';
}

/** Numbers below a name of several things count them. */
function hideItem(text: string, item: Item, kind: NameKind, findings: Findings): void {
  const value = text.slice(item.start, item.end);
  if (!item.isQuoted && /^[-+\d.]+$/.test(value) && (kind.isPlural || value.length < 4)) return;
  if (!isSecretValue(kind, value, item.isQuoted ? 'field' : 'assigned')) return;
  findings.add(item.start, item.end, kind.rule, item.isQuoted || !/^[-+\d.]+$/.test(value) ? '' : '"');
}
