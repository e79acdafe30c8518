import type { ActionPlan } from './scenario/scenario.ts';
import type { World } from './world.ts';

/** Plans everything that somebody does to the client, and that happens to its machine. */
export function runActions(world: World): void {
  for (const action of world.scenario.actions) {
    if (action.kind === 'crash-in-log') {
      const { operation, isDurable, downMs } = action;
      world.disk?.crashes.push({ operation, isDurable, onCrash: () => world.crash(downMs) });
    } else world.time.at(action.atMs, () => run(world, action));
  }
}

const BY = { actor: 'simulator', reason: 'to see what happens' };

function run(world: World, action: ActionPlan): void {
  const { process, time, trace, removed } = world;
  trace.note(time.nowMs, 'action', action.kind);
  if (action.kind === 'sleep') {
    world.sleeps.push({ fromMs: time.nowMs, toMs: time.nowMs + action.forMs });
    time.leap(action.forMs);
    return;
  }
  if (process === undefined) return;
  const { seawall } = process;
  const reload = (): void => {
    world.background(world.process?.seawall.reload(world.process.configuration([...removed])));
  };
  switch (action.kind) {
    case 'jump-wall-clock':
      time.jumpWallClock(action.byMs);
      return;
    case 'change-entry':
      process.changeEntry(action.server);
      reload();
      return;
    case 'remove-entry':
      removed.add(action.server);
      time.at(time.nowMs + action.forMs, () => {
        removed.delete(action.server);
        reload();
      });
      reload();
      return;
    case 'reconnect':
      world.background(seawall.reconnect(action.server));
      return;
    case 'check':
      check(world);
      return;
    case 'circuit': {
      const { server, tool, action: what } = action;
      if (removed.has(server)) return;
      seawall.changeCircuit({ server, ...(tool === undefined ? {} : { tool }), action: what, by: BY });
      return;
    }
    case 'discard-parked':
    case 'replay-parked':
      world.background(changeParked(world, action.kind));
      return;
    case 'disk-full':
      world.disk?.fill(true);
      time.at(time.nowMs + action.forMs, () => world.disk?.fill(false));
      return;
    case 'disk-hangs':
      world.disk?.hang(true);
      time.at(time.nowMs + action.forMs, () => world.disk?.hang(false));
      return;
    case 'crash':
      world.crash(action.downMs);
      return;
    default:
      return;
  }
}

function check(world: World): void {
  const { process } = world;
  if (process === undefined) return;
  const watches = [...process.watches()];
  for (const watch of watches) watch.checks += 1;
  const done = (): void => {
    for (const watch of watches) watch.checks -= 1;
  };
  world.background(process.seawall.checkConnections().then(done, done));
}

async function changeParked(world: World, what: 'discard-parked' | 'replay-parked'): Promise<void> {
  const parked = await world.process?.seawall.parkedCalls();
  const states = what === 'discard-parked' ? ['parked'] : ['parked', 'expired'];
  const found = (await parked?.list())?.find(({ state }) => states.includes(state));
  if (parked === undefined || found === undefined) return;
  if (what === 'discard-parked') await parked.discard(found.id, BY);
  else await parked.replay(found.id, BY);
}
