import type { Findings } from './findings.ts';

/** A text that the walk through a parsed value would hide, and the rule by which. */
export type HiddenLeaves = (value: unknown) => ReadonlyMap<string, string>;

/**
 * Finds in JSON within a text what only its structure gives away: blocks of headers and variables, pairs of name and value,
 * arguments of a command. The text itself keeps its form.
 */
export function findInEmbeddedJson(text: string, findings: Findings, hiddenLeaves: HiddenLeaves): void {
  // Nothing is balanced where nothing closes.
  if (!text.includes('"') || !(text.includes('}') || text.includes(']'))) return;
  let parsed = 0;
  for (const [start, end] of balancedParts(text)) {
    if (parsed >= MAX_PARTS) return;
    const value = parse(text.slice(start, end));
    if (value === undefined) continue;
    parsed += 1;
    for (const [leaf, rule] of hiddenLeaves(value)) hideLeaf(text, start, end, leaf, rule, findings);
  }
}

const MAX_PARTS = 64;
/** Longer parts are left to the rules for texts. */
const MAX_PART_LENGTH = 1_000_000;
const MIN_PART_LENGTH = 10;
/** Shorter values stand in too many places to be found again by what they are. */
const MIN_LEAF_LENGTH = 4;
/** A value that repeats more often than this is none that has to be hidden one by one. */
const MAX_REPEATS = 100;

function parse(part: string): unknown {
  if (
    part.length < MIN_PART_LENGTH ||
    part.length > MAX_PART_LENGTH ||
    (!part.includes('":') && !/"\s*[:,]/.test(part))
  )
    return undefined;
  try {
    const value: unknown = JSON.parse(part);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // No JSON: the rules for texts apply.
    return undefined;
  }
}

/** The outermost parts between brackets that match, found in one pass. */
function* balancedParts(text: string): Generator<readonly [start: number, end: number]> {
  let depth = 0;
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (isQuoted) {
      if (char === BACKSLASH) at += 1;
      else if (char === QUOTE) isQuoted = false;
    } else if (char === QUOTE && depth > 0) isQuoted = true;
    else if (char === BRACE_OPEN || char === BRACKET_OPEN) {
      if (depth === 0) start = at;
      depth += 1;
    } else if ((char === BRACE_CLOSE || char === BRACKET_CLOSE) && depth > 0) {
      depth -= 1;
      if (depth === 0) yield [start, at + 1];
    }
  }
}

const BACKSLASH = '\\'.charCodeAt(0);
const QUOTE = '"'.charCodeAt(0);
const BRACE_OPEN = '{'.charCodeAt(0);
const BRACE_CLOSE = '}'.charCodeAt(0);
const BRACKET_OPEN = '['.charCodeAt(0);
const BRACKET_CLOSE = ']'.charCodeAt(0);

function hideLeaf(text: string, start: number, end: number, leaf: string, rule: string, findings: Findings): void {
  if (leaf.length < MIN_LEAF_LENGTH) return;
  const spelling = JSON.stringify(leaf);
  let at = text.indexOf(spelling, start);
  for (let count = 0; at >= 0 && at < end && count < MAX_REPEATS; count += 1) {
    const after = at + spelling.length;
    if (!/^\s{0,40}:/.test(text.slice(after, after + 41))) findings.add(at + 1, after - 1, rule);
    at = text.indexOf(spelling, after);
  }
}
