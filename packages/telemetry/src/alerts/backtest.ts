import { ALERT_DEFAULTS, type AlertRule, type FlapGuard, MCPValidationError } from '@seawall/core/base';
import { beginAlert, refreshAlert, stepAlert, toSighting } from './alert-life.ts';
import { evaluateRule } from './evaluate-rule.ts';
import { type HistoryStore, isInHistory, readHistory } from './history-signals.ts';
import { IncidentHistory } from './incident-history.ts';
import type { LiveAlert } from './live-alert.ts';

/** What a look back is taken at. */
export interface BacktestOptions {
  readonly rule: AlertRule;
  /** At most 31 days. */
  readonly range: { readonly fromMs: number; readonly toMs: number };
  readonly store: HistoryStore;
  /** @default ALERT_DEFAULTS.flapping */
  readonly flapping?: FlapGuard;
}

/** When a rule would have fired. */
export type BacktestResult =
  | {
      readonly kind: 'tested';
      /** In the order of time, at most 1000. */
      readonly incidents: readonly BacktestIncident[];
      /** Whether everything of the range could be looked at. */
      readonly isComplete: boolean;
    }
  /** The store does not keep what the rule looks at. */
  | { readonly kind: 'untestable'; readonly reason: string };

/** One time that a rule would have fired. */
export interface BacktestIncident {
  readonly labels: Readonly<Record<string, string>>;
  readonly firedAtMs: number;
  /** Absent where it would fire at the end of the range. */
  readonly resolvedAtMs?: number;
  readonly peakValue: number;
}

/**
 * Plays a rule over what the store kept, minute by minute, with the same steps as live.
 *
 * @throws {@link MCPValidationError} for a range that is empty or too long, and what the store rejects with.
 */
export async function backtest(options: BacktestOptions): Promise<BacktestResult> {
  const { rule, range, store, flapping = ALERT_DEFAULTS.flapping } = options;
  const lengthMs = range.toMs - range.fromMs;
  if (!(lengthMs > 0 && lengthMs <= MAX_RANGE_MS)) throw badRange(lengthMs);
  if (!isInHistory(rule)) {
    return { kind: 'untestable', reason: `What "${rule.when}" looks at is not kept, so nobody knows how it was.` };
  }
  const signals = await readHistory(rule, range, store);
  const player = new Player(rule, flapping);
  for (let atMs = range.fromMs; atMs <= range.toMs; atMs += STEP_MS) {
    signals.moveTo(atMs);
    player.step(
      evaluateRule(rule, signals).map((finding) => toSighting(rule, finding)),
      atMs,
    );
  }
  return { kind: 'tested', incidents: player.incidents(), isComplete: signals.isComplete && !player.isFull };
}

const STEP_MS = 60_000;
const MAX_RANGE_MS = 31 * 86_400_000;
const MAX_INCIDENTS = 1000;

class Player {
  readonly #rule: AlertRule;
  readonly #flapping: FlapGuard;
  readonly #history = new IncidentHistory();
  // Bounded by the servers of the store.
  readonly #live = new Map<string, { readonly alert: LiveAlert; peak: number }>();
  readonly #incidents: BacktestIncident[] = [];

  constructor(rule: AlertRule, flapping: FlapGuard) {
    this.#rule = rule;
    this.#flapping = flapping;
  }

  get isFull(): boolean {
    return this.#incidents.length >= MAX_INCIDENTS;
  }

  step(sightings: readonly ReturnType<typeof toSighting>[], atMs: number): void {
    const now = { wallMs: atMs, steadyMs: atMs };
    const byFingerprint = new Map(sightings.map((sighting) => [sighting.fingerprint, sighting]));
    for (const [fingerprint, sighting] of byFingerprint) {
      if (this.#live.has(fingerprint) || sighting.finding.state !== 'holds') continue;
      const options = { now, createId: () => fingerprint, groupBy: [], link: undefined };
      this.#live.set(fingerprint, { alert: beginAlert(sighting, options), peak: 0 });
    }
    for (const [fingerprint, entry] of this.#live) {
      const { alert } = entry;
      const sighting = byFingerprint.get(fingerprint);
      const changes = this.#history.changes(fingerprint);
      const step = stepAlert(alert, sighting, { now, flapping: this.#flapping, changes, isEarly: false });
      if (sighting?.finding.state === 'holds') refreshAlert(alert, sighting, undefined);
      entry.peak = Math.max(entry.peak, sighting?.finding.value ?? 0);
      if (step === 'resolved') this.#note(entry.alert, entry.peak);
      if (step === 'resolved' || step === 'vanished') this.#live.delete(fingerprint);
    }
  }

  incidents(): readonly BacktestIncident[] {
    for (const { alert, peak } of this.#live.values()) if (alert.state === 'firing') this.#note(alert, peak);
    return [...this.#incidents].sort((one, other) => one.firedAtMs - other.firedAtMs);
  }

  #note({ labels, firedAtMs = 0, resolvedAtMs }: LiveAlert, peakValue: number): void {
    if (this.isFull) return;
    const end = resolvedAtMs === undefined ? {} : { resolvedAtMs };
    this.#incidents.push({ labels: { ...labels, alertname: this.#rule.name }, firedAtMs, ...end, peakValue });
  }
}

function badRange(lengthMs: number): MCPValidationError {
  return new MCPValidationError({
    code: 'REQUEST_REJECTED',
    field: 'range',
    message: `A rule can't be tested over ${lengthMs} ms.`,
    hint: `Give a range of more than 0 and at most ${MAX_RANGE_MS} ms.`,
  });
}
