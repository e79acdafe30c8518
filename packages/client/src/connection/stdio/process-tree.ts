import { type Clock, sleep } from '@seawall/core/base';
import { type LinuxProcess, listLinuxProcesses } from './linux-processes.ts';

/** A child with everything that came from it. */
export interface ProcessTree {
  /** The process group, which is the child's own. */
  readonly pgid: number;
  /** What stands in the environment of the child and its offspring. */
  readonly marker: string;
  readonly clock: Clock;
}

/** How long the steps of an end may take, in milliseconds. */
export const PROCESS_END_LIMITS = { graceMs: 1000, killMs: 250 } as const;

/**
 * Ends a child and everything that came from it: TERM to its group, KILL a second later, then (on Linux) KILL to every
 * process that carries its marker, also in groups of their own.
 *
 * Resolves when all are gone, and after about 1.3 s in any case.
 */
export async function endProcessTree(tree: ProcessTree): Promise<void> {
  signalGroup(tree.pgid, 'SIGTERM');
  if (!(await isGoneWithin(tree, PROCESS_END_LIMITS.graceMs))) signalGroup(tree.pgid, 'SIGKILL');
  const survivors = await findSurvivors(tree);
  if (survivors.length === 0 && !signalGroup(tree.pgid, 0)) return;
  for (const { pid } of survivors) signalProcess(pid, 'SIGKILL');
  await isGoneWithin(tree, PROCESS_END_LIMITS.killMs, survivors);
}

const FIRST_POLL_MS = 5;
const LAST_POLL_MS = 40;

/** Waits until the group has no live process, and none of `others` is left. */
async function isGoneWithin(
  tree: ProcessTree,
  limitMs: number,
  others: readonly LinuxProcess[] = [],
): Promise<boolean> {
  const { clock } = tree;
  const deadlineMs = clock.monotonicMs() + limitMs;
  // Bounded by the deadline.
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(pollMs * 2, LAST_POLL_MS)) {
    const mayLive = signalGroup(tree.pgid, 0) || others.some(({ pid }) => signalProcess(pid, 0));
    if (!mayLive) return true;
    // Where nobody reaps orphans (a container without init) zombies go on answering to signals: look closely.
    const looksClosely = process.platform === 'linux' && pollMs === LAST_POLL_MS;
    if (looksClosely && (await findSurvivors(tree)).length === 0) return true;
    const leftMs = deadlineMs - clock.monotonicMs();
    if (leftMs <= 0) return false;
    await sleep(clock, Math.min(pollMs, leftMs));
  }
}

async function findSurvivors({ marker, pgid }: ProcessTree): Promise<readonly LinuxProcess[]> {
  return (await listLinuxProcesses()).filter((entry) => entry.marker === marker || entry.pgid === pgid);
}

/** Sends a signal to a group; false when there is none, or none that we may signal. */
function signalGroup(pgid: number, signal: NodeJS.Signals | 0): boolean {
  return signalProcess(-pgid, signal);
}

function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    // ESRCH: gone. EPERM: not ours any more, so nothing that we could end.
    return false;
  }
}
