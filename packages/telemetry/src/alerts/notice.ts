import type { AlertSeverity } from '@seawall/core/base';
import type { LiveAlert } from './live-alert.ts';

/** What one sink is told of one group of alerts. */
export interface Notice {
  /** The same for the same notice, also when it is sent again after a restart. */
  readonly key: string;
  readonly sink: string;
  readonly atMs: number;
  /** The same for all notices of a group: what a receiver keeps together by. */
  readonly groupKey: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  /** `firing` while any of its alerts does. */
  readonly status: 'firing' | 'resolved';
  readonly kind: 'changed' | 'repeated' | 'acknowledged' | 'test';
  readonly alerts: readonly NoticeAlert[];
  /** Further ones that are only counted. */
  readonly omittedAlerts?: number;
  /** Alerts of the group that the sink was told of, that go on, and are muted now. */
  readonly mutedFiring: number;
  /** Where the dashboard is. */
  readonly link?: string;
}

/** One alert of a notice. */
export interface NoticeAlert {
  readonly id: string;
  readonly fingerprint: string;
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly severity: AlertSeverity;
  readonly startsAtMs: number;
  /** Absent while it fires. */
  readonly endsAtMs?: number;
  readonly value: number;
  readonly threshold: number;
  readonly acknowledgedBy?: string;
}

/** Where notices go, whatever is behind it. */
export interface NoticeSink {
  readonly name: string;
  readonly sendResolved: boolean;
  /** Whether it wants to know that somebody looks after an alert. */
  readonly takesAcknowledgements: boolean;
  /** How often it has to be told again of what goes on, where its receiver forgets. */
  readonly refreshMs?: number | undefined;
  accepts(alert: { readonly labels: Readonly<Record<string, string>>; readonly severity: AlertSeverity }): boolean;
  /** Sends it, with repetitions. Never rejects, and settles within a bounded time. */
  send(notice: Notice): Promise<SendOutcome>;
  /** Gives up what is under way. May be called twice. */
  close(): Promise<void>;
}

/** How sending ended. `mayHaveArrived`: nobody answered, so the receiver may have taken it or not. */
export type SendOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly mayHaveArrived: boolean };

/** The alert as a notice has it. */
export function toNoticeAlert(alert: LiveAlert, status: 'firing' | 'resolved'): NoticeAlert {
  const { id, fingerprint, labels, severity, value, threshold, acknowledged } = alert;
  const annotations = alert.isFlapping ? { ...alert.annotations, flapping: FLAPPING_TEXT } : alert.annotations;
  return {
    id,
    fingerprint,
    status,
    labels,
    annotations,
    severity,
    startsAtMs: alert.firedAtMs ?? alert.startedAtMs,
    ...(status === 'resolved' ? { endsAtMs: alert.resolvedAtMs ?? alert.startedAtMs } : {}),
    value,
    threshold,
    ...(acknowledged === undefined ? {} : { acknowledgedBy: acknowledged.by }),
  };
}

const FLAPPING_TEXT = 'It comes and goes: it counts as over when it stays away for a while.';
