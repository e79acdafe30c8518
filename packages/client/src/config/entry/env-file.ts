/** The variables of an env file, and the lines in it that say nothing. */
export interface EnvFile {
  readonly variables: Readonly<Record<string, string>>;
  /** Numbers of lines that are neither a variable, a comment nor empty, from 1. */
  readonly oddLines: readonly number[];
}

/**
 * Parses an env file: `NAME=value`, `export NAME=value`, `#` comments.
 *
 * Single quotes and backquotes keep a value as it is, double quotes know `\n`, `\r`, `\t`, `\"` and `\\`; quoted values may
 * have several lines. Without quotes the value ends at ` #`. The last of several equal names wins. Variables inside values
 * are not expanded.
 */
export function parseEnvFile(text: string): EnvFile {
  const variables = new Map<string, string>();
  const oddLines: number[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (/^\s*(?:#|$)/.test(line)) continue;
    const match = ASSIGNMENT.exec(line);
    const name = match?.[1];
    const rest = match?.[2] ?? '';
    if (name === undefined) {
      oddLines.push(index + 1);
      continue;
    }
    const quote = rest[0] ?? '';
    const quoted = QUOTES.has(quote) ? readQuoted(lines, { index, rest, quote }) : undefined;
    variables.set(name, quoted === undefined ? unquoted(rest) : quoted.value);
    index = quoted?.lastIndex ?? index;
  }
  return { variables: Object.fromEntries(variables), oddLines };
}

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:]\s*(.*)$/;
/** A quoted value ends within this many lines, or its quote is taken for an ordinary character. */
const MAX_VALUE_LINES = 500;
const QUOTES: ReadonlySet<string> = new Set(['"', "'", '`']);

function unquoted(rest: string): string {
  return rest.replace(/(?:^|\s)#.*$/, '').trim();
}

/** A quoted value, which may go on in the next lines; `undefined` when the quote is never closed. */
function readQuoted(
  lines: readonly string[],
  start: { readonly index: number; readonly rest: string; readonly quote: string },
): { readonly value: string; readonly lastIndex: number } | undefined {
  let value = '';
  let line = start.rest.slice(1);
  const limit = Math.min(lines.length, start.index + MAX_VALUE_LINES);
  for (let index = start.index; index < limit; index += 1) {
    const end = closingQuote(line, start.quote);
    if (end >= 0) return { value: finish(value + line.slice(0, end), start.quote), lastIndex: index };
    value += `${line}\n`;
    line = lines[index + 1] ?? '';
  }
  return undefined;
}

function closingQuote(line: string, quote: string): number {
  for (let index = 0; index < line.length; index += 1) {
    if (quote === '"' && line[index] === '\\') index += 1;
    else if (line[index] === quote) return index;
  }
  return -1;
}

function finish(value: string, quote: string): string {
  if (quote !== '"') return value;
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
  return value.replace(/\\(.)/g, (whole, char: string) => escapes[char] ?? whole);
}
