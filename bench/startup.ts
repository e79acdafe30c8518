import { BARE, type Contender, SEAWALL, startServing } from './contender.ts';
import { type Figure, toSample } from './figure.ts';
import { connectHttpHost, whenListening } from './host.ts';
import type { Scratch } from './scratch.ts';
import { HEALTHY_SERVERS, healthyServers, LAST_TOOL, stdioServer } from './upstream-servers.ts';

const ROUNDS = 5;
const MAX_RATIO = 1.5;
const MAX_LISTENING_MS = 1000;

/** From the start of the process to the port and to the first good call. */
export async function measureStartup(scratch: Scratch): Promise<Figure[]> {
  const healthy = healthyServers();
  const bareConfig = scratch.config(healthy);
  const scenes: readonly Scene[] = [
    { name: `${HEALTHY_SERVERS} healthy`, config: bareConfig, bareConfig },
    {
      name: '+ 1 command missing',
      config: scratch.config({ dead: { command: 'seawall-bench-no-such-command' }, ...healthy }),
      bareConfig,
    },
    {
      name: '+ 1 exits at once',
      config: scratch.config({ dead: stdioServer({ start: { exit: { exitCode: 1 } } }), ...healthy }),
      bareConfig,
    },
    {
      name: '+ 1 never answers',
      config: scratch.config({ mute: stdioServer({ start: { input: 'swallow' } }), ...healthy }),
      bareConfig,
    },
  ];
  const figures: Figure[] = [];
  for (const scene of scenes) figures.push(...(await measureScene(scene, scratch)));
  return figures;
}

interface Scene {
  readonly name: string;
  readonly config: string;
  /** The bare aggregator starts with healthy servers only: one that fails ends it, one that is mute stops it. */
  readonly bareConfig: string;
}

async function measureScene({ name, config, bareConfig }: Scene, scratch: Scratch): Promise<Figure[]> {
  const warmDataDir = scratch.path('data');
  const bare: Start[] = [];
  const cold: Start[] = [];
  const warm: Start[] = [];
  await start(SEAWALL, { config, dataDir: warmDataDir });
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await start(BARE, { config: bareConfig, dataDir: warmDataDir }));
    cold.push(await start(SEAWALL, { config, dataDir: scratch.path('data') }));
    warm.push(await start(SEAWALL, { config, dataDir: warmDataDir }));
  }
  const of = (starts: readonly Start[], field: keyof Start) => toSample(starts.map((one) => one[field]));
  const compare = (what: string, starts: readonly Start[], field: keyof Start): Figure => ({
    name: `${what}, ${name}`,
    unit: 'ms',
    ours: of(starts, field),
    bare: of(bare, field),
  });
  return [
    { ...compare('listening', cold, 'listeningMs'), limit: { kind: 'median', most: MAX_LISTENING_MS } },
    { ...compare('first call, cold', cold, 'firstCallMs'), limit: { kind: 'ratio', most: MAX_RATIO } },
    compare('first call, warm', warm, 'firstCallMs'),
    compare(`list of all ${HEALTHY_SERVERS}, cold`, cold, 'fullListMs'),
    compare(`list of all ${HEALTHY_SERVERS}, warm`, warm, 'fullListMs'),
  ];
}

/** Milliseconds since the process was spawned. */
interface Start {
  readonly listeningMs: number;
  readonly firstCallMs: number;
  readonly fullListMs: number;
}

async function start(contender: Contender, options: { config: string; dataDir: string }): Promise<Start> {
  await using running = await startServing(contender, options);
  const listeningMs = (await whenListening(running)) - running.spawnedAtMs;
  await using host = await connectHttpHost(running.url);
  // The last server: whoever answers for it has come through all of them.
  await host.callUntilGood(LAST_TOOL);
  const firstCallMs = performance.now() - running.spawnedAtMs;
  for (;;) {
    const { tools } = await host.client.listTools();
    if (tools.filter(({ name }) => name.endsWith('__echo')).length >= HEALTHY_SERVERS) break;
  }
  return { listeningMs, firstCallMs, fullListMs: performance.now() - running.spawnedAtMs };
}
