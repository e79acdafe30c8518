import { join } from 'node:path';
import {
  type CallTracer,
  type Clock,
  type CreateId,
  createSystemId,
  type EventListener,
  type Logger,
  type Pack,
  type ParkedLog,
  type Random,
  silentLogger,
  systemClock,
  systemRandom,
} from '@seawall/core/base';
import { createCatalogFiles } from '../catalog/catalog-file.ts';
import { forgetfulCatalogStore } from '../catalog/catalog-store.ts';
import type { Configuration, UsableServer } from '../config/configuration.ts';
import type { Connector } from '../connection/connection.ts';
import { createFileEraCache, createMemoryEraCache } from '../connection/era-cache.ts';
import { createSdkConnector } from '../connection/sdk-connector.ts';
import type { Seawall } from './seawall.ts';
import { SeawallClient } from './seawall-client.ts';

/** What a client can be given beside its configuration. */
export interface SeawallOptions {
  /** Hears what goes wrong and what changes.
   * @default drops everything */
  readonly logger?: Logger;
  /** Where to keep what was learned of the servers from one run to the next: their lists, and the era they speak.
   * Without it nothing is kept. */
  readonly dataDir?: string;
  /** Whether there is one host only, as behind `seawall stdio`: then all connections are its own, and its roots are
   * declared to servers.
   * @default false */
  readonly singleHost?: boolean;
  /** What is known of servers beside the built-in packs, built with `definePack`; asked first.
   * @default [] */
  readonly packs?: readonly Pack[];
  /** Hear every event from the first on: health, alerts, metrics and logs of `@seawall/telemetry`, or your own.
   * @default [] */
  readonly observers?: readonly EventListener[];
  /** Opens where the writes are kept that wait for their server, as `openParkedLog` of `@seawall/store` does. Called once, and
   * only where a tool is set to park.
   * @default nothing is parked */
  readonly parkedLog?: () => Promise<ParkedLog>;
  /** Follows calls and their attempts, as `createTracing` of `@seawall/telemetry/traces` does with OpenTelemetry.
   * @default nothing is traced; trace context in `params._meta` passes as it came */
  readonly tracer?: CallTracer;
  /** @default the clock of this process */
  readonly clock?: Clock;
  /** @default the chance of this process */
  readonly random?: Random;
  /** @default random UUIDs */
  readonly createId?: CreateId;
  /** Builds what opens connections to a server: the place where a simulator stands in for the wire.
   * @default the MCP SDK over stdio and HTTP */
  readonly createConnector?: (entry: UsableServer) => Connector;
  /** Puts something between the client and what opens connections to a server: the place for injected faults.
   * @default nothing */
  readonly wrapConnector?: (connector: Connector, entry: UsableServer) => Connector;
}

/**
 * Builds a client for the servers of a configuration, from its file or as the object that such a file holds.
 *
 * Nothing is connected yet: call `connect()`, or `start()` to go on without waiting.
 *
 * @throws {@link MCPConfigurationError} when the configuration as a whole can't be used; a faulty server stops only itself.
 */
export async function createSeawall(source: string | object, options: SeawallOptions = {}): Promise<Seawall> {
  // The parsers and schemas are loaded by those who need them.
  const { readConfiguration } = await import('../config/read-configuration.ts');
  const surroundings = { env: process.env, folder: process.cwd() };
  const configuration = await readConfiguration(
    typeof source === 'string' ? { file: source, ...surroundings } : { object: source, ...surroundings },
  );
  return openSeawall(configuration, options);
}

/** {@link createSeawall} for a configuration that was read already. */
export function openSeawall(configuration: Configuration, options: SeawallOptions = {}): Seawall {
  const {
    clock = systemClock,
    random = systemRandom,
    createId = createSystemId,
    logger = silentLogger,
    dataDir,
    singleHost = false,
    packs = [],
    observers = [],
  } = options;
  const eraCache =
    dataDir === undefined
      ? createMemoryEraCache()
      : createFileEraCache({ file: join(dataDir, 'eras.json'), clock, logger });
  const catalogStore =
    dataDir === undefined
      ? forgetfulCatalogStore
      : createCatalogFiles({ folder: join(dataDir, 'catalog'), logger, createId });
  const createBareConnector =
    options.createConnector ??
    ((entry: UsableServer) =>
      createSdkConnector({
        serverName: entry.name,
        launch: entry.launch,
        options: entry.options,
        fingerprint: entry.fingerprint,
        eraCache,
        clock,
        logger,
      }));
  const { wrapConnector } = options;
  const createConnector =
    wrapConnector === undefined
      ? createBareConnector
      : (entry: UsableServer) => wrapConnector(createBareConnector(entry), entry);
  const flush = (): Promise<void> => eraCache.flush();
  return new SeawallClient({
    configuration,
    createConnector,
    catalogStore,
    flush,
    clock,
    random,
    createId,
    logger,
    singleHost,
    packs,
    observers,
    tracer: options.tracer,
    parkedLog: options.parkedLog,
  });
}
