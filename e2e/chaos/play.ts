import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Contender, SEAWALL, startServing } from '../../bench/contender.ts';
import { whenListening } from '../../bench/host.ts';
import { residentMb } from '../../bench/processes.ts';
import { until } from '../support/polling.ts';
import { findLeaks } from '../support/secret-scan.ts';
import { type Caller, startCalling } from './calling.ts';
import { type ChaosHost, connectChaosHost, member } from './host.ts';
import type { Observed } from './observed.ts';
import { DEADLINE_MS, type Row, TIMEOUT_MS } from './rows.ts';
import { FAULTY, HEALTHY, startUpstreams, type Upstreams } from './upstreams.ts';

/** How long each part of a row takes, in milliseconds. */
export interface Pace {
  readonly beforeMs: number;
  readonly faultMs: number;
  readonly afterMs: number;
}

export const PACE: Pace = { beforeMs: 4000, faultMs: 4000, afterMs: 8000 };
export const SHORT_PACE: Pace = { beforeMs: 2000, faultMs: 2000, afterMs: 4000 };

const WARM_CALLS = 30;
const MEMORY_EVERY_MS = 250;
const STALL_EVERY_MS = 20;
const START_MS = 30_000;

/** Plays one row against one gateway, which has servers of its own. */
export async function play(contender: Contender, row: Row, pace: Pace): Promise<Observed> {
  const folder = await mkdtemp(join(tmpdir(), 'seawall-chaos-'));
  try {
    await using upstreams = await startUpstreams(row.transport, folder);
    const config = join(folder, 'mcp.json');
    await writeFile(config, JSON.stringify(configuration(contender, upstreams)));
    await using running = await startServing(contender, { config, dataDir: join(folder, 'data') });
    await whenListening(running);
    using host = await connectChaosHost(running.url);
    await warmUp(host);
    return await observe({ host, upstreams, row, pace, pid: running.pid });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** The bare gateway knows nothing but servers. */
function configuration(contender: Contender, { entries }: Upstreams): object {
  if (contender !== SEAWALL) return { mcpServers: entries };
  const defaults = { timeoutMs: TIMEOUT_MS, totalTimeoutMs: DEADLINE_MS, tools: { echo: { safety: 'read' } } };
  return { mcpServers: entries, seawall: { defaults } };
}

/** Until all servers answer, and the code of the way is compiled. */
async function warmUp(host: ChaosHost): Promise<void> {
  for (const server of [FAULTY, ...HEALTHY]) {
    await until(async () => isGood(await host.call(`${server}__echo`, { text: 'warm' })), {
      what: `${server} answers`,
      withinMs: START_MS,
    });
    for (let count = 0; count < WARM_CALLS; count += 1) await host.call(`${server}__echo`, { text: 'warm' });
  }
  await host.call(`${FAULTY}__count`, { key: 'warm' });
}

function isGood(answer: Awaited<ReturnType<ChaosHost['call']>>): boolean {
  return answer.kind === 'result' && !answer.isError;
}

interface Scene {
  readonly host: ChaosHost;
  readonly upstreams: Upstreams;
  readonly row: Row;
  readonly pace: Pace;
  readonly pid: number;
}

async function observe({ host, upstreams, row, pace, pid }: Scene): Promise<Observed> {
  const toolCount = await countTools(host);
  const calling = startCalling({ host, row, toolCount });
  const watch = watchMemory(pid);
  const stalls = watchStalls();
  await pause(pace.beforeMs);
  const faultFromMs = calling.nowMs();
  upstreams.control.inject(row.orders, SEED);
  await pause(pace.faultMs);
  upstreams.control.clear();
  const faultToMs = calling.nowMs();
  await pause(pace.afterMs);
  const calls = await calling.end();
  return {
    calls,
    faultFromMs,
    faultToMs,
    executed: upstreams.control.executedKeys(),
    leaks: leaksOf(calling, upstreams),
    stallMs: stalls.end(),
    memoryMb: watch.end(),
  };
}

const SEED = 20_260_728;

async function countTools(host: ChaosHost): Promise<number> {
  const answer = await host.list();
  const tools = answer.kind === 'result' ? member(answer.result, 'tools') : undefined;
  return Array.isArray(tools) ? tools.length : 0;
}

function leaksOf(calling: Caller, { secrets }: Upstreams): readonly string[] {
  return findLeaks(calling.texts, secrets).map(({ where, spelling, around }) => `${where} (${spelling}): ${around}`);
}

/** How late a timer is at the most. */
function watchStalls(): { end(): number } {
  let most = 0;
  let dueMs = performance.now() + STALL_EVERY_MS;
  const timer = setInterval(() => {
    most = Math.max(most, performance.now() - dueMs);
    dueMs = performance.now() + STALL_EVERY_MS;
  }, STALL_EVERY_MS);
  return {
    end: () => {
      clearInterval(timer);
      return most;
    },
  };
}

function watchMemory(pid: number): { end(): number } {
  let most = residentMb(pid);
  const timer = setInterval(() => {
    try {
      most = Math.max(most, residentMb(pid));
    } catch {
      // It is gone, which the calls tell.
    }
  }, MEMORY_EVERY_MS);
  return {
    end: () => {
      clearInterval(timer);
      return most;
    },
  };
}
