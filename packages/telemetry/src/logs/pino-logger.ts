import { type Clock, type Logger, type LogLevel, systemClock, toTimestamp } from '@seawall/core/base';
import { pino } from 'pino';
import type { LogDestination } from './log-destination.ts';
import { boundedFields, boundedMessage, escapeInvisible, MAX_RECORD_LENGTH } from './log-record.ts';
import { prettyLine } from './pretty-line.ts';
import { createStderrDestination } from './stderr-destination.ts';

/**
 * Builds the logger of a Seawall process: one JSON object a line, with ISO time in UTC and level names, or lines for people.
 *
 * Everything passes redaction before it is shortened and written. Never writes to stdout, never throws, never waits: where
 * stderr can't keep up, records are dropped and their number is told as soon as it can.
 */
export function createPinoLogger(options: PinoLoggerOptions = {}): PinoLogger {
  const { level, clock, name, hasColors } = { ...PINO_LOGGER_DEFAULTS, ...options };
  let { format } = { ...PINO_LOGGER_DEFAULTS, ...options };
  const shown = (line: string): string => (format === 'pretty' ? prettyLine(line, { hasColors }) : line);
  const destination = options.destination ?? createStderrDestination(clock);
  const records = pino(
    {
      level,
      base: { logger: name, pid: process.pid },
      messageKey: 'message',
      timestamp: () => `,"timestamp":"${toTimestamp(clock.now())}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => writeQuietly(destination, shown(boundedLine(line, name))) },
  );
  const write = (
    at: LogLevel | 'fatal',
    message: string,
    fields: Readonly<Record<string, unknown>> | undefined,
  ): void => {
    if (!records.isLevelEnabled(at)) return;
    try {
      records[at](boundedFields(fields ?? {}), '%s', boundedMessage(message));
    } catch (error) {
      // A value that resists being read must not end the call that its record tells about.
      records.error({ reason: boundedMessage(String(error)) }, 'A log record could not be written.');
    }
  };
  return {
    log: write,
    fatal: (message, fields) => {
      write('fatal', message, fields);
      destination.flushSync?.();
    },
    setLevel: (next) => {
      records.level = next;
    },
    setFormat: (next) => {
      format = next;
    },
    close: async () => destination.close?.(),
  };
}

/** A logger with what the owner of a process needs beside the port. */
export interface PinoLogger extends Logger {
  /** Writes the last record of a process that has to end, and waits until it is out. */
  fatal(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Changes what is written from here on. */
  setLevel(level: LogLevel): void;
  /** Changes how lines look from here on. */
  setFormat(format: LogFormat): void;
  /** Waits until everything is out, half a second at most. May be called twice; records after it are still written. */
  close(): Promise<void>;
}

/** One JSON object a line, or a line for people, which leaves out the details of errors. */
export type LogFormat = 'json' | 'pretty';

/** Where and what to log. */
export interface PinoLoggerOptions {
  /** Records below it are left out.
   * @default 'info' */
  readonly level?: LogLevel | 'silent';
  /** What stands in every record as `logger`.
   * @default 'seawall' */
  readonly name?: string;
  /** @default 'json' */
  readonly format?: LogFormat;
  /** Whether lines for people have colours.
   * @default false */
  readonly hasColors?: boolean;
  /** Takes the finished lines.
   * @default stderr */
  readonly destination?: LogDestination;
  /** @default systemClock */
  readonly clock?: Clock;
}

/** What a logger of its own does when nothing else is asked. */
export const PINO_LOGGER_DEFAULTS: Required<Omit<PinoLoggerOptions, 'destination'>> = {
  level: 'info',
  name: 'seawall',
  format: 'json',
  hasColors: false,
  clock: systemClock,
};

function writeQuietly(destination: LogDestination, line: string): void {
  try {
    destination.write(line);
  } catch {
    // There is nowhere left to tell it, and logging must not fail what it tells about.
  }
}

/** The last guard: whatever went into a record, its line has a limit and can't steer a terminal. */
function boundedLine(line: string, name: string): string {
  const escaped = escapeInvisible(line);
  if (escaped.length <= MAX_RECORD_LENGTH * 2) return escaped;
  const head = /^\{"level":"[a-z]+","timestamp":"[^"]+"/.exec(escaped)?.[0] ?? '{"level":"error"';
  return `${head},"logger":${JSON.stringify(name)},"message":"A log record of ${escaped.length} characters was left out."}\n`;
}
