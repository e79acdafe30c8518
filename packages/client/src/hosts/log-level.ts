/** The severities of log messages, the least severe first (RFC 5424; MCP 2025-11-25, "Logging"). */
export const LOG_LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const;

/** One severity of log messages. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Whether a value from outside names a severity. */
export function isLogLevel(value: unknown): value is LogLevel {
  return LOG_LEVELS.some((level) => level === value);
}

/** Whether a message of `level` is severe enough for who asked for `threshold`; an unknown level always is. */
export function isLogged(level: unknown, threshold: LogLevel): boolean {
  return !isLogLevel(level) || LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(threshold);
}

/** The level that lets through whatever one of `levels` wants; `undefined` when nobody asked for any. */
export function mostVerbose(levels: Iterable<LogLevel | undefined>): LogLevel | undefined {
  const wanted = new Set(levels);
  return LOG_LEVELS.find((level) => wanted.has(level));
}
