import type { ConnectionStatus } from '@seawall/core';
import { createFakeClock, createSeededRandom, type FakeClock } from '@seawall/testkit';
import type { Connection, ConnectionFailure } from '../../src/connection/connection.ts';
import { createSupervisor, type Supervisor } from '../../src/supervision/supervisor.ts';
import {
  createFakeConnector,
  type FakeConnection,
  type FakeConnector,
  type FakeConnectorOptions,
} from './fake-connector.ts';

export interface Supervised extends AsyncDisposable {
  readonly clock: FakeClock;
  readonly connector: FakeConnector;
  readonly supervisor: Supervisor;
  readonly statuses: readonly ConnectionStatus[];
  /** The states so far, in order. */
  readonly states: readonly string[];
  /** Reports a failure of the connection over this fake. */
  report(fake: FakeConnection, failure: ConnectionFailure): void;
  onStatus: (status: ConnectionStatus) => void;
  /** Gives the fake behind the connection. */
  acquire(options?: { readonly timeoutMs?: number; readonly signal?: AbortSignal }): Promise<FakeConnection>;
}

/** A supervisor on a clock that stands still, over a server behind the port. */
export function supervise(options: Omit<FakeConnectorOptions, 'clock'> = {}): Supervised {
  const clock = createFakeClock();
  const connector = createFakeConnector({ clock, ...options });
  const statuses: ConnectionStatus[] = [];
  const opened: Connection[] = [];
  const supervisor = createSupervisor({
    serverName: 'jira',
    connector,
    clock,
    random: createSeededRandom(1),
    listener: { onNotification: () => undefined, onRequest: () => Promise.resolve({}) },
    capabilities: {},
    isWanted: () => true,
    onStatus: (_from, status) => {
      statuses.push(status);
      supervised.onStatus(status);
    },
    onReady: (connection) => opened.push(connection),
  });
  const supervised: Supervised = {
    clock,
    connector,
    supervisor,
    statuses,
    get states() {
      return statuses.map(({ state }) => state);
    },
    onStatus: () => undefined,
    report: (fake, failure) => {
      const connection = opened.find(({ closed }) => closed === fake.closed);
      if (connection !== undefined) supervisor.report(connection, failure);
    },
    acquire: async ({ timeoutMs = 1000, ...rest } = {}) => {
      const deadlineMs = clock.monotonicMs() + timeoutMs;
      const { closed } = await supervisor.acquire({ operation: 'call_tool(x)', deadlineMs, ...rest });
      const fake = connector.connections.find((connection) => connection.closed === closed);
      if (fake === undefined) throw new Error('The connection is none of this connector.');
      return fake;
    },
    [Symbol.asyncDispose]: async () => {
      await supervisor.close('the test is over');
      if (clock.pendingTimers > 0) throw new Error(`${clock.pendingTimers} timers outlive the supervisor.`);
    },
  };
  return supervised;
}

/** What `promise` rejects with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`It did not reject but gave ${JSON.stringify(value)}.`);
    },
    (reason: unknown) => reason,
  );
}
