import {
  type AlertChanged,
  type AlertRecord,
  type AlertSettings,
  type Clock,
  type CreateId,
  createLabelTest,
  type Logger,
  type Matcher,
  MCPResourceError,
  redactText,
  type SilenceRecord,
  type Timer,
} from '@seawall/core/base';
import { AlertBook, type BookChange } from './alert-book.ts';
import { AlertKeeper, type AlertStore } from './alert-keeper.ts';
import { IncidentHistory } from './incident-history.ts';
import { createInhibitor } from './inhibition.ts';
import { type LiveAlert, toRecord } from './live-alert.ts';
import { type Moment, momentOf } from './moment.ts';
import type { NoticeSink } from './notice.ts';
import { type Handout, Notifier } from './notifier.ts';
import { alertTextOfResolution } from './resolution.ts';
import { restoreAlerts } from './restore-alerts.ts';
import type { AlertSignals } from './signals.ts';
import { checkMatchers, createSilence, type SilenceRequest, Silences } from './silences.ts';

/** What the engine is made of. */
export interface AlertEngineOptions {
  readonly settings: AlertSettings;
  readonly signals: AlertSignals;
  readonly store: AlertStore;
  /** Closed with the engine. */
  readonly sinks: readonly NoticeSink[];
  readonly clock: Clock;
  readonly createId: CreateId;
  readonly logger: Logger;
  /** Told when an alert fires and when it is over. Must not throw. */
  readonly onChange?: (change: AlertChanged) => void;
}

/** An alert that is there now. */
export interface ActiveAlert {
  readonly alert: AlertRecord;
  /** Why nobody is told of it now. */
  readonly mutedBy?:
    | { readonly kind: 'silence'; readonly silence: string }
    | { readonly kind: 'alert'; readonly alert: string };
}

/** How often the rules are looked at, in milliseconds. */
export const ALERT_EVALUATION_MS = 10_000;
/** For so long after the start what is not seen may not be seen yet, in milliseconds. */
export const ALERT_EARLY_MS = 120_000;

/**
 * Looks at the rules, keeps the alerts, and has the sinks told.
 *
 * One timer, which does not keep the process alive; none without rules and alerts. State is in the store before anybody is told.
 */
export class AlertEngine {
  readonly #options: AlertEngineOptions;
  readonly #history = new IncidentHistory();
  readonly #book: AlertBook;
  readonly #notifier: Notifier;
  readonly #silences: Silences;
  readonly #keeper: AlertKeeper;
  #startedAtMs = 0;
  #hasRestored = false;
  #timer: Timer | undefined;
  #isClosed = false;
  #work: Promise<void> = Promise.resolve();

  constructor(options: AlertEngineOptions) {
    const { settings, sinks, createId, logger, signals } = options;
    const { grouping, link, flapping, rules } = settings;
    const names = new Set(sinks.map((sink) => sink.name));
    this.#options = options;
    this.#keeper = new AlertKeeper(options.store, logger);
    this.#silences = new Silences(settings.silences);
    this.#notifier = new Notifier({
      sinks,
      grouping,
      history: this.#history,
      createId,
      ...(link === undefined ? {} : { link }),
    });
    this.#book = new AlertBook({
      rules,
      signals,
      flapping,
      groupBy: grouping.by,
      history: this.#history,
      createId,
      logger,
      link,
      isSink: (name) => names.has(name),
    });
  }

  /** Takes over what an earlier process left, and begins. A store that can't be read is told of, and nothing is taken over. */
  async start(): Promise<void> {
    this.#startedAtMs = this.#options.clock.monotonicMs();
    await this.#run(async (now) => {
      await this.#restore(now);
      this.#hand(this.#notifier.unfinished(now));
    });
    this.#schedule();
  }

  /** Looks at the rules now. */
  async evaluate(): Promise<void> {
    await this.#run((now) => this.#evaluate(now));
    this.#schedule();
  }

  /** The alerts that are there now: pending, firing, or over while somebody has still to be told. */
  active(): readonly ActiveAlert[] {
    const now = momentOf(this.#options.clock);
    const mutedBy = this.#muting(now);
    return this.#book.alerts.map((alert) => {
      const muted = alert.state === 'resolved' ? undefined : mutedBy(alert);
      return { alert: toRecord(alert, now), ...(muted === undefined ? {} : { mutedBy: muted }) };
    });
  }

  /** How many alerts found no place at the last evaluation. */
  get leftOut(): number {
    return this.#book.leftOut;
  }

  /**
   * Notes that somebody looks after an alert: it is not repeated any more. Ends when the alert is over.
   *
   * @throws {@link MCPResourceError} when no such alert fires.
   */
  async acknowledge(id: string, who: { readonly by: string; readonly reason?: string }): Promise<AlertRecord> {
    let record: AlertRecord | undefined;
    await this.#run(async (now) => {
      const alert = this.#book.alerts.find((candidate) => candidate.id === id && candidate.state === 'firing');
      if (alert === undefined) return;
      alert.acknowledged = {
        atMs: now.wallMs,
        by: redactText(who.by).slice(0, 200),
        ...(who.reason === undefined ? {} : { reason: redactText(who.reason).slice(0, 500) }),
      };
      record = toRecord(alert, now);
      await this.#keeper.save([alert], now);
      this.#hand(this.#notifier.acknowledged(alert, now));
    });
    if (record === undefined) throw notFound('alert', id);
    return record;
  }

  /** Mutes what the matchers fit. @throws {@link MCPValidationError} for one that can't be, and what the store rejects with */
  async silence(request: SilenceRequest): Promise<SilenceRecord> {
    const { clock, createId, store } = this.#options;
    const silence = createSilence(request, { id: createId(), nowMs: clock.now() });
    this.#silences.makeRoom(clock.now());
    await store.putSilence(silence);
    this.#silences.put(silence);
    return silence;
  }

  /** Ends a silence now. @throws {@link MCPResourceError} when there is none, or it stands in the configuration */
  async endSilence(id: string): Promise<SilenceRecord> {
    const { clock, store } = this.#options;
    const silence = this.#silences.get(id);
    if (silence === undefined || silence.id.startsWith('config-')) throw notFound('silence', id);
    const endsAtMs = Math.max(Math.min(clock.now(), silence.endsAtMs), silence.startsAtMs + 1);
    const ended = { ...silence, endsAtMs };
    await store.putSilence(ended);
    this.#silences.end(ended);
    return ended;
  }

  /** The silences that have not ended. */
  silences(): readonly SilenceRecord[] {
    return this.#silences.list(this.#options.clock.now());
  }

  /** The alerts that a silence with these matchers would mute. @throws {@link MCPValidationError} for matchers that can't be used */
  previewSilence(matchers: readonly Matcher[]): readonly AlertRecord[] {
    checkMatchers(matchers);
    const test = createLabelTest(matchers);
    const now = momentOf(this.#options.clock);
    return this.#book.alerts.filter(({ labels }) => test(labels)).map((alert) => toRecord(alert, now));
  }

  /** Ends the timer and the sinks; what was under way is sent again by the next process, with the same key. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await Promise.all([this.#work, ...this.#options.sinks.map((sink) => sink.close())]);
  }

  /** One thing at a time, so that what is written follows what was decided. */
  #run(work: (now: Moment) => Promise<void>): Promise<void> {
    const run = this.#work.then(async () => {
      if (!this.#isClosed) await work(momentOf(this.#options.clock));
    });
    this.#work = run.catch((error: unknown) => {
      this.#options.logger.log('error', 'The alerts could not be brought up to date.', { error });
    });
    return this.#work;
  }

  async #restore(now: Moment): Promise<void> {
    const [book, notifier, history, silences] = [this.#book, this.#notifier, this.#history, this.#silences];
    try {
      const taken = await restoreAlerts({ keeper: this.#keeper, book, notifier, history, silences }, now);
      this.#hasRestored = taken > 0;
    } catch (error) {
      const message = 'The alerts of before could not be read; those that go on are told of again.';
      this.#options.logger.log('error', message, { error });
    }
  }

  async #evaluate(now: Moment): Promise<void> {
    const isEarly = this.#hasRestored && now.steadyMs - this.#startedAtMs < ALERT_EARLY_MS;
    const changes = this.#book.evaluate(now, isEarly);
    for (const change of changes) this.#note(change, now);
    const mutedBy = this.#muting(now);
    const handouts = this.#notifier.due(now, (alert) => mutedBy(alert) !== undefined);
    const touched = new Set([...changes.map(({ alert }) => alert), ...handouts.flatMap(({ alerts }) => alerts)]);
    await this.#keeper.save([...touched], now);
    this.#tell(changes, now);
    this.#hand(handouts);
    this.#sweep(now);
  }

  #note({ alert, step }: BookChange, now: Moment): void {
    if (step === 'resolved') alert.annotations = alertTextOfResolution(alert, this.#options.signals);
    if (step === 'vanished') {
      alert.state = 'resolved';
      alert.resolvedAtMs = now.wallMs;
    }
    if (step === 'fired' || step === 'resolved') this.#notifier.changed(alert, now);
  }

  #tell(changes: readonly BookChange[], now: Moment): void {
    for (const { alert, step } of changes) {
      if (step !== 'fired' && step !== 'resolved') continue;
      const kind = step === 'fired' ? 'alertFired' : 'alertResolved';
      this.#options.onChange?.({ kind, atMs: now.wallMs, alert: toRecord(alert, now) });
    }
  }

  #hand(handouts: readonly Handout[]): void {
    for (const handout of handouts) {
      // A sink never rejects; what its answer changes is written in its turn.
      void handout.sink.send(handout.notice).then((outcome) =>
        this.#run(async (now) => {
          if (handout.notice.kind === 'acknowledged') return;
          this.#notifier.settled(handout, outcome);
          await this.#keeper.save(handout.alerts, now);
          this.#sweep(now);
        }),
      );
    }
  }

  #sweep(now: Moment): void {
    for (const alert of this.#book.sweep(now)) this.#notifier.forget(alert);
  }

  #muting(now: Moment): (alert: LiveAlert) => ActiveAlert['mutedBy'] {
    const inhibitor = createInhibitor(this.#book.alerts);
    return (alert) => {
      const silence = this.#silences.find(alert.labels, now.wallMs);
      if (silence !== undefined) return { kind: 'silence', silence: silence.id };
      const source = inhibitor(alert);
      return source === undefined ? undefined : { kind: 'alert', alert: source.id };
    };
  }

  #schedule(): void {
    this.#timer?.cancel();
    const { clock, settings } = this.#options;
    if (this.#isClosed || (settings.rules.length === 0 && this.#book.size === 0)) return;
    const nowMs = clock.monotonicMs();
    const waitMs = Math.min(ALERT_EVALUATION_MS, Math.max(0, (this.#notifier.dueAtMs ?? Infinity) - nowMs));
    // evaluate() never rejects: what fails in it is logged.
    this.#timer = clock.setTimer(() => void this.evaluate(), waitMs, { background: true });
  }
}

function notFound(resourceType: string, resourceId: string): MCPResourceError {
  return new MCPResourceError({
    code: 'RESOURCE_NOT_FOUND',
    resourceType,
    resourceId,
    message: `There is no ${resourceType} "${resourceId}" that this could be done with.`,
    hint: 'It may be over by now: list them again.',
  });
}
