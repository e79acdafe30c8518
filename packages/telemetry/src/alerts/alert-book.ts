import type { AlertRule, CreateId, FlapGuard, Logger } from '@seawall/core/base';
import {
  beginAlert,
  isOwed,
  noteUnclear,
  refreshAlert,
  type Sighting,
  type Step,
  stepAlert,
  toSighting,
} from './alert-life.ts';
import { evaluateRule } from './evaluate-rule.ts';
import type { IncidentHistory } from './incident-history.ts';
import type { LiveAlert } from './live-alert.ts';
import type { Moment } from './moment.ts';
import type { AlertSignals } from './signals.ts';

/** What a book is made of. */
export interface AlertBookOptions {
  readonly rules: readonly AlertRule[];
  readonly signals: AlertSignals;
  readonly flapping: FlapGuard;
  /** Labels that rules group by which say nothing of their own. */
  readonly groupBy: readonly string[];
  readonly history: IncidentHistory;
  readonly createId: CreateId;
  readonly logger: Logger;
  readonly link: string | undefined;
  /** Whether a sink of this name is still there. */
  readonly isSink: (name: string) => boolean;
}

/** What changed in one evaluation. */
export interface BookChange {
  readonly alert: LiveAlert;
  readonly step: Step;
}

/** All alerts with which something has still to be done, one for each fingerprint. */
export class AlertBook {
  readonly #options: AlertBookOptions;
  // Bounded by MAX_ALERTS.
  readonly #live = new Map<string, LiveAlert>();
  readonly #failingRules = new Set<string>();
  /** Alerts that found no place, in the last evaluation. */
  leftOut = 0;

  constructor(options: AlertBookOptions) {
    this.#options = options;
  }

  get alerts(): readonly LiveAlert[] {
    return [...this.#live.values()];
  }

  get size(): number {
    return this.#live.size;
  }

  /** Takes an alert of an earlier process, unless a later one of its fingerprint is there. */
  restore(alert: LiveAlert): boolean {
    if (this.#live.has(alert.fingerprint) || this.#live.size >= MAX_ALERTS) return false;
    this.#live.set(alert.fingerprint, alert);
    return true;
  }

  /** Looks at all rules once. `isEarly`: what is not seen may not be seen yet. */
  evaluate(now: Moment, isEarly: boolean): readonly BookChange[] {
    const changes: BookChange[] = [];
    const { sightings, unclearRules } = this.#look();
    for (const alert of this.#live.values()) {
      const sighting = sightings.get(alert.fingerprint);
      sightings.delete(alert.fingerprint);
      const step = this.#step(alert, sighting, now, isEarly || unclearRules.has(alert.rule));
      if (step !== 'none') changes.push({ alert, step });
      if (step === 'vanished') this.#live.delete(alert.fingerprint);
    }
    for (const sighting of sightings.values()) {
      if (sighting.finding.state !== 'holds') continue;
      const alert = this.#begin(sighting, now);
      if (alert === undefined) continue;
      changes.push({ alert, step: this.#step(alert, sighting, now, false) });
    }
    return changes;
  }

  /** Whether a sink that is there has still to be told of an alert that is over, and is worth waiting for. */
  isOwed(alert: LiveAlert, now: Moment): boolean {
    return isOwed(alert, this.#options.isSink) && now.steadyMs - alert.resolvedSteadyMs <= GIVE_UP_MS;
  }

  /** Lets go of alerts that are over and of which nobody has to be told any more; gives those. */
  sweep(now: Moment): readonly LiveAlert[] {
    const gone = this.alerts.filter((alert) => alert.state === 'resolved' && !this.isOwed(alert, now));
    for (const alert of gone) this.#live.delete(alert.fingerprint);
    return gone;
  }

  #step(alert: LiveAlert, sighting: Sighting | undefined, now: Moment, isEarly: boolean): Step {
    const { flapping, history, link } = this.#options;
    const changes = history.changes(alert.fingerprint);
    const step = stepAlert(alert, sighting, { now, flapping, changes, isEarly });
    if (sighting?.finding.state === 'holds' && alert.state !== 'resolved') refreshAlert(alert, sighting, link);
    else if (sighting?.finding.state === 'unclear') noteUnclear(alert, sighting.finding.reason);
    else noteUnclear(alert, undefined);
    return step;
  }

  #begin(sighting: Sighting, now: Moment): LiveAlert | undefined {
    const { createId, groupBy, link } = this.#options;
    if (this.#live.size >= MAX_ALERTS) {
      this.leftOut += 1;
      return undefined;
    }
    const alert = beginAlert(sighting, { now, createId, groupBy: sighting.rule.groupBy ?? groupBy, link });
    this.#live.set(alert.fingerprint, alert);
    return alert;
  }

  #look(): { readonly sightings: Map<string, Sighting>; readonly unclearRules: ReadonlySet<string> } {
    const sightings = new Map<string, Sighting>();
    const unclearRules = new Set<string>();
    this.leftOut = 0;
    for (const rule of this.#options.rules) {
      try {
        const findings = evaluateRule(rule, this.#options.signals);
        this.leftOut += Math.max(0, findings.length - MAX_ALERTS_PER_RULE);
        for (const finding of findings.slice(0, MAX_ALERTS_PER_RULE)) {
          const sighting = toSighting(rule, finding);
          sightings.set(sighting.fingerprint, sighting);
        }
        this.#failingRules.delete(rule.name);
      } catch (error) {
        // What can't be looked at is neither well nor bad.
        unclearRules.add(rule.name);
        this.#tellOnce(rule.name, error);
      }
    }
    return { sightings, unclearRules };
  }

  #tellOnce(rule: string, error: unknown): void {
    if (this.#failingRules.has(rule)) return;
    this.#failingRules.add(rule);
    this.#options.logger.log('error', `The alert rule "${rule}" could not be evaluated.`, { rule, error });
  }
}

/** More alerts at a time are counted, not kept. */
const MAX_ALERTS = 1000;
/** One rule never takes all the places. */
const MAX_ALERTS_PER_RULE = 200;
/** A sink that can't be told for so long that an alert is over is not told any more. */
const GIVE_UP_MS = 86_400_000;
