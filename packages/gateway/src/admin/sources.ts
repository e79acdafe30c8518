import type { Configuration, DoctorReport, Seawall } from '@seawall/client';
import type { Clock, CreateId, Logger, ObservationStore } from '@seawall/core/base';
import type { AlertEngine, AuditTrail, EventSubscription, Metrics, Sinks, Tracker } from '@seawall/telemetry';
import type { GatewayState } from '../front/http/health-routes.ts';

/**
 * What the admin API tells of and acts on, beside the gateway itself.
 *
 * Each field is read anew at every request, so it may be a getter: a reload replaces the alerts and the sinks.
 */
export interface AdminSources {
  /** Everything that happens, refused reloads too. */
  readonly subscribe: EventSubscription;
  readonly tracker: Tracker;
  readonly alerts: AlertEngine;
  readonly sinks: Sinks;
  readonly store: ObservationStore;
  readonly metrics: Pick<Metrics, 'contentType' | 'scrape'>;
  readonly audit: Pick<AuditTrail, 'append' | 'entries'>;
  readonly operator: Operator;
}

/** What only the process around the gateway can do and knows. */
export interface Operator {
  readonly dataDir?: string;
  configuration(): Configuration;
  /** Reads the configuration again. A faulty one is refused and the old one stays, which is no rejection. */
  reload(): Promise<ReloadResult>;
  /** Has the doctor examine servers; all of them where none are named. */
  examine(servers: readonly string[] | undefined, signal: AbortSignal): Promise<DoctorReport>;
}

/** What came of reading the configuration again. */
export interface ReloadResult {
  readonly outcome: 'applied' | 'refused';
  /** In a sentence. */
  readonly detail: string;
}

/** What the gateway knows of itself. */
export interface GatewayFacts {
  readonly state: GatewayState;
  readonly runningCalls: number;
  readonly startedAtMs: number;
  /** Of the front, as `http://127.0.0.1:4141`. */
  readonly baseUrl: string;
  readonly mcpUrl: string;
}

/** Everything that the operations of the admin API work with. */
export interface AdminContext {
  readonly sources: AdminSources;
  readonly seawall: Seawall;
  readonly gateway: () => GatewayFacts;
  readonly version: string;
  readonly clock: Clock;
  readonly createId: CreateId;
  readonly logger: Logger;
}
