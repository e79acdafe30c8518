// @ts-check
// Measures one subject of the policies and prints what came of it as JSON. Usage: node bench/policies/measure.mjs SUBJECT
import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { McpServer } from '@modelcontextprotocol/server';
import { resolvePolicies } from '@seawall/core/base';
import { compare, timed } from './compare.mjs';
import { createCockatiel, createOpossum, createRaw, createSeawall } from './contenders.mjs';
import { countTimers } from './count-timers.mjs';

/** @typedef {import('./contenders.mjs').Contender} Contender */
/** @typedef {import('./contenders.mjs').Send} Send */

const END = /** @type {const} */ ({ kind: 'result', result: { content: [] } });
/** Longer than any contender watches a call that is over. */
const IDLE_MS = 3_000;

/** @type {readonly [string, (send: Send, options?: { signal: AbortSignal }) => Contender][]} */
const MAKERS = [
  ['seawall', createSeawall],
  ['opossum', createOpossum],
  ['cockatiel', createCockatiel],
];

/** @type {Record<string, () => Promise<Record<string, number[]>>>} */
const SUBJECTS = { closed, bytes, refusal, sdk, flight, line, state, idle };

const subject = SUBJECTS[process.argv[2] ?? ''];
if (subject === undefined) throw new Error(`There are: ${Object.keys(SUBJECTS).join(', ')}.`);
process.stdout.write(JSON.stringify(await subject()));
process.exit();

/** One call after the other while all is well: nanoseconds of CPU time. */
function closed() {
  return compare(all(), { calls: 1_000, rounds: 400, run: (contender) => contender.call() });
}

/** The same: bytes allocated for a call, with so much room for them that none is collected meanwhile. */
async function bytes() {
  /** @type {Record<string, number[]>} */
  const sizes = {};
  for (const contender of all()) {
    await callOften(contender, 50_000);
    const own = [];
    for (let round = 0; round < 7; round += 1) {
      collect();
      // What was optimized may be thrown away with what is collected.
      await callOften(contender, 5_000);
      const before = process.memoryUsage().heapUsed;
      await callOften(contender, 5_000);
      own.push((process.memoryUsage().heapUsed - before) / 5_000);
    }
    sizes[contender.name] = own;
    contender.close();
  }
  return sizes;
}

/** Calls that an open circuit refuses: nanoseconds of CPU time. */
async function refusal() {
  const contenders = all();
  for (const contender of contenders) {
    await contender.call();
    contender.open();
  }
  return compare(contenders, { calls: 1_000, rounds: 200, run: (contender) => contender.callOpen() });
}

/** Calls of a tool with the SDK, client and server in this process: nanoseconds of CPU time. So many that each round collects. */
async function sdk() {
  const server = new McpServer({ name: 'bench', version: '1.0.0' });
  server.registerTool('look', {}, () => ({ content: [{ type: 'text', text: 'seen' }] }));
  const client = new Client({ name: 'bench', version: '1.0.0' });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(far);
  await client.connect(near);
  /** @type {Send} */
  const send = async (limits) => {
    const options = { timeout: limits?.timeoutMs ?? 30_000 };
    return { kind: 'result', result: await client.callTool({ name: 'look', arguments: {} }, options) };
  };
  return compare(all(send), { calls: 500, rounds: 200, run: (contender) => contender.call() });
}

/** Calls that are under way together: nanoseconds of CPU time for each, by how many there are. */
function flight() {
  const { bulkhead, ...rest } = resolvePolicies({}, 'http');
  const settings = { ...rest, bulkhead: { ...bulkhead, isAdaptive: false, concurrency: 10_000 } };
  return fly(() => createSeawall(async () => END, { settings }), [100, 1_000, 10_000]);
}

/** Calls that wait in line for eight places: nanoseconds of CPU time for each, by how many there are. */
function line() {
  const { bulkhead, ...rest } = resolvePolicies({}, 'http');
  const crowded = { isAdaptive: false, concurrency: 8, queue: 10_000, maxQueueWaitMs: 60_000, maxQueueShare: 1 };
  const settings = { ...rest, bulkhead: { ...bulkhead, ...crowded } };
  return fly(() => createSeawall(async () => END, { settings }), [1_000, 10_000]);
}

/**
 * Always 10,000 calls in all, so that each size is measured as well as the others.
 *
 * @param {() => Contender} create
 * @param {readonly number[]} counts
 */
async function fly(create, counts) {
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(counts.map((count) => [count, []]));
  for (let round = -2; round < 6; round += 1) {
    for (const count of counts) {
      const contender = create();
      collect();
      // What was optimized may be thrown away with what is collected.
      await callTogether(contender, 100, 5_000);
      const nanoseconds = await timed(() => callTogether(contender, count, 10_000));
      contender.close();
      if (round >= 0) times[count]?.push(nanoseconds / 10_000);
    }
  }
  return times;
}

/**
 * @param {Contender} contender
 * @param {number} count
 * @param {number} all
 */
async function callTogether(contender, count, all) {
  for (let sent = 0; sent < all; sent += count) {
    await Promise.all(Array.from({ length: count }, () => contender.call()));
  }
}

/** What 10,000 servers leave in memory, each after three calls and a while: megabytes. */
async function state() {
  /** @type {Record<string, number[]>} */
  const sizes = {};
  for (const [name, create] of MAKERS) sizes[name] = [await sizeOf(create)];
  return sizes;
}

/** @param {(send: Send) => Contender} create */
async function sizeOf(create) {
  await closeAll(await fill(create, 100));
  const before = usedBytes();
  const servers = await fill(create, 10_000);
  await sleep(IDLE_MS);
  const megabytes = (usedBytes() - before) / 1e6;
  await closeAll(servers);
  return megabytes;
}

/** The timers of 1,000 breakers that were used and are idle, and the listeners on the signal that all calls had. */
async function idle() {
  const pendingTimers = countTimers();
  const { signal } = new AbortController();
  /** @type {Record<string, number[]>} */
  const held = {};
  for (const [name, create] of MAKERS) {
    const before = pendingTimers();
    const breakers = await fill((send) => create(send, { signal }), 1_000);
    await sleep(IDLE_MS);
    await settled();
    held[name] = [pendingTimers() - before];
    await closeAll(breakers);
  }
  return { ...held, listeners: [getEventListeners(signal, 'abort').length] };
}

/**
 * @param {(send: Send) => Contender} create
 * @param {number} count
 */
async function fill(create, count) {
  const contenders = Array.from({ length: count }, () => create(async () => END));
  for (const contender of contenders) await callOften(contender, 3);
  return contenders;
}

/**
 * @param {Contender} contender
 * @param {number} count
 */
async function callOften(contender, count) {
  for (let index = 0; index < count; index += 1) await contender.call();
}

/** @param {Send} [send] */
function all(send = async () => END) {
  return [createRaw(send), createSeawall(send), createOpossum(send), createCockatiel(send)];
}

function collect() {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('Needs --expose-gc.');
  gc();
}

/** @param {readonly Contender[]} contenders */
async function closeAll(contenders) {
  for (const contender of contenders) contender.close();
  await settled();
}

/** Timers that ended are told of a little later. */
async function settled() {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function usedBytes() {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
