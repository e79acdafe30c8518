/** Clauses of literals: a text must hold at least one literal of each clause. */
type Clauses = readonly (readonly string[])[];

/** A shorter literal stands in nearly every text. */
const MIN_LENGTH = 3;
/** A clause of more literals costs more than it saves. */
const MAX_LITERALS = 24;

/**
 * Reads from the source of a regular expression some literals of which it can not do without one; `undefined` when it can.
 *
 * Careful to one side only: what it does not understand requires nothing. So a gate that is built on it may let a text
 * through that does not match, and never holds back one that does.
 */
export function requiredLiterals(source: string): readonly string[] | undefined {
  return strongest(new Reader(source).readBranches().clauses);
}

/** One alternative, or several: the literals of which one is required, as far as there are any. */
interface Branches {
  readonly clauses: Clauses;
  /** The one text that it matches, where it is a literal as a whole. */
  readonly literal: string | undefined;
}

const NOTHING: Branches = { clauses: [], literal: undefined };
const EMPTY: Branches = { clauses: [], literal: '' };

const NO_CLAUSES: Clauses = [];
const ENDS: ReadonlySet<string> = new Set('|)');
const PLAIN = /[^\\[\](){}|?*+.^$]+/y;
const QUANTIFIERS: ReadonlySet<string> = new Set('?*+{');

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Reads up to the end, or to the bracket that closes a group. */
  readBranches(): Branches {
    const branches = [this.#readSequence()];
    while (this.#source[this.#at] === '|') {
      this.#at += 1;
      branches.push(this.#readSequence());
    }
    const [only] = branches;
    return branches.length === 1 && only ? only : anyBranch(branches);
  }

  #readSequence(): Branches {
    const clauses: (readonly string[])[] = [];
    let run = '';
    let isLiteral = true;
    const endRun = (): void => {
      if (run.length >= MIN_LENGTH) clauses.push([run]);
      run = '';
      isLiteral = false;
    };
    while (this.#at < this.#source.length && !ENDS.has(this.#source[this.#at] ?? '')) {
      run += this.#readPlain();
      if (this.#at >= this.#source.length || ENDS.has(this.#source[this.#at] ?? '')) break;
      const part = this.#readPart();
      const isRepeated = this.#skipQuantifier();
      const isCertain = isRepeated === 'once' || isRepeated === 'more';
      if (part.literal !== undefined && isRepeated === 'once') run += part.literal;
      else {
        if (part.literal !== undefined && isRepeated === 'more') run += part.literal;
        endRun();
        if (isCertain) clauses.push(...part.clauses);
      }
    }
    const literal = isLiteral ? run : undefined;
    endRun();
    return { clauses, literal };
  }

  /** Reads characters that stand for themselves, but for the last where it is repeated: most of a source, and so in one go. */
  #readPlain(): string {
    PLAIN.lastIndex = this.#at;
    const found = PLAIN.exec(this.#source)?.[0] ?? '';
    const isRepeated = QUANTIFIERS.has(this.#source[this.#at + found.length] ?? '');
    const plain = isRepeated ? found.slice(0, -1) : found;
    this.#at += plain.length;
    return plain;
  }

  /** Reads one character, class or group. */
  #readPart(): Branches {
    const char = this.#source[this.#at] ?? '';
    this.#at += 1;
    if (char === '\\') return this.#readEscape();
    if (char === '[') return this.#skipClass();
    if (char === '(') return this.#readGroup();
    if (char === '^' || char === '$') return EMPTY;
    return char === '.' ? NOTHING : { clauses: NO_CLAUSES, literal: char };
  }

  #readEscape(): Branches {
    const char = this.#source[this.#at] ?? '';
    this.#at += 1;
    if (char === 'b') return EMPTY;
    return /[A-Za-z0-9]/.test(char) ? NOTHING : { clauses: [], literal: char };
  }

  #skipClass(): Branches {
    while (this.#at < this.#source.length && this.#source[this.#at] !== ']')
      this.#at += this.#source[this.#at] === '\\' ? 2 : 1;
    this.#at += 1;
    return NOTHING;
  }

  #readGroup(): Branches {
    const prefix = /^\?(?:[:=!]|<[=!])/.exec(this.#source.slice(this.#at, this.#at + 3))?.[0] ?? '';
    this.#at += prefix.length;
    const inner = this.readBranches();
    this.#at += 1;
    // What stands around is looked at, and does not take part.
    return prefix === '' || prefix === '?:' ? inner : EMPTY;
  }

  #skipQuantifier(): 'once' | 'more' | 'perhaps' {
    if (!QUANTIFIERS.has(this.#source[this.#at] ?? '')) return 'once';
    const found = /^(?:[?*+]|\{(\d+)(?:,\d*)?\})\??/.exec(this.#source.slice(this.#at, this.#at + 12));
    if (!found) return 'once';
    this.#at += found[0].length;
    return found[0].startsWith('+') || Number(found[1] ?? 0) > 0 ? 'more' : 'perhaps';
  }
}

/** Of several branches one holds: so one literal of one of them is required, if each has any. */
function anyBranch(branches: readonly Branches[]): Branches {
  const literals: string[] = [];
  for (const { clauses } of branches) {
    const best = strongest(clauses);
    if (best === undefined) return NOTHING;
    literals.push(...best);
  }
  return literals.length > MAX_LITERALS ? NOTHING : { clauses: [literals], literal: undefined };
}

function strongest(clauses: Clauses): readonly string[] | undefined {
  const worth = (clause: readonly string[]): number =>
    Math.min(...clause.map(({ length }) => length)) - clause.length / 4;
  return clauses.toSorted((a, b) => worth(b) - worth(a))[0];
}
