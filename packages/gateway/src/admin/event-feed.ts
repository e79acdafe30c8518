import type { SeawallEvent } from '@seawall/core/base';
import type { ActiveAlert, TrackerChange } from '@seawall/telemetry';
import type { Announce, ToldEvent } from './event-hub.ts';
import { toAlertView } from './handlers/alert-views.ts';
import type { ServerViews } from './handlers/server-views.ts';
import { toReloadResult } from './reload-memory.ts';
import type { AdminContext } from './sources.ts';

/** How often it is looked whether alerts changed, in milliseconds: the rules are judged far less often. */
const ALERT_LOOK_MS = 1000;

/** Announces what changes, from the events of the client, the changes of the tracker, and the alerts. */
export function createEventFeed(context: AdminContext, views: ServerViews): (announce: Announce) => () => void {
  return (announce) => {
    const teller = new ChangeTeller(context, views, announce);
    const alerts = new AlertLook(context, announce);
    const stopEvents = context.sources.subscribe((event) => {
      teller.onEvent(event);
      if (event.kind === 'alertFired' || event.kind === 'alertResolved') alerts.look();
    });
    const stopTracker = context.sources.tracker.subscribe((change) => teller.onChange(change));
    return () => {
      stopEvents();
      stopTracker();
      alerts.close();
    };
  };
}

class ChangeTeller {
  readonly #context: AdminContext;
  readonly #views: ServerViews;
  readonly #announce: Announce;
  /** Errors that were recorded since the last event about them. */
  #errors = 0;

  constructor(context: AdminContext, views: ServerViews, announce: Announce) {
    this.#context = context;
    this.#views = views;
    this.#announce = announce;
  }

  onEvent(event: SeawallEvent): void {
    switch (event.kind) {
      case 'callFinished':
        this.#tellServer(event.call.server);
        break;
      case 'connectionChanged':
      case 'circuitChanged':
      case 'catalogChanged':
      case 'gateChanged':
        this.#tellServer(event.server);
        break;
      case 'callParked':
      case 'parkedChanged':
        this.#announce('parked', () => this.#parked());
        this.#tellOverview();
        break;
      case 'configReloaded':
        this.#announce('configuration', () => ({ kind: 'configuration', ...toReloadResult(event) }));
        this.#tellServers(event);
        break;
      default:
        break;
    }
  }

  onChange(change: TrackerChange): void {
    switch (change.kind) {
      case 'healthChanged':
        this.#tellServer(change.server);
        break;
      case 'groupChanged':
        this.#announce(`group ${change.group.id}`, () => this.#groupOf(change));
        this.#tellOverview();
        break;
      case 'errorRecorded':
        this.#errors += 1;
        this.#announce('errors', () => this.#countErrors());
        break;
      case 'found':
        this.#tellOverview();
        break;
    }
  }

  #tellServers({ outcome }: Extract<SeawallEvent, { kind: 'configReloaded' }>): void {
    if (outcome.kind === 'refused') return;
    for (const name of [...outcome.added, ...outcome.changed, ...outcome.removed]) this.#tellServer(name);
    this.#tellOverview();
  }

  /** How a server stands, or that it is gone. */
  #tellServer(name: string): void {
    this.#announce(`server ${name}`, () => {
      const server = this.#views.find(name);
      return server === undefined ? { kind: 'serverRemoved', name } : { kind: 'server', server };
    });
    this.#tellOverview();
  }

  #tellOverview(): void {
    this.#announce('overview', async () => ({ kind: 'overview', overview: await this.#views.overview() }));
  }

  async #countErrors(): Promise<ToldEvent> {
    const count = this.#errors;
    this.#errors = 0;
    // Whoever hears of them looks for them in a list, which is read from the store.
    await this.#context.sources.store.flush();
    return { kind: 'errors', count };
  }

  async #groupOf({ group }: Extract<TrackerChange, { kind: 'groupChanged' }>): Promise<ToldEvent> {
    await this.#context.sources.store.flush();
    return { kind: 'errorGroup', group };
  }

  async #parked(): Promise<ToldEvent> {
    const calls = await this.#context.seawall.parkedCalls();
    return { kind: 'parked', waiting: calls?.size ?? 0 };
  }
}

/** Sees which alerts changed: at once where one fired or is over, and soon where one is muted or looked after. */
class AlertLook {
  readonly #context: AdminContext;
  readonly #announce: Announce;
  /** What was told last, by id; bounded by the alerts that the engine keeps. */
  #told: Map<string, { readonly text: string; readonly alert: ActiveAlert }>;
  #timer: ReturnType<AdminContext['clock']['setTimer']>;

  constructor(context: AdminContext, announce: Announce) {
    this.#context = context;
    this.#announce = announce;
    this.#told = this.#read();
    this.#timer = this.#schedule();
  }

  close(): void {
    this.#timer.cancel();
  }

  #schedule() {
    const onTime = (): void => {
      this.look();
      this.#timer = this.#schedule();
    };
    return this.#context.clock.setTimer(onTime, ALERT_LOOK_MS, { background: true });
  }

  look(): void {
    const now = this.#read();
    for (const [id, { text, alert }] of now) if (this.#told.get(id)?.text !== text) this.#tell(id, alert);
    for (const [id, { alert }] of this.#told)
      if (!now.has(id) && alert.alert.state !== 'resolved') this.#tellOver(id, alert.alert);
    this.#told = now;
  }

  #tell(id: string, { alert, mutedBy }: ActiveAlert): void {
    this.#announce(`alert ${id}`, () => ({ kind: 'alert', alert: toAlertView(alert, mutedBy) }));
  }

  /** One that was about to fire and did not is gone at once. While the engine is replaced all are, and come again. */
  #tellOver(id: string, last: ActiveAlert['alert']): void {
    this.#announce(`alert ${id}`, () => {
      const { sources, clock } = this.#context;
      const again = sources.alerts.active().find(({ alert }) => alert.id === id);
      const over = { ...last, state: 'resolved', resolvedAtMs: clock.now() } as const;
      return {
        kind: 'alert',
        alert: again === undefined ? toAlertView(over) : toAlertView(again.alert, again.mutedBy),
      };
    });
  }

  #read(): Map<string, { readonly text: string; readonly alert: ActiveAlert }> {
    return new Map(
      this.#context.sources.alerts.active().map((alert) => {
        const { id, state, acknowledged } = alert.alert;
        return [id, { text: JSON.stringify([state, acknowledged, alert.mutedBy]), alert }];
      }),
    );
  }
}
