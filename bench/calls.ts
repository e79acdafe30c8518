import { BARE, type Contender, SEAWALL, startServing } from './contender.ts';
import { type Figure, type Sample, toSample } from './figure.ts';
import { connectHttpHost, connectStdioHost, whenListening } from './host.ts';
import { connectLeanHttpHost } from './lean-http-host.ts';
import { createOpened } from './opened.ts';
import type { Scratch } from './scratch.ts';
import { stdioServer } from './upstream-servers.ts';

const ROUNDS = 3;
const ROUND_MS = 1000;
const WARM_UP_MS = 700;
const CONCURRENCIES = [1, 16] as const;
const TOOL = 'server__echo';

/** What a call costs on its way through, with one server over stdio behind. */
export async function measureCalls(scratch: Scratch): Promise<Figure[]> {
  const options = () => ({ config: scratch.config({ server: stdioServer() }), dataDir: scratch.path('data') });
  const figures: Figure[] = [];
  for (const front of ['HTTP', 'stdio'] as const) {
    await using open = createOpened();
    const connect = async (contender: Contender): Promise<Caller> => {
      if (front === 'stdio') {
        const host = open.use(await connectStdioHost(contender.stdioArgs(options())));
        await host.callUntilGood(TOOL);
        return host;
      }
      const running = open.use(await startServing(contender, options()));
      await whenListening(running);
      {
        await using host = await connectHttpHost(running.url);
        await host.callUntilGood(TOOL);
      }
      return open.use(await connectLeanHttpHost(running.url));
    };
    const callers = { ours: await connect(SEAWALL), bare: await connect(BARE) };
    for (const caller of [callers.ours, callers.bare]) await drive(caller, { concurrency: 16, forMs: WARM_UP_MS });
    for (const concurrency of CONCURRENCIES) figures.push(...(await compare(callers, { front, concurrency })));
  }
  return figures;
}

/** The part of a host that is needed here. */
interface Caller extends AsyncDisposable {
  call(tool: string): Promise<boolean>;
}

interface Callers {
  readonly ours: Caller;
  readonly bare: Caller;
}

async function compare(
  callers: Callers,
  load: { readonly front: string; readonly concurrency: number },
): Promise<Figure[]> {
  const ours: Drive[] = [];
  const bare: Drive[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    ours.push(await drive(callers.ours, { concurrency: load.concurrency, forMs: ROUND_MS }));
    bare.push(await drive(callers.bare, { concurrency: load.concurrency, forMs: ROUND_MS }));
  }
  const sample = (drives: readonly Drive[], field: keyof Drive): Sample => toSample(drives.map((one) => one[field]));
  const name = `${load.front} front, ${load.concurrency} at once`;
  return [
    { name: `call p50, ${name}`, unit: 'ms', ours: sample(ours, 'p50Ms'), bare: sample(bare, 'p50Ms') },
    { name: `calls, ${name}`, unit: 'calls/s', ours: sample(ours, 'callsPerS'), bare: sample(bare, 'callsPerS') },
  ];
}

interface Drive {
  readonly p50Ms: number;
  readonly callsPerS: number;
}

/** Calls the tool over and over, `concurrency` calls at a time. */
async function drive(caller: Caller, load: { readonly concurrency: number; readonly forMs: number }): Promise<Drive> {
  const durations: number[] = [];
  const startedMs = performance.now();
  const endMs = startedMs + load.forMs;
  const callOn = async (): Promise<void> => {
    for (let nowMs = performance.now(); nowMs < endMs; ) {
      if (!(await caller.call(TOOL))) throw new Error('A call failed.');
      const doneMs = performance.now();
      durations.push(doneMs - nowMs);
      nowMs = doneMs;
    }
  };
  await Promise.all(Array.from({ length: load.concurrency }, callOn));
  const elapsedS = (performance.now() - startedMs) / 1000;
  return { p50Ms: toSample(durations).median, callsPerS: durations.length / elapsedS };
}
