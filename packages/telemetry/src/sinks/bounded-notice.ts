import { redact, redactText } from '@seawall/core/base';
import type { Notice } from '../alerts/notice.ts';
import { cut } from './notice-text.ts';

/**
 * The notice as it may leave the process: no secret, no text without end, a bounded number of alerts.
 *
 * The one place through which every notice goes out, so that no sender has to think of it.
 */
export function boundedNotice(notice: Notice): Notice {
  const alerts = notice.alerts.slice(0, MAX_ALERTS).map((alert) => ({
    ...alert,
    labels: boundedTexts(alert.labels, MAX_LABEL),
    annotations: boundedTexts(alert.annotations, MAX_TEXT),
  }));
  return {
    ...notice,
    groupKey: bounded(notice.groupKey, MAX_TEXT),
    groupLabels: boundedTexts(notice.groupLabels, MAX_LABEL),
    alerts,
    omittedAlerts: notice.alerts.length - alerts.length,
  };
}

const MAX_ALERTS = 100;
const MAX_LABEL = 256;
const MAX_TEXT = 2000;
/** What lies so many characters behind the cut can't change what stands before it. */
const LOOK_AHEAD = 6000;

function boundedTexts(texts: Readonly<Record<string, string>>, maxLength: number): Readonly<Record<string, string>> {
  const short = Object.entries(texts).map(([name, text]) => [name, text.slice(0, maxLength + LOOK_AHEAD)]);
  const clean: Readonly<Record<string, string>> = redact(Object.fromEntries(short));
  return Object.fromEntries(Object.entries(clean).map(([name, text]) => [name, cut(text, maxLength)]));
}

/** Redacted first: a secret that is cut in two is not known any more. */
function bounded(text: string, maxLength: number): string {
  return cut(redactText(text.slice(0, maxLength + LOOK_AHEAD)), maxLength);
}
