import { Console } from 'node:console';
import { readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { Writable } from 'node:stream';
import { sleep, systemClock } from '@seawall/core/base';
import type { CommandContext, ProcessEvents, ProcessListener, StopSignal } from './context.ts';
import { EXIT, exitCodeOfSignal } from './exit-code.ts';

/** The context of this process. To be built once, as the first thing: from then on signals and uncaught errors are heard. */
export function createProcessContext(): CommandContext {
  const entryPoint = realEntryPoint();
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    // Getting it touches the stream: only for who reads it.
    get stdin() {
      return process.stdin;
    },
    env: process.env,
    folder: process.cwd(),
    homeFolder: homedir(),
    platform: process.platform,
    clock: systemClock,
    version: readVersion(),
    ...(entryPoint === undefined ? {} : { entryPoint }),
    events: listenToProcess(),
    takeStdout,
    exit: (code) => process.exit(code),
  };
}

/** Ends the process once everything that was printed is out. */
export async function endProcess(exitCode: number): Promise<never> {
  const limit = new AbortController();
  const flushed = Promise.all([process.stdout, process.stderr].map(whenWritten));
  await Promise.race([flushed, sleep(systemClock, MAX_FLUSH_MS, limit.signal)]);
  limit.abort();
  process.exit(exitCode);
}

const MAX_FLUSH_MS = 1000;

function whenWritten(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || !stream.writable) resolve();
    else stream.write('', () => resolve());
  });
}

function readVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(new URL(import.meta.resolve('seawall/package.json')), 'utf8'));
  const version: unknown = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'version') : undefined;
  return typeof version === 'string' ? version : 'unknown';
}

function realEntryPoint(): string | undefined {
  const script = process.argv[1];
  if (script === undefined) return undefined;
  try {
    return realpathSync(script);
  } catch {
    // Started in a way that has no file.
    return undefined;
  }
}

/** What happens while nobody listens: the process ends, and says why. */
const DEFAULT_LISTENER: ProcessListener = {
  onStop: (signal: StopSignal) => process.exit(exitCodeOfSignal(signal)),
  onReload: () => process.exit(EXIT_HANGUP),
  onFatal: (error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`error: Something happened that Seawall does not handle.\n  ${text}\n`);
    process.exit(EXIT.failed);
  },
  onOutputClosed: () => process.exit(EXIT.ok),
};

/** The code of a process that a closed terminal ended, as shells have it. */
const EXIT_HANGUP = 129;

function listenToProcess(): ProcessEvents {
  let current = DEFAULT_LISTENER;
  process.on('SIGTERM', () => current.onStop('SIGTERM'));
  process.on('SIGINT', () => current.onStop('SIGINT'));
  // Where there is no such signal, none comes.
  if (process.platform !== 'win32') process.on('SIGHUP', () => current.onReload());
  process.on('uncaughtException', (error) => current.onFatal(error));
  process.on('unhandledRejection', (reason) => current.onFatal(reason));
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A pipe without a reader, or a terminal that was closed.
    if (error.code === 'EPIPE' || error.code === 'EIO') current.onOutputClosed();
    else current.onFatal(error);
  });
  // Nobody reads it: then nobody misses it.
  process.stderr.on('error', () => undefined);
  return {
    listen: (listener) => {
      current = listener;
      return () => {
        if (current === listener) current = DEFAULT_LISTENER;
      };
    },
  };
}

/** Leaves the real stdout to the stream it gives back; whatever else is printed, by whomever, goes to stderr. */
function takeStdout(): Writable {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  const output = new Writable({
    decodeStrings: false,
    write: (chunk: string | Uint8Array, _encoding, callback) => void write(chunk, callback),
  });
  stdout.write = stderr.write.bind(stderr);
  globalThis.console = new Console(stderr, stderr);
  return output;
}
