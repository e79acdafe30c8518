/** How much of the words of one text takes part in the ranking, in characters. */
const MAX_PARAGRAPH = 1500;

/** What a text says, and what follows behind it. */
export interface Paragraphs {
  readonly said: string;
  readonly rest: string;
}

/** The first paragraph says what happened; what follows is advice, or a list of what might have been. */
export function splitParagraph(text: string): Paragraphs {
  const first = /\n\s*\n/.exec(text)?.index ?? text.length;
  const end = HEADING.test(text.slice(0, first)) ? nextEnd(text, first) : first;
  const cut = Math.min(end, MAX_PARAGRAPH);
  return { said: text.slice(0, cut), rest: text.slice(cut).trim() };
}

/** `**Input Error**`, `## Not found`: what happened stands below it. */
const HEADING = /^(?:#{1,4} [^\n]{1,60}|\*\*[^\n*]{1,60}\*\*:?|[\w ]{1,40}:)\s*$/;

function nextEnd(text: string, from: number): number {
  const start = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
  const length = /\n\s*\n/.exec(text.slice(start))?.index;
  return length === undefined ? text.length : start + length;
}

/** How languages join an error with what caused it. */
const CAUSES = new RegExp(
  [
    /(?:^|\n)[ \t]{0,40}(?:\d{1,3}: )?Caused by:?\s{0,40}(?:\d{1,3}: )?/,
    /;? nested exception is:? /,
    / ---> /,
    /\n[ \t]{0,40}(?:\w{1,40} )?Inner exception:? /,
    /\nThe above exception was the direct cause of the following exception:\s{0,40}/,
    /\nDuring handling of the above exception, another exception occurred:\s{0,40}/,
    /\n[ \t]{1,8}\d: /,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);
const MAX_CAUSES = 6;

/** An error and its causes, outermost first, where one text holds them all. */
export function splitCauses(text: string): readonly string[] {
  const parts = text.split(CAUSES, MAX_CAUSES).map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

/** A stack trace of JavaScript or Java stands below the message; that of Python above it. */
export function withoutStack(text: string): string {
  const python = text.lastIndexOf('Traceback (most recent call last)');
  if (python >= 0) {
    const lines = text.slice(python).split('\n');
    const last = lines.findIndex((line, index) => index > 0 && /^[\w.]+(?::|$)/.test(line));
    const message = last < 0 ? ofOneLine(lines.join(' ')) : lines.slice(last).join('\n');
    return `${text.slice(0, python).trim()}\n${message}`.trim();
  }
  return text.replace(/(?:\n(?:\t|[ \t]{2,40})at \S[^\n]*|\n[ \t]{1,40}\.\.\. \d{1,6} more)+/g, '');
}

/** A log may have joined the whole trace into one line: its error begins with the name of a class. */
function ofOneLine(trace: string): string {
  const at = trace.search(/\b[A-Z]\w{1,60}(?:Error|Exception): /);
  return at < 0 ? '' : trace.slice(at);
}
