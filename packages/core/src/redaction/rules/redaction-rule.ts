import { markerEnd, markerOf } from '../markers.ts';
import { nameWords } from '../names/name-words.ts';
import type { ActiveRule } from './active-rule.ts';
import { compilePattern, type PatternProgram } from './pattern-program.ts';
import { UnsupportedPattern } from './pattern-syntax.ts';

/** A rule of your own: what it hides, and what stands there afterwards. Give `keys`, a `pattern`, or both. */
export interface RedactionRule {
  /** Stands in the marker: letters, digits, `-`, `_` and `.`, up to 40. */
  readonly name: string;
  /** Names whose values are hidden, whatever they are; `customerId`, `customer_id` and `Customer-Id` are the same name. */
  readonly keys?: readonly string[];
  /**
   * What is hidden in texts, every time it occurs. Without references to groups, and without looking ahead or behind: such
   * patterns can hang on a text that somebody made for it.
   */
  readonly pattern?: RegExp;
  /** What stands in the place of what is hidden: brackets around capitals that end in `REDACTED`.
   * @default `[REDACTED:name]` */
  readonly marker?: string;
}

/** Why a rule can not be used: the field, and what is wrong with it. */
export class UnusableRule {
  readonly field: string;
  readonly problem: string;
  constructor(field: string, problem: string) {
    this.field = field;
    this.problem = problem;
  }
}

/** Makes a rule ready, or says why it can not be used. Never throws. */
export function activateRule(rule: RedactionRule): ActiveRule | UnusableRule {
  try {
    return activate(rule);
  } catch {
    // A field that does not let itself be read.
    return new UnusableRule('', 'It can not be read.');
  }
}

const NAME = /^[\w.-]{1,40}$/;
const MARKER = /^\[[A-Z_]{0,30}REDACTED(?::[\w.-]{1,60})?\]$/;

function activate(rule: RedactionRule): ActiveRule | UnusableRule {
  const { name, keys = [], pattern, marker = markerOf(name) } = rule;
  if (typeof name !== 'string' || !NAME.test(name)) {
    return new UnusableRule('name', 'It has to be 1 to 40 letters, digits, "-", "_" or ".".');
  }
  if (typeof marker !== 'string' || !MARKER.test(marker)) {
    return new UnusableRule(
      'marker',
      'It has to be capitals in brackets that end in "REDACTED", as "[CUSTOM_REDACTED]".',
    );
  }
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string' && nameWords(key).length > 0)) {
    return new UnusableRule('keys', 'They have to be names.');
  }
  if (keys.length === 0 && pattern === undefined) return new UnusableRule('', 'It needs "keys" or a "pattern".');
  const names = new Set(keys.map(joinedName));
  if (pattern === undefined) return activeRule(marker, names, undefined);
  if (!(pattern instanceof RegExp)) return new UnusableRule('pattern', 'It has to be a RegExp.');
  const program = compilePattern(pattern);
  if (program instanceof UnsupportedPattern)
    return new UnusableRule('pattern', `It can not be used, since ${program.reason}.`);
  return activeRule(marker, names, program);
}

function activeRule(marker: string, names: ReadonlySet<string>, program: PatternProgram | undefined): ActiveRule {
  return {
    marker,
    hidesKey: (name) => names.size > 0 && names.has(joinedName(name)),
    replaceIn: (text) => (program === undefined ? text : replace(text, marker, program)),
  };
}

function joinedName(name: string): string {
  return nameWords(name.slice(0, MAX_NAME_LENGTH)).join('');
}

const MAX_NAME_LENGTH = 128;

/** Markers that stand in the text already are no text to search. */
function replace(text: string, marker: string, program: PatternProgram): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf('['); at >= 0; at = text.indexOf('[', Math.max(at + 1, from))) {
    const end = markerEnd(text, at);
    if (end === at) continue;
    parts.push(replacePart(text.slice(from, at), marker, program), text.slice(at, end));
    from = end;
  }
  const last = replacePart(text.slice(from), marker, program);
  return from === 0 ? last : parts.join('') + last;
}

function replacePart(text: string, marker: string, program: PatternProgram): string {
  const found = program.find(text);
  if (found.length === 0) return text;
  const parts: string[] = [];
  let copiedTo = 0;
  for (const [start, end] of found) {
    parts.push(text.slice(copiedTo, start), marker);
    copiedTo = end;
  }
  return parts.join('') + text.slice(copiedTo);
}
