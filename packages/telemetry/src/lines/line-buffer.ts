/** Whole lines as bytes. */
export interface Lines {
  readonly bytes: Buffer;
  readonly count: number;
}

/**
 * Lines that wait to be written, as the bytes that they will be in the file: as texts, thousands of them would be carried along by the
 * garbage collector until then.
 */
export class LineBuffer {
  /** In their order. */
  #full: Lines[] = [];
  #open: Buffer = Buffer.alloc(0);
  #openLength = 0;
  #openCount = 0;
  #count = 0;
  readonly #chunkBytes: number;

  /** @param maxBytes never more than this is taken at once, unless a single line is longer */
  constructor(maxBytes: number) {
    this.#chunkBytes = Math.min(maxBytes, CHUNK_BYTES);
  }

  /** How many wait. */
  get count(): number {
    return this.#count;
  }

  /** Adds a line, with the line feed at its end. */
  add(line: string): void {
    const mostBytes = line.length * MAX_BYTES;
    if (this.#openLength + mostBytes > this.#open.length) this.#begin(line, mostBytes);
    this.#openLength += this.#open.write(line, this.#openLength);
    this.#openCount += 1;
    this.#count += 1;
  }

  /** Takes the first ones out: at most `maxBytes`, but some at least where any wait. */
  take(maxBytes: number): Lines {
    this.#close();
    let length = 0;
    const taken: Lines[] = [];
    for (const lines of this.#full) {
      length += lines.bytes.length;
      if (taken.length > 0 && length > maxBytes) break;
      taken.push(lines);
    }
    this.#full = this.#full.slice(taken.length);
    const all = joinLines(taken);
    this.#count -= all.count;
    return all;
  }

  /** Puts lines back in front. */
  giveBack(lines: Lines): void {
    if (lines.count === 0) return;
    this.#full.unshift(lines);
    this.#count += lines.count;
  }

  clear(): void {
    this.#full = [];
    this.#openLength = 0;
    this.#openCount = 0;
    this.#count = 0;
  }

  #begin(line: string, mostBytes: number): void {
    this.#close();
    // A long one stands alone, so that no more than it has to is taken at once.
    this.#open = Buffer.allocUnsafe(mostBytes > this.#chunkBytes ? Buffer.byteLength(line) : this.#chunkBytes);
  }

  /** What is in the open one is complete; it goes on behind that. */
  #close(): void {
    if (this.#openCount > 0) {
      this.#full.push({ bytes: this.#open.subarray(0, this.#openLength), count: this.#openCount });
      this.#open = this.#open.subarray(this.#openLength);
    }
    this.#openLength = 0;
    this.#openCount = 0;
  }
}

/** Texts of whole lines as bytes, all at once: one by one takes longer than all the rest. */
export function encodeLines(lines: readonly string[]): Lines {
  return { bytes: Buffer.from(lines.join('')), count: lines.length };
}

/** Lines behind each other. */
export function joinLines(parts: readonly Lines[]): Lines {
  const [first, ...others] = parts.filter(({ count }) => count > 0);
  if (first === undefined) return NONE;
  if (others.length === 0) return first;
  const all = [first, ...others];
  return { bytes: Buffer.concat(all.map(({ bytes }) => bytes)), count: all.reduce((sum, { count }) => sum + count, 0) };
}

/** What is left of lines behind the first `count` of them. */
export function linesBehind({ bytes, count: all }: Lines, count: number): Lines {
  let start = 0;
  for (let passed = 0; passed < count; passed += 1) start = bytes.indexOf(LINE_FEED, start) + 1;
  return { bytes: bytes.subarray(start), count: all - count };
}

/** How many whole lines the first `length` bytes hold. */
export function linesWithin({ bytes }: Lines, length: number): number {
  let count = 0;
  for (const byte of bytes.subarray(0, length)) if (byte === LINE_FEED) count += 1;
  return count;
}

const NONE: Lines = { bytes: Buffer.alloc(0), count: 0 };
const LINE_FEED = 10;
/** That a character of UTF-16 may need in UTF-8. */
const MAX_BYTES = 3;
const CHUNK_BYTES = 65_536;
