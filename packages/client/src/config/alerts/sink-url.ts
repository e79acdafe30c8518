import type { SinkInput } from './alerts-schema.ts';

/**
 * Reads a sink that is written as one URL.
 *
 * @returns what is wrong with it, as the end of a sentence without the URL, which may be a secret
 */
export function parseSinkUrl(text: string): SinkInput | string {
  const [, scheme = '', rest = ''] = /^([a-z]+)(?=[:+])(.*)$/is.exec(text.trim()) ?? [];
  switch (scheme.toLowerCase()) {
    case 'log':
      return { type: 'log' };
    case 'slack':
      return withUrl('slack', rest, (path) => slackUrl(path));
    case 'webhook':
      return withUrl('webhook', rest, undefined);
    case 'alertmanager':
      return withUrl('alertmanager', rest, undefined);
    case 'pagerduty': {
      const key = rest.replace(/^:\/\//, '').replace(/\/$/, '');
      return key === '' ? 'it has no key' : { type: 'pagerduty', routingKey: key };
    }
    case 'mailto':
    case 'mailtos':
      return mailSink(text.trim(), scheme.toLowerCase() === 'mailtos');
    default:
      return 'its scheme is not known';
  }
}

/** `+https://…` says all; `://…` is for services whose address is known. */
function withUrl(
  type: 'slack' | 'webhook' | 'alertmanager',
  rest: string,
  known: ((path: string) => string) | undefined,
): SinkInput | string {
  if (rest.startsWith('+')) return { type, url: rest.slice(1) };
  if (known === undefined) return `it has to begin with "${type}+https://" or "${type}+http://"`;
  return { type, url: known(rest.replace(/^:\/\//, '')) };
}

/** `slack://A/B/C`, or the whole address after `slack://`. */
function slackUrl(path: string): string {
  if (path.startsWith('hooks.slack.com/')) return `https://${path}`;
  return `https://hooks.slack.com/services/${path.replace(/^\/+|\/+$/g, '')}`;
}

function mailSink(text: string, isTls: boolean): SinkInput | string {
  const url = text.replace(/^mailtos?:/i, 'http:');
  if (!URL.canParse(url)) return 'it has no mail server';
  const { hostname, port, username, password, searchParams } = new URL(url);
  const security = searchParams.get('security') ?? (isTls ? 'tls' : 'starttls');
  if (security !== 'tls' && security !== 'starttls' && security !== 'none') {
    return 'security has to be tls, starttls or none';
  }
  const decoded = [decode(username), decode(password)] as const;
  return {
    type: 'email',
    host: hostname.replace(/^\[|\]$/g, ''),
    ...(port === '' ? {} : { port: Number(port) }),
    security,
    ...(decoded[0] === '' ? {} : { username: decoded[0] }),
    ...(decoded[1] === '' ? {} : { password: decoded[1] }),
    from: searchParams.get('from') ?? undefined,
    to: searchParams.getAll('to').flatMap((value) => value.split(',').filter((part) => part !== '')),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone "%" stands for itself.
    return text;
  }
}
