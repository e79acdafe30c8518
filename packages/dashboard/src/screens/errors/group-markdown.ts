import type { RouteAnswer } from '@seawall/admin-api';
import { plural } from '../../format/amounts.ts';

/** A cause of errors as a text for a ticket or a chat. */
export function groupMarkdown(group: RouteAnswer<'getGroup'>, address: string): string {
  const { latest, server, target, count, firstSeenMs, lastSeenMs } = group;
  const lines = [
    `### ${latest.code} on ${inline(server)}${target === undefined ? '' : `, tool ${inline(target)}`}`,
    '',
    fence(latest.message),
    '',
    ...(latest.hint === undefined ? [] : [`**What to do:** ${plain(latest.hint)}`, '']),
    `- ${plural(count, 'error')}, first ${iso(firstSeenMs)}, last ${iso(lastSeenMs)}`,
    `- kind: ${latest.kind}; ${latest.retryable ? 'retryable' : 'not retryable'}`,
    `- ${address}`,
  ];
  return `${lines.join('\n')}\n`;
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** The words of a server stay words: a fence longer than any in them holds them. */
function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}\n${text}\n${ticks}`;
}

function inline(text: string): string {
  return `\`${text.replaceAll(/[`\n\r]/g, ' ')}\``;
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[[\]<>*_`]/g, '\\$&');
}
