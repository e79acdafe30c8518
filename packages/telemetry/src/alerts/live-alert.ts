import type { AlertRecord, AlertSeverity } from '@seawall/core/base';
import { fromWall, type Moment, toWall } from './moment.ts';

/**
 * One incident while anything has still to be done about it: it is pending, it fires, or somebody has to be told that it is over.
 *
 * Stamps are wall time, fixed when they are taken. Everything that is measured is steady time.
 */
export interface LiveAlert {
  readonly id: string;
  readonly rule: string;
  /** What its rule looks at; inhibition goes by it. */
  readonly condition: string;
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly groupKey: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly severity: AlertSeverity;
  annotations: Readonly<Record<string, string>>;
  state: 'pending' | 'firing' | 'resolved';
  startedAtMs: number;
  firedAtMs: number | undefined;
  resolvedAtMs: number | undefined;
  value: number;
  readonly threshold: number;
  acknowledged: AlertRecord['acknowledged'] | undefined;
  /** How long it goes on when its rule does not hold any more. */
  readonly keepFiringForMs: number;
  /** For how long a sink that was told of it is not told of the next incident. */
  readonly holdOffMs: number;
  /** Since when its rule holds without a break; absent while it does not. */
  holdsSinceMs: number | undefined;
  /** When its rule held last. */
  heldAtMs: number;
  firedSteadyMs: number;
  resolvedSteadyMs: number;
  /** Whether it comes and goes so often that it counts as one incident. */
  isFlapping: boolean;
  /** What each sink knows of it; bounded by the sinks. */
  readonly views: Map<string, SinkView>;
}

/** What one sink knows of an alert. */
export interface SinkView {
  /** `maybe-firing`: a notice may have arrived, nobody answered. */
  readonly knows: 'nothing' | 'maybe-firing' | 'firing' | 'resolved';
  /** When it was told last that it fires, steady. */
  readonly toldAtMs: number | undefined;
  /** The notice that is under way. */
  readonly sending?: { readonly key: string; readonly status: 'firing' | 'resolved' };
}

/** What a sink knows that was never told. */
export const KNOWS_NOTHING: SinkView = { knows: 'nothing', toldAtMs: undefined };

/** Whether the sink believes, or may believe, that the alert fires. */
export function believesFiring(view: SinkView | undefined): boolean {
  return view?.knows === 'firing' || view?.knows === 'maybe-firing';
}

/** The alert as it is kept. */
export function toRecord(alert: LiveAlert, now: Moment): AlertRecord {
  const sinks = [...alert.views].map(([name, { knows, toldAtMs, sending }]) => [
    name,
    { knows, ...(toldAtMs === undefined ? {} : { toldAtMs: toWall(toldAtMs, now) }), ...(sending ? { sending } : {}) },
  ]);
  return {
    id: alert.id,
    rule: alert.rule,
    fingerprint: alert.fingerprint,
    labels: alert.labels,
    annotations: alert.annotations,
    severity: alert.severity,
    state: alert.state,
    startedAtMs: alert.startedAtMs,
    ...(alert.firedAtMs === undefined ? {} : { firedAtMs: alert.firedAtMs }),
    ...(alert.resolvedAtMs === undefined ? {} : { resolvedAtMs: alert.resolvedAtMs }),
    value: alert.value,
    threshold: alert.threshold,
    ...(alert.acknowledged === undefined ? {} : { acknowledged: alert.acknowledged }),
    notifications: {
      condition: alert.condition,
      groupKey: alert.groupKey,
      groupLabels: alert.groupLabels,
      keepFiringForMs: alert.keepFiringForMs,
      holdOffMs: alert.holdOffMs,
      isFlapping: alert.isFlapping,
      sinks: Object.fromEntries(sinks),
    },
  };
}

/** An alert of an earlier process, as far as its record can be read. */
export function fromRecord(record: AlertRecord, now: Moment): LiveAlert {
  const { condition, groupKey, groupLabels, keepFiringForMs, holdOffMs, isFlapping, sinks } = record.notifications;
  return {
    id: record.id,
    rule: record.rule,
    condition: typeof condition === 'string' ? condition : record.rule,
    fingerprint: record.fingerprint,
    labels: record.labels,
    groupKey: typeof groupKey === 'string' ? groupKey : record.fingerprint,
    groupLabels: textsOf(groupLabels),
    severity: record.severity,
    annotations: record.annotations,
    state: record.state,
    startedAtMs: record.startedAtMs,
    firedAtMs: record.firedAtMs,
    resolvedAtMs: record.resolvedAtMs,
    value: record.value ?? 0,
    threshold: record.threshold ?? 0,
    acknowledged: record.acknowledged,
    keepFiringForMs: typeof keepFiringForMs === 'number' ? keepFiringForMs : 0,
    holdOffMs: typeof holdOffMs === 'number' ? holdOffMs : 0,
    holdsSinceMs: record.state === 'resolved' ? undefined : fromWall(record.startedAtMs, now),
    heldAtMs: now.steadyMs,
    firedSteadyMs: fromWall(record.firedAtMs ?? record.startedAtMs, now),
    resolvedSteadyMs: fromWall(record.resolvedAtMs ?? now.wallMs, now),
    isFlapping: isFlapping === true,
    views: new Map(Object.entries(recordOf(sinks)).map(([name, view]) => [name, readView(view, now)])),
  };
}

function readView(value: unknown, now: Moment): SinkView {
  const { knows, toldAtMs, sending } = recordOf(value);
  const { key, status } = recordOf(sending);
  const isKnown = knows === 'maybe-firing' || knows === 'firing' || knows === 'resolved';
  return {
    knows: isKnown ? knows : 'nothing',
    toldAtMs: typeof toldAtMs === 'number' ? fromWall(toldAtMs, now) : undefined,
    ...(typeof key === 'string' && (status === 'firing' || status === 'resolved') ? { sending: { key, status } } : {}),
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(recordOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
