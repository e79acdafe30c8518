import { type Clock, verdictOf } from '@seawall/core/base';
import { type Connection, ConnectionFailure } from '../connection/connection.ts';
import type { Supervisor } from './supervisor.ts';
import { toRequestFailure } from './unforeseen-failure.ts';

/** What {@link ServerProbe} needs. */
export interface ServerProbeOptions {
  readonly serverName: string;
  readonly supervisor: Supervisor;
  readonly clock: Clock;
  /** Attempts that the server may be at work on. */
  readonly inFlight: () => number;
}

/** How long a server has to answer a probe, in milliseconds. */
const PROBE_TIMEOUT_MS = 1000;
/** So many probes in a row show that a process is stuck. */
const STUCK_AFTER_PROBES = 3;
/** A probe that ends so much too late shows that this process itself was held up, in milliseconds. */
const HELD_UP_MS = 50;

/** Asks a server whether it is there, beside the calls or while its circuit is open. */
export class ServerProbe {
  readonly #options: ServerProbeOptions;
  /** Probes in a row that a process did not answer while it had nothing else to do. */
  #missed = 0;

  constructor(options: ServerProbeOptions) {
    this.#options = options;
  }

  /**
   * Whether the server answers anything; over a new connection when there is none.
   *
   * A process that answers nothing again and again is ended, and another one started in its place.
   */
  async run(): Promise<boolean> {
    const { clock, supervisor } = this.#options;
    const deadlineMs = clock.monotonicMs() + PROBE_TIMEOUT_MS;
    const connection = await supervisor.acquire({ operation: 'probe', deadlineMs });
    const dueMs = clock.monotonicMs() + PROBE_TIMEOUT_MS;
    let failure = await this.#ping(connection);
    // The answer may have come while this process was held up, and lay unread when the time was over.
    if (failure !== undefined && this.#wasHeldUp(dueMs)) failure = await this.#ping(connection);
    if (failure === undefined) {
      this.#missed = 0;
      return true;
    }
    supervisor.report(connection, this.#isStuck(connection, failure) ? toBroken(failure) : failure);
    const { error, delivery, effect } = failure;
    // An answer shows that somebody is there, whatever it says; what is down answers with a failure of its own.
    return verdictOf({ kind: 'failure', error, delivery, effect }).server === 'success';
  }

  /** A new connection is up: what the one before it missed is forgotten. */
  noteConnected(): void {
    this.#missed = 0;
  }

  async #ping(connection: Connection): Promise<ConnectionFailure | undefined> {
    try {
      await connection.ping({ timeoutMs: PROBE_TIMEOUT_MS, maxTotalTimeoutMs: PROBE_TIMEOUT_MS });
      return undefined;
    } catch (cause) {
      return toRequestFailure(cause, this.#options.serverName);
    }
  }

  #wasHeldUp(dueMs: number): boolean {
    return this.#options.clock.monotonicMs() - dueMs > HELD_UP_MS;
  }

  /**
   * Whether a process answers nothing again and again though nobody waits for it to finish anything: it will not come back.
   * While a call is under way it may be at work on that.
   */
  #isStuck(connection: Connection, { error }: ConnectionFailure): boolean {
    const isSilent = error.kind === 'timeout' && connection.info.transport === 'stdio';
    this.#missed = isSilent && this.#options.inFlight() === 0 ? this.#missed + 1 : 0;
    return this.#missed >= STUCK_AFTER_PROBES;
  }
}

function toBroken({ error, delivery }: ConnectionFailure): ConnectionFailure {
  return new ConnectionFailure({ error, delivery, effect: 'broken' });
}
