import type { FallbackStep, Safety } from '@seawall/core/base';

/** What is set for one tool, or for all whose names fit a pattern. */
export interface ToolOptions {
  /** What repeating a call of it may do.
   * @default what the server's pack knows, else its annotations where they are trusted, else `write` */
  readonly safety?: Safety;
  /** How long a call of it may stay silent, in milliseconds.
   * @default the server's `timeoutMs` */
  readonly timeoutMs?: number;
  /** Attempts of one call that cost something.
   * @default the server's `maxAttempts` */
  readonly maxAttempts?: number;
  /** What is called instead when it fails, in order; `false` for nothing, not even what its pack knows.
   * @default what the server's pack knows */
  readonly fallback?: FallbackSetting;
  /** Whether a write that surely did not run is kept and sent when the server is back.
   * @default false */
  readonly park?: boolean;
  /** How old a result may be that is given when the server is down, in milliseconds; only for tools that read.
   * @default 0, that is never */
  readonly staleMs?: number;
  /** Whether a slow call of it is sent a second time beside the first; only for tools that read, over HTTP.
   * @default false */
  readonly hedge?: boolean;
  /** Whether equal calls under way become one; only for tools that read.
   * @default false */
  readonly singleFlight?: boolean;
}

/** The options of tools by patterns, as a configuration has them. */
export interface ToolRule {
  /** The name of a tool as the server gives it; `*` stands for any characters, `?` for one. */
  readonly pattern: string;
  readonly options: ToolOptions;
}

/** What is called instead of a tool that failed, in order; `false` for nothing. */
export type FallbackSetting = false | readonly FallbackStep[];
