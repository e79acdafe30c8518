import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from './polling.ts';

/** How a process ended. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that a test started and that is ended with the test. */
export interface StartedProcess extends AsyncDisposable {
  readonly pid: number;
  readonly stdin: Writable;
  /** What was printed so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves when the process is gone. */
  readonly ended: Promise<Ending>;
  /** Resolves when the process is gone and nobody can print any more. */
  readonly closed: Promise<Ending>;
  send(signal: NodeJS.Signals): void;
  /** Hands on what is printed from now on. */
  onStdout(listener: (text: string) => void): void;
  /** Resolves once stdout has something that matches. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
}

export interface ProcessStart {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Whether it leads a process group of its own, as a command typed into a shell does.
   * @default false */
  readonly ownGroup?: boolean;
}

/** Starts a process. @throws Error when it can't be started. */
export async function startProcess(start: ProcessStart): Promise<StartedProcess> {
  const child = spawn(start.command, [...start.args], {
    env: { ...start.env },
    detached: start.ownGroup === true,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(start.cwd === undefined ? {} : { cwd: start.cwd }),
  });
  await new Promise((resolve, reject) => child.once('spawn', () => resolve(undefined)).once('error', reject));
  return new RunningProcess(child);
}

/** Starts a process without input and waits for its end. */
export async function runProcess(
  start: ProcessStart,
  input = '',
): Promise<{ readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }> {
  await using started = await startProcess(start);
  started.stdin.end(input);
  const { exitCode } = await started.closed;
  return { exitCode, stdout: started.stdout, stderr: started.stderr };
}

/** Whether a process runs; one that only waits to be reaped does not. */
export function isAlive(pid: number): boolean {
  if (process.platform !== 'linux') {
    try {
      return process.kill(pid, 0);
    } catch {
      // There is no such process.
      return false;
    }
  }
  const state = processState(pid);
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/** The state of a process as the kernel has it, as `S` or `T`. Linux only. */
function processState(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it is in parentheses and may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  } catch {
    // There is no such process.
    return undefined;
  }
}

/** The processes whose environment names a folder: everything that was started with a home of its own. Linux only. */
export function processesNaming(folder: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder);
      } catch {
        // It is gone, or somebody else's.
        return false;
      }
    })
    .map(Number)
    .filter(isAlive);
}

/** Ends processes of the test that nobody else is going to end. */
export function killLeftovers(pids: readonly number[]): void {
  for (const pid of pids.filter(isAlive)) process.kill(pid, 'SIGKILL');
}

/** A process that has not followed SIGTERM by then is killed. */
const PATIENCE_MS = 10_000;

class RunningProcess implements StartedProcess {
  readonly pid: number;
  readonly stdin: Writable;
  readonly ended: Promise<Ending>;
  readonly closed: Promise<Ending>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #stdout: string[] = [];
  readonly #stderr: string[] = [];

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.stdin = child.stdin;
    // Writing to a process that is gone is what some tests do.
    child.stdin.on('error', () => undefined);
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.#stdout.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.#stderr.push(text));
    const on = (event: 'exit' | 'close'): Promise<Ending> =>
      new Promise((resolve) => child.once(event, (exitCode, signal) => resolve({ exitCode, signal })));
    this.ended = on('exit');
    this.closed = on('close');
  }

  get stdout(): string {
    return this.#stdout.join('');
  }

  get stderr(): string {
    return this.#stderr.join('');
  }

  send(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  onStdout(listener: (text: string) => void): void {
    this.#child.stdout.on('data', listener);
  }

  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    let isOver = false;
    void this.ended.then(() => {
      isOver = true;
    });
    try {
      const outcome = await until(
        () => {
          const found = pattern.exec(this.stdout);
          return found === null && isOver ? 'gone' : (found ?? undefined);
        },
        { what: `process ${this.pid} has printed ${pattern}` },
      );
      if (outcome !== 'gone') return outcome;
      throw new Error(`The process was gone before it printed ${pattern}.`);
    } catch (cause) {
      throw new Error(`stdout:\n${this.stdout}\nstderr:\n${this.stderr}`, { cause });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.send('SIGTERM');
      // One that is stopped hears SIGTERM only when it goes on.
      this.send('SIGCONT');
      const patience = new AbortController();
      const isGone = await Promise.race([
        this.ended.then(() => true),
        pause(PATIENCE_MS, false, { signal: patience.signal }).catch(() => false),
      ]);
      patience.abort();
      if (!isGone) this.send('SIGKILL');
      await this.ended;
    }
    this.#child.stdin.destroy();
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
  }
}
