import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process lives; one that ended and waits to be collected does not. Linux only. */
export function isAlive(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return status.charAt(status.lastIndexOf(')') + 2) !== 'Z';
  } catch {
    return false;
  }
}

/** The memory of a process that is in RAM, in MB. Linux only. */
export function residentMb(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (line === null) throw new Error(`Process ${pid} tells no memory.`);
  return (Number(line[1]) * 1024) / 1e6;
}

/** Polls until `condition` holds. @throws Error after `limitMs`. */
export async function until(
  condition: () => boolean,
  { what, everyMs = 10, limitMs = 30_000 }: UntilOptions,
): Promise<void> {
  const startedMs = performance.now();
  while (!condition()) {
    if (performance.now() - startedMs > limitMs) throw new Error(`Not within ${limitMs} ms: ${what}.`);
    await sleep(everyMs);
  }
}

/** What is waited for, and how. */
export interface UntilOptions {
  readonly what: string;
  readonly everyMs?: number;
  readonly limitMs?: number;
}
