import { toTimestamp } from '@seawall/core/base';
import type { Notice, NoticeAlert } from '../alerts/notice.ts';
import { tryHttp } from './http-try.ts';
import type { Sender } from './sender.ts';
import type { SenderOptions } from './sender-options.ts';

/**
 * Pushes alerts to an Alertmanager, as a Prometheus does: it groups, silences and routes them itself.
 *
 * An Alertmanager takes an alert for over that is not repeated, so each one is repeated, and ends by itself when Seawall is gone
 * for longer than a restart takes.
 */
export function createAlertmanagerSender({
  target,
  intervalMs,
  ...options
}: SenderOptions<'alertmanager'> & { readonly intervalMs: number }): Sender {
  const url = `${target.url.replace(/\/+$/, '')}/api/v2/alerts`;
  // Groups are looked at once in an interval: nothing is repeated more often.
  const refreshMs = Math.max(intervalMs, MIN_REFRESH_MS);
  return {
    takesAcknowledgements: false,
    refreshMs,
    send: (notice, signal) => {
      const endsAtMs = notice.atMs + REFRESHES_AHEAD * refreshMs;
      const body = notice.alerts.map((alert) => toPushedAlert(alert, notice, endsAtMs));
      return tryHttp({ ...options, url, headers: target.headers, body, signal });
    },
  };
}

/** As often as a Prometheus repeats what it tells. */
const MIN_REFRESH_MS = 60_000;
/** An alert ends so many repetitions ahead: some may be lost, and a gateway may start anew meanwhile. */
const REFRESHES_AHEAD = 4;

function toPushedAlert(alert: NoticeAlert, notice: Notice, endsAtMs: number): Readonly<Record<string, unknown>> {
  const url = alert.annotations.link ?? notice.link;
  return {
    // A label without a value is one that is not there.
    labels: Object.fromEntries(Object.entries(alert.labels).filter(([, value]) => value !== '')),
    annotations: alert.annotations,
    startsAt: toTimestamp(alert.startsAtMs),
    endsAt: toTimestamp(alert.endsAtMs ?? endsAtMs),
    ...(url === undefined ? {} : { generatorURL: url }),
  };
}
