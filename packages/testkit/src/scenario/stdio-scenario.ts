import type { ServerScenario } from './server-scenario.ts';

/** A {@link ServerScenario} for a process that speaks over stdin and stdout. */
export interface StdioScenario extends ServerScenario {
  /** What the process does before it serves. */
  readonly start?: StartBehaviour;
  /** Lines for stderr at given times after the start. */
  readonly stderr?: readonly StderrLine[];
  /** Whether the process stays when its stdin ends.
   * @default false */
  readonly ignoreStdinEnd?: boolean;
  /** Whether the process stays on SIGTERM.
   * @default false */
  readonly ignoreSigterm?: boolean;
  /** The longest life of the process and its grandchild, in milliseconds, whatever else the scenario
   * says: a stubborn server that a broken test leaves behind ends by itself.
   * @default 600000 */
  readonly maxLifetimeMs?: number;
}

/** What a scripted process does at its start, in the order of the fields. */
export interface StartBehaviour {
  /** A file that gets the process id, one line for each start. */
  readonly pidFile?: string;
  /** Text for stderr. */
  readonly stderr?: string;
  /** Text for stdout, as it stands: a banner, ANSI colours, JSON that is not JSON-RPC. */
  readonly stdout?: string;
  /** A process of the server's own, whose id is appended to a file. */
  readonly grandchild?: Grandchild;
  /** Exits on all starts before the given one, counted in a file. */
  readonly succeedsOnAttempt?: { readonly attempt: number; readonly file: string; readonly exitCode?: number };
  /** Exits: at once, or `afterMs` after the start (started again and again, a crash loop). */
  readonly exit?: { readonly exitCode: number; readonly afterMs?: number };
  /** Writes lines that are not JSON-RPC, beside serving. */
  readonly flood?: Flood;
  /** `swallow` reads requests and answers none, `unread` does not even read stdin.
   * @default 'serve' */
  readonly input?: 'serve' | 'swallow' | 'unread';
  /** Exits when a request arrives before `initialize`, as servers do that do not know
   * `server/discover`. */
  readonly exitBeforeInitialize?: { readonly exitCode: number; readonly stderr?: string };
}

/** A text for stderr at a time. */
export interface StderrLine {
  readonly text: string;
  /** Milliseconds after the start.
   * @default 0 */
  readonly atMs?: number;
}

/** A process that the scripted server starts. It does nothing and ends with `maxLifetimeMs`. */
export interface Grandchild {
  /** The file that its process id is appended to, one line for each start. */
  readonly pidFile: string;
  /** Whether it leaves the server's process group, into a session of its own.
   * @default false */
  readonly detached?: boolean;
  /** @default false */
  readonly ignoreSigterm?: boolean;
  /** Whether it inherits the server's stdout and stderr, so that these pipes stay open after the
   * server is gone.
   * @default false */
  readonly holdsOutput?: boolean;
}

/** A stream of output that nobody asked for. */
export interface Flood {
  /** Bytes in all; `endless` goes on until the process ends. */
  readonly bytes: number | 'endless';
  /** @default 'stdout' */
  readonly stream?: 'stdout' | 'stderr';
  /** @default 16777216 (16 MiB) */
  readonly bytesPerSecond?: number;
  /** Length of a line in bytes, its end included; 0 writes no line end at all.
   * @default 100 */
  readonly lineBytes?: number;
}
