/** The lines of a log without what the logger put before them. */
export interface LogLines {
  /** What is left, from the line that tells of the error. */
  readonly lines: string;
  /** What sort of log it was; absent when there was nothing to take off. */
  readonly form?: string;
  /** The server, where a host's log names it. */
  readonly server?: string;
}

/**
 * Takes the prefixes of docker, journald, syslog, Python's logging and others off each line, and of several lines keeps
 * those from the first that tells of an error; of a Python traceback its last line.
 */
export function readLogLines(text: string): LogLines {
  const raw = text.split(/\r?\n/).slice(0, MAX_LINES);
  const read = raw.map((line) => readLine(line));
  const form = read.find((line) => line.form !== undefined)?.form;
  const server = read.find((line) => line.server !== undefined)?.server;
  const named = { ...(form === undefined ? {} : { form }), ...(server === undefined ? {} : { server }) };
  const thrown = lastOfTraceback(read.map((line) => line.text));
  if (thrown !== undefined) return { ...named, lines: thrown, form: PYTHON_TRACEBACK };
  if (form === undefined) return { lines: text };
  const first = read.findIndex((line) => line.isError === true);
  const kept = read.slice(Math.max(0, first)).map((line) => line.text);
  return { ...named, lines: kept.join('\n').trim() };
}

/** The form of what Python prints of an exception. */
export const PYTHON_TRACEBACK = 'a Python traceback';

const MAX_LINES = 20_000;
/** Prefixes stand one behind the other: docker's, then the time, then the level. */
const MAX_PREFIXES = 6;

interface ReadLine {
  readonly text: string;
  readonly form?: string;
  readonly server?: string;
  readonly isError?: boolean;
}

function readLine(line: string): ReadLine {
  let read: ReadLine = { text: line };
  for (let count = 0; count < MAX_PREFIXES; count += 1) {
    const match = PREFIXES.map(({ pattern, form }) => ({ found: pattern.exec(read.text), form })).find(
      ({ found }) => found,
    );
    if (!match?.found) break;
    const { level, server } = match.found.groups ?? {};
    const isError = read.isError === true || (level !== undefined && ERROR_LEVEL.test(level));
    read = {
      text: read.text.slice(match.found[0].length),
      form: read.form ?? match.form,
      isError,
      ...(server === undefined ? (read.server === undefined ? {} : { server: read.server }) : { server }),
    };
  }
  return read;
}

const ERROR_LEVEL = /^(?:err(?:or)?|fatal|crit(?:ical)?|alert|emerg|panic|severe|E|F)$/i;
const LEVELS = 'TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERR(?:OR)?|CRIT(?:ICAL)?|FATAL|SEVERE|PANIC|ALERT|EMERG';
const TIME = '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?';

/** Each at the beginning of a line; the more special ones first. */
const PREFIXES: readonly { readonly pattern: RegExp; readonly form: string }[] = [
  { pattern: /^[\w.-]{1,80}\s+\|\s/, form: "a line of docker's log" },
  {
    pattern: new RegExp(`^${TIME}\\s+\\[(?<server>[^\\]\\s]{1,100})\\]\\s+\\[(?<level>${LEVELS})\\]\\s*`, 'i'),
    form: "a line of a host's log",
  },
  {
    pattern: new RegExp(`^\\[?${TIME}\\]?\\s+[-|]\\s+[\\w.:-]{1,100}\\s+[-|]\\s+(?<level>${LEVELS})\\s+[-|]\\s+`, 'i'),
    form: "a line of Python's logging",
  },
  { pattern: new RegExp(`^(?<level>${LEVELS}):[\\w.-]{1,100}:(?=\\S)`), form: "a line of Python's logging" },
  {
    pattern: /^[A-Z][a-z]{2}\s+\d{1,2}\s+\d\d:\d\d:\d\d\s+[\w.-]{1,100}\s+[\w./@-]{1,100}(?:\[\d+\])?:\s+/,
    form: 'a line of the system log',
  },
  { pattern: /^\d{4}-\d\d-\d\dT[\d:.,+-]{8,20}Z?\s+(?:stdout|stderr)\s+[FP]\s+/, form: 'a line of a container' },
  { pattern: new RegExp(`^\\[?${TIME}\\]?:?\\s+`), form: 'a line of a log' },
  { pattern: /^\[\d\d\/\d\d\/\d{2,4} \d\d:\d\d:\d\d\]\s+/, form: "a line of Python's logging" },
  { pattern: /^\[?\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\]?\s+/, form: 'a line of a log' },
  { pattern: new RegExp(`^\\[(?<level>${LEVELS})\\](?:\\s*\\[[^\\]]{1,60}\\])?:?\\s*`, 'i'), form: 'a line of a log' },
  {
    pattern: new RegExp(`^(?<level>${LEVELS})(?:\\s*\\(\\d+\\))?(?:\\s+\\[[^\\]]{1,60}\\]|\\s*[:|-])\\s+`),
    form: 'a line of a log',
  },
  { pattern: new RegExp(`^(?<level>${LEVELS})\\s{1,8}(?=\\S)`), form: 'a line of a log' },
  { pattern: /^\[(?<server>[\w.@/-]{1,100})\]\s+(?=\S)/, form: 'a line of a log' },
];

/** The line that names the exception, which stands below the frames; the last of several. */
function lastOfTraceback(lines: readonly string[]): string | undefined {
  const start = lines.findLastIndex((line) => line.includes('Traceback (most recent call last)'));
  if (start < 0) return undefined;
  const end = lines.findIndex((line, index) => index > start && /^[A-Za-z_][\w.]*(?::|$)/.test(line.trimEnd()));
  return end < 0 ? undefined : lines.slice(end).join('\n').trim();
}
