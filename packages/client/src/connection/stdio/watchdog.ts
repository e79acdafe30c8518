import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { createSystemId } from '@seawall/core/base';

/**
 * A small shell process beside this one that ends our children when this one is gone, however it went.
 *
 * It reads `+PGID` and `-PGID` lines. When the pipe closes it sends TERM to every group that is left (on Linux also to
 * every process that carries our marker), and KILL half a second later.
 */
export interface Watchdog {
  /** Part of the marker of every child of this process. */
  readonly runId: string;
  /** Its standard input, to be handed to a child that registers itself; absent when there is no watchdog. */
  readonly input: Writable | undefined;
  /** The value of {@link MARKER_VARIABLE} for the next child. */
  nextMarker(): string;
  /** Remembers a group that registered itself, so that a watchdog that has to be started anew learns of it. */
  watch(pgid: number): void;
  /** Forgets a group that is gone. */
  forget(pgid: number): void;
}

/** The variable by which children of Seawall and their offspring are known, wherever they moved to. */
export const MARKER_VARIABLE = 'SEAWALL_CHILD';

/** The watchdog of this process, started at the first call. */
export function processWatchdog(): Watchdog {
  shared ??= new ShellWatchdog(createSystemId());
  return shared;
}

let shared: ShellWatchdog | undefined;

/** A watchdog that is killed again and again is not started for ever. */
const MAX_STARTS = 20;

/** `$1` is the run id. Signals are ignored because whoever ends the gateway may signal everything it can see. */
const SCRIPT = `
trap '' INT TERM HUP QUIT
groups=' '
while IFS= read -r line; do
  pgid=\${line#?}
  case $pgid in '' | 0 | 1 | *[!0-9]*) continue ;; esac
  case $line in
    +*) groups="$groups$pgid " ;;
    -*) case $groups in *" $pgid "*) groups="\${groups%%" $pgid "*} \${groups#*" $pgid "}" ;; esac ;;
  esac
done
found=
signal_all() {
  for pgid in $groups; do kill "-$1" "-$pgid" 2>/dev/null && found=1; done
  [ -r /proc/self/environ ] || return
  for file in $(grep -l -F "${MARKER_VARIABLE}=$2." /proc/[0-9]*/environ 2>/dev/null); do
    file=\${file#/proc/}
    kill "-$1" "\${file%/environ}" 2>/dev/null && found=1
  done
}
signal_all TERM "$1"
[ -n "$found" ] || exit 0
sleep 0.5 2>/dev/null || sleep 1
signal_all KILL "$1"
`;

class ShellWatchdog implements Watchdog {
  readonly runId: string;
  #child: ChildProcess | undefined;
  #starts = 0;
  #children = 0;
  // Bounded by the children that live.
  readonly #groups = new Set<number>();

  constructor(runId: string) {
    this.runId = runId;
    this.#start();
  }

  get input(): Writable | undefined {
    return this.#child?.stdin ?? undefined;
  }

  nextMarker(): string {
    this.#children += 1;
    return `${this.runId}.${this.#children}`;
  }

  watch(pgid: number): void {
    this.#groups.add(pgid);
  }

  forget(pgid: number): void {
    if (this.#groups.delete(pgid)) this.#write(`-${pgid}\n`);
  }

  #start(): void {
    if (this.#starts >= MAX_STARTS) return;
    this.#starts += 1;
    const child = spawn('/bin/sh', ['-c', SCRIPT, 'seawall-watchdog', this.runId], {
      detached: true,
      cwd: '/',
      // Nothing of our environment: the watchdog of an outer Seawall must not take it for a child.
      env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#child = child;
    const onGone = (): void => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#start();
    };
    child.once('error', onGone);
    child.once('exit', onGone);
    // A write to a watchdog that just died: its successor learns of all groups anyway.
    child.stdin.on('error', () => undefined);
    child.unref();
    if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
    for (const pgid of this.#groups) this.#write(`+${pgid}\n`);
  }

  #write(line: string): void {
    this.#child?.stdin?.write(line);
  }
}
