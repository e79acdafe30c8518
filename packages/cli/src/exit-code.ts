import type { StopSignal } from './context.ts';

/** What the process tells the shell. */
export const EXIT = {
  /** It worked, or the gateway was stopped in order. */
  ok: 0,
  /** The operation failed: a tool reported an error, no server was ready, something unexpected happened. */
  failed: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  /** The gateway can't take its place: the port or the data folder is taken or unusable. */
  occupied: 3,
} as const;

/** The code of a process that a signal ended before it was done, as shells have it. */
export function exitCodeOfSignal(signal: StopSignal): number {
  return 128 + (signal === 'SIGINT' ? 2 : 15);
}
