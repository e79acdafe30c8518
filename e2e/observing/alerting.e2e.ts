import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openObservationStore } from '@seawall/store';
import { createFaultControl, type FaultyHttpServer, startFaultyHttpServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { type GatewayProcess, serversUp, startGateway } from '../support/gateway-process.ts';
import { connectHost } from '../support/hosts.ts';
import { until } from '../support/polling.ts';
import { memberAt } from '../support/raw-hosts/messages.ts';
import { findLeaks } from '../support/secret-scan.ts';
import { filesBelow, type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { RECEIVERS, startReceivers, type Told } from './receivers.ts';

const ONCE_EACH = { firing: 1, resolved: 0 };
const OVER = { firing: 1, resolved: 1 };

describe('a server that is down', () => {
  it('is told once to each receiver, not again by a gateway that was killed and came back, and its end once (A145, A150)', async () => {
    await using folder = await temporaryFolder();
    const secret = randomBytes(18).toString('base64url');
    await using receivers = await startReceivers(folder, secret);
    await using north = await startFaultyHttpServer(createFaultControl(folder.file('north')), { secret });
    await using south = await startFaultyHttpServer(createFaultControl(folder.file('south')), { secret });
    const headers = { Authorization: `Bearer ${secret}` };
    const mcpServers = { north: { url: north.url, headers }, south: { url: south.url, headers } };
    const config = { mcpServers, seawall: { alerts: { ...QUICK, sinks: receivers.sinks } } };
    const everybody = (server: string, each: Told) => async () => {
      expect(receivers.told(server)).toEqual(Object.fromEntries(RECEIVERS.map((name) => [name, each])));
      return true;
    };

    {
      await using gateway = await startGateway({ folder, config });
      await serversUp(gateway, 'north', 'south');
      await stopAndNotice(gateway, 'north', north);
      await until(everybody('north', ONCE_EACH), within('all are told that north is down', gateway));
      // A notice of which nobody noted that it arrived is rightly sent again, with the same key.
      await until(() => isNoted(folder, gateway, 'north'), within('it is noted that all are told', gateway));
      gateway.send('SIGKILL');
      await gateway.ended;
    }
    await using gateway = await startGateway({ folder, config });
    await serversUp(gateway, 'south');
    // A second incident shows that the second gateway looks at its rules and tells.
    await stopAndNotice(gateway, 'south', south);
    await until(everybody('south', ONCE_EACH), within('all are told that south is down', gateway));
    await everybody('north', ONCE_EACH)();

    const { port } = north;
    await using _again = await startFaultyHttpServer(createFaultControl(folder.file('north')), { secret, port });
    await until(everybody('north', OVER), within('all are told that north is back', gateway));
    await everybody('south', ONCE_EACH)();

    const texts = [...receivers.texts(), ...(await filesBelow(folder.file('gateway-data')))];
    expect(findLeaks([...texts, { where: 'stderr', text: gateway.stderr }], [secret])).toEqual([]);
  });
});

/** That a server behind HTTP is gone shows with the next call. */
async function stopAndNotice(gateway: GatewayProcess, name: string, server: FaultyHttpServer): Promise<void> {
  await using host = await connectHost('v2 auto', { kind: 'http', url: gateway.url });
  await server.close();
  expect(await host.call(`${name}__echo`, { text: 'anybody there?' })).toMatchObject({ isError: true });
}

/** Whether the file of a running gateway says of each receiver that it knows of a server's alert. It is read from a copy. */
async function isNoted(folder: TemporaryFolder, { dataDir }: GatewayProcess, server: string): Promise<boolean> {
  const copy = join(await mkdtemp(folder.file('copy-')), FILE);
  // The log first: what moves from there into the file meanwhile is read from the file.
  for (const part of [`${FILE}-wal`, FILE]) await copyFile(join(dataDir, part), join(dirname(copy), part));
  const store = await openObservationStore({ file: copy });
  try {
    const { items } = await store.alerts({ rule: 'server-down', states: ['firing'], limit: 10 });
    const sinks = items.find(({ labels }) => labels.server === server)?.notifications.sinks;
    const views = RECEIVERS.map((name) => memberAt(sinks, name));
    return views.every((view) => memberAt(view, 'knows') === 'firing' && memberAt(view, 'sending') === undefined);
  } finally {
    await store.close();
  }
}

const FILE = 'observations.db';

/** All rules but one are off, and nobody waits for more alerts. */
const QUICK = {
  grouping: { waitMs: 0, intervalMs: 1000 },
  rules: {
    'server-down': { forMs: 0 },
    'server-unhealthy': false,
    'circuit-open': false,
    'error-rate': false,
    'group-escalating': false,
    'group-regressed': false,
  },
};

/** Rules are looked at every ten seconds, and what is not seen after a start counts for two minutes. */
const within = (what: string, gateway: GatewayProcess) => ({
  get what() {
    return `${what}; its log: ${gateway.stderr}`;
  },
  withinMs: 240_000,
});
