import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Lines, linesWithin } from './line-buffer.ts';

/** How far the writing of lines came. */
export interface Appended {
  /** So many of them, from the first on, are in the file. */
  readonly lines: number;
  /** Why the others are not, or why all are not durable. */
  readonly error?: unknown;
}

/**
 * A file of lines to which lines are added.
 *
 * What a process left that was ended in the middle of a line stays alone on that line.
 */
export class LineFile implements AsyncDisposable {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #identity: Identity;
  #size: number;
  /** Known of what was written here. */
  #endsWithLine = false;
  #hasFailed = false;
  /** Whether its folder was made durable, with it in there. */
  #isPlaced = false;

  private constructor(path: string, handle: FileHandle, information: Stats) {
    this.#path = path;
    this.#handle = handle;
    this.#identity = information;
    this.#size = information.size;
  }

  /** Opens it; it is made where it is missing, for this user only. @throws what {@link openPlain} does */
  static async open(path: string): Promise<LineFile> {
    // For reading as well: the last byte tells whether the last line is whole.
    const { handle, information } = await openWithStats(
      path,
      constants.O_APPEND | constants.O_CREAT | constants.O_RDWR,
    );
    return new LineFile(path, handle, information);
  }

  /** As it was opened, and with what was added here, in bytes. */
  get size(): number {
    return this.#size;
  }

  /** Whether it still stands at its path, and nobody else wrote to it. Never rejects. */
  async isUntouched(): Promise<boolean> {
    if (this.#hasFailed) return false;
    try {
      const { dev, ino, size } = await lstat(this.#path);
      return dev === this.#identity.dev && ino === this.#identity.ino && size === this.#size;
    } catch {
      // Whoever opens it anew is told why.
      return false;
    }
  }

  /** Writes whole lines. With `isDurable` they survive the end of the machine once this resolves. Never rejects. */
  async append(lines: Lines, { isDurable }: { readonly isDurable: boolean }): Promise<Appended> {
    const { bytes, count } = lines;
    let written = 0;
    try {
      await this.#beginLine();
      while (written < bytes.length) written += (await this.#handle.write(bytes, written)).bytesWritten;
      this.#size += written;
      if (isDurable) await this.#handle.datasync();
      // Not only of one that is new: whoever made it may have had nothing that had to last.
      if (isDurable && !this.#isPlaced) await this.#place();
      return { lines: count };
    } catch (error) {
      this.#hasFailed = true;
      return { lines: linesWithin(lines, written), error };
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#handle.close();
  }

  async #place(): Promise<void> {
    await syncFolders(dirname(this.#path));
    this.#isPlaced = true;
  }

  /** Ends a line that somebody else did not end. */
  async #beginLine(): Promise<void> {
    if (!this.#endsWithLine && this.#size > 0) {
      const { buffer } = await this.#handle.read(Buffer.alloc(1), 0, 1, this.#size - 1);
      if (buffer[0] !== LINE_FEED) this.#size += (await this.#handle.write('\n')).bytesWritten;
    }
    this.#endsWithLine = true;
  }
}

/** What stays the same of a file whatever is written to it. */
type Identity = Pick<Stats, 'dev' | 'ino'>;

/** Makes a folder where it is missing, for this user only. @throws Error with `ELOOP` when something else stands in its place */
export async function makeFolder(folder: string): Promise<void> {
  if (await isThere(folder)) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await isThere(folder);
}

/**
 * Opens a file that is nothing but a file: a pipe would hold us up, and a link leads elsewhere.
 *
 * @throws Error of the system; with `ELOOP` when something else stands in its place.
 */
export async function openPlain(path: string, flags: number): Promise<FileHandle> {
  return (await openWithStats(path, flags)).handle;
}

async function openWithStats(
  path: string,
  flags: number,
): Promise<{ readonly handle: FileHandle; readonly information: Stats }> {
  const handle = await open(path, flags | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o600);
  try {
    const information = await handle.stat();
    if (!information.isFile()) throw notPlain(path);
    return { handle, information };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Whether an error of the system says that there is no such file. */
export function isNotThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Whether a folder is there. @throws Error with `ELOOP` when something else stands in its place */
async function isThere(folder: string): Promise<boolean> {
  try {
    if (!(await lstat(folder)).isDirectory()) throw notPlain(folder);
    return true;
  } catch (error) {
    if (isNotThere(error)) return false;
    throw error;
  }
}

const LINE_FEED = 10;

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

function notPlain(path: string): Error {
  return Object.assign(new Error(`"${path}" is not what it has to be: something else stands in its place`), {
    code: 'ELOOP',
  });
}
