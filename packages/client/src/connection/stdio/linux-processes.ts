import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { sleep, systemClock } from '@seawall/core/base';
import { MARKER_VARIABLE } from './watchdog.ts';

/** A live process of ours, as Linux knows it. Zombies are none. */
export interface LinuxProcess {
  readonly pid: number;
  readonly pgid: number;
  /** The value of the marker in its environment. */
  readonly marker: string | undefined;
}

/**
 * Lists the live processes that are no older than this one and whose environment it may read; empty where there is no `/proc`.
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
  const names = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const startedAt = readStat('self')?.startedAt ?? 0;
  const younger: Stat[] = [];
  for (let from = 0; from < names.length; from += AT_ONCE) {
    // What else there is to do goes on meanwhile; these are processes of the machine, whose time is the real one.
    if (from > 0) await sleep(systemClock, 0);
    for (const name of names.slice(from, from + AT_ONCE)) {
      const stat = readStat(name);
      // What came from us is no older than we are.
      if (stat !== undefined && stat.startedAt >= startedAt) younger.push(stat);
    }
  }
  const found = await Promise.all(younger.map(readProcess));
  return found.filter((entry) => entry !== undefined);
}

/** About a millisecond's worth. */
const AT_ONCE = 40;

interface Stat {
  readonly pid: number;
  readonly pgid: number;
  /** In ticks since the machine started. */
  readonly startedAt: number;
}

/**
 * What the kernel knows by itself: to read it takes some microseconds, never waits for the process, and goes by no other thread,
 * which would take five times as much.
 *
 * @returns nothing of a process that is gone or a zombie
 */
function readStat(name: string): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'latin1');
    // The name in parentheses may hold spaces and parentheses itself; the state is the third field of proc(5).
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state, , pgid] = fields;
    if (state === 'Z' || state === 'X') return undefined;
    return { pid: Number.parseInt(text, 10), pgid: Number(pgid), startedAt: Number(fields[START_FIELD]) };
  } catch {
    // Gone in the meantime.
    return undefined;
  }
}

/** The 22nd field, counted from the third. */
const START_FIELD = 19;

/** The environment lies in the memory of the process, which may have to be waited for. */
async function readProcess({ pid, pgid }: Stat): Promise<LinuxProcess | undefined> {
  try {
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1');
    // A process that ends has an empty environment; so have the kernel's own threads.
    if (environment === '') return undefined;
    return { pid, pgid, marker: MARKER.exec(environment)?.[1] };
  } catch {
    // Gone in the meantime, or somebody else's.
    return undefined;
  }
}
