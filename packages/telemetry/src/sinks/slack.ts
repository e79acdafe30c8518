import type { Notice } from '../alerts/notice.ts';
import { tryHttp } from './http-try.ts';
import { alertLines, cut, noticeTitle } from './notice-text.ts';
import type { Sender } from './sender.ts';
import type { SenderOptions } from './sender-options.ts';

/** Posts to an incoming webhook of Slack. */
export function createSlackSender({ target, ...options }: SenderOptions<'slack'>): Sender {
  return {
    takesAcknowledgements: false,
    send: (notice, signal) => tryHttp({ ...options, url: target.url, body: toSlackMessage(notice), signal }),
  };
}

/** A message within what Slack takes: blocks, characters of each, and characters of all together. */
function toSlackMessage(notice: Notice): Readonly<Record<string, unknown>> {
  const title = slackText(noticeTitle(notice), MAX_TITLE);
  const sections: object[] = [];
  let left = MAX_TOTAL - 2 * title.length;
  for (const alert of notice.alerts.slice(0, MAX_SECTIONS)) {
    const { link: _link, ...annotations } = alert.annotations;
    const text = slackText(alertLines({ ...alert, annotations }).join('\n'), Math.min(MAX_SECTION, left));
    if (left < MIN_SECTION) break;
    left -= text.length;
    sections.push({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });
  }
  const hidden = notice.alerts.length - sections.length + (notice.omittedAlerts ?? 0);
  if (hidden > 0) {
    sections.push({ type: 'context', elements: [{ type: 'mrkdwn', text: `${hidden} more are not shown.` }] });
  }
  const url = notice.alerts[0]?.annotations.link ?? notice.link;
  return {
    text: title,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `*${title.replaceAll('*', '∗')}*`, verbatim: true } },
      ...sections,
      ...(url === undefined || url.length > MAX_URL ? [] : [button(url)]),
    ],
    unfurl_links: false,
  };
}

// Documented are 50 blocks, 3000 characters a section, 75 a button and 3000 a URL. That all together are refused from about
// 13,200 characters on is not.
const MAX_SECTIONS = 20;
const MAX_SECTION = 1500;
const MIN_SECTION = 80;
const MAX_TITLE = 500;
const MAX_URL = 3000;
const MAX_TOTAL = 9500;

function button(url: string): object {
  return {
    type: 'actions',
    elements: [{ type: 'button', text: { type: 'plain_text', text: 'Open in Seawall' }, url }],
  };
}

/** Cut so that it is short enough when it is escaped: a reference that is cut in two would show its rest. */
function slackText(text: string, maxLength: number): string {
  let length = 0;
  let end = 0;
  for (const char of text) {
    length += ESCAPES.get(char)?.length ?? char.length;
    if (length > maxLength - 1) break;
    end += char.length;
  }
  return cut(text, end < text.length ? end + 1 : text.length).replace(/[&<>]/g, (char) => ESCAPES.get(char) ?? char);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);
