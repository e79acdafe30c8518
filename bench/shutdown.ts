import { existsSync } from 'node:fs';
import { readPids, type StdioScenario } from '@seawall/testkit';
import { SEAWALL, startServing } from './contender.ts';
import { type Figure, toSample } from './figure.ts';
import { connectHttpHost, whenListening } from './host.ts';
import { isAlive, until } from './processes.ts';
import type { Scratch } from './scratch.ts';
import { stdioServer } from './upstream-servers.ts';

const ROUNDS = 5;
const SERVERS = 3;
const POLL_MS = 5;
const MAX_KILLED_MS = 3000;
const MAX_STOPPED_MS = 1500;

/** From a signal to the gateway to the end of the last of all processes. */
export async function measureShutdown(scratch: Scratch): Promise<Figure[]> {
  const killed: number[] = [];
  const stopped: number[] = [];
  const stoppedStubborn: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    killed.push(await measure(scratch, { signal: 'SIGKILL', isStubborn: true }));
    stopped.push(await measure(scratch, { signal: 'SIGTERM', isStubborn: false }));
    stoppedStubborn.push(await measure(scratch, { signal: 'SIGTERM', isStubborn: true }));
  }
  const figure = (name: string, values: readonly number[], most: number): Figure => ({
    name,
    unit: 'ms',
    ours: toSample(values),
    limit: { kind: 'median', most },
  });
  return [
    figure('gateway killed, no stubborn process left', killed, MAX_KILLED_MS),
    figure('orderly stop, no process left', stopped, MAX_STOPPED_MS),
    figure('orderly stop, no stubborn process left', stoppedStubborn, MAX_STOPPED_MS),
  ];
}

interface Ending {
  readonly signal: 'SIGKILL' | 'SIGTERM';
  readonly isStubborn: boolean;
}

async function measure(scratch: Scratch, { signal, isStubborn }: Ending): Promise<number> {
  const pidFile = scratch.path('pids');
  const scenario: StdioScenario = isStubborn ? stubborn(pidFile) : { start: { pidFile } };
  const entries = Array.from({ length: SERVERS }, (_, index) => [`server-${index + 1}`, stdioServer(scenario)]);
  const options = { config: scratch.config(Object.fromEntries(entries)), dataDir: scratch.path('data') };
  await using running = await startServing(SEAWALL, options);
  await whenListening(running);
  {
    await using host = await connectHttpHost(running.url);
    for (const [name] of entries) await host.callUntilGood(`${name}__echo`);
  }
  const started = (): readonly number[] => (existsSync(pidFile) ? readPids(pidFile) : []);
  await until(() => started().length === SERVERS * (isStubborn ? 2 : 1), { what: 'all processes started' });
  const pids = started();
  const startedMs = performance.now();
  await running.end(signal);
  await until(() => !pids.some(isAlive), { what: 'no process is left', everyMs: POLL_MS });
  return performance.now() - startedMs;
}

/** Servers that stay when they should go, each with a process of its own in another session. */
function stubborn(pidFile: string): StdioScenario {
  return {
    ignoreStdinEnd: true,
    ignoreSigterm: true,
    start: { pidFile, grandchild: { pidFile, detached: true, ignoreSigterm: true } },
  };
}
