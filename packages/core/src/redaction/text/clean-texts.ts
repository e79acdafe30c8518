/** Longer texts are rarely told twice. */
const MAX_KEPT_LENGTH = 256;
const MAX_KEPT = 500;

/**
 * Texts in which nothing to hide was found, so that what is told again and again, as the message of an error, is searched once.
 *
 * Holds for one set of known secrets. Bounded in number and length: what is full begins anew.
 */
export class CleanTexts {
  readonly #texts = new Set<string>();

  has(text: string): boolean {
    return text.length <= MAX_KEPT_LENGTH && this.#texts.has(text);
  }

  /** Keeps a text in which nothing was found. */
  add(text: string): void {
    if (text.length > MAX_KEPT_LENGTH) return;
    if (this.#texts.size >= MAX_KEPT) this.#texts.clear();
    this.#texts.add(text);
  }
}
