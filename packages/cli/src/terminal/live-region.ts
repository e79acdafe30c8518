import type { OutputStream } from '../context.ts';
import { displayWidth, truncateToWidth } from './display-text.ts';

/**
 * Some lines at the end of a terminal's output that are drawn again in place.
 *
 * Lines that would not fit on the screen are left out at the end and counted: what has scrolled away can't be redrawn.
 */
export interface LiveRegion {
  /** Replaces the lines. */
  draw(lines: readonly string[]): void;
  /** Lets `write` write above the lines, whole lines only. */
  above(write: () => void): void;
  /** Leaves the lines where they stand and forgets them. */
  finish(): void;
}

/** Builds a region at the end of `stream`, which has to be a terminal. Lines given to it are harmless already. */
export function createLiveRegion(stream: OutputStream): LiveRegion {
  let drawn: readonly string[] = [];
  const erase = (): void => {
    const columns = stream.columns ?? DEFAULT_COLUMNS;
    // A terminal that became narrower shows a line on several rows.
    const rows = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(visibleWidth(line) / columns)), 0);
    if (rows > 0) stream.write(`\u001b[${rows}A\r\u001b[J`);
    drawn = [];
  };
  const draw = (lines: readonly string[]): void => {
    erase();
    drawn = fitHeight(lines, (stream.rows ?? DEFAULT_ROWS) - 1, stream.columns ?? DEFAULT_COLUMNS);
    if (drawn.length > 0) stream.write(`${drawn.join('\n')}\n`);
  };
  return {
    draw,
    above: (write) => {
      const lines = drawn;
      erase();
      write();
      draw(lines);
    },
    finish: () => {
      drawn = [];
    },
  };
}

const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the sequences that Colors writes.
const LOOK = /\u001b\[\d+m/g;

function visibleWidth(line: string): number {
  return displayWidth(line.replace(LOOK, ''));
}

function fitHeight(lines: readonly string[], height: number, columns: number): readonly string[] {
  if (lines.length <= height) return lines;
  const kept = lines.slice(0, Math.max(0, height - 1));
  return [...kept, truncateToWidth(`… ${lines.length - kept.length} more lines`, columns)].slice(
    0,
    Math.max(0, height),
  );
}
