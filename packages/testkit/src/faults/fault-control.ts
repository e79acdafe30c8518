import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExecutions, readPids } from '../stdio/tool-executions.ts';
import type { FaultOrder } from './fault-order.ts';

/** Switches the faults of one faulty server on and off while it runs, and knows what really ran. */
export interface FaultControl {
  /** Where the server looks for its faults. */
  readonly controlFile: string;
  /** Gets the process id of each start. */
  readonly pidFile: string;
  /** Gets a line for each execution of the tool `count`, before it is answered. */
  readonly executionsFile: string;
  /** The process that was started last, running or not. */
  readonly pid: number | undefined;
  /** Puts these faults in the place of those before; the server notices within 15 ms, and with its next request. */
  inject(orders: readonly FaultOrder[], seed?: number): void;
  /** Takes all faults back; a process that was stopped goes on. */
  clear(): void;
  /** The argument `key` of each execution of `count`, oldest first. A key that is there twice is a write that ran twice. */
  executedKeys(): readonly string[];
}

/** Makes the control of one faulty server; its files lie in `folder`, which is made. */
export function createFaultControl(folder: string): FaultControl {
  mkdirSync(folder, { recursive: true });
  const controlFile = join(folder, 'faults.json');
  const pidFile = join(folder, 'pids');
  const executionsFile = join(folder, 'executions');
  const write = (faults: readonly FaultOrder[], seed: number): void => {
    // Renamed, so that the server never reads half of it.
    writeFileSync(`${controlFile}.new`, JSON.stringify({ seed, faults }));
    renameSync(`${controlFile}.new`, controlFile);
  };
  return {
    controlFile,
    pidFile,
    executionsFile,
    get pid() {
      return readPids(pidFile).at(-1);
    },
    inject: (orders, seed = 1) => write(orders, seed),
    clear: () => {
      write([], 1);
      for (const pid of readPids(pidFile)) goOn(pid);
    },
    executedKeys: () => readExecutions(executionsFile).map(({ arguments: args }) => keyOf(args)),
  };
}

function keyOf(args: unknown): string {
  const key: unknown = typeof args === 'object' && args !== null ? Reflect.get(args, 'key') : undefined;
  return typeof key === 'string' ? key : '';
}

function goOn(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // It ended long ago.
  }
}
