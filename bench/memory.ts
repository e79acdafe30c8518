import { setTimeout as sleep } from 'node:timers/promises';
import { BARE, type Contender, SEAWALL, startServing } from './contender.ts';
import { type Figure, toSample } from './figure.ts';
import { connectHttpHost, type Host, whenListening } from './host.ts';
import { residentMb } from './processes.ts';
import type { Scratch } from './scratch.ts';
import { HEALTHY_SERVERS, healthyServers, LAST_TOOL } from './upstream-servers.ts';

const IDLE_MS = 10_000;
const CALLS = 200;
const MAX_MB = 100;
const ROUNDS = 5;

/** Memory of the process itself, without its servers. */
export async function measureMemory(scratch: Scratch): Promise<Figure[]> {
  const config = scratch.config(healthyServers());
  const ours: Memory[] = [];
  const bare: Memory[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const options = { config, dataDir: scratch.path(`memory-${round}`) };
    // At the same time: what one does is not in the memory of the other.
    const [own, other] = await Promise.all([measure(SEAWALL, options), measure(BARE, options)]);
    ours.push(own);
    bare.push(other);
  }
  const figure = (what: string, field: keyof Memory): Figure => ({
    name: `memory with ${HEALTHY_SERVERS} servers, ${what}`,
    unit: 'MB',
    ours: toSample(ours.map((memory) => memory[field])),
    bare: toSample(bare.map((memory) => memory[field])),
    limit: { kind: 'median', most: MAX_MB },
  });
  const { limit: _, ...afterCalls } = figure(`after ${CALLS} calls`, 'afterCallsMb');
  return [figure(`idle for ${IDLE_MS / 1000} s`, 'idleMb'), afterCalls];
}

interface Memory {
  readonly idleMb: number;
  readonly afterCallsMb: number;
}

async function measure(contender: Contender, options: { config: string; dataDir: string }): Promise<Memory> {
  await using running = await startServing(contender, options);
  await whenListening(running);
  await using host = await connectHttpHost(running.url);
  await host.callUntilGood(LAST_TOOL);
  await sleep(IDLE_MS);
  const idleMb = residentMb(running.pid);
  await callOften(host);
  return { idleMb, afterCallsMb: residentMb(running.pid) };
}

async function callOften(host: Host): Promise<void> {
  for (let count = 0; count < CALLS; count += 1) {
    const tool = `server-${(count % HEALTHY_SERVERS) + 1}__echo`;
    if (!(await host.call(tool))) throw new Error(`The tool "${tool}" does not answer.`);
  }
}
