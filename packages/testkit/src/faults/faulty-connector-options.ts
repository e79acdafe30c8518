import type { Clock, Random } from '@seawall/core/base';
import type { FaultInjector } from './fault-injector.ts';
import type { FaultTransport } from './fault-kind.ts';

/** How faults are put between a client and a server of anybody's. */
export interface FaultyConnectorOptions {
  /** As the configuration names it: stands in errors. */
  readonly serverName: string;
  readonly transport: FaultTransport;
  readonly injector: FaultInjector;
  readonly clock: Clock;
  /** Answers a request in the place of the server, which never gets it; nothing lets it through.
   * @default every request gets through */
  readonly standIn?: StandIn;
  /** How long an attempt to connect lasts that nobody answers, in milliseconds.
   * @default 10000 */
  readonly connectTimeoutMs?: number;
  /** For what is left to chance within a fault.
   * @default seeded with 1 */
  readonly random?: Random;
}

/** Answers requests in the place of a server. Called each time that the server would have run one. */
export type StandIn = (request: {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}) => Readonly<Record<string, unknown>> | undefined;
