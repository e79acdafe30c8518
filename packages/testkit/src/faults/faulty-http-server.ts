import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FaultControl } from './fault-control.ts';
import type { FaultyServerOptions } from './faulty-server-settings.ts';
import { settingsOf } from './faulty-stdio-server.ts';

/** A faulty server over HTTP, in a process of its own. */
export interface FaultyHttpServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Kills the process, as a crash of the machine would, and starts another one at the same port. */
  kill(): Promise<void>;
  /** Ends the process. May be called twice. */
  close(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('../../servers/faulty-http-server.mjs', import.meta.url));

/**
 * Starts a server over Streamable HTTP on 127.0.0.1 with the tools `echo`, `count` and `slow`, which does wrong what
 * `control` says.
 *
 * @throws Error when it can't be started.
 *
 * @example
 * const control = createFaultControl('/tmp/faulty');
 * await using server = await startFaultyHttpServer(control);
 * control.inject([{ kind: '503', retryAfter: '1' }]);
 */
export async function startFaultyHttpServer(
  control: FaultControl,
  options: FaultyServerOptions = {},
): Promise<FaultyHttpServer> {
  let { child, port } = await start(control, options);
  let isClosed = false;
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const close = (): Promise<void> => {
    isClosed = true;
    return end();
  };
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    port,
    kill: async () => {
      await end();
      // Who closed it meanwhile wants no other one.
      if (!isClosed) ({ child, port } = await start(control, { ...options, port }));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function start(
  control: FaultControl,
  options: FaultyServerOptions,
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = fork(PROGRAM, [], {
    env: { ...process.env, SEAWALL_FAULTY_SERVER: JSON.stringify(settingsOf(control, options)) },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('The faulty server ended before it listened.')));
    child.once('message', (message) => resolve(portOf(message)));
  });
  return { child, port };
}

function portOf(message: unknown): number {
  const port: unknown = typeof message === 'object' && message !== null ? Reflect.get(message, 'port') : undefined;
  return typeof port === 'number' ? port : 0;
}
