import { beforeAll, describe, expect, it } from 'vitest';
import { prepareSimulator, runScenario } from '../../src/simulator/run-scenario.ts';
import { generateScenario } from '../../src/simulator/scenario/generate-scenario.ts';
import type { CallPlan, FaultPlan, Scenario, ServerPlan, ToolPlan } from '../../src/simulator/scenario/scenario.ts';
import { shrinkScenario } from '../../src/simulator/shrink.ts';

const LIMIT_MS = 600_000;

beforeAll(async () => {
  const { stackTraceLimit } = Error;
  await prepareSimulator();
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
  };
}, LIMIT_MS);

const PLAIN_TOOL = {
  safety: 'read',
  park: false,
  staleMs: 0,
  hedge: false,
  singleFlight: false,
  fallback: [],
} as const;
const READ: ToolPlan = { ...PLAIN_TOOL, name: 'look' };
const PARKED: ToolPlan = { ...PLAIN_TOOL, name: 'order', safety: 'write', park: true };

function server(changes: Partial<ServerPlan> = {}): ServerPlan {
  return {
    name: 'alder',
    transport: 'http',
    era: 'legacy',
    latencyMs: [10, 20],
    isDeaf: false,
    isLeaky: false,
    tools: [READ],
    policies: {},
    timeoutMs: 30_000,
    totalTimeoutMs: 60_000,
    maxTotalTimeoutMs: 300_000,
    connectTimeoutMs: 10_000,
    ...changes,
  };
}

function call(id: string, atMs: number, tool = 'look'): CallPlan {
  const target = { kind: 'tool', tool } as const;
  return { id, atMs, server: 'alder', target, principal: 'ada', key: 'k', isRouted: true, wantsProgress: false };
}

function scenario(parts: Partial<Scenario>): Scenario {
  return { seed: 1, servers: [server()], calls: [], faults: [], actions: [], ...parts };
}

describe('a simulated world', () => {
  it('is the same each time for the same seed, and another one for another seed', async () => {
    const hashes = [];
    for (const seed of [11, 12, 11, 12]) hashes.push((await runScenario(generateScenario(seed))).hash);
    expect(hashes.slice(2)).toEqual(hashes.slice(0, 2));
    expect(hashes[0]).not.toBe(hashes[1]);
  });

  it('holds what has to hold, whatever goes wrong', { timeout: LIMIT_MS }, async () => {
    const broken = [];
    for (let seed = 1; seed <= 40; seed += 1) {
      const outcome = await runScenario(generateScenario(seed));
      if (outcome.kind === 'broken') broken.push(`${seed}: ${outcome.violation.message}`);
    }
    expect(broken).toEqual([]);
  });

  it('loses and repeats no parked write wherever the process ends (A118)', { timeout: LIMIT_MS }, async () => {
    const outage: FaultPlan = { kind: 'refuse', server: 'alder', fromMs: 100, toMs: 3000, probability: 1 };
    const calls = ['a', 'b', 'c'].map((id, index) => call(id, 1000 + index * 20, 'order'));
    const parking = scenario({ servers: [server({ tools: [READ, PARKED] })], faults: [outage], calls });
    const broken = [];
    for (let operation = 1; operation <= 24; operation += 1) {
      for (const isDurable of [false, true]) {
        const crash = { kind: 'crash-in-log', atMs: 0, operation, isDurable, downMs: 500 } as const;
        const outcome = await runScenario({ ...parking, actions: [crash] });
        if (outcome.kind === 'broken') broken.push(`${operation}, ${isDurable}: ${outcome.violation.message}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('sends parked writes also where the circuit of their server is turned off (A118)', async () => {
    const outage: FaultPlan = { kind: 'refuse', server: 'alder', fromMs: 100, toMs: 3000, probability: 1 };
    const off = server({ tools: [READ, PARKED], policies: { breaker: { enabled: false } } });
    const outcome = await runScenario(
      scenario({ servers: [off], faults: [outage], calls: [call('a', 1000, 'order')] }),
    );
    expect(outcome).toMatchObject({ kind: 'held' });
  });

  it('counts a second attempt until it failed, though the first one goes on', async () => {
    const hedge = { minDelayMs: 105, minSamples: 5, maxExtraLoad: 1 };
    const hedged = server({
      tools: [{ ...READ, hedge: true }],
      policies: { bulkhead: { concurrency: 4, isAdaptive: false }, hedge },
    });
    const known = Array.from({ length: 6 }, (_, index) => call(`known-${index}`, 1000 + index * 100));
    const first = call('first', 5000);
    const others = ['a', 'b', 'c'].map((id) => call(id, 6000));
    const faults: readonly FaultPlan[] = [
      { kind: 'header-stall', server: 'alder', fromMs: 4900, toMs: 5050, probability: 1 },
      { kind: 'tool-outage', server: 'alder', fromMs: 5051, toMs: 5500, probability: 1 },
    ];
    const outcome = await runScenario(scenario({ servers: [hedged], calls: [...known, first, ...others], faults }));
    expect(outcome).toMatchObject({ kind: 'held' });
  });

  it('tells what does not hold, where, and the least that it takes', { timeout: LIMIT_MS }, async () => {
    // No call can succeed, so that nothing ever works again.
    const hopeless = server({ latencyMs: [2000, 2000], timeoutMs: 500, totalTimeoutMs: 500, maxTotalTimeoutMs: 500 });
    const fine = server({ name: 'birch' });
    const noise: FaultPlan = { kind: 'http-500', server: 'birch', fromMs: 10, toMs: 50, probability: 0.5 };
    const calls = Array.from({ length: 12 }, (_, index) => call(`c${index}`, index * 100));
    const large = scenario({ servers: [fine, hopeless], faults: [noise], calls });
    const outcome = await runScenario(large);
    expect(outcome).toMatchObject({ kind: 'broken', violation: { invariant: 'I8' } });
    expect(outcome.kind === 'broken' && outcome.trace.length > 0 && outcome.step > 0).toBe(true);
    const { scenario: smallest } = await shrinkScenario(large, 'I8');
    expect(smallest).toMatchObject({ servers: [{ name: 'alder' }], calls: [], faults: [], actions: [] });
  });
});
