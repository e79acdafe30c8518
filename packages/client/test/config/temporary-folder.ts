import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MCPConfigurationError } from '@seawall/core';
import type { Configuration, ConfiguredServer, HttpLaunch, StdioLaunch } from '../../src/config/configuration.ts';
import { type ReadSurroundings, readConfiguration } from '../../src/config/read-configuration.ts';

/** A folder of its own for one test, removed at the end. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
  /** Writes a file below it, folders included; gives its absolute path. */
  write(name: string, content: string | Uint8Array): Promise<string>;
}

export async function createTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'seawall-config-')));
  return {
    path,
    write: async (name, content) => {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
      return file;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** Reads a configuration that is given as an object. */
export function readObject(object: unknown, surroundings: Partial<ReadSurroundings> = {}): Promise<Configuration> {
  return readConfiguration({ object, env: {}, folder: '/project', windows: false, ...surroundings });
}

/** Reads one server `a` from its entry. */
export async function readServer(
  entry: unknown,
  surroundings: Partial<ReadSurroundings> = {},
): Promise<ConfiguredServer> {
  return first(await readObject({ mcpServers: { a: entry } }, surroundings));
}

export function first(configuration: Configuration): ConfiguredServer {
  const [server] = configuration.servers;
  if (server === undefined) throw new Error('There is no server.');
  return server;
}

export function usable(server: ConfiguredServer): Extract<ConfiguredServer, { kind: 'usable' }> {
  if (server.kind === 'usable') return server;
  throw new Error(`Not usable: ${server.kind === 'faulty' ? server.error.message : server.reason}`);
}

export function stdio(server: ConfiguredServer): StdioLaunch {
  const { launch } = usable(server);
  if (launch.transport !== 'stdio') throw new Error('Not stdio.');
  return launch;
}

export function http(server: ConfiguredServer): HttpLaunch {
  const { launch } = usable(server);
  if (launch.transport === 'stdio') throw new Error('Not HTTP.');
  return launch;
}

export function fault(server: ConfiguredServer): MCPConfigurationError {
  if (server.kind === 'faulty') return server.error;
  throw new Error(`Not faulty but ${server.kind}.`);
}

/** The configuration error that `promise` rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<MCPConfigurationError> {
  const error: unknown = await promise.then(
    () => new Error('It did not reject.'),
    (reason: unknown) => reason,
  );
  if (!MCPConfigurationError.isInstance(error)) throw error;
  return error;
}

/** A text that looks like a credential; never written down as a whole. */
export function fakeToken(prefix: string): string {
  return [prefix, 'aB3dE5fG7hJ9kL1mN3pQ5rS7'].join('');
}
