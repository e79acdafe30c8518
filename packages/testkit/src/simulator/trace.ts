/** How many of the last entries are kept. */
const KEPT = 60;

/** A field of an entry. */
export type TraceField = string | number;

/**
 * What happened in a simulated world, as a hash of all of it and the last entries in words.
 *
 * Two runs did the same exactly when their hashes are equal.
 */
export class Trace {
  readonly #kept: (readonly TraceField[])[] = [];
  readonly #words = new Map<string, number>();
  #low = 0x811c9dc5;
  #high = 0x9e3779b9;
  #length = 0;

  /** How many entries there were. */
  get length(): number {
    return this.#length;
  }

  /** Of all entries, as 16 hexadecimal digits. */
  get hash(): string {
    const hex = (part: number): string => (part >>> 0).toString(16).padStart(8, '0');
    return `${hex(this.#low)}${hex(this.#high)}`;
  }

  /** Writes an entry down: when, what, and what belongs to it. */
  note(atMs: number, what: string, ...fields: readonly TraceField[]): void {
    const entry = [atMs, what, ...fields];
    for (const field of entry)
      this.#mix(typeof field === 'number' ? Math.round(field * 1000) | 0 : this.#hashOf(field));
    this.#kept[this.#length % KEPT] = entry;
    this.#length += 1;
  }

  /** The last entries, the oldest first. */
  last(count: number = KEPT): readonly string[] {
    const shown = Math.min(count, KEPT, this.#length);
    return Array.from({ length: shown }, (_, index) => {
      const [atMs, ...fields] = this.#kept[(this.#length - shown + index) % KEPT] ?? [];
      return `${Number(atMs).toFixed(1).padStart(10)} ms  ${fields.join(' ')}`;
    });
  }

  #mix(value: number): void {
    this.#low = Math.imul(this.#low ^ value, 0x01000193);
    this.#high = Math.imul(this.#high ^ (value + this.#low), 0x85ebca6b);
    this.#high ^= this.#high >>> 13;
  }

  /** Bounded by the words of one scenario: ids of calls, names and codes. */
  #hashOf(word: string): number {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    let hash = 0x811c9dc5;
    for (let index = 0; index < word.length; index += 1) hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
    this.#words.set(word, hash);
    return hash;
  }
}
