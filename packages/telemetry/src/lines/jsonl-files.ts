import { lstat, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeLines } from './line-buffer.ts';
import { isNotThere, LineFile, makeFolder } from './line-file.ts';

/** Where files of lines are, and how large they become. */
export interface JsonlFilesOptions {
  /** Made where it is missing, for this user only. */
  readonly folder: string;
  /** A file that would become larger is put aside first, in bytes. */
  readonly maxBytes: number;
  /** So many files that were put aside are kept, as `NAME.1` (the latest), `NAME.2` and so on. */
  readonly keepFiles: number;
  /** Told once of each row of failures to write. */
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Appends lines to files, beside the work of the process and one after the other.
 *
 * Follows no symbolic link, neither in the place of the folder nor of a file. Holds {@link MAX_WAITING} lines at most; what comes beyond that is dropped and counted.
 */
export class JsonlFiles {
  readonly #options: JsonlFilesOptions;
  /** By file; bounded by {@link MAX_WAITING}. */
  #waiting = new Map<string, (() => unknown)[]>();
  #waitingCount = 0;
  #writing: Promise<void> | undefined = undefined;
  #isInTrouble = false;
  /** Until everything that waits is written. */
  #isOverflowing = false;
  dropped = 0;

  constructor(options: JsonlFilesOptions) {
    this.#options = options;
  }

  /** Writes a value, which is made then, as one line later. Returns at once, never throws. */
  append(file: string, make: () => unknown): void {
    if (this.#waitingCount >= MAX_WAITING) {
      this.dropped += 1;
      if (!this.#isOverflowing) this.#options.onTrouble(new Error('More lines come than the disk takes.'));
      this.#isOverflowing = true;
      return;
    }
    this.#waitingCount += 1;
    const lines = this.#waiting.get(file);
    if (lines === undefined) this.#waiting.set(file, [make]);
    else lines.push(make);
    this.#writing ??= this.#write();
  }

  /** Resolves once everything so far is written or dropped; never rejects. */
  async flush(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  async #write(): Promise<void> {
    // Lines that come in the same turn go to the disk together.
    await Promise.resolve();
    while (this.#waiting.size > 0) {
      const waiting = this.#waiting;
      this.#waiting = new Map();
      this.#waitingCount = 0;
      for (const [file, lines] of waiting) await this.#writeFile(file, lines);
    }
    this.#isOverflowing = false;
    this.#writing = undefined;
  }

  async #writeFile(file: string, makers: readonly (() => unknown)[]): Promise<void> {
    let written = 0;
    try {
      const lines = encodeLines(makers.map((make) => `${JSON.stringify(make())}\n`));
      await using opened = await this.#openFor(join(this.#options.folder, file), lines.bytes.length);
      const appended = await opened.append(lines, { isDurable: false });
      written = appended.lines;
      if (appended.error !== undefined) throw appended.error;
      this.#isInTrouble = false;
    } catch (error) {
      this.dropped += makers.length - written;
      if (this.#isInTrouble) return;
      this.#isInTrouble = true;
      this.#options.onTrouble(error);
    }
  }

  /** The file that `length` bytes more go to, with room for them. */
  async #openFor(path: string, length: number): Promise<LineFile> {
    await makeFolder(this.#options.folder);
    const file = await LineFile.open(path);
    if (file.size === 0 || file.size + length <= this.#options.maxBytes) return file;
    await file[Symbol.asyncDispose]();
    await this.#putAside(path);
    return LineFile.open(path);
  }

  /** Each one goes one number up; the last one is written over. */
  async #putAside(path: string): Promise<void> {
    for (let number = this.#options.keepFiles; number >= 1; number -= 1) {
      const from = number === 1 ? path : `${path}.${number - 1}`;
      if ((await sizeOf(from)) > 0) await rename(from, `${path}.${number}`);
    }
  }
}

/** In lines, of which each is bounded where it is made. */
const MAX_WAITING = 2000;

async function sizeOf(path: string): Promise<number> {
  try {
    return (await lstat(path)).size;
  } catch (error) {
    if (isNotThere(error)) return 0;
    throw error;
  }
}
