import { toTimestamp } from '@seawall/core/base';
import type { Notice, NoticeAlert } from '../alerts/notice.ts';

/** `[FIRING:2] Server "jira" is down. (+1 more)`: one line. */
export function noticeTitle(notice: Notice): string {
  const [first] = notice.alerts;
  const count = notice.alerts.filter(({ status }) => status === notice.status).length;
  const more = notice.alerts.length > 1 ? ` (+${notice.alerts.length - 1} more)` : '';
  const state = notice.kind === 'test' ? 'TEST' : notice.status.toUpperCase();
  return `[${state}:${count}] ${oneLine(first?.annotations.summary ?? notice.groupKey)}${more}`;
}

/** The lines that tell of one alert: what, why, what to do, since when, where to look. */
export function alertLines(alert: NoticeAlert): readonly string[] {
  const { annotations, startsAtMs, endsAtMs, severity } = alert;
  const { summary = alert.labels.alertname ?? '', description, action, resolution, flapping, link } = annotations;
  const isOver = alert.status === 'resolved';
  return [
    `${isOver ? 'RESOLVED' : severity.toUpperCase()}: ${summary}`,
    isOver ? resolution : description,
    isOver ? undefined : action,
    flapping,
    isOver && endsAtMs !== undefined
      ? `From ${toTimestamp(startsAtMs)} to ${toTimestamp(endsAtMs)}`
      : `Since ${toTimestamp(startsAtMs)}`,
    link,
  ]
    .filter((line) => line !== undefined && line !== '')
    .map((line) => oneLine(line ?? ''));
}

/** One line of text without characters that steer terminals or begin headers. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
}

/** At most so long; never ends in half a character. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, Math.max(0, maxLength - 1)).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The labels or annotations that all alerts have with the same value. */
export function commonOf(
  alerts: readonly NoticeAlert[],
  field: 'labels' | 'annotations',
): Readonly<Record<string, string>> {
  const [first, ...others] = alerts;
  const entries = Object.entries(first?.[field] ?? {});
  return Object.fromEntries(entries.filter(([name, value]) => others.every((alert) => alert[field][name] === value)));
}
