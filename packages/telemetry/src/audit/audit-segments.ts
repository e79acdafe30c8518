import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where the files of a trail are, how large they become, and how many are kept. */
export interface SegmentOptions {
  /** Made where it is missing, for this user only. */
  readonly folder: string;
  /** A file that would become larger is followed by a new one, in bytes. */
  readonly maxBytes: number;
  /** The oldest file goes when there would be more. */
  readonly files: number;
}

/** How far the writing of lines came. */
export interface Appended {
  /** So many of them, from the first on, are in the file. */
  readonly lines: number;
  /** Why the others are not, or why all are not durable. */
  readonly error?: unknown;
}

/**
 * Numbered files of lines, `audit-0000000001.jsonl` and on, of which only the last one grows.
 *
 * Follows no symbolic link, neither in the place of the folder nor of a file. What a process left that was ended in the middle
 * of a line stays alone on that line. Keeps no file open and remembers none, so it does not matter who else writes there.
 */
export class AuditSegments {
  readonly #options: SegmentOptions;

  constructor(options: SegmentOptions) {
    this.#options = options;
  }

  /** Writes whole lines behind all others. With `isDurable` they survive the end of the machine once this resolves. Never rejects. */
  async append(lines: readonly string[], { isDurable }: { readonly isDurable: boolean }): Promise<Appended> {
    const text = Buffer.from(lines.join(''));
    let written = 0;
    try {
      await using file = await this.#openFor(text.length);
      const { handle, size } = file;
      if (size > 0 && !(await endsWithLineFeed(handle, size))) await handle.write('\n');
      while (written < text.length) written += (await handle.write(text, written)).bytesWritten;
      if (isDurable) await handle.datasync();
      if (isDurable && size === 0) await syncFolders(this.#options.folder);
      return { lines: lines.length };
    } catch (error) {
      return { lines: linesWithin(lines, written), error };
    }
  }

  /** The numbers of the files, from the oldest on. */
  async numbers(): Promise<readonly number[]> {
    try {
      const names = await readdir(this.#options.folder);
      return names.flatMap((name) => numberOf(name) ?? []).sort((left, right) => left - right);
    } catch (error) {
      if (isNotThere(error)) return [];
      throw error;
    }
  }

  /** A file to read from; `undefined` where it is gone meanwhile. */
  async openToRead(number: number): Promise<FileHandle | undefined> {
    try {
      return await openPlain(this.#pathOf(number), constants.O_RDONLY);
    } catch (error) {
      if (isNotThere(error)) return undefined;
      throw error;
    }
  }

  /** The file that `length` bytes more go to. */
  async #openFor(length: number): Promise<GrowingFile> {
    const { folder, maxBytes } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (!(await lstat(folder)).isDirectory()) throw notPlain(folder);
    const numbers = await this.numbers();
    const last = numbers.at(-1) ?? 1;
    const file = await openToAppend(this.#pathOf(last));
    if (file.size === 0 || file.size + length <= maxBytes) return file;
    await file.handle.close();
    await this.#removeOldest(numbers);
    return openToAppend(this.#pathOf(last + 1));
  }

  /** Makes room for one more file. */
  async #removeOldest(numbers: readonly number[]): Promise<void> {
    for (const number of numbers.slice(0, Math.max(0, numbers.length + 1 - this.#options.files))) {
      try {
        await unlink(this.#pathOf(number));
      } catch (error) {
        if (!isNotThere(error)) throw error;
      }
    }
  }

  #pathOf(number: number): string {
    return join(this.#options.folder, `audit-${String(number).padStart(10, '0')}.jsonl`);
  }
}

/** Opens a file that is nothing but a file: a pipe would hold us up, and a link leads elsewhere. */
async function openPlain(path: string, flags: number): Promise<FileHandle> {
  const handle = await open(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o600);
  try {
    if (!(await handle.stat()).isFile()) throw notPlain(path);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openToAppend(path: string): Promise<GrowingFile> {
  // For reading as well: the last byte tells whether the last line is whole.
  const handle = await openPlain(path, constants.O_APPEND | constants.O_CREAT | constants.O_RDWR);
  const { size } = await handle.stat();
  return { handle, size, [Symbol.asyncDispose]: () => handle.close() };
}

interface GrowingFile extends AsyncDisposable {
  readonly handle: FileHandle;
  readonly size: number;
}

async function endsWithLineFeed(handle: FileHandle, size: number): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === LINE_FEED;
}

/** How many lines the first bytes of all of them hold. */
function linesWithin(lines: readonly string[], bytes: number): number {
  let left = bytes;
  return lines.filter((line) => {
    left -= Buffer.byteLength(line);
    return left >= 0;
  }).length;
}

/** A file is durable only when its folder is, and that one's folder; where none can be opened, the system sees to it. */
async function syncFolders(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  for (const path of [folder, dirname(folder)]) {
    const handle = await open(path, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

const LINE_FEED = 10;

function numberOf(name: string): number | undefined {
  const digits = /^audit-(\d{10})\.jsonl$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function notPlain(path: string): Error {
  return Object.assign(new Error(`"${path}" is not what it has to be: something else stands in its place.`), {
    code: 'ELOOP',
  });
}

function isNotThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
