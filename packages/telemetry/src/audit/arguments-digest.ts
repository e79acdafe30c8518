import { createHash, type Hash, hash } from 'node:crypto';

/**
 * The SHA-256 digest of arguments, in hex digits: the same for the same JSON, in whatever order its fields stand.
 *
 * Takes time in proportion to the length of the JSON. `undefined` for what is nested too deep, too large, or no JSON.
 */
export function argumentsDigest(value: unknown): string | undefined {
  try {
    const writer = new CanonicalWriter();
    return writer.write(value, 0) ? writer.digest() : undefined;
  } catch {
    // A value that resists being read, as a getter that throws, has no digest; it can't be sent to a server either.
    return undefined;
  }
}

/** Writes JSON with the fields of objects in order, straight into a hash. */
class CanonicalWriter {
  /** Only of what is long: at once is several times faster. */
  #hash: Hash | undefined;
  #text = '';
  #nodes = 0;

  /** @returns whether the value is within the limits; once it is not, nothing more is written. */
  write(value: unknown, depth: number): boolean {
    this.#nodes += 1;
    if (depth > MAX_DEPTH || this.#nodes > MAX_NODES) return false;
    if (typeof value !== 'object' || value === null) {
      this.#add(JSON.stringify(value) ?? 'null');
      return true;
    }
    if ('toJSON' in value && typeof value.toJSON === 'function') return this.write(value.toJSON(), depth + 1);
    return Array.isArray(value) ? this.#writeList(value, depth) : this.#writeFields(value, depth);
  }

  digest(): string {
    return this.#hash === undefined ? hash('sha256', this.#text) : this.#hash.update(this.#text).digest('hex');
  }

  #writeList(items: readonly unknown[], depth: number): boolean {
    this.#add('[');
    for (const [index, item] of items.entries()) {
      if (index > 0) this.#add(',');
      if (!this.write(item, depth + 1)) return false;
    }
    this.#add(']');
    return true;
  }

  #writeFields(fields: object, depth: number): boolean {
    let separator = '{';
    for (const name of Object.keys(fields).sort()) {
      const value: unknown = Reflect.get(fields, name);
      if (!isJson(value)) continue;
      this.#add(`${separator}${JSON.stringify(name)}:`);
      if (!this.write(value, depth + 1)) return false;
      separator = ',';
    }
    this.#add(separator === '{' ? '{}' : '}');
    return true;
  }

  #add(text: string): void {
    this.#text += text;
    if (this.#text.length < CHUNK_LENGTH) return;
    this.#hash ??= createHash('sha256');
    this.#hash.update(this.#text);
    this.#text = '';
  }
}

/** Deeper than any arguments that a server understands, and far from what a stack holds. */
const MAX_DEPTH = 500;
const MAX_NODES = 2_000_000;
const CHUNK_LENGTH = 65_536;

/** Whether JSON has a field for it. */
function isJson(value: unknown): boolean {
  return value !== undefined && typeof value !== 'function' && typeof value !== 'symbol';
}
