import { Chance } from '../chance.ts';
import { drawActions } from './draw-actions.ts';
import { drawServers } from './draw-servers.ts';
import { FAULT_NAMES, type FaultName, traitsOf } from './faults.ts';
import type { CallPlan, FaultPlan, Scenario, ServerPlan } from './scenario.ts';

/** How large scenarios are. */
export interface ScenarioOptions {
  /** Calls of one scenario in the mean, those left out that are made to see whether all works again.
   * @default 150 */
  readonly calls?: number;
  /** Faults that are drawn, where only some are looked for.
   * @default another part of all for each seed */
  readonly faults?: readonly FaultName[];
  /** Whether writes are kept for later in every world.
   * @default false */
  readonly parks?: boolean;
}

/**
 * Draws a scenario: the same for the same seed.
 *
 * Each draws a part of the faults, of the policies' options and of what may happen at all, and leaves the rest out: what goes
 * wrong only where something else does not happen is found too.
 */
export function generateScenario(seed: number, options: ScenarioOptions = {}): Scenario {
  const { calls: mean = 150, faults: wanted, parks = false } = options;
  const chance = new Chance(seed);
  const servers = drawServers(chance, parks);
  const count = chance.whole(Math.ceil(mean / 4), Math.ceil((mean * 7) / 4));
  const calls = drawCalls(chance, servers, count);
  const lastMs = calls.at(-1)?.atMs ?? 0;
  const faults = drawFaults(chance, servers, lastMs, wanted);
  return { seed, servers, calls, faults, actions: drawActions(chance, servers, lastMs) };
}

function drawCalls(chance: Chance, servers: readonly ServerPlan[], count: number): readonly CallPlan[] {
  const gapMs = chance.magnitude(4, 700);
  const isBursty = chance.happens(0.4);
  const traits = {
    cancels: chance.happens(0.4) ? chance.between(0.02, 0.3) : 0,
    timeouts: chance.happens(0.4) ? chance.between(0.05, 0.6) : 0,
    progress: chance.happens(0.4) ? chance.between(0.05, 0.8) : 0,
    others: chance.happens(0.5) ? chance.between(0.02, 0.3) : 0,
  };
  const keys = chance.whole(1, 20);
  const principals = Array.from({ length: chance.whole(1, 3) }, (_, index) => `principal-${index + 1}`);
  const calls: CallPlan[] = [];
  let atMs = chance.between(0, 200);
  while (calls.length < count) {
    const burst = isBursty && chance.happens(0.05) ? chance.whole(5, 60) : 1;
    for (let index = 0; index < burst && calls.length < count; index += 1) {
      const server = chance.pick(servers);
      calls.push({
        id: `c${calls.length + 1}`,
        atMs,
        server: server.name,
        target: drawTarget(chance, server, traits.others),
        principal: chance.pick(principals),
        key: `k${chance.whole(1, keys)}`,
        isRouted: chance.happens(0.2),
        wantsProgress: chance.happens(traits.progress),
        ...(chance.happens(traits.timeouts) ? { timeoutMs: Math.round(chance.magnitude(20, 40_000)) } : {}),
        ...(chance.happens(traits.cancels) ? { cancelAfterMs: Math.floor(chance.magnitude(1, 3000)) - 1 } : {}),
      });
    }
    atMs += -Math.log(1 - chance.next()) * gapMs * burst;
  }
  return calls;
}

function drawTarget(chance: Chance, server: ServerPlan, others: number): CallPlan['target'] {
  if (!chance.happens(others)) return { kind: 'tool', tool: chance.pick(server.tools).name };
  return chance.happens(0.7) ? { kind: 'resource', uri: `doc://${server.name}/1` } : { kind: 'list' };
}

function drawFaults(
  chance: Chance,
  servers: readonly ServerPlan[],
  lastMs: number,
  wanted: readonly FaultName[] | undefined,
): readonly FaultPlan[] {
  const share = chance.pick([0.05, 0.15, 0.4]);
  const usable = wanted ?? chance.some(FAULT_NAMES, share);
  return servers.flatMap((server) => {
    // Writes are parked only while there is no way to their server.
    if (server.tools.some(({ park }) => park) && chance.happens(0.6)) return drawOutages(chance, server, lastMs);
    if (chance.happens(0.25)) return [];
    const kinds = usable.filter((kind) => traitsOf(kind).transports.includes(server.transport));
    return Array.from({ length: kinds.length === 0 ? 0 : chance.whole(1, 6) }, () =>
      drawFault(chance, server, chance.pick(kinds), lastMs),
    );
  });
}

function drawOutages(chance: Chance, server: ServerPlan, lastMs: number): readonly FaultPlan[] {
  const kinds = OUTAGES.filter((kind) => traitsOf(kind).transports.includes(server.transport));
  return Array.from({ length: chance.whole(1, 4) }, () => ({
    ...drawFault(chance, server, chance.pick(kinds), lastMs),
    probability: 1,
  }));
}

const OUTAGES: readonly FaultName[] = [
  'refuse',
  'dns-fail',
  'connect-hang',
  'http-503',
  'crash-loop',
  'exit',
  'stopped',
];

function drawFault(chance: Chance, server: ServerPlan, kind: FaultName, lastMs: number): FaultPlan {
  const fromMs = Math.round(chance.between(0, lastMs));
  // Long enough for circuits to open, and not so long that nothing else is seen.
  const lengthMs = Math.round(chance.magnitude(20, Math.max(100, lastMs / 2)));
  const { meets } = traitsOf(kind);
  const isPartial = meets === 'request' && chance.happens(0.5);
  const isOfTool = meets === 'request' && chance.happens(0.25);
  return {
    kind,
    server: server.name,
    fromMs,
    toMs: fromMs + lengthMs,
    probability: isPartial ? chance.between(0.05, 0.9) : 1,
    ...(isOfTool ? { tool: chance.pick(server.tools).name } : {}),
  };
}
