import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Clock, createSystemId, type Logger, silentLogger, systemClock } from '@seawall/core/base';
import type { ProtocolEra } from './connection.ts';
import { isRecord } from './is-record.ts';

/** Remembers which era a server speaks, so that it need not be asked again at every start. */
export interface EraCache {
  /** What was found out for the entry with this fingerprint, if anything. */
  get(fingerprint: string): Promise<EraVerdict | undefined>;
  /** Remembers a verdict. Never throws. */
  set(fingerprint: string, verdict: EraVerdict): void;
  /** Forgets a verdict that turned out wrong. Never throws. */
  delete(fingerprint: string): void;
  /** Resolves when everything that was said is kept. Never rejects. */
  flush(): Promise<void>;
}

/** What was found out about a server. */
export interface EraVerdict {
  readonly era: ProtocolEra;
  /** Whether only the older HTTP+SSE transport works. */
  readonly usesSse?: boolean;
}

/** Where and how long verdicts are kept. */
export interface FileEraCacheOptions {
  /** A JSON file; its folder is made when it is missing. */
  readonly file: string;
  /** @default the clock of this process */
  readonly clock?: Clock;
  /** @default drops everything */
  readonly logger?: Logger;
}

/** Limits of a cache of eras. */
export const ERA_CACHE_LIMITS = {
  maxEntries: 1000,
  /** A server may be updated: after a week it is asked again. */
  maxAgeMs: 604_800_000,
} as const;

/** A cache that lasts as long as this process. */
export function createMemoryEraCache(): EraCache {
  // Bounded by the entries of the configurations that this process reads.
  const verdicts = new Map<string, EraVerdict>();
  return {
    get: (fingerprint) => Promise.resolve(verdicts.get(fingerprint)),
    set: (fingerprint, verdict) => void verdicts.set(fingerprint, verdict),
    delete: (fingerprint) => void verdicts.delete(fingerprint),
    flush: () => Promise.resolve(),
  };
}

/**
 * A cache in one JSON file, readable by its owner only and replaced as a whole.
 *
 * A file that can't be read counts as empty, one that can't be written is said once in the log: the cache only saves time.
 */
export function createFileEraCache(options: FileEraCacheOptions): EraCache {
  return new FileEraCache(options);
}

interface StoredVerdict extends EraVerdict {
  readonly atMs: number;
}

class FileEraCache implements EraCache {
  readonly #file: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #entries: Promise<Map<string, StoredVerdict>> | undefined;
  #work: Promise<void> = Promise.resolve();
  #isWriteWaiting = false;
  #hasComplained = false;

  constructor(options: FileEraCacheOptions) {
    this.#file = options.file;
    this.#clock = options.clock ?? systemClock;
    this.#logger = options.logger ?? silentLogger;
  }

  async get(fingerprint: string): Promise<EraVerdict | undefined> {
    const found = (await this.#load()).get(toKey(fingerprint));
    const ageMs = found ? this.#clock.now() - found.atMs : 0;
    if (!found || ageMs < 0 || ageMs > ERA_CACHE_LIMITS.maxAgeMs) return undefined;
    return { era: found.era, ...(found.usesSse ? { usesSse: true } : {}) };
  }

  set(fingerprint: string, verdict: EraVerdict): void {
    this.#change((entries) => {
      const key = toKey(fingerprint);
      const known = entries.get(key);
      if (
        known?.era === verdict.era &&
        known.usesSse === verdict.usesSse &&
        this.#clock.now() - known.atMs < ERA_CACHE_LIMITS.maxAgeMs / 2
      )
        return false;
      entries.delete(key);
      entries.set(key, { ...verdict, atMs: this.#clock.now() });
      for (const oldest of entries.keys()) if (entries.size > ERA_CACHE_LIMITS.maxEntries) entries.delete(oldest);
      return true;
    });
  }

  delete(fingerprint: string): void {
    this.#change((entries) => entries.delete(toKey(fingerprint)));
  }

  flush(): Promise<void> {
    return this.#work;
  }

  #load(): Promise<Map<string, StoredVerdict>> {
    // A file that is missing or broken is an empty cache.
    this.#entries ??= readFile(this.#file, 'utf8').then(parseEntries, () => new Map());
    return this.#entries;
  }

  #change(apply: (entries: Map<string, StoredVerdict>) => boolean): void {
    this.#work = this.#work
      .then(async () => {
        if (!apply(await this.#load()) || this.#isWriteWaiting) return;
        this.#isWriteWaiting = true;
      })
      .then(() => this.#write());
  }

  async #write(): Promise<void> {
    if (!this.#isWriteWaiting) return;
    this.#isWriteWaiting = false;
    const temporary = `${this.#file}.${createSystemId()}.tmp`;
    try {
      const entries = Object.fromEntries(await this.#load());
      await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
      await writeFile(temporary, `${JSON.stringify({ version: FORMAT_VERSION, entries })}\n`, { mode: 0o600 });
      await chmod(temporary, 0o600);
      await rename(temporary, this.#file);
    } catch (error) {
      if (!this.#hasComplained)
        this.#logger.log('warn', `The cache of protocol eras can't be written to "${this.#file}".`, { error });
      this.#hasComplained = true;
      // Nothing may be left to remove.
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }
}

const FORMAT_VERSION = 1;

/** A fingerprint may be made from secrets: what is written is a hash of it. */
function toKey(fingerprint: string): string {
  return createHash('sha256').update(fingerprint).digest('hex').slice(0, 32);
}

function parseEntries(text: string): Map<string, StoredVerdict> {
  const entries = new Map<string, StoredVerdict>();
  try {
    const content: unknown = JSON.parse(text);
    if (!isRecord(content) || content.version !== FORMAT_VERSION || !isRecord(content.entries)) return entries;
    for (const [key, value] of Object.entries(content.entries)) if (isStoredVerdict(value)) entries.set(key, value);
  } catch {
    // A broken file is an empty cache; the next write replaces it.
  }
  return entries;
}

function isStoredVerdict(value: unknown): value is StoredVerdict {
  if (!isRecord(value) || typeof value.atMs !== 'number') return false;
  const { era, usesSse } = value;
  return (era === 'legacy' || era === 'modern') && (usesSse === undefined || typeof usesSse === 'boolean');
}
