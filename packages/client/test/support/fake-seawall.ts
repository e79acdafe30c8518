import type { LogLevel, SeawallEvent } from '@seawall/core';
import { createFakeClock, createSeededRandom, createSequentialId, type FakeClock } from '@seawall/testkit';
import type { Configuration } from '../../src/config/configuration.ts';
import { readConfiguration } from '../../src/config/read-configuration.ts';
import { loadDiagnosis } from '../../src/diagnosis/load-diagnosis.ts';
import { openSeawall, type SeawallOptions } from '../../src/seawall/create-seawall.ts';
import type { Seawall } from '../../src/seawall/seawall.ts';
import { createFakeConnector, type FakeConnector, type FakeConnectorOptions } from './fake-connector.ts';

export interface FakeSeawall extends AsyncDisposable {
  readonly seawall: Seawall;
  readonly clock: FakeClock;
  readonly events: readonly SeawallEvent[];
  readonly logged: readonly LogRecord[];
  /** The connector that was made last for this server. */
  connector(server: string): FakeConnector;
  /** All connectors that were made for this server, from the first. */
  connectors(server: string): readonly FakeConnector[];
  /** How many connectors were made for this server. */
  made(server: string): number;
}

export interface LogRecord {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

/** What stands under the name of a server: how its fake behaves, and what its entry says beside the command. */
export interface FakeServer extends Omit<FakeConnectorOptions, 'clock'> {
  readonly entry?: Readonly<Record<string, unknown>>;
}

/** A client on a clock that stands still, over fake servers behind the port. */
export async function openFake(
  servers: Readonly<Record<string, FakeServer>>,
  options: Pick<SeawallOptions, 'singleHost' | 'parkedLog'> = {},
): Promise<FakeSeawall> {
  // Loaded once for the process by the first call that needs it; here all calls are to take the same few turns.
  await loadDiagnosis();
  const clock = createFakeClock();
  const connectors = new Map<string, FakeConnector[]>();
  const events: SeawallEvent[] = [];
  const logged: LogRecord[] = [];
  const seawall = openSeawall(await configurationOf(servers), {
    ...options,
    clock,
    random: createSeededRandom(1),
    createId: createSequentialId('call'),
    logger: { log: (level, message, fields) => void logged.push({ level, message, fields }) },
    createConnector: ({ name }) => {
      const connector = createFakeConnector({ clock, ...servers[name] });
      connectors.set(name, [...(connectors.get(name) ?? []), connector]);
      return connector;
    },
  });
  seawall.subscribe((event) => events.push(event));
  return {
    seawall,
    clock,
    events,
    logged,
    connector: (server) => {
      const connector = connectors.get(server)?.at(-1);
      if (connector === undefined) throw new Error(`There is no connector for ${server}.`);
      return connector;
    },
    connectors: (server) => connectors.get(server) ?? [],
    made: (server) => connectors.get(server)?.length ?? 0,
    [Symbol.asyncDispose]: async () => {
      await seawall.close();
      if (clock.pendingTimers > 0) throw new Error(`${clock.pendingTimers} timers outlive the client.`);
    },
  };
}

/** The configuration of these servers, read as a file would be. */
export function configurationOf(
  servers: Readonly<Record<string, Pick<FakeServer, 'entry'>>>,
  env: Readonly<Record<string, string>> = {},
  settings: object = {},
): Promise<Configuration> {
  const mcpServers = Object.fromEntries(
    Object.entries(servers).map(([name, { entry }]) => [name, { command: 'fake-server', ...entry }]),
  );
  // Most tests are about many calls at once and not about waiting for a turn.
  const defaults = { concurrency: 64 };
  return readConfiguration({
    object: { mcpServers, seawall: { defaults, ...settings } },
    env,
    folder: '/project',
    windows: false,
  });
}
