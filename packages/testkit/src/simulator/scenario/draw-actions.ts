import type { Chance } from '../chance.ts';
import type { ActionPlan, ServerPlan } from './scenario.ts';

const KINDS = [
  'jump-wall-clock',
  'sleep',
  'change-entry',
  'remove-entry',
  'reconnect',
  'check',
  'circuit',
  'crash',
] as const;

const OF_PARKING = [
  'discard-parked',
  'replay-parked',
  'disk-full',
  'disk-hangs',
  'crash-in-log',
  'crash-in-log',
] as const;

/** Draws what is done to the client, and what happens to its machine. */
export function drawActions(chance: Chance, servers: readonly ServerPlan[], lastMs: number): readonly ActionPlan[] {
  const parks = servers.some(({ tools }) => tools.some(({ park }) => park));
  const kinds = [...chance.some(KINDS, 0.2), ...(parks ? chance.some(OF_PARKING, 0.6) : [])];
  const actions = kinds.flatMap((kind) =>
    Array.from({ length: chance.whole(1, 3) }, () =>
      drawAction(chance, kind, servers, Math.round(chance.between(0, lastMs))),
    ),
  );
  // A client that ended without a word leaves its secrets behind in this process, which is none of its own.
  const areKept = servers.some(({ isLeaky }) => isLeaky);
  return actions
    .filter(({ kind }) => !areKept || !kind.startsWith('crash'))
    .sort((one, other) => one.atMs - other.atMs);
}

function drawAction(
  chance: Chance,
  kind: (typeof KINDS)[number] | (typeof OF_PARKING)[number],
  servers: readonly ServerPlan[],
  atMs: number,
): ActionPlan {
  const { name: server, tools } = chance.pick(servers);
  const forMs = Math.round(chance.magnitude(10, 20_000));
  switch (kind) {
    case 'jump-wall-clock':
      return { kind, atMs, byMs: Math.round(chance.between(-1, 1) * chance.magnitude(10, 7_200_000)) };
    case 'sleep':
    case 'disk-full':
    case 'disk-hangs':
      return { kind, atMs, forMs };
    case 'remove-entry':
      return { kind, atMs, server, forMs };
    case 'change-entry':
    case 'reconnect':
      return { kind, atMs, server };
    case 'circuit': {
      const action = chance.pick(['open', 'close', 'isolate', 'reset'] as const);
      return { kind, atMs, server, action, ...(chance.happens(0.4) ? { tool: chance.pick(tools).name } : {}) };
    }
    case 'crash':
      return { kind, atMs, downMs: forMs };
    case 'crash-in-log':
      return { kind, atMs, operation: chance.whole(1, 25), isDurable: chance.happens(0.5), downMs: forMs };
    default:
      return { kind, atMs };
  }
}
