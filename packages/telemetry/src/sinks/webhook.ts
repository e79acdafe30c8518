import { createHmac } from 'node:crypto';
import { toTimestamp } from '@seawall/core/base';
import type { Notice, NoticeAlert } from '../alerts/notice.ts';
import { tryHttp } from './http-try.ts';
import { commonOf } from './notice-text.ts';
import type { Sender } from './sender.ts';
import type { SenderOptions } from './sender-options.ts';

/**
 * Sends what an Alertmanager sends to its webhooks, version 4, so that receivers made for it work.
 *
 * With a secret, `X-Seawall-Signature` is `sha256=` and the HMAC of `TIMESTAMP.BODY` in hex, `TIMESTAMP` being the seconds in
 * `X-Seawall-Timestamp`. `Idempotency-Key` is the same for all tries of one notice, also after a restart.
 */
export function createWebhookSender({ target, ...options }: SenderOptions<'webhook'>): Sender {
  return {
    takesAcknowledgements: false,
    send: (notice, signal) => {
      const body = JSON.stringify(toWebhookPayload(notice));
      const timestamp = String(Math.floor(options.clock.now() / 1000));
      const headers = {
        ...target.headers,
        'x-seawall-timestamp': timestamp,
        'idempotency-key': notice.key,
        ...(target.secret === undefined ? {} : { 'x-seawall-signature': signatureOf(target.secret, timestamp, body) }),
      };
      return tryHttp({ ...options, url: target.url, headers, body, signal });
    },
  };
}

/** The signature of a body: what a receiver has to compute and compare. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** The payload of a notice. */
function toWebhookPayload(notice: Notice): Readonly<Record<string, unknown>> {
  return {
    version: '4',
    groupKey: notice.groupKey,
    truncatedAlerts: notice.omittedAlerts ?? 0,
    status: notice.status,
    receiver: notice.sink,
    groupLabels: notice.groupLabels,
    commonLabels: commonOf(notice.alerts, 'labels'),
    commonAnnotations: commonOf(notice.alerts, 'annotations'),
    externalURL: notice.link ?? '',
    notification_reason: reasonOf(notice),
    alerts: notice.alerts.map(toWebhookAlert),
  };
}

/** What Alertmanager writes where an end is not known: the first moment of its calendar. */
const NO_END = '0001-01-01T00:00:00Z';

/** Why it is sent, in Alertmanager's words. */
function reasonOf({ kind, status, alerts }: Notice): string {
  if (kind === 'repeated') return 'repeat interval elapsed';
  if (status === 'resolved') return 'all alerts resolved';
  return alerts.some((alert) => alert.status === 'resolved') ? 'new resolved alerts' : 'new alerts in group';
}

function toWebhookAlert(alert: NoticeAlert): Readonly<Record<string, unknown>> {
  return {
    status: alert.status,
    labels: alert.labels,
    annotations: alert.annotations,
    startsAt: toTimestamp(alert.startsAtMs),
    endsAt: alert.endsAtMs === undefined ? NO_END : toTimestamp(alert.endsAtMs),
    generatorURL: alert.annotations.link ?? '',
    fingerprint: alert.fingerprint,
  };
}
