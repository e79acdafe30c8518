import type { ServerStatus } from '@seawall/client';
import { FAULTS, type FaultKind } from '../faults/fault-kind.ts';
import { CHAOS_DEFAULTS, type ChaosOptions } from './chaos-options.ts';
import type { ChaosReport, ChaosRow } from './chaos-report.ts';
import { type ChaosWorld, openChaosWorld } from './chaos-world.ts';
import { figuresOfRow, violationsOfRow } from './judge-row.ts';
import { playRow } from './play-row.ts';

/**
 * Plays faults against the servers of a configuration, one server and one fault at a time, through the real client.
 *
 * The faults are injected in this process, between the client and its connections: the servers see nothing of them. Calls that may
 * change something are never sent unless `sendWrites` is set.
 * An aborted run ends with the rows that it has.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { faults, signal, seed = CHAOS_DEFAULTS.seed, onRow } = options;
  const limits = {
    deadlineMs: options.deadlineMs ?? CHAOS_DEFAULTS.deadlineMs,
    recoveryMs: options.recoveryMs ?? CHAOS_DEFAULTS.recoveryMs,
  };
  await using world = openChaosWorld(options);
  await world.seawall.connect();
  const servers = world.seawall.servers();
  const ready = servers.filter(({ status }) => status.state === 'ready');
  const rows: ChaosRow[] = [];
  for (const server of ready) {
    for (const fault of faults) {
      if (signal?.aborted) break;
      if (!makesSense(fault, server)) continue;
      const seen = await playRow(world, options, { server: server.name, fault, peers: ready.map(({ name }) => name) });
      const figures = figuresOfRow(seen, limits);
      const row = { server: server.name, fault, figures, violations: violationsOfRow(figures, limits) };
      rows.push(row);
      onRow?.(row);
    }
  }
  const held = rows.length > 0 && rows.every(({ violations }) => violations.length === 0);
  return { held, seed, rows, leftOut: leftOutOf(world) };
}

function makesSense(kind: FaultKind, { transport, info }: ServerStatus): boolean {
  const { transports, eras } = FAULTS[kind];
  const isTransport = transports.includes(transport === 'stdio' ? 'stdio' : 'http');
  return isTransport && (info === undefined || eras.includes(info.era));
}

function leftOutOf({ seawall }: ChaosWorld): ChaosReport['leftOut'] {
  return seawall
    .servers()
    .filter(({ info }) => info === undefined)
    .map(({ name, status }) => ({ server: name, reason: status.state }));
}
