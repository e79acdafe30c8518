// @ts-check
// Simulates the built client and the gateway's router in many worlds, each drawn from a seed, and says what did not hold.
// Usage: npm run simulate -- [--seeds N] [--calls N] [--from SEED] [--fresh] [--threads N] [--seed SEED] [--no-shrink]
// `--seed` runs one world twice and tells all of it. Exits with 1 when something did not hold, with 2 for a wrong option.
import { Worker } from 'node:worker_threads';
import { readOptions } from './options.mjs';
import { tellSeed } from './tell-seed.mjs';

/** @typedef {import('./simulate-worker.mjs').SeedRange} SeedRange */
/** @typedef {import('./simulate-worker.mjs').SeedReport} SeedReport */
/** @typedef {SeedReport['broken'][number]} BrokenSeed */

/** Seeds that a worker gets at a time. */
const PART = 50;
/** After so many broken seeds the rest tells nothing new. */
const MAX_BROKEN = 20;
/** What is added to each scenario to see whether all works again, in the mean. */
const CALLS_AROUND = 5;
const TELL_EVERY_MS = 10_000;

process.exitCode = await main();

/** @returns {Promise<number>} */
async function main() {
  const options = readOptions(process.argv.slice(2));
  if (typeof options === 'string') {
    console.error(options);
    return 2;
  }
  const { isShrinking, seed } = options;
  const calls = Math.max(10, Math.round(options.calls / options.seeds) - CALLS_AROUND);
  if (seed !== undefined) return await tellSeed(seed, { calls, isShrinking });
  const broken = await simulateAll(options, calls);
  const [first] = broken;
  if (first === undefined) return 0;
  for (const each of broken) console.error(`Seed ${each.seed}: ${each.message}`);
  await tellSeed(first.seed, { calls, isShrinking });
  return 1;
}

/**
 * @param {import('./options.mjs').SimulateOptions} options
 * @param {number} calls
 * @returns {Promise<readonly BrokenSeed[]>}
 */
async function simulateAll({ from, seeds, threads }, calls) {
  const to = from + seeds;
  const count = Math.min(threads, Math.ceil(seeds / PART));
  console.log(`Seeds ${from} to ${to - 1}, ${count} ${count === 1 ? 'thread' : 'threads'}.`);
  const totals = { seeds: 0, calls: 0, executions: 0, virtualMs: 0, recoveryMs: 0 };
  /** @type {BrokenSeed[]} */
  const broken = [];
  const startedMs = Date.now();
  let toldMs = startedMs;
  let next = from;
  const take = () => {
    if (next >= to || broken.length >= MAX_BROKEN) return undefined;
    const range = { from: next, to: Math.min(to, next + PART), calls };
    next = range.to;
    return range;
  };
  const hear = (/** @type {SeedReport} */ report) => {
    totals.seeds += report.seeds;
    totals.calls += report.calls;
    totals.executions += report.executions;
    totals.virtualMs += report.virtualMs;
    totals.recoveryMs = Math.max(totals.recoveryMs, report.recoveryMs);
    broken.push(...report.broken);
    if (Date.now() - toldMs < TELL_EVERY_MS) return;
    toldMs = Date.now();
    console.log(describe(totals, toldMs - startedMs));
  };
  await Promise.all(Array.from({ length: count }, () => runWorker(take, hear)));
  console.log(describe(totals, Date.now() - startedMs));
  return broken.sort((one, other) => one.seed - other.seed);
}

/**
 * @param {Omit<SeedReport, 'broken'>} totals
 * @param {number} tookMs
 */
function describe({ seeds, calls, executions, virtualMs, recoveryMs }, tookMs) {
  const number = (/** @type {number} */ value) => Math.round(value).toLocaleString('en');
  const made = `${number(seeds)} seeds, ${number(calls)} calls (${number(calls / (tookMs / 1000))}/s)`;
  const passed = `${number(virtualMs / 3_600_000)} h of virtual time, slowest recovery ${(recoveryMs / 1000).toFixed(1)} s`;
  return `${made}, ${number(executions)} carried out, ${passed}.`;
}

/**
 * Gives a worker one range after the other. Rejects when it breaks, and says at which seeds.
 *
 * @param {() => SeedRange | undefined} take
 * @param {(report: SeedReport) => void} hear
 * @returns {Promise<void>}
 */
function runWorker(take, hear) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./simulate-worker.mjs', import.meta.url));
    /** @type {SeedRange | undefined} */
    let running;
    worker.on('message', (/** @type {SeedReport | 'ready'} */ message) => {
      if (message !== 'ready') hear(message);
      running = take();
      if (running === undefined) worker.terminate().then(() => resolve(), reject);
      else worker.postMessage(running);
    });
    worker.on('error', (cause) => {
      const where = running === undefined ? '' : ` at one of the seeds ${running.from} to ${running.to - 1}`;
      reject(new Error(`A worker broke${where}.`, { cause }));
    });
  });
}
