import { SERVED_BY_META_KEY, STALE_META_KEY } from '../../call/meta-keys.ts';
import { isRecord } from '../fallback/is-record.ts';
import { boundedCopy } from './bounded-copy.ts';
import { STALE_DEFAULTS, type StaleSettings } from './options.ts';
import { keyStartOf } from './stale-key.ts';

/** An answer that was kept. */
export interface StaleAnswer {
  /** A copy, which may be changed. */
  readonly value: unknown;
  /** Milliseconds since it was kept. */
  readonly ageMs: number;
}

interface Entry {
  readonly value: unknown;
  readonly bytes: number;
  readonly storedMs: number;
  /** For how long the server itself said that the answer is good, in milliseconds. */
  readonly ttlMs: number;
}

/** No answer takes more than this share of the memory: one large file must not push all others out. */
const MAX_SHARE = 0.25;

/**
 * Keeps answers for the time when their server is down.
 *
 * Bounded by entries and by memory; the answer that was used longest ago goes first. Keys hold the principal: make them with
 * `staleKey`. Times are those of the monotonic clock.
 */
export class StaleStore {
  private readonly entries = new Map<string, Entry>();
  private maxEntries: number;
  private maxBytes: number;
  private usedBytes = 0;

  constructor({ maxEntries, maxBytes }: Pick<StaleSettings, 'maxEntries' | 'maxBytes'> = STALE_DEFAULTS) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /** Answers kept. */
  get size(): number {
    return this.entries.size;
  }

  /** What they take in memory, estimated from above. */
  get bytes(): number {
    return this.usedBytes;
  }

  /**
   * Keeps a copy of an answer in place of an earlier one.
   *
   * What is no answer of the server is not kept, and the earlier one stays: errors, questions, announcements of tasks, and what
   * was given in place of an answer. Neither is what is too large.
   */
  put(key: string, value: unknown, nowMs: number): void {
    if (!isAnswer(value)) return;
    const keyBytes = 2 * key.length;
    const copy = boundedCopy(value, Math.floor(this.maxBytes * MAX_SHARE) - keyBytes);
    if (copy === undefined) return;
    this.forget(key);
    const bytes = copy.bytes + keyBytes;
    this.entries.set(key, { value: copy.value, bytes, storedMs: nowMs, ttlMs: ttlOf(value) });
    this.usedBytes += bytes;
    this.makeRoom();
  }

  /**
   * The answer under a key, if it is no older than `maxAgeMs`, or than the server said that it is good for.
   *
   * What is too old is forgotten.
   */
  get(key: string, nowMs: number, maxAgeMs: number): StaleAnswer | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    const ageMs = Math.max(0, nowMs - entry.storedMs);
    if (ageMs > Math.max(maxAgeMs, entry.ttlMs)) {
      this.forget(key);
      return undefined;
    }
    // The newest stand last.
    this.entries.delete(key);
    this.entries.set(key, entry);
    return { value: boundedCopy(entry.value, entry.bytes)?.value, ageMs };
  }

  /** Forgets one answer. */
  forget(key: string): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    this.entries.delete(key);
    this.usedBytes -= entry.bytes;
  }

  /** Forgets all answers of a server: it was configured anew, and another one may stand behind its name. */
  forgetServer(server: string): void {
    const start = keyStartOf(server);
    for (const key of [...this.entries.keys()]) if (key.startsWith(start)) this.forget(key);
  }

  /** Takes new limits; what is over them is forgotten. */
  resize({ maxEntries, maxBytes }: Pick<StaleSettings, 'maxEntries' | 'maxBytes'>): void {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
    this.makeRoom();
  }

  private makeRoom(): void {
    for (const key of this.entries.keys()) {
      if (this.entries.size <= this.maxEntries && this.usedBytes <= this.maxBytes) return;
      this.forget(key);
    }
  }
}

function isAnswer(value: unknown): boolean {
  if (!isRecord(value) || value.isError === true || 'task' in value) return false;
  if (value.resultType !== undefined && value.resultType !== 'complete') return false;
  const { _meta: meta } = value;
  return !isRecord(meta) || !(SERVED_BY_META_KEY in meta || STALE_META_KEY in meta);
}

/** Longer promises than this are cut, as the SDK does. */
const MAX_TTL_MS = 86_400_000;

/** What results of 2026-07-28 say of themselves; those of tools can say nothing, for nobody may keep them unasked. */
function ttlOf(value: unknown): number {
  if (!isRecord(value) || 'content' in value || 'structuredContent' in value) return 0;
  const { ttlMs } = value;
  return typeof ttlMs === 'number' && ttlMs > 0 ? Math.min(ttlMs, MAX_TTL_MS) : 0;
}
