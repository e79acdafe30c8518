// @ts-check

/**
 * Reads stdin line by line; lines without text are passed over.
 *
 * @param {(line: string) => void} onLine
 * @param {() => void} onEnd
 */
export function readLines(onLine, onEnd) {
  /** @type {string[]} */
  let parts = [];
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (/** @type {string} */ chunk) => {
    const lines = chunk.split('\n');
    for (const [index, text] of lines.entries()) {
      parts.push(text);
      if (index === lines.length - 1) break;
      const line = parts.join('');
      parts = [];
      if (line.trim() !== '') onLine(line);
    }
  });
  process.stdin.on('end', onEnd);
}
