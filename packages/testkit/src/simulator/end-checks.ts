import { isKept } from './invariants/parking.ts';
import { hasNoTimers, holdsNothing } from './invariants/places.ts';
import { isSettled } from './invariants/settling.ts';
import { isToldTruly } from './invariants/truth.ts';
import type { SimulatedProcess } from './process/simulated-process.ts';
import { recoverAll } from './recovery.ts';
import { assertHolds } from './violation.ts';
import type { World } from './world.ts';

/** Longer than any wait that goes on without a call, in milliseconds. */
const QUIET_MS = 70_000;
/** A silent call of a tool that usually takes long is looked at after twice that, also when it has ended by then. */
const LAST_TIMER_MS = 600_000;
const CLOSING_MS = 60_000;

/** Waits until nothing is under way, and looks at what is left. @throws Violation */
export async function checkEnd(world: World): Promise<void> {
  world.disk?.crashes.splice(0);
  await settleAll(world);
  // What was still under way may have failed, and moved circuits again.
  const areClosed = [...(world.process?.watches() ?? [])].every(({ openCircuits }) => openCircuits === 0);
  if (!areClosed) await recoverAll(world);
  await settleAll(world);
  await world.advance(world.time.nowMs + QUIET_MS);
  const { process } = world;
  if (process === undefined) return;
  for (const call of world.calls.values())
    assertHolds('I1', isToldTruly(call, call.told, world.ledger.timesOf(call.plan.id)));
  await checkParked(world);
  if (world.disk === undefined) {
    await world.advance(world.time.nowMs + LAST_TIMER_MS, () => process.clock.pendingTimers === 0);
    assertHolds('I7', hasNoTimers(process.clock.pendingTimers, 'while nothing is under way'));
  }
  await checkPlaces(world, process);
  checkCounts(process);
  let isClosed = false;
  world.background(
    process.seawall.close().then(() => {
      isClosed = true;
    }),
  );
  await world.advance(world.time.nowMs + CLOSING_MS, () => isClosed);
  if (!isClosed) assertHolds('I2', 'The client does not end.');
  assertHolds('I7', hasNoTimers(process.clock.pendingTimers, 'after the client was closed'));
  process.router.close();
}

async function settleAll(world: World): Promise<void> {
  const isPending = (): boolean => [...world.calls.values()].some(({ end }) => end.kind === 'pending');
  const latestMs = Math.max(world.time.nowMs, ...[...world.calls.values()].map((call) => call.latestMs));
  await world.advance(latestMs + CLOSING_MS, () => !isPending());
  for (const call of world.calls.values()) assertHolds('I2', isSettled(call));
}

async function checkParked(world: World): Promise<void> {
  await world.advance(world.time.nowMs + longestHoldMs(world));
  for (const [ticket, { plan, server }] of world.tickets) {
    const kept = await world.disk?.read(ticket);
    // A server that hides that it forgot its sessions answers with nothing, as if it had done what it was asked.
    const isHidden = world.servers.get(server.name)?.hasHiddenLoss === true;
    const isRefused = kept?.lastError !== undefined || isHidden;
    const times = world.ledger.timesOf(plan.id);
    const mayBeForgotten = world.disk?.mayForget(ticket) === true;
    assertHolds('I11', isKept({ id: plan.id, state: kept?.state, mayBeForgotten, isRefused, times }));
  }
}

/** What a process left held until some time on the wall waits longer for the next one where that clock was set back. */
function longestHoldMs({ scenario: { actions } }: World): number {
  if (!actions.some(({ kind }) => kind === 'crash' || kind === 'crash-in-log')) return 0;
  return actions.reduce((ms, action) => (action.kind === 'jump-wall-clock' ? ms + Math.max(0, -action.byMs) : ms), 0);
}

/** As many calls as may be under way at once are under way at once. */
async function checkPlaces(world: World, process: SimulatedProcess): Promise<void> {
  for (const { name, tools } of world.scenario.servers) {
    const before = process.seawall.policies(name);
    if (before === undefined) continue;
    assertHolds('I7', holdsNothing({ server: name, inFlight: before.inFlight, queued: before.queued }));
    const read = tools.find(({ safety, hedge, singleFlight }) => safety === 'read' && !hedge && !singleFlight);
    if (read === undefined || before.gate.gates.length > 0) continue;
    const limit = before.concurrencyLimit;
    for (let index = 0; index < limit; index += 1) {
      const id = `fill-${name}-${index}`;
      const target = { kind: 'tool', tool: read.name } as const;
      const whose = { principal: 'tester', key: id, isRouted: false, wantsProgress: false };
      world.startCall({ id, atMs: world.time.nowMs, server: name, target, ...whose });
    }
    // All promises settle that can, and no time passes.
    await world.advance(world.time.nowMs);
    const { inFlight = 0 } = process.seawall.policies(name) ?? {};
    if (inFlight < limit) assertHolds('I7', `Only ${inFlight} of ${limit} places of ${name} can be taken.`);
    await settleAll(world);
  }
}

function checkCounts({ observer: { counts } }: SimulatedProcess): void {
  const { callsStarted, callsFinished, attempts, requests } = counts;
  if (callsStarted !== callsFinished)
    assertHolds('I12', `${callsStarted} calls were begun, and ${callsFinished} ended.`);
  if (attempts !== requests) assertHolds('I12', `${attempts} attempts were told of, and ${requests} requests left.`);
}
