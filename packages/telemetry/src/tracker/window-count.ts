/**
 * Counts what happened in the last stretch of time, in constant time and space.
 *
 * Time is monotonic milliseconds. The window is kept in slots, so that what is counted leaves it at most one slot early.
 */
export class WindowCount {
  readonly #slotMs: number;
  readonly #slots: number[] = Array.from({ length: SLOTS }, () => 0);
  #head = Number.NEGATIVE_INFINITY;
  #total = 0;

  constructor(windowMs: number) {
    this.#slotMs = windowMs / SLOTS;
  }

  /** Counts one thing. */
  add(nowMs: number): void {
    this.#moveTo(nowMs);
    const index = this.#head % SLOTS;
    this.#slots[index] = (this.#slots[index] ?? 0) + 1;
    this.#total += 1;
  }

  /** How many things are in the window that ends now. */
  at(nowMs: number): number {
    if (this.#total > 0) this.#moveTo(nowMs);
    return this.#total;
  }

  /** Forgets everything. */
  clear(): void {
    this.#slots.fill(0);
    this.#total = 0;
  }

  #moveTo(nowMs: number): void {
    const slot = Math.floor(nowMs / this.#slotMs);
    if (slot <= this.#head) return;
    if (slot - this.#head >= SLOTS) this.clear();
    else for (let passed = this.#head + 1; passed <= slot; passed += 1) this.#empty(passed % SLOTS);
    this.#head = slot;
  }

  #empty(index: number): void {
    this.#total -= this.#slots[index] ?? 0;
    this.#slots[index] = 0;
  }
}

const SLOTS = 15;
