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

/** The CPU time that a process used so far, in steps of 10 ms. Linux only. */
export function cpuTimeMs(pid: number): number {
  const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind the name, which may hold anything: user time and system time are fields 14 and 15 of the whole.
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

const TICK_MS = 10;

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
