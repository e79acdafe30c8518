import type { AlertRule, CreateId, FlapGuard } from '@seawall/core/base';
import { alertAnnotations, alertLabels, fingerprintOf } from './alert-text.ts';
import type { Finding } from './evaluate-rule.ts';
import { believesFiring, type LiveAlert } from './live-alert.ts';
import type { Moment } from './moment.ts';

/** One thing that a rule holds for, as an alert has it. */
export interface Sighting {
  readonly rule: AlertRule;
  readonly finding: Finding;
  readonly labels: Readonly<Record<string, string>>;
  readonly fingerprint: string;
}

/** What a step is taken with. */
export interface StepContext {
  readonly now: Moment;
  readonly flapping: FlapGuard;
  /** When this alert fired or was resolved lately, steady; the step adds to it. */
  readonly changes: number[];
  /** Whether what is not seen may only be not seen yet, as after a restart. */
  readonly isEarly: boolean;
}

/** What became of an alert in one step. `vanished`: it never fired, and does not hold any more. */
export type Step = 'none' | 'fired' | 'resolved' | 'vanished';

/** A finding as an alert has it. */
export function toSighting(rule: AlertRule, finding: Finding): Sighting {
  const labels = alertLabels(rule, finding);
  return { rule, finding, labels, fingerprint: fingerprintOf(labels) };
}

/** An alert that begins: it is pending, and fires in the same step where its rule does not wait. */
export function beginAlert(
  sighting: Sighting,
  options: {
    readonly now: Moment;
    readonly createId: CreateId;
    readonly groupBy: readonly string[];
    readonly link: string | undefined;
  },
): LiveAlert {
  const { rule, finding, labels, fingerprint } = sighting;
  const { now, groupBy, link } = options;
  const groupLabels = Object.fromEntries(
    groupBy.flatMap((name) => (Object.hasOwn(labels, name) ? [[name, labels[name] ?? '']] : [])),
  );
  return {
    id: options.createId(),
    rule: rule.name,
    condition: rule.when,
    fingerprint,
    labels,
    groupLabels,
    groupKey: groupKeyOf(groupLabels),
    severity: rule.severity,
    annotations: alertAnnotations(rule, finding, link),
    state: 'pending',
    startedAtMs: now.wallMs,
    firedAtMs: undefined,
    resolvedAtMs: undefined,
    value: finding.value,
    threshold: rule.threshold,
    acknowledged: undefined,
    keepFiringForMs: rule.keepFiringForMs,
    holdOffMs: rule.holdOffMs,
    holdsSinceMs: now.steadyMs,
    heldAtMs: now.steadyMs,
    firedSteadyMs: now.steadyMs,
    resolvedSteadyMs: now.steadyMs,
    isFlapping: false,
    views: new Map(),
  };
}

/** Moves an alert on by what its rule says now; `undefined` where the rule says nothing of it. */
export function stepAlert(alert: LiveAlert, sighting: Sighting | undefined, context: StepContext): Step {
  const { now, isEarly } = context;
  const state = sighting?.finding.state ?? (isEarly ? 'unclear' : 'well');
  if (state === 'unclear') return 'none';
  if (state === 'well' || sighting === undefined) return stepWell(alert, context);
  alert.holdsSinceMs ??= now.steadyMs;
  alert.heldAtMs = now.steadyMs;
  if (alert.state === 'firing' || now.steadyMs - alert.holdsSinceMs < sighting.rule.forMs) return 'none';
  alert.state = 'firing';
  alert.firedAtMs = now.wallMs;
  alert.firedSteadyMs = now.steadyMs;
  alert.resolvedAtMs = undefined;
  alert.isFlapping = noteChange(context) >= context.flapping.changes;
  return 'fired';
}

function stepWell(alert: LiveAlert, context: StepContext): Step {
  const { now, flapping } = context;
  alert.holdsSinceMs = undefined;
  if (alert.state === 'resolved') return 'none';
  if (alert.state === 'pending') return 'vanished';
  const quietMs = now.steadyMs - alert.heldAtMs;
  if (quietMs < alert.keepFiringForMs) return 'none';
  if (!alert.isFlapping && recentChanges(context) + 1 >= flapping.changes) alert.isFlapping = true;
  if (alert.isFlapping && quietMs < flapping.windowMs) return 'none';
  alert.state = 'resolved';
  alert.resolvedAtMs = now.wallMs;
  alert.resolvedSteadyMs = now.steadyMs;
  alert.acknowledged = undefined;
  noteChange(context);
  return 'resolved';
}

/** Takes over what its rule sees now. */
export function refreshAlert(alert: LiveAlert, sighting: Sighting, link: string | undefined): void {
  alert.value = sighting.finding.value;
  alert.annotations = alertAnnotations(sighting.rule, sighting.finding, link);
}

/** Says on an alert why it can't be told whether it goes on; nothing where it can. */
export function noteUnclear(alert: LiveAlert, why: string | undefined): void {
  if (alert.annotations.note === why) return;
  const { note: _before, ...others } = alert.annotations;
  alert.annotations = why === undefined ? others : { ...others, note: why };
}

/** Whether somebody was told, or may have been told, that it fires and not yet that it is over. */
export function isOwed(alert: LiveAlert, isSink: (name: string) => boolean): boolean {
  return [...alert.views].some(([name, view]) => isSink(name) && (believesFiring(view) || view.sending !== undefined));
}

function recentChanges({ changes, now, flapping }: StepContext): number {
  const fromMs = now.steadyMs - flapping.windowMs;
  while (changes.length > 0 && (changes[0] ?? 0) <= fromMs) changes.shift();
  return changes.length;
}

function noteChange(context: StepContext): number {
  const count = recentChanges(context) + 1;
  context.changes.push(context.now.steadyMs);
  if (count > context.flapping.changes) context.changes.shift();
  return count;
}

function groupKeyOf(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{}:{${parts.sort().join(', ')}}`;
}
