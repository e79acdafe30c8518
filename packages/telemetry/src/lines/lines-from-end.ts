import type { FileHandle } from 'node:fs/promises';

/** A line of a file, without its line feed. */
export interface FileLine {
  /** Where it begins, in bytes. */
  readonly offset: number;
  readonly bytes: Buffer;
}

/**
 * The whole lines of a file from `end` back to its beginning, a block at a time, each block in the order of the file.
 *
 * Holds a few blocks at most, however large the file and its lines are: lines longer than {@link MAX_LINE_BYTES} are cut.
 * Blocks that do not hold every one of `needles` come without the lines that don't.
 */
export async function* linesFromEnd(
  handle: FileHandle,
  end: number,
  needles: readonly string[],
): AsyncGenerator<readonly FileLine[]> {
  /** The part that was read of the line that begins further up. */
  let rest: Buffer = Buffer.alloc(0);
  let isTooLong = false;
  for (let position = end; position > 0; ) {
    const base = Math.max(0, position - BLOCK_BYTES);
    const block = await readBlock(handle, base, position - base);
    position = base;
    // What follows the last line feed belongs to the line that was too long already.
    const ownLength = block.lastIndexOf(LINE_FEED) + 1;
    const own: Buffer = isTooLong ? block.subarray(0, ownLength) : Buffer.concat([block, rest]);
    const long = isTooLong && (ownLength > 0 || base === 0) ? [{ offset: base + ownLength, bytes: NONE }] : [];
    if (own.length === 0) {
      if (long.length > 0 && needles.length === 0) yield long;
      continue;
    }
    const feed = own.indexOf(LINE_FEED);
    const start = base === 0 ? 0 : feed === -1 ? own.length : feed + 1;
    isTooLong = start > MAX_LINE_BYTES;
    rest = isTooLong ? Buffer.alloc(0) : own.subarray(0, start);
    const lines = [...splitLines(own.subarray(start), base + start, needles), ...(needles.length === 0 ? long : [])];
    if (lines.length > 0) yield lines;
  }
}

/** No line that is written here is longer. */
const MAX_LINE_BYTES = 65_536;
const BLOCK_BYTES = 262_144;
const LINE_FEED = 10;
/** What stays of a line that is longer than a block. */
const NONE: Buffer = Buffer.alloc(0);

async function readBlock(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const block = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(block, done, length - done, offset + done);
    // The file became shorter meanwhile.
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return block.subarray(0, done);
}

function splitLines(text: Buffer, base: number, needles: readonly string[]): readonly FileLine[] {
  if (!needles.every((needle) => text.includes(needle))) return [];
  const lines: FileLine[] = [];
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf(LINE_FEED, start);
    const end = feed === -1 ? text.length : feed;
    const bytes = text.subarray(start, end);
    if (bytes.length > 0 && needles.every((needle) => bytes.includes(needle))) {
      lines.push({ offset: base + start, bytes: bytes.subarray(0, MAX_LINE_BYTES) });
    }
    start = end + 1;
  }
  return lines;
}
