import type { ConfigPath } from '../config-path.ts';

/** A configuration file after parsing, before anything in it was checked. */
export interface ConfigDocument {
  /** Objects, lists, strings, numbers, booleans and null, at most {@link MAX_DEPTH} deep. */
  readonly value: unknown;
  readonly duplicates: readonly DuplicateKey[];
  /** Gives a function that tells where in the text a path stands. Loads a parser, so ask only when there is a fault. */
  locator(): Promise<(path: ConfigPath) => Position | undefined>;
}

/** A key that one object names more than once. */
export interface DuplicateKey {
  readonly path: ConfigPath;
  /** Where it stands the second time. */
  readonly position: Position;
  /** The line of the first. */
  readonly firstLine: number;
}

/** A place in a text, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Nothing in a configuration may be nested deeper, in levels. */
export const MAX_DEPTH = 40;

/** Whether a value is nested deeper than {@link MAX_DEPTH}, or refers to itself. */
export function isTooDeep(value: unknown): boolean {
  const waiting: (readonly [value: unknown, depth: number])[] = [[value, 0]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [current, depth] = next;
    if (typeof current !== 'object' || current === null) continue;
    if (depth >= MAX_DEPTH) return true;
    for (const item of Object.values(current)) waiting.push([item, depth + 1]);
  }
  return false;
}

/** Turns positions in a text into lines and columns. */
export function createPositionFinder(text: string): (offset: number) => Position {
  const lineStarts = [0];
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) lineStarts.push(index + 1);
  return (offset) => {
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
  };
}
