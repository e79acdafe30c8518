import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { type Clock, MCPConfigurationError, sleep } from '@seawall/core/base';
import { endProcessTree } from './process-tree.ts';
import { resolveCommand } from './resolve-command.ts';
import { createStderrTail, type StderrTail } from './stderr-tail.ts';
import { MARKER_VARIABLE, processWatchdog, type Watchdog } from './watchdog.ts';

/** A server's process in a group of its own, watched so that nothing of it outlives us. */
export interface StdioProcess {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: StderrTail;
  /** How it ended; absent while it runs. */
  readonly exit: ProcessExit | undefined;
  /** Resolves when it ended and its output was read, or 50 ms later when somebody else holds its pipes open. */
  readonly exited: Promise<ProcessExit>;
  /** Ends it and everything that came from it. May be called twice. */
  end(): Promise<void>;
}

/** How a process ended: one of the two is there. */
export interface ProcessExit {
  readonly exitCode: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
}

/** What to start. */
export interface StdioProcessOptions {
  readonly serverName: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the child, but for our marker. */
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Clock;
}

/**
 * Starts a server's process.
 *
 * @throws {@link MCPConfigurationError} with one of the `SPAWN_` codes, or `PLATFORM_UNSUPPORTED`.
 */
export async function startStdioProcess(options: StdioProcessOptions): Promise<StdioProcess> {
  if (process.platform === 'win32') throw unsupported(options);
  const file = await resolveCommand(options);
  const watchdog = processWatchdog();
  const marker = watchdog.nextMarker();
  const child = spawnChild(file, marker, options, watchdog);
  const { pid, stdin, stdout, stderr } = child;
  if (pid === undefined || !stdin || !stdout || !stderr) throw spawnFailed(options, await failureOf(child));
  watchdog.watch(pid);
  return new RunningProcess({ child, pid, stdin, stdout, stderr, marker, watchdog, clock: options.clock });
}

/** How long an ended process may keep us waiting for the rest of its output, in milliseconds. */
export const DRAIN_MS = 50;

/** The child tells the watchdog its group (the shell's own id) before it becomes the server. */
const REGISTER_AND_RUN = 'printf "+%s\\n" "$$" >&3 && exec "$@" 3>&-';
/** A shell passes on only variables that have such names. */
const SHELL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

function spawnChild(file: string, marker: string, options: StdioProcessOptions, watchdog: Watchdog): ChildProcess {
  const env = { ...options.env, [MARKER_VARIABLE]: marker };
  const input = watchdog.input;
  const common = { cwd: options.cwd, env, detached: true } as const;
  try {
    if (input && Object.keys(env).every((name) => SHELL_NAME.test(name))) {
      const argv = ['-c', REGISTER_AND_RUN, 'sh', file, ...options.args];
      return spawn('/bin/sh', argv, { ...common, stdio: ['pipe', 'pipe', 'pipe', input] });
    }
    const child = spawn(file, options.args, { ...common, stdio: ['pipe', 'pipe', 'pipe'] });
    if (child.pid !== undefined) input?.write(`+${child.pid}\n`);
    return child;
  } catch (error) {
    // Arguments and environment that are too large, or too many open files, are thrown at once.
    throw spawnFailed(options, error);
  }
}

function failureOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('error', resolve));
}

interface RunningProcessParts {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly marker: string;
  readonly watchdog: Watchdog;
  readonly clock: Clock;
}

class RunningProcess implements StdioProcess {
  readonly stderr: StderrTail = createStderrTail();
  readonly exited: Promise<ProcessExit>;
  exit: ProcessExit | undefined;
  readonly #parts: RunningProcessParts;
  #ending: Promise<void> | undefined;

  constructor(parts: RunningProcessParts) {
    this.#parts = parts;
    const { child, stdin, stdout, stderr } = parts;
    stderr.on('data', (chunk: Buffer) => this.stderr.push(chunk));
    // A pipe that breaks says nothing that the exit does not say better.
    for (const stream of [stdin, stdout, stderr]) stream.on('error', () => undefined);
    // After the process was started, this event only tells that a signal could not be sent.
    child.on('error', () => undefined);
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    this.exited = new Promise((resolve) => {
      child.once('exit', (exitCode, signal) => {
        const exit: ProcessExit = { exitCode: exitCode ?? undefined, signal: signal ?? undefined };
        this.exit = exit;
        // What it left behind in its group goes with it. Never rejects.
        void this.end();
        void Promise.race([closed, sleep(parts.clock, DRAIN_MS)]).then(() => {
          stdout.destroy();
          stderr.destroy();
          resolve(exit);
        });
      });
    });
  }

  get pid(): number {
    return this.#parts.pid;
  }

  get stdin(): Writable {
    return this.#parts.stdin;
  }

  get stdout(): Readable {
    return this.#parts.stdout;
  }

  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    const { pid, stdin, marker, watchdog, clock } = this.#parts;
    stdin.end();
    await endProcessTree({ pgid: pid, marker, clock });
    watchdog.forget(pid);
    stdin.destroy();
  }
}

function unsupported({ serverName }: StdioProcessOptions): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'PLATFORM_UNSUPPORTED',
    configSection: `mcpServers.${serverName}`,
    message: `Server "${serverName}" can't be started: servers over stdio are not supported on Windows.`,
    hint: 'Run Seawall in WSL or in a container, or reach the server over HTTP.',
    context: { serverName },
  });
}

function spawnFailed({ serverName, command }: StdioProcessOptions, cause: unknown): MCPConfigurationError {
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  return new MCPConfigurationError({
    code: 'SPAWN_FAILED',
    configSection: `mcpServers.${serverName}.command`,
    message: `Server "${serverName}" can't be started: the system refused to run "${command}"${code === undefined ? '.' : ` (${code}).`}`,
    hint: SPAWN_ADVICE[code ?? ''] ?? `Run the command by hand to see why it fails.`,
    context: { serverName, command, errno: code },
    cause,
    // Too many processes or open files is a state that passes.
    retryable: code === 'EAGAIN' || code === 'EMFILE' || code === 'ENFILE' || code === 'ENOMEM',
  });
}

const SPAWN_ADVICE: Readonly<Record<string, string>> = {
  E2BIG: 'Its arguments and variables are too long together: set seawall.inheritEnv to the names that it needs.',
  EAGAIN: 'Too many processes run for this user: end some, or raise the limit (ulimit -u).',
  EMFILE: 'Too many files are open: raise the limit (ulimit -n).',
  ENFILE: 'Too many files are open on this machine.',
  ENOMEM: 'There is not enough memory.',
};
