import type { NumberRange } from '../policies/option-check.ts';
import type { AlertSeverity, Matcher } from './records.ts';

/** What a rule looks at. */
export const ALERT_CONDITIONS = [
  'server-down',
  'crash-loop',
  'auth-required',
  'circuit-open',
  'errors',
  'error-rate',
  'latency',
  'group-new',
  'group-escalating',
  'group-regressed',
  'parked-waiting',
  'parked-age',
  'store-dropping',
] as const;

/** What a rule looks at; `docs/alerts.md` says of each what its value is. */
export type AlertCondition = (typeof ALERT_CONDITIONS)[number];

/** How grave alerts can be, gravest first. */
export const ALERT_SEVERITIES = ['critical', 'warning', 'info'] as const satisfies readonly AlertSeverity[];

/** One rule, with everything decided. */
export interface AlertRule {
  /** Becomes the label `alertname`. */
  readonly name: string;
  readonly when: AlertCondition;
  /** The rule holds from this value on. */
  readonly threshold: number;
  /** Over which time is counted; without meaning for conditions that are states. */
  readonly windowMs: number;
  /** With fewer calls in the window `error-rate` and `latency` say nothing. */
  readonly minimumCalls: number;
  /** How long it has to hold before the alert fires. */
  readonly forMs: number;
  /** How long the alert goes on when it does not hold any more. */
  readonly keepFiringForMs: number;
  /** After a sink was told that it fires, it is not told of another incident of the same alert for so long. */
  readonly holdOffMs: number;
  readonly severity: AlertSeverity;
  /** Names or patterns with `*` and `?` of the servers that it watches. */
  readonly servers: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** What and where, with `{server}`, `{tool}`, `{value}`, `{threshold}`, `{window}`, `{reason}` replaced. */
  readonly summary: string;
  /** Why, as `summary`. */
  readonly description: string;
  /** What to do, as `summary`. */
  readonly action: string;
  /** Alerts with the same values of these labels come in one notice; absent: as for all. */
  readonly groupBy?: readonly string[];
}

/** A rule of a user, or what is different in one that is built in. */
export type AlertRuleOptions = {
  readonly [K in Exclude<keyof AlertRule, 'name'>]?: AlertRule[K] | undefined;
};

/** When notices go out. */
export interface AlertGrouping {
  /** Labels: alerts that agree in all of them come in one notice.
   * @default ['server'] */
  readonly by: readonly string[];
  /** How long the first notice of a group waits for more alerts, in milliseconds.
   * @default 30000 */
  readonly waitMs: number;
  /** How long after a notice the next one about changes of its group comes, in milliseconds.
   * @default 300000 */
  readonly intervalMs: number;
  /** After which time a notice about the same alerts comes again, in milliseconds.
   * @default 14400000 */
  readonly repeatMs: number;
}

/** When an alert that comes and goes is one alert that goes on. */
export interface FlapGuard {
  /** So many changes within `windowMs` mean that it flaps.
   * @default 6 */
  readonly changes: number;
  /** In milliseconds. One that flaps is over after so long without a change.
   * @default 600000 */
  readonly windowMs: number;
}

/** What all sinks have. */
export interface SinkBase {
  readonly name: string;
  /** Alerts that are less grave do not go there.
   * @default 'info' */
  readonly minSeverity: AlertSeverity;
  /** Only alerts go there that all of these match.
   * @default [] */
  readonly matchers: readonly Matcher[];
  /** Whether it is told when an alert is over.
   * @default true */
  readonly sendResolved: boolean;
}

/** Where notices go. */
export type SinkSettings = SinkBase & SinkTarget;

/** Where one sink sends to. */
export type SinkTarget =
  | { readonly type: 'log' }
  | {
      readonly type: 'webhook';
      readonly url: string;
      /** The key of the signature. */
      readonly secret?: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'alertmanager';
      /** Without `/api/v2/alerts`. */
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly type: 'slack'; readonly url: string }
  | { readonly type: 'pagerduty'; readonly routingKey: string; readonly url: string }
  | {
      readonly type: 'email';
      readonly host: string;
      readonly port: number;
      /** `tls` from the first byte; `starttls` refuses to go on without; `none` sends in the clear. */
      readonly security: 'tls' | 'starttls' | 'none';
      readonly username?: string;
      readonly password?: string;
      readonly from: string;
      readonly to: readonly string[];
    };

/** The kinds of sinks. */
export const SINK_TYPES = [
  'log',
  'webhook',
  'alertmanager',
  'slack',
  'pagerduty',
  'email',
] as const satisfies readonly [...SinkTarget['type'][]];

/** A silence that stands in a configuration. */
export interface ConfiguredSilence {
  readonly matchers: readonly Matcher[];
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly reason: string;
}

/** Everything that is set about alerts. */
export interface AlertSettings {
  readonly rules: readonly AlertRule[];
  readonly sinks: readonly SinkSettings[];
  readonly grouping: AlertGrouping;
  readonly flapping: FlapGuard;
  readonly silences: readonly ConfiguredSilence[];
  /** Where the dashboard is, for links in notices. */
  readonly link?: string;
}

/** What is so where nobody sets it. */
export const ALERT_DEFAULTS = {
  grouping: { by: ['server'], waitMs: 30_000, intervalMs: 300_000, repeatMs: 14_400_000 },
  flapping: { changes: 6, windowMs: 600_000 },
  sink: { minSeverity: 'info', matchers: [], sendResolved: true },
  pagerdutyUrl: 'https://events.pagerduty.com/v2/enqueue',
} as const satisfies {
  readonly grouping: AlertGrouping;
  readonly flapping: FlapGuard;
  readonly sink: Omit<SinkBase, 'name'>;
  readonly pagerdutyUrl: string;
};

const DAY_MS = 86_400_000;
const time = (min: number, max: number): NumberRange => ({ min, max, isInteger: true });

/** Which numbers each option takes. */
export const ALERT_RANGES = {
  rule: {
    threshold: { min: 0, max: 1_000_000_000 },
    windowMs: time(60_000, DAY_MS),
    minimumCalls: time(1, 1_000_000),
    forMs: time(0, DAY_MS),
    keepFiringForMs: time(0, DAY_MS),
    holdOffMs: time(0, 7 * DAY_MS),
  },
  grouping: { waitMs: time(0, DAY_MS), intervalMs: time(1000, DAY_MS), repeatMs: time(60_000, 30 * DAY_MS) },
  flapping: { changes: time(2, 1000), windowMs: time(60_000, DAY_MS) },
} as const satisfies Readonly<Record<string, Readonly<Record<string, NumberRange>>>>;
