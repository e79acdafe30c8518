import { recoversInTime } from './invariants/recovery.ts';
import type { SimulatedCall } from './process/simulated-call.ts';
import type { CallPlan, ServerPlan } from './scenario/scenario.ts';
import { assertHolds } from './violation.ts';
import type { World } from './world.ts';

/** How often hosts try while something does not work yet, in milliseconds. */
const INTERVAL_MS = 500;

/** Longer than any attempt to connect and any wait that a server asks for. */
const GRACE_MS = 60_000;

/**
 * Ends everything that is wrong, and goes on calling until every server and every tool works again.
 *
 * @returns how long that took, in milliseconds
 * @throws Violation when it takes too long
 */
export async function recoverAll(world: World): Promise<number> {
  const fromMs = world.time.nowMs;
  // A machine that slept does late what was planned.
  await world.advance(fromMs + GRACE_MS, () => world.process !== undefined && world.removed.size === 0);
  resetByHand(world);
  for (const server of world.servers.values()) server.stopHiding();
  // What was begun before may go on for as long as it likes, and take places.
  const lastMs = Math.max(fromMs, ...[...world.calls.values()].filter(isPending).map((call) => call.latestMs));
  const untilMs = lastMs + GRACE_MS + longestBreakMs(world.scenario.servers);
  const working = new Set<string>();
  for (let round = 0; ; round += 1) {
    // One success may not be enough, and a circuit that nobody probes needs reads to close.
    const left = targetsOf(world).filter(({ name, server }) => !working.has(name) || !isClosed(world, server));
    if (left.length === 0) return world.time.nowMs - fromMs;
    assertHolds(
      'I8',
      recoversInTime(
        world.time.nowMs,
        untilMs,
        left.map(({ name }) => name),
      ),
    );
    // One for each server: several at once could crowd each other out for ever.
    for (const { name: server } of world.scenario.servers) {
      const own = left.filter((target) => target.server === server);
      if (own.length === 0) continue;
      const target = world.chance.pick(own);
      tryOut(world, target, round, () => working.add(target.name));
    }
    await world.advance(world.time.nowMs + INTERVAL_MS);
  }
}

function isPending({ end }: SimulatedCall): boolean {
  return end.kind === 'pending';
}

function isClosed({ process }: World, server: string): boolean {
  return process?.watchOf(server)?.openCircuits === 0;
}

/** What is called to see whether it works. */
interface Target {
  readonly name: string;
  readonly server: string;
  readonly tool: string;
}

function targetsOf({ scenario }: World): readonly Target[] {
  return scenario.servers.flatMap(({ name: server, tools }) =>
    tools.map(({ name: tool }) => ({ name: `${server}.${tool}`, server, tool })),
  );
}

/** What somebody did by hand stays until somebody undoes it. */
function resetByHand({ process, scenario }: World): void {
  const by = { actor: 'simulator', reason: 'the end' };
  for (const action of scenario.actions) {
    if (action.kind !== 'circuit') continue;
    const { server, tool } = action;
    process?.seawall.changeCircuit({ server, ...(tool === undefined ? {} : { tool }), action: 'reset', by });
  }
}

function longestBreakMs(servers: readonly ServerPlan[]): number {
  const breaks = servers.flatMap(({ policies: { breaker, toolBreaker } }) => [
    breaker?.maxOpenMs ?? 60_000,
    toolBreaker?.maxOpenMs ?? 120_000,
  ]);
  return Math.max(0, ...breaks);
}

function tryOut(world: World, { server, tool }: Target, round: number, onWorks: () => void): void {
  const plan: CallPlan = {
    id: `try-${server}-${tool}-${round}-${Math.round(world.time.nowMs)}`,
    atMs: world.time.nowMs,
    server,
    target: { kind: 'tool', tool },
    principal: 'tester',
    // No two of them are one flight.
    key: `try-${round}-${Math.round(world.time.nowMs)}`,
    isRouted: true,
    wantsProgress: false,
  };
  const call = world.startCall(plan, () => {
    if (call?.end.kind === 'result' && call.told === 'done') onWorks();
  });
}
