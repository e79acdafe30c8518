/** What {@link DropWatch} needs. */
export interface DropWatchOptions {
  /** How many were lost so far. */
  readonly dropped: () => number;
  readonly keepMs: number;
  /** Those that somebody else followed already.
   * @default 0 */
  readonly before?: number;
}

/** Follows how many records a store lost, from one look to the next. */
export class DropWatch {
  readonly #dropped: () => number;
  readonly #keepMs: number;
  readonly #before: number;
  /** When a number was seen first, oldest first; one entry for each change. */
  readonly #seen: { readonly nowMs: number; readonly dropped: number }[] = [];

  constructor({ dropped, keepMs, before = 0 }: DropWatchOptions) {
    this.#dropped = dropped;
    this.#keepMs = keepMs;
    this.#before = before;
  }

  /** How many were lost in the window that ends at `nowMs`, which is monotonic; right to the time between two looks. */
  lost(windowMs: number, nowMs: number): number {
    const dropped = this.#dropped();
    if (this.#seen.at(-1)?.dropped !== dropped) this.#seen.push({ nowMs, dropped });
    while ((this.#seen[1]?.nowMs ?? nowMs) < nowMs - this.#keepMs) this.#seen.shift();
    // What was lost before the window began: the latest number that was seen by then.
    const before = this.#seen.findLast((look) => look.nowMs <= nowMs - windowMs)?.dropped ?? this.#before;
    return dropped - before;
  }
}
