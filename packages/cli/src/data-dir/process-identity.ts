import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** What tells one process from every other, also from a later one that got the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the words of the operating system; absent where that can't be known. */
  readonly startedAt?: string;
  readonly host: string;
}

/** The identity of the process `pid` on this machine, or `undefined` where there is none. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  if (!isAlive(pid)) return undefined;
  const startedAt = process.platform === 'linux' ? await startOnLinux(pid) : await startByPs(pid);
  return { pid, host: hostname(), ...(startedAt === undefined ? {} : { startedAt }) };
}

/**
 * Whether the process that `recorded` tells of still runs.
 *
 * One that was recorded on another host (a container that is gone, with its folder mounted here) can't be asked: it
 * counts as ended, since a folder that nobody can free again would be worse.
 */
export async function isRunning(recorded: ProcessIdentity): Promise<boolean> {
  if (recorded.host !== hostname()) return false;
  const now = await identifyProcess(recorded.pid);
  if (now === undefined) return false;
  if (recorded.startedAt === undefined || now.startedAt === undefined) return true;
  return recorded.startedAt === now.startedAt;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, but there.
    return error instanceof Error && Reflect.get(error, 'code') === 'EPERM';
  }
}

async function startOnLinux(pid: number): Promise<string | undefined> {
  try {
    const [boot, line] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // The name of the program stands in brackets and may hold anything; the 20th field after it is the start.
    const ticks = line.slice(line.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? undefined : `${boot.trim()}/${ticks}`;
  } catch {
    // Without /proc the id alone has to do.
    return undefined;
  }
}

function startByPs(pid: number): Promise<string | undefined> {
  if (process.platform === 'win32') return Promise.resolve(undefined);
  return new Promise((resolve) => {
    execFile(
      'ps',
      ['-o', 'lstart=', '-p', String(pid)],
      { timeout: 1000, env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' } },
      (error, stdout) => {
        resolve(error === null && stdout.trim() !== '' ? stdout.trim() : undefined);
      },
    );
  });
}
