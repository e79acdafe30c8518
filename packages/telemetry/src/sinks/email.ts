import { createHash } from 'node:crypto';
import { Socket } from 'node:net';
import {
  MCPAuthenticationError,
  MCPConfigurationError,
  MCPConnectionError,
  type MCPError,
  MCPServerError,
} from '@seawall/core/base';
import type { Notice } from '../alerts/notice.ts';
import { toFailure } from './http-try.ts';
import { alertLines, cut, noticeTitle, oneLine } from './notice-text.ts';
import type { Sender, Try } from './sender.ts';
import type { SenderOptions } from './sender-options.ts';

/** Sends mails over SMTP; notices of one group stand in one thread. */
export function createEmailSender(options: SenderOptions<'email'>): Sender {
  return {
    takesAcknowledgements: false,
    send: async (notice, signal) => {
      try {
        await sendMail(options, notice, signal);
        return { kind: 'delivered' };
      } catch (error) {
        return toTry(options.sink, error);
      }
    },
  };
}

/** The mail of a notice, as nodemailer takes it. */
function toMail(notice: Notice, { from, to }: { readonly from: string; readonly to: readonly string[] }) {
  const title = cut(noticeTitle(notice), MAX_SUBJECT);
  const shown = notice.alerts.slice(0, MAX_SHOWN).map((alert) => alertLines(alert).map((line) => cut(line, MAX_LINE)));
  const hidden = notice.alerts.length - shown.length + (notice.omittedAlerts ?? 0);
  const rest = hidden > 0 ? [[`${hidden} more are not shown.`]] : [];
  const paragraphs = [...shown, ...rest];
  const thread = `<group.${hash(notice.groupKey)}@${MAIL_DOMAIN}>`;
  return {
    from,
    to: [...to],
    subject: oneLine(title),
    text: `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`,
    html: paragraphs.map((lines) => `<p>${lines.map(escapeHtml).join('<br>')}</p>`).join('\n'),
    messageId: `<notice.${hash(notice.key)}@${MAIL_DOMAIN}>`,
    inReplyTo: thread,
    references: [thread],
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    list: { id: { url: `alerts.${MAIL_DOMAIN}`, comment: 'Seawall alerts' } },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

const MAX_SUBJECT = 200;
const MAX_SHOWN = 50;
const MAX_LINE = 2000;
/** No host has this name: it only keeps ids of ours from being those of others. */
const MAIL_DOMAIN = 'seawall.invalid';

async function sendMail(
  { target, outbound }: SenderOptions<'email'>,
  notice: Notice,
  signal: AbortSignal,
): Promise<void> {
  // Loaded when the first mail is sent: most processes never send one.
  const { default: nodemailer } = await import('nodemailer');
  const { host, port, security, username, password } = target;
  const socket = await outbound.connect({ host, port, signal });
  if (!(socket instanceof Socket)) throw new TypeError('The way out gave no socket.');
  const transport = nodemailer.createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    // The address was checked when the connection was made, so no other one is opened.
    connection: socket,
    ...(username === undefined ? {} : { auth: { user: username, pass: password ?? '' } }),
  });
  const giveUp = (): void => {
    socket.destroy();
  };
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await transport.sendMail(toMail(notice, target));
  } finally {
    signal.removeEventListener('abort', giveUp);
    transport.close();
    socket.destroy();
  }
}

/** What a failure of SMTP means, by what nodemailer says of it. */
function toTry(sink: string, error: unknown): Try {
  const code = fieldOf(error, 'code');
  const answer = fieldOf(error, 'responseCode');
  const command = fieldOf(error, 'command');
  if (code === 'EAUTH' || code === 'ENOAUTH') return refused(unauthorized(sink));
  if (code === 'ETLS') return refused(insecure(sink));
  if (typeof answer !== 'number') {
    const failure = toFailure(sink, isOurs(error) ? error : unreachable(sink, error));
    const mayHaveArrived = command === 'DATA';
    return failure.kind === 'failed' ? { ...failure, mayHaveArrived } : failure;
  }
  const problem = new MCPServerError({
    code: answer >= 500 ? 'REQUEST_REJECTED' : 'SERVER_UNAVAILABLE',
    message: `The mail server of the alert sink "${sink}" does not take the mail (SMTP ${answer}).`,
    hint: 'Check the addresses of sender and receivers, and whether the server lets this machine send.',
  });
  return answer >= 500 ? refused(problem) : { kind: 'failed', error: problem, mayPass: true, mayHaveArrived: false };
}

function refused(error: MCPError): Try {
  return { kind: 'failed', error, mayPass: false, mayHaveArrived: false };
}

function fieldOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

function isOurs(error: unknown): boolean {
  return typeof fieldOf(error, 'kind') === 'string';
}

function unauthorized(sink: string): MCPError {
  return new MCPAuthenticationError({
    code: 'AUTHENTICATION_REQUIRED',
    message: `The mail server of the alert sink "${sink}" refuses the user name or password.`,
    hint: `Correct them under seawall.alerts.sinks.${sink}.`,
  });
}

function insecure(sink: string): MCPError {
  return new MCPConfigurationError({
    code: 'TLS_FAILED',
    configSection: `seawall.alerts.sinks.${sink}`,
    message: `The mail server of the alert sink "${sink}" offers no secure connection that works.`,
    hint: 'Set security to "tls" if the port is 465, or to "none" for a server on this machine.',
  });
}

function unreachable(sink: string, cause: unknown): MCPError {
  return new MCPConnectionError({
    code: 'CONNECTION_FAILED',
    message: `The mail server of the alert sink "${sink}" broke off.`,
    hint: 'Check its host, port and security.',
    cause,
  });
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function escapeHtml(text: string): string {
  const escapes: ReadonlyMap<string, string> = new Map([
    ['&', '&amp;'],
    ['<', '&lt;'],
    ['>', '&gt;'],
    ['"', '&quot;'],
    ["'", '&#39;'],
  ]);
  return cut(text, MAX_LINE).replace(/[&<>"']/g, (char) => escapes.get(char) ?? char);
}
