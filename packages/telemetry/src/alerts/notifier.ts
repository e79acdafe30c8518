import type { AlertGrouping, CreateId } from '@seawall/core/base';
import type { IncidentHistory } from './incident-history.ts';
import { believesFiring, KNOWS_NOTHING, type LiveAlert, type SinkView } from './live-alert.ts';
import type { Moment } from './moment.ts';
import { type Notice, type NoticeSink, type SendOutcome, toNoticeAlert } from './notice.ts';

/** What a notifier is made of. */
export interface NotifierOptions {
  readonly sinks: readonly NoticeSink[];
  readonly grouping: AlertGrouping;
  readonly history: IncidentHistory;
  readonly createId: CreateId;
  readonly link?: string;
}

/** A notice that is ready to go, with the alerts that it tells of. */
export interface Handout {
  readonly sink: NoticeSink;
  readonly notice: Notice;
  readonly alerts: readonly LiveAlert[];
  /** When it was ready, steady: repetitions count from then. */
  readonly atMs: number;
}

/**
 * Decides which sink is told what, and when.
 *
 * Keeps no state of its own that matters: what each sink knows stands on the alerts, which are kept. A notice is marked there
 * before it is sent, so that it is sent again with the same key where nobody noted how it ended.
 */
export class Notifier {
  readonly #options: NotifierOptions;
  // Bounded by the alerts, which are bounded.
  readonly #groups = new Map<string, Group>();

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  /** When something may be due next, steady. */
  get dueAtMs(): number | undefined {
    const times = [...this.#groups.values()].map((group) => group.flushAtMs);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Takes an alert that changed into its group; the group tells of it when its time has come. */
  changed(alert: LiveAlert, now: Moment): void {
    const { waitMs, intervalMs } = this.#options.grouping;
    const group = this.#groupOf(alert, now);
    group.alerts.add(alert);
    const soonMs = Math.max(now.steadyMs + waitMs, group.sentAtMs + intervalMs);
    group.flushAtMs = Math.min(group.flushAtMs, soonMs);
  }

  /** Takes an alert of an earlier process: what its sinks were told counts. */
  restored(alert: LiveAlert, now: Moment): void {
    const { waitMs, intervalMs } = this.#options.grouping;
    const group = this.#groupOf(alert, now);
    group.alerts.add(alert);
    for (const { toldAtMs } of alert.views.values()) group.sentAtMs = Math.max(group.sentAtMs, toldAtMs ?? -Infinity);
    const nextMs = Math.max(now.steadyMs + Math.min(waitMs, intervalMs), group.sentAtMs + intervalMs);
    group.flushAtMs = Math.min(now.steadyMs + intervalMs, nextMs);
  }

  forget(alert: LiveAlert): void {
    const group = this.#groups.get(alert.groupKey);
    group?.alerts.delete(alert);
    if (group?.alerts.size === 0) this.#groups.delete(alert.groupKey);
  }

  /** Notices of an earlier process of which nobody knows how they ended, as they were. */
  unfinished(now: Moment): readonly Handout[] {
    return [...this.#groups.values()].flatMap((group) =>
      this.#options.sinks.flatMap((sink) => this.#unfinishedOf(group, sink, now)),
    );
  }

  /** The notices whose time has come; what they tell is marked on their alerts as under way. */
  due(now: Moment, isMuted: (alert: LiveAlert) => boolean): readonly Handout[] {
    const handouts: Handout[] = [];
    for (const group of this.#groups.values()) {
      if (group.flushAtMs > now.steadyMs) continue;
      group.flushAtMs = now.steadyMs + this.#options.grouping.intervalMs;
      for (const sink of this.#options.sinks) {
        const handout = group.busy.has(sink.name) ? undefined : this.#compose(group, sink, now, isMuted);
        if (handout === undefined) continue;
        group.busy.add(sink.name);
        group.sentAtMs = now.steadyMs;
        handouts.push(handout);
      }
    }
    return handouts;
  }

  /** Notes on the alerts how a notice ended. */
  settled({ notice, alerts, sink, atMs }: Handout, outcome: SendOutcome): void {
    for (const alert of alerts) {
      const view = alert.views.get(sink.name) ?? KNOWS_NOTHING;
      const after = afterSending(view, outcome, atMs);
      alert.views.set(sink.name, after);
      if (after.knows === 'firing' && after.toldAtMs !== undefined) {
        this.#options.history.told(alert.fingerprint, sink.name, after.toldAtMs);
      }
    }
    this.#groups.get(notice.groupKey)?.busy.delete(sink.name);
  }

  /** What sinks that want to know are told of an alert that somebody looks after. */
  acknowledged(alert: LiveAlert, now: Moment): readonly Handout[] {
    return this.#options.sinks
      .filter((sink) => sink.takesAcknowledgements && alert.views.get(sink.name)?.knows === 'firing')
      .map((sink) => this.#handout(sink, 'acknowledged', [{ alert, status: 'firing' }], { now, mutedFiring: 0 }));
  }

  #groupOf({ groupKey }: LiveAlert, now: Moment): Group {
    const existing = this.#groups.get(groupKey);
    if (existing !== undefined) return existing;
    const group: Group = {
      alerts: new Set(),
      busy: new Set(),
      sentAtMs: -Infinity,
      flushAtMs: now.steadyMs + this.#options.grouping.waitMs,
    };
    this.#groups.set(groupKey, group);
    return group;
  }

  #unfinishedOf(group: Group, sink: NoticeSink, now: Moment): readonly Handout[] {
    const byKey = new Map<string, Told[]>();
    for (const alert of group.alerts) {
      const sending = alert.views.get(sink.name)?.sending;
      if (sending === undefined) continue;
      byKey.set(sending.key, [...(byKey.get(sending.key) ?? []), { alert, status: sending.status }]);
    }
    if (byKey.size > 0) group.busy.add(sink.name);
    return [...byKey].map(([key, told]) => this.#handout(sink, 'changed', told, { now, mutedFiring: 0, key }));
  }

  #compose(group: Group, sink: NoticeSink, now: Moment, isMuted: (alert: LiveAlert) => boolean): Handout | undefined {
    const own = [...group.alerts].filter((alert) => sink.accepts(alert) || believesFiring(alert.views.get(sink.name)));
    const told = (alert: LiveAlert): SinkView => alert.views.get(sink.name) ?? KNOWS_NOTHING;
    const active = own.filter((alert) => alert.state === 'firing');
    const firing = active.filter((alert) => !isMuted(alert) && !this.#isHeldOff(alert, sink, now));
    const over = own.filter((alert) => alert.state === 'resolved' && believesFiring(told(alert)));
    if (!sink.sendResolved) for (const alert of over) alert.views.set(sink.name, { ...told(alert), knows: 'resolved' });
    const resolved = sink.sendResolved ? over : [];
    const isNews = resolved.length > 0 || firing.some((alert) => told(alert).knows !== 'firing');
    if (!isNews && !this.#isRepeatDue(firing, told, sink, now)) return undefined;
    const mutedFiring = active.filter((alert) => isMuted(alert) && believesFiring(told(alert))).length;
    const all: readonly Told[] = [
      ...firing.map((alert) => ({ alert, status: 'firing' as const })),
      ...resolved.map((alert) => ({ alert, status: 'resolved' as const })),
    ];
    const handout = this.#handout(sink, isNews ? 'changed' : 'repeated', all, { now, mutedFiring });
    for (const { alert, status } of all) {
      alert.views.set(sink.name, { ...told(alert), sending: { key: handout.notice.key, status } });
    }
    return handout;
  }

  #isRepeatDue(
    firing: readonly LiveAlert[],
    told: (alert: LiveAlert) => SinkView,
    { refreshMs }: NoticeSink,
    now: Moment,
  ): boolean {
    const open = firing.filter((alert) => refreshMs !== undefined || alert.acknowledged === undefined);
    const lastMs = Math.max(...firing.map((alert) => told(alert).toldAtMs ?? -Infinity));
    return open.length > 0 && now.steadyMs - lastMs >= (refreshMs ?? this.#options.grouping.repeatMs);
  }

  #isHeldOff(alert: LiveAlert, sink: NoticeSink, now: Moment): boolean {
    if (believesFiring(alert.views.get(sink.name))) return false;
    const toldAtMs = this.#options.history.toldAtMs(alert.fingerprint, sink.name);
    return toldAtMs !== undefined && now.steadyMs - toldAtMs < alert.holdOffMs;
  }

  #handout(
    sink: NoticeSink,
    kind: Notice['kind'],
    told: readonly Told[],
    about: { readonly now: Moment; readonly mutedFiring: number; readonly key?: string },
  ): Handout {
    const { createId, link } = this.#options;
    const alerts = told.map(({ alert }) => alert);
    const notice: Notice = {
      key: about.key ?? createId(),
      sink: sink.name,
      atMs: about.now.wallMs,
      groupKey: alerts[0]?.groupKey ?? '',
      groupLabels: alerts[0]?.groupLabels ?? {},
      status: told.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
      kind,
      alerts: told.map(({ alert, status }) => toNoticeAlert(alert, status)),
      mutedFiring: about.mutedFiring,
      ...(link === undefined ? {} : { link }),
    };
    return { sink, notice, alerts, atMs: about.now.steadyMs };
  }
}

interface Told {
  readonly alert: LiveAlert;
  readonly status: 'firing' | 'resolved';
}

interface Group {
  readonly alerts: Set<LiveAlert>;
  /** Sinks with a notice of this group under way: they get the next one when it has ended. */
  readonly busy: Set<string>;
  sentAtMs: number;
  flushAtMs: number;
}

function afterSending({ sending, ...view }: SinkView, outcome: SendOutcome, atMs: number): SinkView {
  if (sending === undefined) return view;
  if (outcome.kind === 'delivered') {
    return sending.status === 'firing' ? { knows: 'firing', toldAtMs: atMs } : { ...view, knows: 'resolved' };
  }
  const isUnsure = outcome.mayHaveArrived && sending.status === 'firing' && view.knows !== 'firing';
  return isUnsure ? { ...view, knows: 'maybe-firing' } : view;
}
