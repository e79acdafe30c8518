import { escapeInvisible } from './log-record.ts';

/** How {@link prettyLine} writes. */
export interface PrettyOptions {
  /** Whether levels have colours. */
  readonly hasColors: boolean;
}

/**
 * A finished line of the log as a line for people: time in UTC, level, message, and what else is known as `name=value`.
 *
 * Whatever the texts hold, it is one line that can't steer a terminal: what is not to be seen is spelled out as in JSON.
 */
export function prettyLine(line: string, { hasColors }: PrettyOptions): string {
  const record = parse(line);
  if (record === undefined) return line;
  const { level, timestamp, message, logger: _logger, pid: _pid, error, ...fields } = record;
  const paint = (code: number | undefined, text: string): string =>
    hasColors && code !== undefined ? `\u001b[${code}m${text}\u001b[0m` : text;
  const name = typeof level === 'string' ? level : 'info';
  const details = [...Object.entries(errorFields(error)), ...Object.entries(fields)].flatMap(([key, value]) => {
    return value === undefined ? [] : [`${shownText(key)}=${shownValue(value)}`];
  });
  const parts = [
    paint(DIM, timeOf(timestamp)),
    paint(COLORS[name], shownText(name).toUpperCase().padEnd(5)),
    shownText(typeof message === 'string' ? message : ''),
    ...(details.length === 0 ? [] : [paint(DIM, details.join(' '))]),
  ];
  return `${parts.join(' ')}\n`;
}

const DIM = 2;
const COLORS: Readonly<Record<string, number>> = { debug: 36, info: 32, warn: 33, error: 31, fatal: 35 };
/** The longest value of a detail, in characters; JSON has all of it. */
const MAX_VALUE_LENGTH = 200;

/** Only what people look for: the whole error stands in the log as JSON. */
function errorFields(error: unknown): Readonly<Record<string, unknown>> {
  if (typeof error !== 'object' || error === null) return error === undefined ? {} : { error };
  const code: unknown = Reflect.get(error, 'code');
  const kind: unknown = Reflect.get(error, 'kind');
  return code === undefined && kind === undefined ? { error } : { code, kind };
}

/** `2026-01-02T03:04:05.678Z` without its day. */
function timeOf(timestamp: unknown): string {
  return typeof timestamp === 'string' ? shownText(timestamp.slice(timestamp.indexOf('T') + 1)) : '';
}

function shownValue(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  const cut = text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
  const shown = shownText(cut);
  return typeof value === 'string' && /[\s="]|^$/.test(shown) ? `"${shown}"` : shown;
}

/** As it stands in JSON, where nothing is invisible, without the backslashes that only JSON needs. */
function shownText(text: string): string {
  const escaped = escapeInvisible(JSON.stringify(text)).slice(1, -1);
  return escaped.replace(/\\(["\\])/g, '$1');
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    // It is no record of ours; it is written as it is.
    return undefined;
  }
}
