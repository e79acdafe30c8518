import type { Seawall, ServerReport } from '@seawall/client';
import type { Clock, CreateId, Logger } from '@seawall/core/base';
import type { InFlightCalls } from '../calls/in-flight-calls.ts';
import type { FirstList } from '../first-list.ts';
import type { Router } from '../routing/router.ts';
import type { KnownTasks } from './known-tasks.ts';
import type { ListChanges } from './list-changes.ts';
import type { PendingCalls } from './pending-calls.ts';

/** What all sessions and fronts of one gateway share. */
export interface GatewayContext {
  readonly seawall: Seawall;
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly createId: CreateId;
  readonly router: Router;
  readonly firstList: FirstList;
  readonly calls: InFlightCalls;
  readonly listChanges: ListChanges;
  readonly pendingCalls: PendingCalls;
  readonly tasks: KnownTasks;
  /** Every server of the configuration, as it stands now. */
  reportServers(): readonly ServerReport[];
  /** The text for hosts; built anew only when something in it can have changed. */
  instructions(): string;
}
