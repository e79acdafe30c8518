import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program in front of MCP servers: what has to be typed to start it. */
export interface Contender {
  readonly name: string;
  serveArgs(options: ServeArgsOptions): readonly string[];
  stdioArgs(options: Omit<ServeArgsOptions, 'port'>): readonly string[];
}

/** With what a contender is started. */
export interface ServeArgsOptions {
  readonly config: string;
  readonly dataDir: string;
  readonly port: number;
}

/** The built command, as a user has it. */
export const COMMAND_FILE: string = join(import.meta.dirname, '../packages/cli/dist/main.js');
const BARE_FILE = join(import.meta.dirname, 'bare-aggregator.mjs');

export const SEAWALL: Contender = {
  name: 'seawall',
  serveArgs: ({ config, dataDir, port }) => [
    COMMAND_FILE,
    'serve',
    '--config',
    config,
    '--data-dir',
    dataDir,
    '--port',
    String(port),
  ],
  stdioArgs: ({ config, dataDir }) => [COMMAND_FILE, 'stdio', '--config', config, '--data-dir', dataDir],
};

export const BARE: Contender = {
  name: 'bare',
  serveArgs: ({ config, port }) => [BARE_FILE, config, String(port)],
  stdioArgs: ({ config }) => [BARE_FILE, config, 'stdio'],
};

/** A contender that runs. */
export interface Running extends AsyncDisposable {
  readonly pid: number;
  readonly url: string;
  readonly port: number;
  readonly spawnedAtMs: number;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Longer than any contender takes to end in order. */
const MAX_END_MS = 5000;

/** Starts a contender that serves HTTP on a free port. It need not listen yet. */
export async function startServing(contender: Contender, options: Omit<ServeArgsOptions, 'port'>): Promise<Running> {
  const port = await freePort();
  const args = contender.serveArgs({ ...options, port });
  const spawnedAtMs = performance.now();
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: contenderEnvironment() });
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error(`${contender.name} was not started.`);
  const end = (signal: NodeJS.Signals): Promise<void> => endChild(child, signal);
  return {
    pid,
    port,
    url: `http://127.0.0.1:${port}/mcp`,
    spawnedAtMs,
    end,
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  };
}

/**
 * The environment of a contender: ours without extra certificates. Node reads them at every start, and Seawall passes the
 * variable on to its servers while the SDK does not, so that it would be certificates that are compared.
 */
export function contenderEnvironment(): Record<string, string> {
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
  return Object.fromEntries(Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  const waiting = new AbortController();
  const late = sleep(MAX_END_MS, 'late', { signal: waiting.signal }).catch(() => undefined);
  if ((await Promise.race([exited, late])) === 'late') child.kill('SIGKILL');
  await exited;
  waiting.abort();
}

/** A port that was free a moment ago: both contenders are told theirs, so that both are polled alike. */
async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return address.port;
}
