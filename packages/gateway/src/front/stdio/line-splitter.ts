/** Cuts a stream of bytes into lines. */
export interface LineSplitter {
  /** Takes the next bytes and hands out each line that they complete, without its end. */
  push(chunk: Buffer): void;
}

/** What a line splitter does with what it finds. */
export interface LineSplitterOptions {
  /** Longer lines are dropped as a whole, in bytes. */
  readonly maxLineBytes: number;
  readonly onLine: (line: string) => void;
  /** Told once for each dropped line, as soon as it is too long. */
  readonly onOverlong: () => void;
}

/** Builds a line splitter; each byte is looked at and copied once, however the stream is cut into chunks. */
export function createLineSplitter({ maxLineBytes, onLine, onOverlong }: LineSplitterOptions): LineSplitter {
  // Bounded by maxLineBytes: what would make the line longer is dropped.
  let parts: Buffer[] = [];
  let length = 0;
  let isDropping = false;

  const add = (part: Buffer): void => {
    if (isDropping || part.length === 0) return;
    length += part.length;
    if (length <= maxLineBytes) {
      parts.push(part);
      return;
    }
    isDropping = true;
    parts = [];
    onOverlong();
  };
  const endLine = (): void => {
    const line = isDropping ? undefined : Buffer.concat(parts, length).toString('utf8');
    parts = [];
    length = 0;
    isDropping = false;
    if (line !== undefined) onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  };
  return {
    push: (chunk) => {
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
        add(chunk.subarray(start, end));
        endLine();
        start = end + 1;
      }
      add(chunk.subarray(start));
    },
  };
}

const LINE_FEED = 0x0a;
