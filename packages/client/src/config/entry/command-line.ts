/**
 * Splits a command line into words as a shell does: blanks separate, quotes and backslashes keep together.
 *
 * Nothing is expanded; a `${VARIABLE}` stays in one piece with its default. In `windows` mode a backslash is an ordinary
 * character.
 * @returns `undefined` when a quote is not closed.
 */
export function splitCommandLine(line: string, options: { readonly windows: boolean }): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  let braces = 0;
  for (let index = 0; index < line.length; index += 1) {
    const char = line[index] ?? '';
    const isEscape = char === '\\' && !options.windows && quote !== "'";
    if (braces > 0) {
      braces += char === '{' ? 1 : char === '}' ? -1 : 0;
      word += char;
    } else if (isEscape && (quote === undefined || '"\\$`'.includes(line[index + 1] ?? 'x'))) {
      index += 1;
      word = (word ?? '') + (line[index] ?? '');
    } else if (char === '$' && line[index + 1] === '{' && quote !== "'") {
      index += 1;
      braces = 1;
      word = `${word ?? ''}\${`;
    } else if (char === quote) quote = undefined;
    else if (quote === undefined && (char === '"' || char === "'")) {
      quote = char;
      word ??= '';
    } else if (quote === undefined && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (word !== undefined) words.push(word);
  return quote === undefined ? words : undefined;
}
