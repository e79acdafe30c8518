/** What stands for all values of a label beyond the limit. */
const OTHER = 'other';

/** Keeps a label whose values others choose from growing without end: what comes beyond the limit becomes {@link OTHER}. */
export class LabelCap {
  readonly #most: number;
  readonly #mostScopes: number;
  /** Bounded by `mostScopes` times `most`. */
  readonly #known = new Map<string, Set<string>>();

  constructor(most: number, mostScopes: number) {
    this.#most = most;
    this.#mostScopes = mostScopes;
  }

  /** The value itself, or `other`; the limit holds for each scope. */
  admit(scope: string, value: string): string {
    const known = this.#known.get(scope) ?? this.#begin(scope);
    if (known === undefined) return OTHER;
    if (known.has(value)) return value;
    if (known.size >= this.#most) return OTHER;
    known.add(value);
    return value;
  }

  #begin(scope: string): Set<string> | undefined {
    if (this.#known.size >= this.#mostScopes) return undefined;
    const begun = new Set<string>();
    this.#known.set(scope, begun);
    return begun;
  }
}
