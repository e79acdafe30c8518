import { constants } from 'node:fs';
import { type FileHandle, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
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
 * Follows no symbolic link, neither in the place of the folder nor of a file. Keeps no file open and remembers none, so it does
 * not matter who else writes there.
 */
export class AuditSegments {
  readonly #options: SegmentOptions;

  constructor(options: SegmentOptions) {
    this.#options = options;
  }

  /** Writes whole lines behind all others. With `isDurable` they survive the end of the machine once this resolves. Never rejects. */
  async append(lines: readonly string[], { isDurable }: { readonly isDurable: boolean }): Promise<Appended> {
    try {
      await using file = await this.#openFor(lines.reduce((length, line) => length + Buffer.byteLength(line), 0));
      return await file.append(lines, { isDurable });
    } catch (error) {
      return { lines: 0, error };
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
  async #openFor(length: number): Promise<LineFile> {
    const { folder, maxBytes } = this.#options;
    await makeFolder(folder);
    const numbers = await this.numbers();
    const last = numbers.at(-1) ?? 1;
    const file = await LineFile.open(this.#pathOf(last));
    if (file.size === 0 || file.size + length <= maxBytes) return file;
    await file[Symbol.asyncDispose]();
    await this.#removeOldest(numbers);
    return LineFile.open(this.#pathOf(last + 1));
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

function numberOf(name: string): number | undefined {
  const digits = /^audit-(\d{10})\.jsonl$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
