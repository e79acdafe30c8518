import type { Logger } from '@seawall/core/base';
import { toTimestamp } from '@seawall/core/base';
import type { NoticeAlert } from '../alerts/notice.ts';
import { oneLine } from './notice-text.ts';
import type { Sender } from './sender.ts';

/** Writes alerts to the log, a line each, so that nobody needs an account anywhere to be told. */
export function createLogSender(logger: Logger): Sender {
  return {
    takesAcknowledgements: false,
    send: (notice) => {
      for (const alert of notice.alerts) {
        const level = alert.status === 'resolved' ? 'info' : alert.severity === 'info' ? 'info' : 'error';
        logger.log(level, lineOf(alert), fieldsOf(alert));
      }
      return Promise.resolve({ kind: 'delivered' });
    },
  };
}

function lineOf({ status, labels, annotations }: NoticeAlert): string {
  const { summary = labels.alertname ?? '', description, resolution } = annotations;
  const detail = status === 'resolved' ? resolution : description;
  const start = status === 'resolved' ? 'ALERT RESOLVED' : 'ALERT';
  return oneLine(`${start}: ${summary}${detail === undefined ? '' : ` - ${detail}`}`);
}

function fieldsOf(alert: NoticeAlert): Readonly<Record<string, unknown>> {
  const { labels, severity, status, value, threshold, startsAtMs, endsAtMs, annotations } = alert;
  return {
    alert: labels.alertname,
    severity,
    status,
    value,
    threshold,
    labels,
    since: toTimestamp(startsAtMs),
    ...(endsAtMs === undefined ? {} : { until: toTimestamp(endsAtMs) }),
    ...(annotations.action === undefined ? {} : { action: annotations.action }),
  };
}
