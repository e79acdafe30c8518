import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  createFaultControl,
  createSeededRandom,
  type FaultControl,
  type FaultyHttpServer,
  faultyStdioServer,
  startFaultyHttpServer,
} from '@seawall/testkit';
import { type Running, SEAWALL, startServing } from '../../bench/contender.ts';
import { whenListening } from '../../bench/host.ts';
import { callOutcome } from './calling.ts';
import { type ChaosHost, connectChaosHost } from './host.ts';

/** What came of many writes while everything was killed again and again. */
export interface KilledWrites {
  readonly acknowledged: number;
  /** The host was told that the write may have run, or lost the gateway while it waited. */
  readonly unknown: number;
  readonly unknownThatRan: number;
  /** Writes that were refused or failed for certain; the host made them again under another key. */
  readonly failed: number;
  readonly duplicates: number;
  readonly missing: number;
  /** Writes that failed for certain, and ran all the same. */
  readonly unreported: number;
  readonly serverKills: number;
  readonly gatewayKills: number;
  readonly seconds: number;
}

const STDIO = ['north', 'south'] as const;
const HTTP = 'west';
const WRITERS = 8;
/** Kills in all, where there are writes enough. */
const KILLS = 100;
/** Fewer writes than this between two kills would leave nothing that works. */
const LEAST_WRITES_BETWEEN = 20;
/** Each so-many-th kill meets the gateway. */
const GATEWAY_EVERY = 4;
const AFTER_FAILURE_MS = 50;
/** Longer than any call may take, in milliseconds: what is still under way then is done. */
const SETTLE_MS = 1000;
const LIMITS = { timeoutMs: 5000, totalTimeoutMs: 10_000 };

/** Makes writes until so many are acknowledged or unknown, and kills servers and the gateway meanwhile. */
export async function killWrites(writes: number, seed: number): Promise<KilledWrites> {
  const folder = await mkdtemp(join(tmpdir(), 'seawall-kill-writes-'));
  try {
    await using scene = await openScene(folder);
    const ledger = new Ledger();
    const startedMs = performance.now();
    const kills = killAtRandom(scene, ledger, { writes, seed });
    await Promise.all(Array.from({ length: WRITERS }, (_, at) => writeOn(scene, ledger, { writes, at })));
    const { serverKills, gatewayKills } = await kills;
    const seconds = (performance.now() - startedMs) / 1000;
    await scene.gateway.end('SIGTERM');
    await pause(SETTLE_MS);
    return { ...ledger.judge(scene.controls), serverKills, gatewayKills, seconds };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

interface Scene extends AsyncDisposable {
  readonly controls: ReadonlyMap<string, FaultControl>;
  readonly http: FaultyHttpServer;
  gateway: Running;
  /** Kills the gateway and starts another one. */
  replaceGateway(): Promise<void>;
}

async function openScene(folder: string): Promise<Scene> {
  const controls = new Map([...STDIO, HTTP].map((name) => [name, createFaultControl(join(folder, name))]));
  const entries: Record<string, object> = {};
  let http: FaultyHttpServer | undefined;
  for (const [name, control] of controls) {
    if (name !== HTTP) entries[name] = faultyStdioServer(control);
    else {
      http = await startFaultyHttpServer(control);
      entries[name] = { url: http.url };
    }
  }
  if (http === undefined) throw new Error('There is a server over HTTP.');
  const config = join(folder, 'mcp.json');
  await writeFile(config, JSON.stringify({ mcpServers: entries, seawall: { defaults: LIMITS } }));
  const start = async (): Promise<Running> => {
    const running = await startServing(SEAWALL, { config, dataDir: join(folder, 'data') });
    await whenListening(running);
    return running;
  };
  const server = http;
  const scene: Scene = {
    controls,
    http: server,
    gateway: await start(),
    replaceGateway: async () => {
      await scene.gateway.end('SIGKILL');
      scene.gateway = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await scene.gateway[Symbol.asyncDispose]();
      await server.close();
    },
  };
  return scene;
}

/** What every write came to, as the host was told. */
class Ledger {
  readonly #acknowledged = new Set<string>();
  readonly #unknown = new Set<string>();
  readonly #failed = new Set<string>();
  #given = 0;

  get settled(): number {
    return this.#acknowledged.size + this.#unknown.size;
  }

  nextKey(): string {
    this.#given += 1;
    return `write-${this.#given}`;
  }

  note(key: string, outcome: ReturnType<typeof callOutcome>): void {
    // A gateway that is gone says nothing, and neither does one that says nothing.
    const keys = outcome === 'ok' ? this.#acknowledged : outcome === 'failed' ? this.#failed : this.#unknown;
    keys.add(key);
  }

  judge(controls: ReadonlyMap<string, FaultControl>): Omit<KilledWrites, 'serverKills' | 'gatewayKills' | 'seconds'> {
    const executed = [...controls.values()].flatMap((control) => control.executedKeys());
    const ran = new Set(executed);
    const count = (keys: ReadonlySet<string>, hasRun: boolean): number =>
      [...keys].filter((key) => ran.has(key) === hasRun).length;
    return {
      acknowledged: this.#acknowledged.size,
      unknown: this.#unknown.size,
      unknownThatRan: count(this.#unknown, true),
      failed: this.#failed.size,
      duplicates: executed.length - ran.size,
      missing: count(this.#acknowledged, false),
      unreported: count(this.#failed, true),
    };
  }
}

/** One host: writes to one server after the other, and connects anew when the gateway is another one. */
async function writeOn(scene: Scene, ledger: Ledger, { writes, at }: { writes: number; at: number }): Promise<void> {
  const servers = [...scene.controls.keys()];
  let host: ChaosHost | undefined;
  let turn = at;
  while (ledger.settled < writes) {
    host ??= await connectChaosHost(scene.gateway.url).catch(() => undefined);
    if (host === undefined) {
      await pause(AFTER_FAILURE_MS);
      continue;
    }
    turn += 1;
    const key = ledger.nextKey();
    const answer = await host.call(`${servers[turn % servers.length]}__count`, { key });
    const outcome = callOutcome(answer);
    ledger.note(key, outcome);
    if (outcome === 'broken' || outcome === 'hung') {
      host[Symbol.dispose]();
      host = undefined;
    }
    if (outcome !== 'ok') await pause(AFTER_FAILURE_MS);
  }
  host?.[Symbol.dispose]();
}

async function killAtRandom(
  scene: Scene,
  ledger: Ledger,
  { writes, seed }: { readonly writes: number; readonly seed: number },
): Promise<Pick<KilledWrites, 'serverKills' | 'gatewayKills'>> {
  const random = createSeededRandom(seed);
  let serverKills = 0;
  let gatewayKills = 0;
  const killEvery = Math.max(LEAST_WRITES_BETWEEN, writes / KILLS);
  let kills = 0;
  let nextAt = killEvery;
  while (ledger.settled < writes) {
    if (ledger.settled < nextAt) {
      await pause(5);
      continue;
    }
    nextAt = ledger.settled + killEvery * (0.5 + random());
    kills += 1;
    const victim = [...STDIO, HTTP][Math.floor(random() * 3)];
    if (kills % GATEWAY_EVERY === 0) {
      gatewayKills += 1;
      await scene.replaceGateway();
    } else if (victim === HTTP) {
      serverKills += 1;
      await scene.http.kill();
    } else if (killProcess(scene.controls.get(victim ?? '')?.pid)) serverKills += 1;
  }
  return { serverKills, gatewayKills };
}

/** Kills a server that runs; another process may have its id by now. */
function killProcess(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('faulty-stdio-server')) return false;
    return process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone, and the next one has not started yet.
    return false;
  }
}
