import { BARE, type Contender, SEAWALL, startServing } from './contender.ts';
import { type Figure, toSample } from './figure.ts';
import { connectHttpHost, whenListening } from './host.ts';
import { cpuTimeMs } from './processes.ts';
import type { Scratch } from './scratch.ts';
import { HEALTHY_SERVERS, healthyServers, LAST_TOOL, stdioServer } from './upstream-servers.ts';

const ROUNDS = 5;
const MAX_RATIO = 1.5;
const MAX_LISTENING_MS = 1000;

/** From the start of the process to the port and to the first good call. */
export async function measureStartup(scratch: Scratch): Promise<Figure[]> {
  const healthy = healthyServers();
  const config = scratch.config(healthy);
  const ways: readonly Way[] = [
    { name: `${HEALTHY_SERVERS} healthy`, config },
    { name: `${HEALTHY_SERVERS} healthy, data folder warm`, config, warmDataDir: scratch.path('data') },
    {
      name: '+ 1 whose command is missing',
      config: scratch.config({ dead: { command: 'seawall-bench-no-such-command' }, ...healthy }),
    },
    {
      name: '+ 1 that exits at once',
      config: scratch.config({ dead: stdioServer({ start: { exit: { exitCode: 1 } } }), ...healthy }),
    },
    {
      name: '+ 1 that never answers',
      config: scratch.config({ mute: stdioServer({ start: { input: 'swallow' } }), ...healthy }),
    },
  ];
  const pairs = new Map<Way, Pair[]>(ways.map((way) => [way, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [way, measured] of pairs) {
      // The bare aggregator gets the healthy servers only: one that fails ends it, one that is mute stops it for good.
      const bare = await start(BARE, { config, dataDir: scratch.path('data') });
      const dataDir = way.warmDataDir ?? scratch.path('data');
      measured.push({ bare, ours: await start(SEAWALL, { config: way.config, dataDir }) });
    }
  }
  return [...pairs].flatMap(([way, measured]) => toFigures(way, measured));
}

/** One start of each, right after another: what else the machine does meets both. */
interface Pair {
  readonly ours: Start;
  readonly bare: Start;
}

interface Way {
  readonly name: string;
  readonly config: string;
  /** Kept from round to round, so that all but the first find what was learned before. */
  readonly warmDataDir?: string;
}

function toFigures({ name, warmDataDir }: Way, pairs: readonly Pair[]): Figure[] {
  const compare = (what: string, field: keyof Start): Figure => ({
    name: `${what}, ${name}`,
    unit: 'ms',
    ours: toSample(pairs.map(({ ours }) => ours[field])),
    bare: toSample(pairs.map(({ bare }) => bare[field])),
  });
  return [
    { ...compare('listening', 'listeningMs'), limit: { kind: 'median', most: MAX_LISTENING_MS } },
    {
      ...compare('first call', 'firstCallMs'),
      // The limit is for the first start on a machine.
      ...(warmDataDir === undefined ? { limit: { kind: 'ratio', most: MAX_RATIO } } : {}),
    },
    compare('CPU time to first call', 'cpuMs'),
  ];
}

/** Milliseconds since the process was spawned. */
interface Start {
  readonly listeningMs: number;
  readonly firstCallMs: number;
  /** Of the process itself, without its servers; hardly moved by what else the machine does. */
  readonly cpuMs: number;
}

async function start(contender: Contender, options: { config: string; dataDir: string }): Promise<Start> {
  await using running = await startServing(contender, options);
  const listeningMs = (await whenListening(running)) - running.spawnedAtMs;
  await using host = await connectHttpHost(running.url);
  // The last server: whoever answers for it has come through all of them.
  await host.callUntilGood(LAST_TOOL);
  const firstCallMs = performance.now() - running.spawnedAtMs;
  return { listeningMs, firstCallMs, cpuMs: cpuTimeMs(running.pid) };
}
