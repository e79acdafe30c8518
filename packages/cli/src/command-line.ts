import type { LogLevel } from '@seawall/core/base';
import type { LogFormat } from '@seawall/telemetry';
import { type Command, InvalidArgumentError } from 'commander';

/** Adds a command with the options that all have. */
export type AddCommand = <Flags extends object>(
  parent: Command,
  name: string,
  run: (flags: Flags, args: readonly string[]) => Promise<number>,
  traits?: CommandTraits,
) => Command;

/** How a command differs from most. */
export interface CommandTraits {
  /** @default true */
  readonly usesConfiguration?: boolean;
}

/** What most commands take. */
export interface OneShotFlags {
  readonly config?: string;
  readonly logLevel?: LogLevel;
  readonly logFormat?: LogFormat;
  readonly json?: true;
}

/** A length of time as `30s`, `15m`, `2h` or `7d`, in milliseconds. */
export function toSpan(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})(s|m|h|d)$/.exec(text) ?? [];
  const spanMs = Number(count) * (UNITS_MS[unit] ?? Number.NaN);
  if (spanMs > 0) return spanMs;
  throw new InvalidArgumentError('Allowed: a length of time such as 30s, 15m, 2h or 7d.');
}

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How many rows of a list: as many as a page of the admin API holds at most. */
export function toLimit(text: string): number {
  const limit = Number(text);
  if (/^\d{1,4}$/.test(text) && limit >= 1 && limit <= 1000) return limit;
  throw new InvalidArgumentError('Allowed: a whole number from 1 to 1000.');
}
