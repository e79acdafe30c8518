import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { contenderEnvironment, type Running } from './contender.ts';

/** A host as they are today: the SDK's client with its defaults. */
export interface Host extends AsyncDisposable {
  readonly client: Client;
  /** Calls a tool once; whether it answered well. */
  call(tool: string): Promise<boolean>;
  /** Calls a tool until it answers well. */
  callUntilGood(tool: string, everyMs?: number): Promise<void>;
}

/** How often a host tries again, in milliseconds. */
const POLL_MS = 10;
const MAX_WAIT_MS = 30_000;

/** Waits for the port to accept connections; gives the time of that. */
export async function whenListening({ port }: Running): Promise<number> {
  return poll('port accepts', async () => {
    const socket = connect({ port, host: '127.0.0.1' });
    try {
      await once(socket, 'connect');
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  });
}

/** A host over HTTP. */
export async function connectHttpHost(url: string): Promise<Host> {
  return toHost(await connected(() => new StreamableHTTPClientTransport(new URL(url))));
}

/** A host that starts its server and talks to it over stdio. */
export async function connectStdioHost(args: readonly string[]): Promise<Host> {
  return toHost(
    await connected(
      () =>
        new StdioClientTransport({
          command: process.execPath,
          args: [...args],
          env: contenderEnvironment(),
          stderr: 'ignore',
        }),
    ),
  );
}

async function connected(open: () => Parameters<Client['connect']>[0]): Promise<Client> {
  const client = new Client({ name: 'bench-host', version: '1.0.0' });
  await client.connect(open());
  return client;
}

function toHost(client: Client): Host {
  const call = async (tool: string): Promise<boolean> => {
    try {
      const result = await client.callTool({ name: tool, arguments: { text: 'hello' } });
      return result.isError !== true;
    } catch {
      return false;
    }
  };
  return {
    client,
    call,
    callUntilGood: async (tool, everyMs = POLL_MS) => {
      await poll(`tool "${tool}" answers`, () => call(tool), everyMs);
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

async function poll(what: string, attempt: () => Promise<boolean>, everyMs = POLL_MS): Promise<number> {
  const startedMs = performance.now();
  while (!(await attempt())) {
    if (performance.now() - startedMs > MAX_WAIT_MS) throw new Error(`Not within ${MAX_WAIT_MS} ms: ${what}.`);
    await sleep(everyMs);
  }
  return performance.now();
}
