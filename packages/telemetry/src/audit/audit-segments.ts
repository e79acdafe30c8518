import { constants } from 'node:fs';
import { type FileHandle, lstat, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lines } from '../lines/line-buffer.ts';
import { type Appended, isNotThere, LineFile, makeFolder, openPlain } from '../lines/line-file.ts';

/** Where the files of a trail are, how large they become, and how many are kept. */
export interface SegmentOptions {
  /** Made where it is missing, for this user only. */
  readonly folder: string;
  /** A file that would become larger is followed by a new one, in bytes. */
  readonly maxBytes: number;
  /** The oldest file goes when there would be more. */
  readonly files: number;
}

/**
 * Numbered files of lines, `audit-0000000001.jsonl` and on, of which only the last one grows.
 *
 * Follows no symbolic link, neither in the place of the folder nor of a file. Looks before each writing whether the file is what
 * it left, so it does not matter who else writes there, or takes files away.
 */
export class AuditSegments {
  readonly #options: SegmentOptions;
  /** What was written last: to open it anew takes most of the work. */
  #last: LastFile | undefined;

  constructor(options: SegmentOptions) {
    this.#options = options;
  }

  /**
   * Writes whole lines behind all others, one call after the other. With `isDurable` they survive the end of the machine once
   * this resolves. Never rejects.
   */
  async append(lines: Lines, { isDurable }: { readonly isDurable: boolean }): Promise<Appended> {
    try {
      const file = await this.#fileFor(lines.bytes.length);
      return await file.append(lines, { isDurable });
    } catch (error) {
      return { lines: 0, error };
    }
  }

  /** Lets go of the file; the next writing opens it again. */
  async close(): Promise<void> {
    const file = this.#last?.file;
    this.#last = undefined;
    await file?.[Symbol.asyncDispose]();
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
  async #fileFor(length: number): Promise<LineFile> {
    const { number, file } = (await this.#lastUntouched()) ?? (await this.#openLast());
    if (file.size === 0 || file.size + length <= this.#options.maxBytes) return file;
    await this.close();
    await this.#removeOldest();
    return (await this.#open(number + 1)).file;
  }

  /** The one that was written last, unless somebody else wrote to it, took it away or began the next one. */
  async #lastUntouched(): Promise<LastFile | undefined> {
    const last = this.#last;
    if (last === undefined) return undefined;
    const [isUntouched, isLast] = await Promise.all([last.file.isUntouched(), this.#isLast(last)]);
    if (isUntouched && isLast) return last;
    await this.close();
    return undefined;
  }

  async #isLast({ number }: LastFile): Promise<boolean> {
    try {
      await lstat(this.#pathOf(number + 1));
      return false;
    } catch (error) {
      // What else may be wrong with the folder is told to whoever opens it anew.
      return isNotThere(error);
    }
  }

  async #openLast(): Promise<LastFile> {
    await makeFolder(this.#options.folder);
    const numbers = await this.numbers();
    return this.#open(numbers.at(-1) ?? 1);
  }

  async #open(number: number): Promise<LastFile> {
    const last = { number, file: await LineFile.open(this.#pathOf(number)) };
    this.#last = last;
    return last;
  }

  /** Makes room for one more file. */
  async #removeOldest(): Promise<void> {
    const numbers = await this.numbers();
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

interface LastFile {
  readonly number: number;
  readonly file: LineFile;
}

function numberOf(name: string): number | undefined {
  const digits = /^audit-(\d{10})\.jsonl$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
