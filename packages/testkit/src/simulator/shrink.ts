import type { InvariantId } from './invariants/invariants.ts';
import { runScenario } from './run-scenario.ts';
import type { Scenario, ServerPlan } from './scenario/scenario.ts';

/** What shrinking may cost. */
export interface ShrinkOptions {
  /** Smaller scenarios that are tried.
   * @default 400 */
  readonly maxRuns?: number;
}

/** The smallest scenario that was found. */
export interface ShrunkScenario {
  readonly scenario: Scenario;
  readonly runs: number;
}

/**
 * Finds a smaller scenario in which the same does not hold: by leaving out servers, faults, actions, calls and options, in halves
 * first and one by one in the end.
 */
export async function shrinkScenario(
  scenario: Scenario,
  invariant: InvariantId,
  { maxRuns = 400 }: ShrinkOptions = {},
): Promise<ShrunkScenario> {
  let smallest = scenario;
  let runs = 0;
  const tryOne = async (smaller: Scenario): Promise<boolean> => {
    if (runs >= maxRuns) return false;
    runs += 1;
    const outcome = await runScenario(smaller);
    if (outcome.kind === 'held' || outcome.violation.invariant !== invariant) return false;
    smallest = smaller;
    return true;
  };
  for (let before = ''; before !== sizeOf(smallest) && runs < maxRuns; ) {
    before = sizeOf(smallest);
    await reduce(smallest.servers, (servers) => tryOne(withServers(smallest, servers)));
    await reduce(smallest.actions, (actions) => tryOne({ ...smallest, actions }));
    await reduce(smallest.faults, (faults) => tryOne({ ...smallest, faults }));
    await reduce(smallest.calls, (calls) => tryOne({ ...smallest, calls }));
    for (const simpler of simplerServers(smallest)) await tryOne(withServers(smallest, simpler(smallest.servers)));
  }
  return { scenario: smallest, runs };
}

/** Delta debugging: leaves out ever smaller parts as long as that goes well. */
async function reduce<T>(all: readonly T[], isEnough: (kept: readonly T[]) => Promise<boolean>): Promise<void> {
  let kept = all;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length; ) {
      const fewer = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (await isEnough(fewer)) kept = fewer;
      else from += size;
    }
  }
}

/** Without what belongs to servers that are gone. */
function withServers(scenario: Scenario, servers: readonly ServerPlan[]): Scenario {
  const names = new Set(servers.map(({ name }) => name));
  const known = ({ server }: { readonly server: string }): boolean => names.has(server);
  return {
    ...scenario,
    servers: servers.map((server) => ({
      ...server,
      tools: server.tools.map((tool) => ({ ...tool, fallback: tool.fallback.filter(known) })),
    })),
    calls: scenario.calls.filter(known),
    faults: scenario.faults.filter(known),
    actions: scenario.actions.filter((action) => !('server' in action) || known(action)),
  };
}

type Simplify = (servers: readonly ServerPlan[]) => readonly ServerPlan[];

/** Servers with one option less each. */
function* simplerServers({ servers }: Scenario): Generator<Simplify> {
  for (const { name, policies, tools } of servers) {
    const change =
      (simplify: (server: ServerPlan) => ServerPlan): Simplify =>
      (all) =>
        all.map((server) => (server.name === name ? simplify(server) : server));
    for (const part of Object.keys(policies)) {
      yield change((server) => ({
        ...server,
        policies: Object.fromEntries(Object.entries(server.policies).filter(([key]) => key !== part)),
      }));
    }
    yield change((server) => ({ ...server, isDeaf: false, isLeaky: false }));
    for (const { name: tool } of tools) {
      const plain = { park: false, staleMs: 0, hedge: false, singleFlight: false, fallback: [] };
      yield change((server) => ({
        ...server,
        tools: server.tools.map((each) => (each.name === tool ? { ...each, ...plain } : each)),
      }));
    }
  }
}

function sizeOf({ servers, calls, faults, actions }: Scenario): string {
  return `${JSON.stringify(servers)}${calls.length} ${faults.length} ${actions.length}`;
}
