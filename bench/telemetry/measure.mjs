// @ts-check
// Measures one subject of the observing side and prints what came of it as JSON. Usage: node bench/telemetry/measure.mjs SUBJECT
import { createEventBus, MCPError, systemClock } from '@seawall/core/base';
import { createMetrics, createTracker } from '@seawall/telemetry';

const SERVERS = 50;
const TOOLS = 50;
const ROUNDS = 15;

/** @type {Record<string, () => Promise<Record<string, number[]>>>} */
const SUBJECTS = { events, scrape, memory };

const subject = SUBJECTS[process.argv[2] ?? ''];
if (subject === undefined) throw new Error(`There are: ${Object.keys(SUBJECTS).join(', ')}.`);
process.stdout.write(JSON.stringify(await subject()));

/** Nanoseconds of CPU time for each event, tracker and metrics together. */
async function events() {
  /** @type {Record<string, number[]>} */
  const measured = { well: [], failing: [] };
  const world = open();
  for (let round = 0; round < ROUNDS + 2; round += 1) {
    for (const [name, one] of /** @type {const} */ ([
      ['well', 0],
      ['failing', 10],
    ])) {
      const errors = Array.from({ length: 5_000 }, (_, index) =>
        one > 0 && index % one === 0 ? error(index) : undefined,
      );
      const startedUs = cpuUs();
      let count = 0;
      for (const [index, failure] of errors.entries()) count += world.call(index, failure);
      // What is compiled in the first rounds is not what is measured.
      if (round >= 2) measured[name]?.push(((cpuUs() - startedUs) * 1_000) / count);
      // The store, and what asks it, get their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await world.close();
  return measured;
}

/** Milliseconds of CPU time for a scrape, after a call of each tool. */
async function scrape() {
  const world = open();
  /** @type {number[]} */
  const seawall = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let index = 0; index < SERVERS * TOOLS; index += 1) world.call(index, undefined);
    const startedUs = cpuUs();
    await world.metrics.scrape();
    seawall.push((cpuUs() - startedUs) / 1_000);
  }
  await world.close();
  return { seawall };
}

/** Megabytes of heap after 100,000 calls of 2,500 tools and 10,000 different errors. */
async function memory() {
  const world = open();
  const before = heapMb();
  for (let index = 0; index < 100_000; index += 1) {
    world.call(index, index % 10 === 0 ? error(index) : undefined, `tool-${index % 2_500}`);
    if (index % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const seawall = [heapMb() - before];
  await world.close();
  return { seawall };
}

/** A tracker and metrics over a real bus, and a store that keeps nothing. */
function open() {
  const bus = createEventBus({
    onListenerError: (cause) => {
      throw cause;
    },
  });
  let ids = 0;
  const store = emptyStore();
  const tracker = createTracker({
    clock: systemClock,
    createId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    subscribe: bus.subscribe,
    servers: () => [],
    store,
  });
  const metrics = createMetrics({ subscribe: bus.subscribe, tracker, store });
  /** @param {number} index @param {MCPError | undefined} failure @param {string} [tool] @returns how many events it had */
  const call = (index, failure, tool = `tool-${Math.floor(index / SERVERS) % TOOLS}`) => {
    const info = {
      id: `call-${index}`,
      principal: { id: 'anonymous' },
      server: `server-${index % SERVERS}`,
      method: 'tools/call',
      target: tool,
      safety: /** @type {const} */ ('read'),
    };
    const at = { atMs: systemClock.now(), call: info };
    const request = { method: 'tools/call', params: { name: tool } };
    bus.emit({ kind: 'callStarted', ...at, request });
    bus.emit({ kind: 'attemptStarted', ...at, attempt: 1 });
    const met = failure && /** @type {const} */ ({ kind: 'failure', error: failure, delivery: 'answered' });
    bus.emit({ kind: 'attemptFinished', ...at, attempt: 1, durationMs: 20, outcome: met ?? { kind: 'success' } });
    const outcome = failure
      ? /** @type {const} */ ({ kind: 'failure', error: failure })
      : /** @type {const} */ ({ kind: 'success', servedBy: 'upstream', result: {} });
    bus.emit({ kind: 'callFinished', ...at, request, attempts: 1, durationMs: 20, outcome });
    return 4;
  };
  return { call, metrics, close: () => tracker.close() };
}

/** @param {number} index */
function error(index) {
  const quote = `Row ${index} of table "orders" is locked by session ${index * 7919}`;
  return new MCPError({
    code: 'SERVER_ERROR',
    message: 'The server failed.',
    hint: 'Look at the log of the server.',
    context: { serverName: 'any', operation: 'call_tool(search)', diagnosis: { kind: 'server_error', quote } },
  });
}

/** @returns {import('@seawall/core').ObservationStore} */
function emptyStore() {
  const nothing = async () => ({ items: [] });
  return {
    append: () => undefined,
    flush: async () => undefined,
    putAlerts: async () => undefined,
    putSilence: async () => undefined,
    calls: nothing,
    errors: nothing,
    groups: nothing,
    alerts: nothing,
    deliveries: nothing,
    silences: async () => [],
    health: nothing,
    call: async () => undefined,
    error: async () => undefined,
    group: async () => undefined,
    series: async () => [],
    countErrors: async () => [],
    prune: async () => 0,
    purge: async () => 0,
    status: { where: 'memory', waiting: 0, written: 0, dropped: 0 },
    close: async () => undefined,
  };
}

function cpuUs() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function heapMb() {
  if (globalThis.gc === undefined) throw new Error('Start it with --expose-gc.');
  globalThis.gc();
  return process.memoryUsage().heapUsed / 1e6;
}
