import { constants } from 'node:fs';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

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
 * Never follows a symbolic link. Holds {@link MAX_WAITING} lines at most; what comes beyond that is dropped and counted.
 */
export class JsonlFiles {
  readonly #options: JsonlFilesOptions;
  /** By file; bounded by {@link MAX_WAITING}. */
  #waiting = new Map<string, (() => unknown)[]>();
  #waitingCount = 0;
  #writing: Promise<void> | undefined = undefined;
  #isInTrouble = false;
  dropped = 0;

  constructor(options: JsonlFilesOptions) {
    this.#options = options;
  }

  /** Writes a value, which is made then, as one line later. Returns at once, never throws. */
  append(file: string, make: () => unknown): void {
    if (this.#waitingCount >= MAX_WAITING) {
      this.dropped += 1;
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
    this.#writing = undefined;
  }

  async #writeFile(file: string, lines: readonly (() => unknown)[]): Promise<void> {
    try {
      await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
      const path = join(this.#options.folder, file);
      const text = lines.map((make) => `${JSON.stringify(make())}\n`).join('');
      if ((await sizeOf(path)) + Buffer.byteLength(text) > this.#options.maxBytes) await this.#putAside(path);
      const handle = await open(path, APPEND, 0o600);
      try {
        await handle.appendFile(text);
      } finally {
        await handle.close();
      }
      this.#isInTrouble = false;
    } catch (error) {
      this.dropped += lines.length;
      if (this.#isInTrouble) return;
      this.#isInTrouble = true;
      this.#options.onTrouble(error);
    }
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
const APPEND = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_NOFOLLOW;

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}
