import type { Connection, ConnectionFailure, ConnectionListener, Connector, OpenOptions } from '@seawall/client';
import type { FaultName } from '../scenario/faults.ts';
import { configurationFailure, connectionFailure, handshakeTimeout, httpFailure } from './failures.ts';
import { SimulatedConnection } from './simulated-connection.ts';
import type { SimulatedServer } from './simulated-server.ts';
import type { Wire } from './wire.ts';

/** Opens connections of one process to a simulated server. */
export class SimulatedConnector implements Connector {
  readonly #server: SimulatedServer;
  readonly #wire: Wire;

  constructor(server: SimulatedServer, wire: Wire) {
    this.#server = server;
    this.#wire = wire;
  }

  get stderrTail(): string {
    return this.#server.plan.isLeaky ? `boot: using ${this.#server.secret}` : '';
  }

  connect(listener: ConnectionListener, { signal }: OpenOptions): Promise<Connection> {
    const { time, trace, plan } = this.#server;
    trace.note(time.nowMs, 'connect', plan.name);
    return new Promise((resolve, reject) => {
      let goesOn: () => void = () => undefined;
      const settle = (end: () => void): void => {
        planned.cancel();
        limit.cancel();
        goesOn = () => undefined;
        signal.removeEventListener('abort', onAbort);
        if (this.#wire.isAlive) end();
      };
      const fail = (failure: ConnectionFailure): void => settle(() => reject(failure));
      const onAbort = (): void => fail(connectionFailure('CONNECTION_CLOSED', this.#subject, ABSENT));
      const finish = (): void => {
        if (this.#server.isStopped) this.#server.whenGoing(() => goesOn());
        else settle(() => resolve(this.#open(listener)));
      };
      goesOn = finish;
      const fault = this.#server.meet('connect', { isCall: false });
      const refusal = fault === undefined || fault === 'stopped' ? undefined : this.#refusal(fault);
      const planned = time.at(time.nowMs + this.#server.latencyMs(), () => {
        if (refusal === undefined) finish();
        else if (refusal !== 'hang') fail(refusal);
      });
      const limit = time.at(time.nowMs + plan.connectTimeoutMs, () =>
        fail(handshakeTimeout(this.#subject, plan.connectTimeoutMs)),
      );
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
    });
  }

  get #subject() {
    return { serverName: this.#server.plan.name, operation: 'connect', words: this.#server.words() };
  }

  #open(listener: ConnectionListener): Connection {
    this.#server.wasConnected = true;
    return new SimulatedConnection(this.#server, this.#wire, listener);
  }

  #refusal(fault: FaultName): ConnectionFailure | 'hang' {
    const effect = this.#server.wasConnected ? 'broken' : 'misconfigured';
    switch (fault) {
      case 'connect-hang':
        return 'hang';
      case 'refuse':
        return connectionFailure('CONNECTION_REFUSED', this.#subject, ABSENT);
      case 'dns-fail':
        return connectionFailure('HOST_NOT_FOUND', this.#subject, ABSENT);
      case 'tls-fail':
        return configurationFailure('TLS_FAILED', this.#subject, { delivery: 'not-sent', effect });
      case 'spawn-fail':
        return configurationFailure('SPAWN_COMMAND_NOT_FOUND', this.#subject, {
          delivery: 'not-sent',
          effect: 'misconfigured',
        });
      case 'http-401':
        return httpFailure(this.#subject, { status: 401 }, 'connect');
      case 'http-503':
        return httpFailure(this.#subject, { status: 503 }, 'connect');
      default:
        return connectionFailure('PROCESS_EXITED', this.#subject, ABSENT);
    }
  }
}

const ABSENT = { delivery: 'not-sent', effect: 'broken' } as const;
