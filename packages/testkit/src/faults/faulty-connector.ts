import type { Connection, ConnectionFailure, ConnectionListener, Connector, OpenOptions } from '@seawall/client';
import { type Clock, sleep } from '@seawall/core/base';
import { createSeededRandom } from '../clock/repeatable-chance.ts';
import { cancelledFailure, type FailureSubject, handshakeTimeout } from '../simulator/servers/failures.ts';
import type { FaultInjector } from './fault-injector.ts';
import { FaultyConnection } from './faulty-connection.ts';
import type { FaultyConnectorOptions } from './faulty-connector-options.ts';
import { connectFault } from './port-faults.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Puts the faults of `injector` between a client and the server behind `connector`, at the port: in this process, whatever
 * the server is.
 *
 * What only bytes can show, as noise between messages or a second answer, is hidden by the wire and changes nothing here; for
 * those there are the faulty servers.
 *
 * @example
 * const injector = createFaultInjector({ faults: [{ kind: 'hang', fromMs: 1000, toMs: 5000 }] }, { clock: systemClock });
 * const connector = faultyConnector(own, { serverName: 'jira', transport: 'http', injector, clock: systemClock });
 */
export function faultyConnector(connector: Connector, options: FaultyConnectorOptions): Connector {
  const { serverName, transport, injector, clock, connectTimeoutMs = CONNECT_TIMEOUT_MS } = options;
  const random = options.random ?? createSeededRandom(1);
  const subject: FailureSubject = { serverName, operation: 'connect', words: 'a fault was injected' };
  const connect = async (listener: ConnectionListener, open: OpenOptions): Promise<Connection> => {
    for (const order of injector.active) {
      const fault = connectFault(order, subject, transport);
      if (fault === undefined) continue;
      if (fault !== 'silent') throw fault;
      throw await silence(open.signal);
    }
    const connection = await connector.connect(listener, open);
    return new FaultyConnection(connection, { ...options, listener, random });
  };
  const silence = async (signal: AbortSignal): Promise<ConnectionFailure> => {
    const isOver = await sleep(clock, connectTimeoutMs, signal);
    return isOver ? handshakeTimeout(subject, connectTimeoutMs) : cancelledFailure(subject, 'not-sent');
  };
  return {
    connect,
    get stderrTail() {
      return connector.stderrTail;
    },
  };
}

/** A clock whose wall clock is an hour ahead while the fault `clock-jump` lasts. */
export function faultyClock(clock: Clock, injector: Pick<FaultInjector, 'active'>): Clock {
  return {
    now: () => clock.now() + (injector.active.some(({ kind }) => kind === 'clock-jump') ? JUMP_MS : 0),
    monotonicMs: () => clock.monotonicMs(),
    setTimer: (callback, delayMs, timer) => clock.setTimer(callback, delayMs, timer),
  };
}

const JUMP_MS = 3_600_000;
