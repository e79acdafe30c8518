import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Contender, type Running, SEAWALL, startServing } from './contender.ts';
import { type Figure, type Sample, toSample } from './figure.ts';
import { connectHttpHost, whenListening } from './host.ts';
import { connectLeanHttpHost, type LeanHttpHost } from './lean-http-host.ts';
import { openWatchers } from './observing/watchers.ts';
import { createOpened } from './opened.ts';
import { cpuTimeMs, residentMb } from './processes.ts';
import type { Scratch } from './scratch.ts';
import { stdioServer } from './upstream-servers.ts';

const CALLS_PER_S = 1000;
/** Each so-many-th call fails. */
const FAILS_EVERY = 10;
const TICK_MS = 10;
/** Until what is called is compiled. More calls fail then, or what failures go through would not be. */
const WARM_UP_MS = 30_000;
const WARM_UP_FAILS_EVERY = 2;
/** How often the share of watching is taken, each time over so many turns with it and without. */
const SHARE_ROUNDS = 11;
const SHARE_TURNS = 12;
const SHARE_TURN_MS = 900;
/** After watching was turned on or off, what was done before is still being written. */
const LEAD_MS = 300;
/** Two processes of one program differ by what was compiled when: so there are several. */
const PAIRS = 3;
/** Both take turns so short that whatever else the machine does meets them alike. */
const TURN_MS = 250;
const TURNS = 60;
/** Of those who watch the stream of changes. */
const ROUNDS = 5;
const ROUND_MS = 6000;
const GOOD = 'server__good';
const BAD = 'server__bad';
/** Of the CPU time of the gateway. */
const MAX_SHARE = 0.05;
const MAX_GROWTH_MB = 60;
const WATCHERS = 200;
/** So few that every machine makes them in time: a call that waits for others says nothing. */
const WATCHED_CALLS_PER_S = 100;
/** As much as two measurements of the same differ by. */
const MAX_WATCHED_RATIO = 1.1;

const UNOBSERVED: Contender = {
  name: 'unobserved',
  serveArgs: ({ config, port }) => [join(import.meta.dirname, 'observing/unobserved-main.mjs'), config, String(port)],
  stdioArgs: () => [],
};

const SWITCHED: Contender = {
  name: 'switched',
  serveArgs: ({ config, dataDir, port }) => [
    join(import.meta.dirname, 'observing/switched-main.mjs'),
    config,
    String(port),
    dataDir,
  ],
  stdioArgs: () => [],
};

/** What watching costs a gateway that has much to do, beside the same gateway without anything that watches. */
export async function measureObserving(scratch: Scratch): Promise<Figure[]> {
  const share = await measureShare(scratch);
  const pairs: Pair[] = [];
  for (let count = 0; count < PAIRS; count += 1) pairs.push(await measurePair(scratch));
  const both = (field: keyof Driven): { readonly ours: Sample; readonly bare: Sample } => ({
    ours: toSample(pairs.map(({ ours }) => ours[field])),
    bare: toSample(pairs.map(({ bare }) => bare[field])),
  });
  const load = `${CALLS_PER_S} calls/s, 1 of ${FAILS_EVERY} fails`;
  return [
    ...share,
    { name: `CPU time of a call, watched, beside a process that never watches`, unit: 'µs', ...both('cpuUs') },
    { name: `call p50, watched, ${load}`, unit: 'ms', ...both('p50Ms') },
    { name: `call p99, watched, ${load}`, unit: 'ms', ...both('p99Ms') },
    { name: `calls made, ${load}`, unit: 'calls/s', ...both('callsPerS') },
    await measureStream(scratch),
    {
      name: `memory, watched, ${load}`,
      unit: 'MB',
      ...both('residentMb'),
      limit: { kind: 'over bare', most: MAX_GROWTH_MB },
    },
  ];
}

/** What watching takes of the CPU time of one process, in which it is turned off and on. */
async function measureShare(scratch: Scratch): Promise<Figure[]> {
  await using open = createOpened();
  const gateway = await start(SWITCHED, scratch, open.use);
  const drive = new Drive(gateway);
  await drive.run(WARM_UP_MS, { failsEvery: WARM_UP_FAILS_EVERY });
  const { pid } = gateway.running;
  let isWatching = true;
  const turn = async (watches: boolean, spent: Spent): Promise<void> => {
    if (watches !== isWatching) process.kill(pid, 'SIGUSR2');
    isWatching = watches;
    await drive.run(LEAD_MS);
    drive.begin();
    const startedMs = cpuTimeMs(pid);
    await drive.run(SHARE_TURN_MS);
    spent.cpuMs += cpuTimeMs(pid) - startedMs;
    spent.calls += drive.end().calls;
  };
  const [watched, unwatched]: [number[], number[]] = [[], []];
  for (let round = 0; round < SHARE_ROUNDS; round += 1) {
    const spent = [newSpent(), newSpent()] as const;
    for (let count = 0; count < SHARE_TURNS; count += 1) {
      for (const watches of count % 2 === 0 ? [true, false] : [false, true]) {
        await turn(watches, spent[watches ? 0 : 1]);
      }
    }
    watched.push(cpuUsOf(spent[0]));
    unwatched.push(cpuUsOf(spent[1]));
  }
  const load = `${CALLS_PER_S} calls/s, 1 of ${FAILS_EVERY} fails`;
  return [
    {
      name: `CPU time of a call, watching on and off in one process, ${load}`,
      unit: 'µs',
      ours: toSample(watched),
      bare: toSample(unwatched),
    },
    {
      name: 'of it for watching, as a share of the whole',
      unit: '',
      ours: toSample(watched.map((us, round) => 1 - (unwatched[round] ?? Number.NaN) / us)),
      limit: { kind: 'median', most: MAX_SHARE },
    },
  ];
}

interface Spent {
  cpuMs: number;
  calls: number;
}

function newSpent(): Spent {
  return { cpuMs: 0, calls: 0 };
}

function cpuUsOf({ cpuMs, calls }: Spent): number {
  return (cpuMs * 1000) / calls;
}

interface Pair {
  readonly ours: Driven;
  readonly bare: Driven;
}

/** One gateway of each sort, by turns. */
async function measurePair(scratch: Scratch): Promise<Pair> {
  await using open = createOpened();
  const ours = new Drive(await start(SEAWALL, scratch, open.use));
  const bare = new Drive(await start(UNOBSERVED, scratch, open.use));
  const warmUp = { failsEvery: WARM_UP_FAILS_EVERY };
  await Promise.all([ours.run(WARM_UP_MS, warmUp), bare.run(WARM_UP_MS, warmUp)]);
  await sleep(SETTLE_MS);
  for (const drive of [ours, bare]) drive.begin();
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const drive of turn % 2 === 0 ? [ours, bare] : [bare, ours]) await drive.run(TURN_MS);
  }
  // What is written later belongs to these calls as well.
  await sleep(SETTLE_MS);
  return { ours: ours.end(), bare: bare.end() };
}

/** How long a call takes while many watch the stream of changes, and while nobody does. */
async function measureStream(scratch: Scratch): Promise<Figure> {
  await using open = createOpened();
  const gateway = await start(SEAWALL, scratch, open.use);
  const drive = new Drive(gateway, WATCHED_CALLS_PER_S);
  await drive.run(WARM_UP_MS);
  const p50Ms = async (): Promise<number> => {
    drive.begin();
    await drive.run(ROUND_MS);
    return drive.end().p50Ms;
  };
  const [watched, unwatched]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    unwatched.push(await p50Ms());
    await using _watchers = await openWatchers(gateway.dataDir, WATCHERS);
    watched.push(await p50Ms());
  }
  return {
    name: `call p50, ${WATCHED_CALLS_PER_S} calls/s, with ${WATCHERS} who watch the stream of changes and without`,
    unit: 'ms',
    ours: toSample(watched),
    bare: toSample(unwatched),
    limit: { kind: 'best ratio', most: MAX_WATCHED_RATIO },
  };
}

interface Gateway {
  readonly dataDir: string;
  readonly running: Running;
  readonly host: LeanHttpHost;
}

async function start(
  contender: Contender,
  scratch: Scratch,
  use: <Resource extends AsyncDisposable>(resource: Resource) => Resource,
): Promise<Gateway> {
  const server = stdioServer({
    tools: [
      { name: 'good', behaviour: { kind: 'echo' } },
      { name: 'bad', behaviour: { kind: 'tool-error', text: 'Invalid argument "limit": it must be at most 100.' } },
    ],
  });
  const entry = { ...server, seawall: { concurrency: MAX_PENDING * 2 } };
  const dataDir = scratch.path('observing');
  const options = { config: scratch.config({ server: entry }), dataDir };
  const running = use(await startServing(contender, options));
  await whenListening(running);
  {
    await using host = await connectHttpHost(running.url);
    await host.callUntilGood(GOOD);
  }
  return { dataDir, running, host: use(await connectLeanHttpHost(running.url)) };
}

interface Driven {
  readonly calls: number;
  readonly cpuUs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly callsPerS: number;
  readonly residentMb: number;
}

/** Makes calls at a pace, whether those before were answered or not, and tells how they went since it began. */
class Drive {
  readonly #gateway: Gateway;
  readonly #callsPerS: number;
  #durations: number[] = [];
  #cpuMs = 0;
  #ranMs = 0;

  constructor(gateway: Gateway, callsPerS = CALLS_PER_S) {
    this.#gateway = gateway;
    this.#callsPerS = callsPerS;
  }

  /** What was before counts no more. */
  begin(): void {
    this.#durations = [];
    this.#ranMs = 0;
    this.#cpuMs = cpuTimeMs(this.#gateway.running.pid);
  }

  async run(forMs: number, { failsEvery = FAILS_EVERY } = {}): Promise<void> {
    const pending = new Set<Promise<void>>();
    const startedMs = performance.now();
    let made = 0;
    for (let elapsedMs = 0; elapsedMs < forMs; elapsedMs = performance.now() - startedMs) {
      const wanted = (elapsedMs * this.#callsPerS) / 1000;
      // Calls that the machine could not make in time are left out: it would only pile them up.
      const due = Math.min(wanted - made, MAX_PENDING - pending.size);
      for (let count = 0; count < due; count += 1) {
        made += 1;
        const one = this.#call(made % failsEvery === 0 ? BAD : GOOD).finally(() => pending.delete(one));
        pending.add(one);
      }
      made = Math.max(made, Math.floor(wanted));
      await sleep(TICK_MS);
    }
    await Promise.all(pending);
    this.#ranMs += forMs;
  }

  end(): Driven {
    const durations = this.#durations.sort((one, other) => one - other);
    const calls = durations.length;
    const at = (share: number): number => durations[Math.floor(calls * share)] ?? Number.NaN;
    const { pid } = this.#gateway.running;
    return {
      calls,
      cpuUs: ((cpuTimeMs(pid) - this.#cpuMs) * 1000) / calls,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      callsPerS: calls / (this.#ranMs / 1000),
      residentMb: residentMb(pid),
    };
  }

  async #call(tool: string): Promise<void> {
    const startedMs = performance.now();
    const isGood = await this.#gateway.host.call(tool);
    this.#durations.push(performance.now() - startedMs);
    if (isGood !== (tool === GOOD)) throw new Error(`The tool "${tool}" did not answer as it should.`);
  }
}

/** Fewer than a server is given at a time: calls that are refused would cost less than others. */
const MAX_PENDING = 60;
const SETTLE_MS = 1500;
