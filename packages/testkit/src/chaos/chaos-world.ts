import { openSeawall, type Seawall, type UsableServer } from '@seawall/client';
import { type Clock, silentLogger, systemClock } from '@seawall/core/base';
import { createSeededRandom } from '../clock/repeatable-chance.ts';
import { createFaultInjector, type FaultInjector } from '../faults/fault-injector.ts';
import { faultyClock, faultyConnector } from '../faults/faulty-connector.ts';
import type { StandIn } from '../faults/faulty-connector-options.ts';
import { CHAOS_DEFAULTS, type ChaosOptions } from './chaos-options.ts';

/** The real client with an injector before each server. */
export interface ChaosWorld extends AsyncDisposable {
  readonly seawall: Seawall;
  readonly clock: Clock;
  readonly injectors: ReadonlyMap<string, FaultInjector>;
  /** How often each write was handed over to its server, or would have been. */
  readonly delivered: Map<string, number>;
}

/** Where a call says which one it is, so that its deliveries can be counted. */
export const KEY_FIELD = 'dev.seawall/chaos-key';

/** Opens it; nothing is connected yet. */
export function openChaosWorld(options: ChaosOptions): ChaosWorld {
  const { configuration, clock: realClock = systemClock, logger = silentLogger, seed = CHAOS_DEFAULTS.seed } = options;
  const usable = configuration.servers.filter((server): server is UsableServer => server.kind === 'usable');
  const injectors = new Map(
    usable.map(({ name }) => [name, createFaultInjector({ seed, faults: [] }, { clock: realClock })]),
  );
  const delivered = new Map<string, number>();
  const clock = faultyClock(realClock, {
    get active() {
      return [...injectors.values()].flatMap(({ active }) => active);
    },
  });
  const seawall = openSeawall(configuration, {
    clock,
    logger,
    random: createSeededRandom(seed),
    wrapConnector: (connector, { name, launch, options: { connectTimeoutMs } }) => {
      const injector = injectors.get(name);
      if (injector === undefined) return connector;
      const transport = launch.transport === 'stdio' ? 'stdio' : 'http';
      const standIn = standInOf(name, options, delivered);
      return faultyConnector(connector, {
        serverName: name,
        transport,
        injector,
        clock: realClock,
        standIn,
        connectTimeoutMs,
        random: createSeededRandom(seed),
      });
    },
  });
  return {
    seawall,
    clock: realClock,
    injectors,
    delivered,
    [Symbol.asyncDispose]: async () => {
      for (const injector of injectors.values()) injector.close();
      await seawall.close();
    },
  };
}

/** Answers every call of a tool that may change something, and counts it. */
function standInOf(server: string, options: ChaosOptions, delivered: Map<string, number>): StandIn {
  const { calls = [], sendWrites = CHAOS_DEFAULTS.sendWrites } = options;
  const reads = new Set(calls.filter((call) => call.server === server && call.isRead === true).map(({ tool }) => tool));
  return ({ method, params }) => {
    if (method !== 'tools/call') return undefined;
    const meta: unknown = params?._meta;
    const key: unknown = typeof meta === 'object' && meta !== null ? Reflect.get(meta, KEY_FIELD) : undefined;
    if (typeof key === 'string') delivered.set(key, (delivered.get(key) ?? 0) + 1);
    if (sendWrites || reads.has(String(params?.name))) return undefined;
    return { content: [{ type: 'text', text: 'Answered in the place of the server.' }] };
  };
}
