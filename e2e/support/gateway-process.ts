import { join } from 'node:path';
import { until } from './polling.ts';
import { type ProcessStart, runProcess, type StartedProcess, startProcess } from './processes.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

export const REPOSITORY: string = join(import.meta.dirname, '../..');
export const COMMAND: string = join(REPOSITORY, 'packages/cli/dist/main.js');
export const QUICKSTART: string = join(REPOSITORY, 'examples/quickstart/mcp.json');

/** A running `seawall serve`. */
export interface GatewayProcess extends StartedProcess {
  /** Where MCP is. */
  readonly url: string;
  readonly origin: string;
  readonly dataDir: string;
  readonly configFile: string;
}

export interface GatewayOptions {
  /** The gateway's home, data folder and, for a config that is no path, configuration file are in it. */
  readonly folder: TemporaryFolder;
  /** A configuration, or the path of one. */
  readonly config: string | object;
  /** Further variables of the gateway's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Tells apart several gateways in one folder. */
  readonly name?: string;
}

/** Starts `seawall serve` on a free port and waits until it listens. */
export async function startGateway(options: GatewayOptions): Promise<GatewayProcess> {
  const { configFile, dataDir, env } = await prepare(options);
  const started = await startProcess({
    command: process.execPath,
    args: [COMMAND, 'serve', '--config', configFile, '--data-dir', dataDir, '--port', '0', ...(options.args ?? [])],
    env,
    cwd: options.folder.path,
  });
  return asGateway(started, { configFile, dataDir });
}

/** Waits until a process that runs `seawall serve` says where it listens. */
export async function asGateway(
  started: StartedProcess,
  place: { readonly configFile: string; readonly dataDir: string },
): Promise<GatewayProcess> {
  try {
    const [, url = ''] = await started.printed(/listening on (http:\S+)/);
    return Object.assign(started, { ...place, url, origin: new URL(url).origin });
  } catch (error) {
    await started[Symbol.asyncDispose]();
    throw error;
  }
}

/** How to start `seawall stdio`. */
export async function stdioGateway(options: GatewayOptions): Promise<ProcessStart & { readonly dataDir: string }> {
  const { configFile, dataDir, env } = await prepare(options);
  return {
    command: process.execPath,
    args: [COMMAND, 'stdio', '--config', configFile, '--data-dir', dataDir, ...(options.args ?? [])],
    env,
    cwd: options.folder.path,
    dataDir,
  };
}

/** Runs a command of `seawall` to its end. */
export function runSeawall(
  folder: TemporaryFolder,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): ReturnType<typeof runProcess> {
  const start = {
    command: process.execPath,
    args: [COMMAND, ...args],
    env: { ...homeEnvironment(folder.path), ...options.env },
    cwd: folder.path,
  };
  return runProcess(start, options.input);
}

/** An environment that has nothing of the person's who runs the tests, but the search path. */
export function homeEnvironment(home: string): Record<string, string> {
  return { HOME: home, PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' };
}

/** One server as `/readyz` and `seawall_status` tell about it. */
export interface ServerReport {
  readonly name: string;
  readonly state: string;
  readonly isUp: boolean;
  readonly tools: number;
  readonly catalog: string;
  readonly reason?: string;
  readonly advice?: string;
}

/** What `/readyz` says. */
export async function readiness(
  gateway: GatewayProcess,
): Promise<{ readonly status: number; readonly servers: readonly ServerReport[] }> {
  const response = await fetch(`${gateway.origin}/readyz`);
  const body: unknown = await response.json();
  return { status: response.status, servers: serverReports(body) };
}

/** The reports in the body of `/readyz` or the structured content of `seawall_status`. */
export function serverReports(body: unknown): readonly ServerReport[] {
  const servers: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'servers') : undefined;
  // Whether the fields are there is what the tests look at.
  return Array.isArray(servers) ? servers : [];
}

/** Dozens of servers that start at once on a busy machine take their time. */
const UP_WITHIN_MS = 120_000;

/** Waits until these servers are up and what they offer is known: before, their tools have no names. */
export async function serversUp(gateway: GatewayProcess, ...names: readonly string[]): Promise<void> {
  try {
    await until(
      async () => {
        const { servers } = await readiness(gateway);
        return names.every((name) =>
          servers.some((server) => server.name === name && server.isUp && server.catalog === 'live'),
        );
      },
      { what: `${names.join(', ')} are up`, withinMs: UP_WITHIN_MS },
    );
  } catch (cause) {
    throw new Error(`stdout:\n${gateway.stdout}\nstderr:\n${gateway.stderr}`, { cause });
  }
}

async function prepare({ folder, config, env, name = 'gateway' }: GatewayOptions) {
  const configFile = typeof config === 'string' ? config : await folder.write(`${name}.json`, config);
  return { configFile, dataDir: folder.file(`${name}-data`), env: { ...homeEnvironment(folder.path), ...env } };
}
