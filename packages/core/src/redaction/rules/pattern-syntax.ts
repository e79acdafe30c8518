/** A pattern as a tree. Positions are looked at one character at a time. */
export type PatternNode =
  | { readonly kind: 'char'; readonly matches: (code: number) => boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly min: number; readonly max: number }
  | { readonly kind: 'assert'; readonly holds: (before: number, after: number) => boolean };

/** What a pattern may not use: then no reading in linear time is known, or none was written. */
export class UnsupportedPattern {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * Reads the source of a regular expression into a tree, or says why it can not be used.
 *
 * Characters, classes, groups, choices, repetition, `^`, `$` and `\b` are known; what needs backtracking is not:
 * references to groups, and looking ahead or behind.
 */
export function parsePattern(source: string, flags: string): PatternNode | UnsupportedPattern {
  const parser = new Parser(source, flags);
  const node = parser.choice();
  if (parser.problem !== undefined) return new UnsupportedPattern(parser.problem);
  return parser.isAtEnd
    ? node
    : new UnsupportedPattern(`it can not be read from "${source.slice(parser.position, parser.position + 10)}" on`);
}

/** The most copies that `{n}` may ask for. */
const MAX_COUNT = 200;
const NOTHING: PatternNode = { kind: 'sequence', parts: [] };

class Parser {
  readonly #source: string;
  readonly #ignoreCase: boolean;
  readonly #dotAll: boolean;
  readonly #multiline: boolean;
  position = 0;
  problem: string | undefined;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#ignoreCase = flags.includes('i');
    this.#dotAll = flags.includes('s');
    this.#multiline = flags.includes('m');
  }

  get isAtEnd(): boolean {
    return this.position >= this.#source.length;
  }

  choice(): PatternNode {
    const parts = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    return parts.length === 1 ? (parts[0] ?? NOTHING) : { kind: 'choice', parts };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (!this.isAtEnd && this.problem === undefined && !'|)'.includes(this.#char())) parts.push(this.#repeated());
    return { kind: 'sequence', parts };
  }

  #repeated(): PatternNode {
    const part = this.#atom();
    const counts = this.#counts();
    if (counts === undefined) return part;
    this.#take('?');
    if (part.kind === 'assert') return this.#fail('it repeats an assertion');
    return { kind: 'repeat', part, min: counts[0], max: counts[1] };
  }

  #counts(): readonly [min: number, max: number] | undefined {
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#take('?')) return [0, 1];
    const match = /^\{(\d{1,6})(,(\d{0,6}))?\}/.exec(this.#source.slice(this.position, this.position + 16));
    if (match === null) return undefined;
    this.position += match[0].length;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3]);
    if (min > MAX_COUNT || (max !== Number.POSITIVE_INFINITY && max > MAX_COUNT))
      this.#fail(`it repeats something more than ${MAX_COUNT} times`);
    return [min, max];
  }

  #atom(): PatternNode {
    const char = this.#char();
    this.position += 1;
    if (char === '(') return this.#group();
    if (char === '[') return this.#class();
    if (char === '.') return this.#dotAll ? anyChar : { kind: 'char', matches: (code) => !isLineEnd(code) };
    if (char === '^') return this.#multiline ? lineStart : textStart;
    if (char === '$') return this.#multiline ? lineEnd : textEnd;
    if (char === '\\') return this.#escape();
    return this.#literal(char.charCodeAt(0));
  }

  #group(): PatternNode {
    if (this.#take('?')) {
      const name = /^(?::|<(?![=!])[^<>]{1,64}>)/.exec(this.#source.slice(this.position, this.position + 70));
      if (name === null) return this.#fail('it looks ahead or behind');
      this.position += name[0].length;
    }
    const inner = this.choice();
    return this.#take(')') ? inner : this.#fail('a group is not closed');
  }

  #escape(): PatternNode {
    const char = this.#char();
    if (char === 'b' || char === 'B') {
      this.position += 1;
      const isBoundary = char === 'b';
      return { kind: 'assert', holds: (before, after) => (isWordCode(before) !== isWordCode(after)) === isBoundary };
    }
    if (/[1-9k]/.test(char)) return this.#fail('it refers back to a group');
    const matches = this.#escapedClass();
    return typeof matches === 'number' ? this.#literal(matches) : { kind: 'char', matches };
  }

  /** A class such as `\d`, or the code of one character. */
  #escapedClass(): number | ((code: number) => boolean) {
    const char = this.#char();
    this.position += 1;
    const known = CLASSES.get(char);
    if (known !== undefined) return known;
    if (char === 'u' || char === 'x') {
      const digits = /^(?:\{[\da-f]{1,6}\}|[\da-f]{2,4})/i.exec(
        this.#source.slice(this.position, this.position + (char === 'x' ? 2 : 8)),
      );
      if (digits === null) return char.charCodeAt(0);
      this.position += digits[0].length;
      return Number.parseInt(digits[0].replace(/[{}]/g, ''), 16);
    }
    if (char === 'p' || char === 'P' || char === 'c') this.#fail('it uses a class of Unicode');
    return (CONTROLS.get(char) ?? char).charCodeAt(0);
  }

  #class(): PatternNode {
    const isNegated = this.#take('^');
    const tests: ((code: number) => boolean)[] = [];
    while (!this.isAtEnd && this.#char() !== ']' && this.problem === undefined) {
      const from = this.#classMember();
      if (typeof from !== 'number') tests.push(from);
      else if (this.#char() === '-' && this.#source.charAt(this.position + 1) !== ']') {
        this.position += 1;
        const to = this.#classMember();
        if (typeof to === 'number') tests.push(this.#range(from, to));
      } else tests.push(this.#range(from, from));
    }
    if (!this.#take(']')) return this.#fail('a class is not closed');
    return { kind: 'char', matches: (code) => tests.some((test) => test(code)) !== isNegated };
  }

  #classMember(): number | ((code: number) => boolean) {
    const char = this.#char();
    this.position += 1;
    if (char !== '\\') return char.charCodeAt(0);
    if (this.#take('b')) return 8;
    return this.#escapedClass();
  }

  #range(from: number, to: number): (code: number) => boolean {
    if (!this.#ignoreCase) return (code) => code >= from && code <= to;
    return (code) => [code, upper(code), lower(code)].some((each) => each >= from && each <= to);
  }

  #literal(expected: number): PatternNode {
    return { kind: 'char', matches: this.#range(expected, expected) };
  }

  #char(): string {
    return this.#source.charAt(this.position);
  }

  #take(char: string): boolean {
    if (this.#char() !== char) return false;
    this.position += 1;
    return true;
  }

  #fail(problem: string): PatternNode {
    this.problem ??= problem;
    return NOTHING;
  }
}

const anyChar: PatternNode = { kind: 'char', matches: () => true };
const NONE = -1;
const textStart: PatternNode = { kind: 'assert', holds: (before) => before === NONE };
const textEnd: PatternNode = { kind: 'assert', holds: (_before, after) => after === NONE };
const lineStart: PatternNode = { kind: 'assert', holds: (before) => before === NONE || isLineEnd(before) };
const lineEnd: PatternNode = { kind: 'assert', holds: (_before, after) => after === NONE || isLineEnd(after) };

const CONTROLS: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['f', '\f'],
  ['v', '\v'],
  ['0', '\0'],
]);

const CLASSES: ReadonlyMap<string, (code: number) => boolean> = new Map([
  ['d', isDigitCode],
  ['D', (code: number) => !isDigitCode(code)],
  ['w', isWordCode],
  ['W', (code: number) => !isWordCode(code)],
  ['s', isSpaceCode],
  ['S', (code: number) => !isSpaceCode(code)],
]);

function isDigitCode(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isWordCode(code: number): boolean {
  return isDigitCode(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f;
}

function isSpaceCode(code: number): boolean {
  return (
    code === 0x20 ||
    (code >= 0x09 && code <= 0x0d) ||
    code === 0xa0 ||
    code === 0xfeff ||
    isLineEnd(code) ||
    (code >= 0x2000 && code <= 0x200a)
  );
}

function isLineEnd(code: number): boolean {
  return code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029;
}

function upper(code: number): number {
  return code >= 0x61 && code <= 0x7a ? code - 0x20 : code;
}

function lower(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}
