import { TOO_DEEP_MARKER, UNREADABLE_MARKER } from '../markers.ts';
import type { SecretMatcher } from '../secret-matcher.ts';
import { emptyCopyOf, isOpaque, putProperty, readProperty, textOf } from './copy.ts';
import { type Entry, fillEntries, itemsOf } from './entries.ts';

/** Deeper values than this are replaced by `[TOO DEEP]` where only exact values are looked for. */
export const MAX_EXACT_DEPTH = 500;

/**
 * One walk through a value that hides what a matcher finds and asks no name. Copies only what changes: clean parts of it
 * stay the very same.
 */
export class ExactWalk {
  readonly #matcher: SecretMatcher;
  readonly #marker: string;
  readonly #done = new Map<object, unknown>();
  #hidden = 0;
  #looks = 0;

  constructor(matcher: SecretMatcher, marker: string) {
    this.#matcher = matcher;
    this.#marker = marker;
  }

  /** The value without what the matcher finds; the very same if there is nothing. */
  clean(value: unknown): unknown {
    if (this.#matcher.isEmpty || this.#isPlainlyClean(value, 0)) return value;
    const clean = this.#visit(value, 0);
    return this.#hidden === 0 ? value : clean;
  }

  /**
   * Whether a value of lists and plain objects holds nothing to hide. Most data is such, and to look at it like this takes a
   * fifth of the time: nothing is remembered. So what is shared is searched again, up to a limit.
   */
  #isPlainlyClean(value: unknown, depth: number): boolean {
    if (typeof value === 'string') return this.#matcher.replace(value, this.#marker) === value;
    if (value === null || typeof value !== 'object') return true;
    this.#looks += 1;
    if (depth >= MAX_PLAIN_DEPTH || this.#looks > MAX_PLAIN_LOOKS) return false;
    try {
      if (Array.isArray(value)) {
        if (Reflect.ownKeys(value).length !== value.length + 1) return false;
        return value.every((item) => this.#isPlainlyClean(item, depth + 1));
      }
      if (Reflect.getPrototypeOf(value) !== Object.prototype) return false;
      return Reflect.ownKeys(value).every(
        (key) =>
          typeof key === 'string' &&
          this.#isPlainlyClean(key, depth) &&
          this.#isPlainlyClean(Reflect.get(value, key), depth + 1),
      );
    } catch {
      // The walk tells what can't be read.
      return false;
    }
  }

  #visit(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.#text(value);
    if (value === null || typeof value !== 'object') return value;
    try {
      return this.#object(value, depth);
    } catch {
      // A proxy that does not let itself be read: what it hides can't be checked, so it is left out.
      return this.#hide(UNREADABLE_MARKER);
    }
  }

  #text(text: string): string {
    const clean = this.#matcher.replace(text, this.#marker);
    if (clean !== text) this.#hidden += 1;
    return clean;
  }

  #hide(marker: string): string {
    this.#hidden += 1;
    return marker;
  }

  #object(value: object, depth: number): unknown {
    const earlier = this.#done.get(value);
    if (earlier === PENDING) {
      // Met within itself: it is copied at once, so that cycles keep their shape.
      const copy = emptyCopyOf(value);
      this.#done.set(value, copy);
      return copy;
    }
    if (earlier !== undefined) return earlier;
    if (isOpaque(value)) return value;
    if (depth >= MAX_EXACT_DEPTH) return this.#hide(TOO_DEEP_MARKER);
    const text = textOf(value);
    if (text !== undefined) {
      const clean = this.#text(text);
      return clean === text ? value : clean;
    }
    this.#done.set(value, PENDING);
    const clean = this.#container(value, depth + 1);
    this.#done.set(value, clean);
    return clean;
  }

  #container(value: object, depth: number): unknown {
    let changed = false;
    const items = itemsOf(value)?.map((entry): Entry => {
      const clean: Entry = [this.#visit(entry[0], depth), this.#visit(entry[1], depth)];
      changed ||= clean[0] !== entry[0] || clean[1] !== entry[1];
      return clean;
    });
    const keys = Reflect.ownKeys(value);
    const values: unknown[] = [];
    for (const key of keys) {
      const item = readProperty(value, key);
      const clean = this.#visit(item, depth);
      values.push(clean);
      changed ||= clean !== item;
    }
    const cleanKeys = keys.map((key) => (typeof key === 'string' ? this.#text(key) : key));
    changed ||= cleanKeys.some((key, index) => key !== keys[index]);
    const pending = this.#done.get(value);
    if (!changed && pending === PENDING) return value;
    const copy = pending === PENDING || typeof pending !== 'object' || pending === null ? emptyCopyOf(value) : pending;
    fillEntries(copy, items);
    for (const [index, key] of keys.entries()) {
      if (Array.isArray(value) && key === 'length') continue;
      putProperty(copy, value, key, cleanKeys[index] ?? key, values[index]);
    }
    return copy;
  }
}

/** Deeper values may hold themselves. */
const MAX_PLAIN_DEPTH = 64;
/** Larger values may hold the same many times, in objects and lists. */
const MAX_PLAIN_LOOKS = 1_000_000;
const PENDING: unique symbol = Symbol('pending');
