import type { AlertRecord } from '@seawall/core/base';
import type { AlertBook } from './alert-book.ts';
import type { AlertKeeper } from './alert-keeper.ts';
import type { IncidentHistory } from './incident-history.ts';
import { fromRecord, type LiveAlert } from './live-alert.ts';
import { fromWall, type Moment } from './moment.ts';
import type { Notifier } from './notifier.ts';
import type { Silences } from './silences.ts';

/** What an earlier process left is put into these. */
export interface Restored {
  readonly keeper: AlertKeeper;
  readonly book: AlertBook;
  readonly notifier: Notifier;
  readonly history: IncidentHistory;
  readonly silences: Silences;
}

/**
 * Takes over what an earlier process left: silences, alerts that go on, and those of whose end somebody has still to be told.
 *
 * @returns how many alerts were taken over
 */
export async function restoreAlerts(parts: Restored, now: Moment): Promise<number> {
  const { keeper, silences } = parts;
  for (const silence of await keeper.readSilences(now.wallMs)) silences.put(silence);
  let taken = 0;
  for (const record of await keeper.read(['pending', 'firing'])) {
    const alert = fromRecord(record, now);
    remember(alert, parts);
    if (!take(alert, parts, now)) continue;
    taken += 1;
    if (alert.firedAtMs !== undefined) parts.history.changes(alert.fingerprint).push(alert.firedSteadyMs);
  }
  for (const record of await keeper.read(['resolved'])) {
    const alert = fromRecord(record, now);
    remember(alert, parts);
    rememberChanges(record, parts, now);
    if (parts.book.isOwed(alert, now) && take(alert, parts, now)) taken += 1;
  }
  return taken;
}

function take(alert: LiveAlert, { book, notifier }: Restored, now: Moment): boolean {
  if (!book.restore(alert)) return false;
  if (alert.state !== 'pending') notifier.restored(alert, now);
  return true;
}

/** When each sink was told last. */
function remember(alert: LiveAlert, { history }: Restored): void {
  for (const [sink, { toldAtMs }] of alert.views) {
    const known = history.toldAtMs(alert.fingerprint, sink) ?? -Infinity;
    if (toldAtMs !== undefined && toldAtMs > known) history.told(alert.fingerprint, sink, toldAtMs);
  }
}

/** An incident that is over changed its alert twice. */
function rememberChanges(record: AlertRecord, { history }: Restored, now: Moment): void {
  if (record.firedAtMs === undefined || record.resolvedAtMs === undefined) return;
  const changes = history.changes(record.fingerprint);
  changes.push(fromWall(record.firedAtMs, now), fromWall(record.resolvedAtMs, now));
  changes.sort((one, other) => one - other);
}
