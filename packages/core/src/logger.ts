/** How grave a log record is, most verbose first. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** The port through which Seawall logs; `@seawall/telemetry` stands behind it. */
export interface Logger {
  /** Writes one record; never throws, never waits. */
  log(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** A logger that drops everything: the default of the library, which must not write to its host's streams. */
export const silentLogger: Logger = { log: () => undefined };
