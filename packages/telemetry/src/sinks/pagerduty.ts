import { createHash } from 'node:crypto';
import { type AlertSeverity, toTimestamp } from '@seawall/core/base';
import type { Notice } from '../alerts/notice.ts';
import { tryHttp } from './http-try.ts';
import { alertLines, commonOf, cut, noticeTitle } from './notice-text.ts';
import type { Sender } from './sender.ts';
import type { SenderOptions } from './sender-options.ts';

/** Sends events of PagerDuty's Events API, version 2: one incident for each group of alerts. */
export function createPagerDutySender({ target, ...options }: SenderOptions<'pagerduty'>): Sender {
  return {
    takesAcknowledgements: true,
    send: (notice, signal) => {
      const body = { routing_key: target.routingKey, ...toPagerDutyEvent(notice) };
      return tryHttp({ ...options, url: target.url, body, signal });
    },
  };
}

/** The event of a notice, without the key that says whose it is. */
function toPagerDutyEvent(notice: Notice): Readonly<Record<string, unknown>> {
  const { alerts, groupKey, link } = notice;
  const common = commonOf(alerts, 'labels');
  const shown = alerts.slice(0, MAX_DETAILS);
  const url = alerts[0]?.annotations.link ?? link;
  return {
    event_action: actionOf(notice),
    dedup_key: `seawall-${createHash('sha256').update(groupKey).digest('hex')}`,
    payload: {
      summary: cut(noticeTitle(notice), MAX_SUMMARY),
      source: common.server ?? 'seawall',
      severity: gravest(notice),
      timestamp: toTimestamp(alerts[0]?.startsAtMs ?? notice.atMs),
      ...(common.server === undefined ? {} : { component: common.server }),
      group: cut(groupKey, MAX_SUMMARY),
      class: common.alertname ?? 'several',
      custom_details: {
        alerts: shown.map((alert) => cut(alertLines(alert).join('\n'), MAX_DETAIL)),
        not_shown: alerts.length - shown.length + (notice.omittedAlerts ?? 0),
      },
    },
    client: 'Seawall',
    ...(url === undefined ? {} : { client_url: url, links: [{ href: url, text: 'Open in Seawall' }] }),
  };
}

const MAX_SUMMARY = 1024;
const MAX_DETAILS = 20;
const MAX_DETAIL = 1000;

/** While one that is muted goes on, the incident does too: its end is told when it is over. */
function actionOf(notice: Notice): 'trigger' | 'acknowledge' | 'resolve' {
  if (notice.kind === 'acknowledged') return 'acknowledge';
  return notice.status === 'firing' || notice.mutedFiring > 0 ? 'trigger' : 'resolve';
}

function gravest({ alerts }: Notice): AlertSeverity {
  const severities = new Set(alerts.map(({ severity }) => severity));
  if (severities.has('critical')) return 'critical';
  return severities.has('warning') ? 'warning' : 'info';
}
