/** A moment for which something is planned; forgotten when it is cancelled. */
export class Planned {
  readonly atMs: number;
  readonly order: number;
  callback: (() => void) | undefined;
  readonly #time: VirtualTime;

  constructor(time: VirtualTime, atMs: number, order: number, callback: () => void) {
    this.#time = time;
    this.atMs = atMs;
    this.order = order;
    this.callback = callback;
  }

  /** Harmless when it happened already. */
  cancel(): void {
    if (this.callback === undefined) return;
    this.callback = undefined;
    this.#time.noteCancelled();
  }
}

/** 2026-01-01T00:00:00Z, when simulated worlds begin. */
const START_MS = 1_767_225_600_000;

/** So many cancelled moments are put up with before they are swept out. */
const MIN_SWEEP = 64;

/**
 * The time of a simulated world: a heap of moments, each with what happens then.
 *
 * Of equal moments the one that was planned first comes first, so that a run is the same each time.
 */
export class VirtualTime {
  #nowMs = 0;
  #wallOffsetMs = START_MS;
  #planned = 0;
  #cancelled = 0;
  /** Bounded by what the world plans: each moment is removed when it has come or was cancelled. */
  #heap: Planned[] = [];

  /** Milliseconds since the world began. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** The time on the wall of the machine, in milliseconds since the epoch. */
  get wallMs(): number {
    return this.#nowMs + this.#wallOffsetMs;
  }

  /** Sets the clock on the wall forward or back, as a time server does. */
  jumpWallClock(ms: number): void {
    this.#wallOffsetMs += ms;
  }

  /** Plans something; what is due already comes next, after all that is due with it. */
  at(atMs: number, callback: () => void): Planned {
    this.#planned += 1;
    const planned = new Planned(this, Math.max(atMs, this.#nowMs), this.#planned, callback);
    this.#push(planned);
    return planned;
  }

  /** Makes time jump, as for a machine that slept: all that fell due meanwhile comes late. */
  leap(ms: number): void {
    this.#nowMs += ms;
  }

  /** Goes to the next moment and does what is planned for it; `false` when none is left until `untilMs`. */
  step(untilMs: number): boolean {
    for (let next = this.#heap[0]; next !== undefined; next = this.#heap[0]) {
      const { callback } = next;
      if (callback !== undefined && next.atMs > untilMs) return false;
      this.#pop();
      if (callback === undefined) {
        this.#cancelled -= 1;
        continue;
      }
      next.callback = undefined;
      if (next.atMs > this.#nowMs) this.#nowMs = next.atMs;
      callback();
      return true;
    }
    return false;
  }

  /** Lets time pass up to a moment for which nothing is planned. */
  passUntil(atMs: number): void {
    if (atMs > this.#nowMs) this.#nowMs = atMs;
  }

  noteCancelled(): void {
    this.#cancelled += 1;
    if (this.#cancelled < MIN_SWEEP || this.#cancelled * 2 < this.#heap.length) return;
    const kept = this.#heap.filter(({ callback }) => callback !== undefined);
    // A sorted list is a heap.
    this.#heap = kept.sort((one, other) => (isBefore(one, other) ? -1 : 1));
    this.#cancelled = 0;
  }

  #push(planned: Planned): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(planned);
    while (index > 0) {
      const above = (index - 1) >>> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(planned, parent)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = planned;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      let child = heap[below];
      if (child === undefined) break;
      const right = heap[below + 1];
      if (right !== undefined && isBefore(right, child)) {
        child = right;
        below += 1;
      }
      if (!isBefore(child, last)) break;
      heap[index] = child;
      index = below;
    }
    heap[index] = last;
  }
}

function isBefore(one: Planned, other: Planned): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}
