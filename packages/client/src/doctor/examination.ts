import type { Clock } from '@seawall/core/base';
import type { UsableServer } from '../config/configuration.ts';
import type { Environment } from '../config/environment.ts';
import type { Connection } from '../connection/connection.ts';
import type { Link } from '../connection/link.ts';
import type { Checkup, Finding } from './checkup.ts';
import type { DoctorStepId } from './doctor-report.ts';

/** One server that is being examined, and what its checks need. */
export interface Examination {
  readonly checkup: Checkup;
  readonly entry: UsableServer;
  /** Our own environment: of which a child inherits a part, and which names the proxies. */
  readonly environment: Environment;
  /** The folder of the configuration. */
  readonly folder: string;
  readonly clock: Clock;
  /** Aborted when the time is over, or the caller gave up. */
  readonly signal: AbortSignal;
  /** How long one step on the network may take, in milliseconds. */
  readonly networkTimeoutMs: number;
  /** Connects as the gateway does, by the same connector; tells each way to the server that is opened. */
  connect(onLink: (link: Link) => void): Promise<Connection>;
  /** What an error of {@link Examination.connect} means. */
  explain(error: unknown, id: DoctorStepId): Finding;
}
