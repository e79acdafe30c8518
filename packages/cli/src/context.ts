import type { Readable, Writable } from 'node:stream';
import type { Clock } from '@seawall/core/base';
import type { LogDestination } from '@seawall/telemetry';

/** Everything a command sees of the process it runs in; tests bring their own. */
export interface CommandContext {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly stdin: Readable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current folder, absolute. */
  readonly folder: string;
  readonly homeFolder: string;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly version: string;
  /** Absolute path of the script that runs, to find entries that would start it again. */
  readonly entryPoint?: string;
  readonly events: ProcessEvents;
  /** Gives stdout to one user alone: what anybody else prints goes to stderr from then on. */
  takeStdout(): Writable;
  /** Ends the process at once. */
  exit(code: number): void;
  /** Takes log lines instead of stderr. */
  readonly logDestination?: LogDestination;
}

/** A stream that text is written to, possibly a terminal. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  on?(event: 'resize', listener: () => void): unknown;
  off?(event: 'resize', listener: () => void): unknown;
}

/** What happens to the process from outside. */
export interface ProcessEvents {
  /** Hears them instead of the default handling, until the returned function is called. */
  listen(listener: ProcessListener): () => void;
}

/** Hears what happens to the process. */
export interface ProcessListener {
  /** Somebody wants the process to end. */
  onStop(signal: StopSignal): void;
  /** Somebody wants the configuration read again. */
  onReload(): void;
  /** An error that nobody caught. */
  onFatal(error: unknown): void;
  /** Nobody reads stdout any more. */
  onOutputClosed(): void;
}

/** A signal that asks a process to end. */
export type StopSignal = 'SIGTERM' | 'SIGINT';
