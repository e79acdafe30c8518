import { isPlaceholder } from '../values/value-shape.ts';
import { bareEnd } from './bare-value.ts';
import { isBlank, skipBlanks } from './characters.ts';
import type { Findings } from './findings.ts';
import { readQuoted } from './quoted.ts';

/** Finds all values under `data` and `stringData` of secrets of Kubernetes in YAML, whatever their names. */
export function findSecretManifests(text: string, findings: Findings): void {
  let done = 0;
  for (let at = text.indexOf(KIND); at >= 0; at = text.indexOf(KIND, Math.max(done, at + KIND.length))) {
    if (/\w/.test(text.charAt(at + KIND.length))) continue;
    const start = Math.max(done, text.lastIndexOf(BORDER, at), at - MAX_MANIFEST);
    const border = text.indexOf(BORDER, at);
    const end = Math.min(border < 0 ? text.length : border, at + MAX_MANIFEST);
    done = end;
    hideData(text, start, end, findings);
  }
}

const KIND = 'kind: Secret';
/** Between two manifests of one file. */
const BORDER = '\n---';
/** What stands farther from the kind is left to the rules for names, in characters. */
const MAX_MANIFEST = 1_048_576;

function hideData(text: string, start: number, end: number, findings: Findings): void {
  // How far the line of the block is set in; undefined outside of one.
  let block: number | undefined;
  for (let line = start; line < end; ) {
    const lineEnd = text.indexOf('\n', line);
    const stop = lineEnd < 0 ? end : Math.min(lineEnd, end);
    const first = skipBlanks(text, line);
    if (first < stop) {
      const indent = first - line;
      if (block !== undefined && indent > block) hideValue(text, first, stop, findings);
      else block = /^(?:data|stringData):\s*$/.test(text.slice(first, Math.min(stop, first + 32))) ? indent : undefined;
    }
    line = stop + 1;
  }
}

/** The value behind the name on a line, or all of the line where it goes on with a text of several. */
function hideValue(text: string, first: number, stop: number, findings: Findings): void {
  const name = /^["']?[\w.-]{1,253}["']?:(?=\s|$)/.exec(text.slice(first, Math.min(stop, first + 260)));
  let from = first + (name?.[0].length ?? 0);
  while (from < stop && isBlank(text.charCodeAt(from))) from += 1;
  const quoted = readQuoted(text, from);
  const [valueStart, valueEnd] = quoted === undefined ? [from, bareEnd(text, from)] : [quoted.start, quoted.end];
  const value = text.slice(valueStart, Math.min(valueEnd, stop));
  if (value.length === 0 || /^[|>][-+\d]{0,2}$/.test(value) || isPlaceholder(value)) return;
  findings.add(valueStart, valueStart + value.length, 'secret');
}
