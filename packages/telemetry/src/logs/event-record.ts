import type { LogLevel } from '@seawall/core/base';

/** What one event says in the log. */
export interface EventRecord {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A length of time as log messages have it. */
export function inSeconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(2)}s`;
}

/** Sentences in one line, those that are missing left out. */
export function sentences(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}
