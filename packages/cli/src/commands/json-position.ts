/** Where a JSON text is wrong, from 1, and how. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  /** One sentence. */
  readonly message: string;
}

/** Finds the first fault of a text that is no JSON; `undefined` where it can't be told (or there is none). */
export function locateJsonFault(text: string): JsonFault | undefined {
  const scanner = new Scanner(text);
  const fault = scanner.scan();
  if (fault === undefined) return undefined;
  const before = text.slice(0, fault.offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message: fault.message };
}

interface OffsetFault {
  readonly offset: number;
  readonly message: string;
}

const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows none of them in a string.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
/** What may come next: a value, a key, what follows a value. */
type Expecting = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'after';

/** Walks over the text token by token, without recursion. */
class Scanner {
  readonly #text: string;
  #offset = 0;
  // Bounded by the length of the text.
  readonly #open: ('{' | '[')[] = [];
  #expecting: Expecting = 'value';

  constructor(text: string) {
    this.#text = text;
  }

  scan(): OffsetFault | undefined {
    // Bounded by the length of the text: each step moves on or ends.
    while (true) {
      this.#skip(/[ \t\r\n]*/y);
      if (this.#offset >= this.#text.length) return this.#atEnd();
      const fault = this.#step(this.#text.charAt(this.#offset));
      if (fault !== undefined) return { offset: this.#offset, message: fault };
    }
  }

  #atEnd(): OffsetFault | undefined {
    if (this.#expecting === 'after' && this.#open.length === 0) return undefined;
    const missing =
      this.#open.at(-1) === '{' ? ' A "}" is missing.' : this.#open.at(-1) === '[' ? ' A "]" is missing.' : '';
    return { offset: this.#text.length, message: `The text ends too early.${missing}` };
  }

  #step(character: string): string | undefined {
    if (this.#expecting === 'after') return this.#afterValue(character);
    if (character === '}' && this.#expecting === 'key-or-end') return this.#close();
    if (character === ']' && this.#expecting === 'value-or-end') return this.#close();
    if (this.#expecting === 'key' || this.#expecting === 'key-or-end') return this.#key(character);
    return this.#value(character);
  }

  #afterValue(character: string): string | undefined {
    const open = this.#open.at(-1);
    if (open === undefined) return 'There is more after the end of the value.';
    if (character === (open === '{' ? '}' : ']')) return this.#close();
    if (character !== ',') return `A "," or a "${open === '{' ? '}' : ']'}" is missing here.`;
    this.#offset += 1;
    this.#expecting = open === '{' ? 'key' : 'value';
    return undefined;
  }

  #key(character: string): string | undefined {
    if (character === '}') return 'There is a "," before the "}".';
    if (character !== '"' || !this.#skip(STRING)) return 'A name in double quotes is missing here.';
    this.#skip(/[ \t\r\n]*/y);
    if (this.#text.charAt(this.#offset) !== ':') return 'A ":" is missing here.';
    this.#offset += 1;
    this.#expecting = 'value';
    return undefined;
  }

  #value(character: string): string | undefined {
    if (character === '{' || character === '[') {
      this.#open.push(character);
      this.#offset += 1;
      this.#expecting = character === '{' ? 'key-or-end' : 'value-or-end';
      return undefined;
    }
    if (character === "'") return 'Strings need double quotes.';
    if (character === ']') return 'There is a "," before the "]".';
    if (character === '"' && !this.#skip(STRING))
      return 'This string is not closed, or holds a character that has to be escaped.';
    if (character !== '"' && !this.#skip(LITERAL)) return 'A value is missing here: strings need double quotes.';
    this.#expecting = 'after';
    return undefined;
  }

  #close(): undefined {
    this.#open.pop();
    this.#offset += 1;
    this.#expecting = 'after';
    return undefined;
  }

  /** Moves over what `pattern`, which has to be sticky, matches here. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.#text);
    if (match === null) return false;
    this.#offset += match[0].length;
    return true;
  }
}
