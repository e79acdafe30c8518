import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openSeawall, readConfiguration } from '@seawall/client';
import { expect } from 'vitest';
import { type AdminAddress, readAdminAddress } from '../../src/admin/admin-address.ts';
import { runCommandLine } from '../../src/program.ts';
import { type FakeProcess, type FakeProcessOptions, fakeProcess } from '../fake-process.ts';
import { type ScratchFolder, scratchFolder } from '../scratch-folder.ts';

/** A command that has ended. */
export interface EndedCommand extends FakeProcess {
  readonly exitCode: number;
}

/** A command that runs. */
export interface RunningCommand extends FakeProcess {
  readonly ended: Promise<number>;
}

/** `seawall serve` in this process, with commands to it. */
export interface RunningGateway extends AsyncDisposable {
  readonly scratch: ScratchFolder;
  readonly address: AdminAddress;
  /** Runs a command in the folder of the gateway. */
  run(...args: readonly string[]): Promise<EndedCommand>;
  /** Starts a command that goes on. */
  start(args: readonly string[], options?: Partial<FakeProcessOptions>): RunningCommand;
  /** Calls a tool through the gateway, as a host does. */
  call(name: string, given?: Readonly<Record<string, unknown>>): Promise<void>;
  /** Ends the gateway, and starts it again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** What there is before the gateway starts. */
export interface GatewayOptions {
  readonly prepare?: (dataDir: string) => Promise<void>;
}

const WAIT = { timeout: 60_000 };

/** Starts a gateway and waits until its servers have settled. */
export async function runGateway(configuration: object, options: GatewayOptions = {}): Promise<RunningGateway> {
  const scratch = await scratchFolder();
  await scratch.write('mcp.json', configuration);
  const dataDir = join(scratch.path, 'data');
  let serving: RunningCommand | undefined;
  let address: AdminAddress = { baseUrl: '', token: '' };
  const start: RunningGateway['start'] = (args, options = {}) => {
    const fake = fakeProcess({ folder: scratch.path, ...options });
    return Object.assign(fake, { ended: runCommandLine(fake.context, args) });
  };
  const stop = async (): Promise<void> => {
    if (serving?.isListening === true) serving.listener.onStop('SIGTERM');
    await serving?.ended;
    serving = undefined;
  };
  const open = async (): Promise<void> => {
    const started = start(['serve', '--port', '0', '--data-dir', 'data']);
    serving = started;
    await expect.poll(() => started.stdout.text + started.stderr.text, WAIT).toMatch(/SERVER +STATE|error:/);
    if (started.stderr.text !== '') throw new Error(`The gateway did not start: ${started.stderr.text}`);
    const found = await readAdminAddress(dataDir);
    if (found === undefined) throw new Error('The gateway wrote no address.');
    address = found;
  };
  try {
    await mkdir(dataDir, { mode: 0o700 });
    await options.prepare?.(dataDir);
    await open();
  } catch (error) {
    await stop();
    await scratch[Symbol.asyncDispose]();
    throw error;
  }
  return {
    scratch,
    get address() {
      return address;
    },
    start,
    run: async (...args) => {
      const fake = fakeProcess({ folder: scratch.path });
      return Object.assign(fake, { exitCode: await runCommandLine(fake.context, [...args, '--data-dir', 'data']) });
    },
    call: (name, given = {}) => callTool(address.baseUrl, name, given),
    restart: async () => {
      await stop();
      await open();
    },
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      await scratch[Symbol.asyncDispose]();
    },
  };
}

async function callTool(baseUrl: string, name: string, given: Readonly<Record<string, unknown>>): Promise<void> {
  const object = { mcpServers: { gateway: { url: `${baseUrl}/mcp` } } };
  const seawall = openSeawall(await readConfiguration({ object, env: {}, folder: '/' }));
  try {
    // What came of it is what the tests ask the commands about.
    await seawall.callTool({ server: 'gateway', name, arguments: given }).catch(() => undefined);
  } finally {
    await seawall.close();
  }
}
