import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { homeEnvironment } from '../support/gateway-process.ts';
import { until } from '../support/polling.ts';
import { type StartedProcess, startProcess } from '../support/processes.ts';
import { homeVariables, makeHome, programOf } from './place.ts';

/** A published server that listens on a port of its own. */
export interface HttpServer extends AsyncDisposable {
  readonly url: string;
  readonly process: StartedProcess;
}

/** Starts the official example server behind Streamable HTTP. */
export async function startEverythingHttp(home: string): Promise<HttpServer> {
  const port = await freePort();
  const program = programOf('@modelcontextprotocol/server-everything');
  return startHttpServer(home, `http://127.0.0.1:${port}/mcp`, [program, 'streamableHttp'], { PORT: String(port) });
}

/** Starts the browser server behind Streamable HTTP. It answers to the name `localhost` alone. */
export async function startPlaywright(home: string): Promise<HttpServer> {
  const port = await freePort();
  const args = [programOf('@playwright/mcp'), '--port', String(port), '--executable-path', join(home, 'no-browser')];
  return startHttpServer(home, `http://localhost:${port}/mcp`, args, {});
}

async function startHttpServer(
  home: string,
  url: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<HttpServer> {
  await makeHome(home);
  const started = await startProcess({
    command: process.execPath,
    args,
    cwd: home,
    env: { ...homeEnvironment(home), ...homeVariables(home), ...env },
  });
  try {
    // Any answer will do: the server is asked for a session that it does not know.
    await until(() => fetch(url, { method: 'DELETE' }).then(() => true), { what: `${url} answers` });
  } catch (cause) {
    await started[Symbol.asyncDispose]();
    throw new Error(`stderr:\n${started.stderr}`, { cause });
  }
  return { url, process: started, [Symbol.asyncDispose]: () => started[Symbol.asyncDispose]() };
}

/** A port that was free a moment ago, for servers that can't be asked which one they got. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
