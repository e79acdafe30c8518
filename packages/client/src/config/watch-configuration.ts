import { watch } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Clock, MCPConfigurationError, type MCPError, systemClock, type Timer } from '@seawall/core/base';
import type { Configuration, SourceFile } from './configuration.ts';
import { hashFile } from './document/read-text.ts';
import { type ReadSurroundings, readConfiguration } from './read-configuration.ts';

/**
 * Watches a configuration file and the env files it names, and reads it again when one of them changed.
 *
 * Folders are watched, so that a file that is replaced as a whole is noticed too. A change counts once the files stayed
 * the same for `debounceMs`; writing the same content again is none. Where a folder can't be watched, and while a file
 * can't be read, the files are looked at every `pollMs`.
 */
export function watchConfiguration(options: WatchConfigurationOptions): ConfigurationWatch {
  const watcher = new ConfigurationWatcher(options);
  watcher.begin();
  return watcher;
}

/** A running watch. */
export interface ConfigurationWatch extends Disposable {
  /** Ends it; nothing is called after that. May be called twice. */
  close(): void;
}

/** What {@link watchConfiguration} watches and whom it tells. */
export interface WatchConfigurationOptions extends ReadSurroundings {
  /** Relative to `folder`. */
  readonly file: string;
  /** The configuration in force: a change since it was read counts. Without it the files as they are now count as known. */
  readonly current?: Configuration;
  /** Gets the new configuration. */
  readonly onChange: (configuration: Configuration) => void;
  /** Gets the error when the changed file can't be used; the old configuration stays in force. */
  readonly onError: (error: MCPError) => void;
  /** @default systemClock */
  readonly clock?: Clock;
  /** How long the files have to stay the same, in milliseconds.
   * @default 150 */
  readonly debounceMs?: number;
  /** How often files are looked at where they can't be watched, in milliseconds.
   * @default 2000 */
  readonly pollMs?: number;
  /** Watches one folder.
   * @default fs.watch */
  readonly watchFolder?: WatchFolder;
}

/** Watches a folder until it is closed; throws, or calls `onLost`, when it can't. */
export type WatchFolder = (folder: string, onEvent: () => void, onLost: () => void) => { close(): void };

export const WATCH_DEFAULTS = { debounceMs: 150, pollMs: 2000 } as const satisfies Partial<WatchConfigurationOptions>;

const watchFolderOfSystem: WatchFolder = (folder, onEvent, onLost) => {
  const watcher = watch(folder, { persistent: false }, onEvent);
  watcher.on('error', onLost);
  return watcher;
};

class ConfigurationWatcher implements ConfigurationWatch {
  readonly #options: WatchConfigurationOptions;
  readonly #file: string;
  readonly #clock: Clock;
  readonly #folders = new Map<string, { close(): void } | undefined>();
  /** The files of the last reading. */
  #files: readonly string[];
  /** The content that was last told about. */
  #known: string | undefined;
  /** The content that was last seen, and may still be changing. */
  #seen: string | undefined;
  #timer: Timer | undefined;
  #poll: Timer | undefined;
  #isChecking = false;
  #isEventPending = false;
  #isClosed = false;

  constructor(options: WatchConfigurationOptions) {
    this.#options = options;
    this.#file = resolve(options.folder, options.file);
    this.#clock = options.clock ?? systemClock;
    this.#files = [this.#file, ...(options.current?.sources ?? []).map((source) => source.file)];
    this.#known = options.current?.sources === undefined ? undefined : digestOf(options.current.sources);
  }

  begin(): void {
    this.#schedule(0);
  }

  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#poll?.cancel();
    for (const folder of this.#folders.values()) folder?.close();
    this.#folders.clear();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #schedule(delayMs: number): void {
    if (this.#isClosed) return;
    this.#timer?.cancel();
    // #check handles its own errors and never rejects.
    this.#timer = this.#clock.setTimer(() => void this.#check(), delayMs, { background: true });
  }

  readonly #onEvent = (): void => {
    if (this.#isChecking) this.#isEventPending = true;
    else this.#schedule(this.#debounceMs);
  };

  get #debounceMs(): number {
    return this.#options.debounceMs ?? WATCH_DEFAULTS.debounceMs;
  }

  async #check(): Promise<void> {
    if (this.#isClosed) return;
    if (this.#isChecking) {
      this.#isEventPending = true;
      return;
    }
    this.#isChecking = true;
    this.#isEventPending = false;
    let isSettled = true;
    try {
      await this.#watchFolders();
      const sources = await hashAll(this.#files);
      if (!this.#isClosed) isSettled = await this.#compare(sources);
    } finally {
      this.#isChecking = false;
      if (this.#isEventPending || !isSettled) this.#schedule(this.#debounceMs);
    }
  }

  /** Acts on what the files hold now; `false` when they have to be looked at again. */
  async #compare(sources: readonly SourceFile[]): Promise<boolean> {
    const digest = digestOf(sources);
    const unreadable = sources.filter((source) => source.sha256 === undefined);
    for (const source of unreadable) this.#forgetFolder(dirname(source.file));
    this.#pollIfNeeded(unreadable.length > 0);
    if (this.#known === undefined) {
      // Nobody said what is in force: these files are. One reading tells which env files belong to them.
      this.#known = digest;
      const configuration = await this.#read();
      if (!MCPConfigurationError.isInstance(configuration)) this.#remember(configuration);
      return true;
    }
    // A change may still be going on: it counts when the next look finds the same.
    const isSame = digest === this.#seen;
    this.#seen = digest;
    if (digest === this.#known) return true;
    if (isSame) await this.#readAgain(digest);
    return isSame;
  }

  async #readAgain(digest: string): Promise<void> {
    const configuration = await this.#read();
    if (this.#isClosed) return;
    if (MCPConfigurationError.isInstance(configuration)) {
      this.#known = digest;
      this.#options.onError(configuration);
      return;
    }
    this.#remember(configuration);
    await this.#watchFolders();
    if (!this.#isClosed) this.#options.onChange(configuration);
  }

  #remember(configuration: Configuration): void {
    const sources = configuration.sources ?? [];
    this.#files = [this.#file, ...sources.map((source) => source.file)];
    this.#known = digestOf(sources);
    this.#seen = this.#known;
    this.#pollIfNeeded(sources.some((source) => source.sha256 === undefined));
  }

  async #read(): Promise<Configuration | MCPConfigurationError> {
    const { env, folder, entryPoint, listen, windows } = this.#options;
    try {
      return await readConfiguration({
        file: this.#file,
        env,
        folder,
        ...(entryPoint === undefined ? {} : { entryPoint }),
        ...(listen === undefined ? {} : { listen }),
        ...(windows === undefined ? {} : { windows }),
      });
    } catch (cause) {
      if (MCPConfigurationError.isInstance(cause)) return cause;
      const message = `The configuration file "${this.#file}" could not be read again.`;
      return new MCPConfigurationError({ code: 'CONFIG_UNREADABLE', configFile: this.#file, message, cause });
    }
  }

  /** Watches the folder of each file, and of what it is a link to; folders that are no longer needed are let go. */
  async #watchFolders(): Promise<void> {
    const wanted = new Set<string>();
    for (const file of this.#files) {
      wanted.add(dirname(file));
      wanted.add(dirname(await realpath(file).catch(() => file)));
    }
    if (this.#isClosed) return;
    for (const [folder, watcher] of this.#folders) {
      if (wanted.has(folder)) continue;
      watcher?.close();
      this.#folders.delete(folder);
    }
    for (const folder of wanted)
      if (this.#folders.get(folder) === undefined) this.#folders.set(folder, this.#watchFolder(folder));
    this.#pollIfNeeded(false);
  }

  #watchFolder(folder: string): { close(): void } | undefined {
    const watchFolder = this.#options.watchFolder ?? watchFolderOfSystem;
    try {
      return watchFolder(folder, this.#onEvent, () => {
        this.#folders.get(folder)?.close();
        this.#folders.set(folder, undefined);
        this.#pollIfNeeded(true);
      });
    } catch {
      // Not there, no right to, or too many watches: the files are looked at from time to time instead.
      return undefined;
    }
  }

  /** A folder that was removed and made again has to be watched anew; until the next look nobody watches it. */
  #forgetFolder(folder: string): void {
    this.#folders.get(folder)?.close();
    this.#folders.delete(folder);
  }

  #pollIfNeeded(isUnreadable: boolean): void {
    if (this.#isClosed || this.#poll !== undefined) return;
    if (!isUnreadable && ![...this.#folders.values()].includes(undefined)) return;
    const look = (): void => {
      this.#poll = undefined;
      this.#schedule(0);
    };
    this.#poll = this.#clock.setTimer(look, this.#options.pollMs ?? WATCH_DEFAULTS.pollMs, { background: true });
  }
}

async function hashAll(files: readonly string[]): Promise<readonly SourceFile[]> {
  const hashed: SourceFile[] = [];
  for (const file of files) {
    const sha256 = await hashFile(file);
    hashed.push(sha256 === undefined ? { file } : { file, sha256 });
  }
  return hashed;
}

/** One text for the content of all files, whatever their order; files that were named twice count once. */
function digestOf(sources: readonly SourceFile[]): string {
  const lines = sources.map((source) => `${source.file}\0${source.sha256 ?? ''}`);
  return [...new Set(lines)].sort().join('\n');
}
