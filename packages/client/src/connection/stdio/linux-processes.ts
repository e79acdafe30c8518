import { readdir, readFile } from 'node:fs/promises';
import { MARKER_VARIABLE } from './watchdog.ts';

/** A live process of ours, as Linux knows it. Zombies are none. */
export interface LinuxProcess {
  readonly pid: number;
  readonly pgid: number;
  /** The value of the marker in its environment. */
  readonly marker: string | undefined;
}

/**
 * Lists the live processes whose environment this process may read; empty where there is no `/proc`.
 *
 * Callers that ask at the same time share one look, which begins after each of them asked.
 */
export function listLinuxProcesses(): Promise<readonly LinuxProcess[]> {
  if (process.platform !== 'linux') return Promise.resolve([]);
  next ??= (current ?? Promise.resolve()).then(() => {
    const scan = scanProcesses();
    current = scan;
    next = undefined;
    return scan;
  });
  return next;
}

let current: Promise<unknown> | undefined;
let next: Promise<readonly LinuxProcess[]> | undefined;

const MARKER = new RegExp(`(?:^|\\0)${MARKER_VARIABLE}=([^\\0]*)`);

async function scanProcesses(): Promise<readonly LinuxProcess[]> {
  const names = await readdir('/proc').catch(() => []);
  const found = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(readProcess));
  return found.filter((entry) => entry !== undefined);
}

async function readProcess(name: string): Promise<LinuxProcess | undefined> {
  try {
    const environment = await readFile(`/proc/${name}/environ`, 'latin1');
    // A zombie has an empty environment; so have the kernel's own threads.
    if (environment === '') return undefined;
    const status = await readFile(`/proc/${name}/stat`, 'latin1');
    // The name in parentheses may hold spaces and parentheses itself.
    const [state, , pgid] = status.slice(status.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    return { pid: Number(name), pgid: Number(pgid), marker: MARKER.exec(environment)?.[1] };
  } catch {
    // Gone in the meantime, or somebody else's.
    return undefined;
  }
}
