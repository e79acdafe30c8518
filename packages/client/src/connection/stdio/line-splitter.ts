/** Cuts a stream of bytes into lines, in linear time and bounded memory. */
export interface LineSplitter {
  /** Bytes of the line that has no end yet, as far as they are kept. */
  readonly pendingBytes: number;
  push(chunk: Buffer): void;
  /** The stream ended: gives out what came after the last line end. */
  end(): void;
}

/** What a {@link LineSplitter} needs. */
export interface LineSplitterOptions {
  /** A line of more bytes is skipped to its end. */
  readonly maxLineBytes: number;
  /** Gets each line without its end. Must not throw. */
  readonly onLine: (line: Buffer) => void;
  /** Told of each line that was skipped. Must not throw. */
  readonly onOversized: (line: OversizedLine) => void;
}

/** What is left of a line that was too long. */
export interface OversizedLine {
  readonly bytes: number;
  /** The first {@link EDGE_BYTES} bytes. */
  readonly head: Buffer;
  /** The last {@link EDGE_BYTES} bytes. */
  readonly tail: Buffer;
}

/** How much of each end of a skipped line is kept. */
export const EDGE_BYTES = 4096;

const LINE_FEED = 10;
const MAX_LOOSE_PARTS = 1024;

/** Builds a splitter. A line may come in any number of chunks: it is joined once and no byte is looked at twice. */
export function createLineSplitter(options: LineSplitterOptions): LineSplitter {
  return new BufferLineSplitter(options);
}

class BufferLineSplitter implements LineSplitter {
  readonly #options: LineSplitterOptions;
  // Together at most maxLineBytes and one chunk.
  #parts: Buffer[] = [];
  #bytes = 0;
  // How many of the last parts were not bundled yet.
  #loose = 0;
  #skipped: { readonly head: Buffer; tail: Buffer; bytes: number } | undefined;

  constructor(options: LineSplitterOptions) {
    this.#options = options;
  }

  get pendingBytes(): number {
    return this.#bytes;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (;;) {
      // Bounded by the line ends in the chunk.
      const end = chunk.indexOf(LINE_FEED, start);
      if (end === -1) break;
      this.#append(chunk.subarray(start, end));
      this.#finishLine();
      start = end + 1;
    }
    if (start < chunk.length) this.#append(chunk.subarray(start));
  }

  end(): void {
    if (this.#bytes > 0 || this.#skipped) this.#finishLine();
  }

  #append(part: Buffer): void {
    if (this.#skipped) {
      this.#skipped.bytes += part.length;
      this.#skipped.tail = lastBytes(this.#skipped.tail, part);
      return;
    }
    this.#parts.push(part);
    this.#bytes += part.length;
    this.#loose += 1;
    if (this.#loose === MAX_LOOSE_PARTS) this.#bundle();
    if (this.#bytes > this.#options.maxLineBytes) this.#beginSkipping();
  }

  /** A line that trickles in byte by byte must not cost an object for each byte. */
  #bundle(): void {
    const loose = this.#parts.splice(-this.#loose);
    this.#parts.push(Buffer.concat(loose));
    this.#loose = 0;
  }

  #beginSkipping(): void {
    const line = this.#join();
    this.#skipped = {
      head: Buffer.from(line.subarray(0, EDGE_BYTES)),
      tail: Buffer.from(line.subarray(-EDGE_BYTES)),
      bytes: line.length,
    };
  }

  #finishLine(): void {
    const skipped = this.#skipped;
    this.#skipped = undefined;
    if (skipped) this.#options.onOversized(skipped);
    else this.#options.onLine(this.#join());
  }

  #join(): Buffer {
    const [only] = this.#parts;
    const line = only !== undefined && this.#parts.length === 1 ? only : Buffer.concat(this.#parts, this.#bytes);
    this.#parts = [];
    this.#bytes = 0;
    this.#loose = 0;
    return line;
  }
}

function lastBytes(tail: Buffer, part: Buffer): Buffer {
  if (part.length >= EDGE_BYTES) return Buffer.from(part.subarray(-EDGE_BYTES));
  return Buffer.concat([tail, part]).subarray(-EDGE_BYTES);
}
