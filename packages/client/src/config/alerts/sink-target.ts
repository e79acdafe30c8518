import { ALERT_DEFAULTS, type SinkTarget } from '@seawall/core/base';
import type { ConfigPath } from '../config-path.ts';
import type { Finding } from '../finding.ts';
import type { SinkInput } from './alerts-schema.ts';

interface Reading {
  readonly path: ConfigPath;
  readonly findings: Finding[];
  readonly expand: (text: string, path: ConfigPath, isSecret?: boolean) => string | undefined;
}

type Field = Exclude<keyof SinkInput, 'type' | 'minSeverity' | 'matchers' | 'sendResolved'>;

/** Which fields each type has, and which of them it needs. */
const FIELDS: Readonly<
  Record<SinkTarget['type'], { readonly needs: readonly Field[]; readonly takes: readonly Field[] }>
> = {
  log: { needs: [], takes: [] },
  webhook: { needs: ['url'], takes: ['secret', 'headers'] },
  alertmanager: { needs: ['url'], takes: ['headers'] },
  slack: { needs: ['url'], takes: [] },
  pagerduty: { needs: ['routingKey'], takes: ['url'] },
  email: { needs: ['host', 'from', 'to'], takes: ['port', 'security', 'username', 'password'] },
};

/** Where a sink sends to; `undefined` when something of it is wrong, which is a finding each. */
export function readSinkTarget(sink: SinkInput, reading: Reading): SinkTarget | undefined {
  const before = reading.findings.length;
  checkFields(sink, reading);
  const target = toTarget(sink, reading);
  return reading.findings.length > before ? undefined : target;
}

function checkFields(sink: SinkInput, { path, findings }: Reading): void {
  const { needs, takes } = FIELDS[sink.type];
  for (const field of needs) {
    const value = sink[field];
    if (value !== undefined && (!Array.isArray(value) || value.length > 0)) continue;
    const message = `A sink of type "${sink.type}" needs "${field}".`;
    findings.push({ severity: 'error', path: [...path, field], message, allowed: [...needs, ...takes].join(', ') });
  }
  for (const field of ALL_FIELDS) {
    if (sink[field] === undefined || needs.includes(field) || takes.includes(field)) continue;
    const message = `A sink of type "${sink.type}" has no "${field}".`;
    const allowed = [...needs, ...takes].join(', ') || 'nothing more than type, minSeverity, matchers, sendResolved';
    findings.push({ severity: 'error', path: [...path, field], message, allowed });
  }
}

const ALL_FIELDS: readonly Field[] = [
  ...new Set(Object.values(FIELDS).flatMap(({ needs, takes }) => [...needs, ...takes])),
];

function toTarget(sink: SinkInput, reading: Reading): SinkTarget | undefined {
  const text = (field: 'secret' | 'routingKey' | 'host' | 'username' | 'password' | 'from'): string | undefined => {
    const written = sink[field];
    return written === undefined ? undefined : reading.expand(written, [...reading.path, field], SECRET.has(field));
  };
  switch (sink.type) {
    case 'log':
      return { type: 'log' };
    case 'webhook': {
      const [url, secret, headers] = [readUrl(sink, reading), text('secret'), readHeaders(sink, reading)];
      return url === undefined
        ? undefined
        : { type: 'webhook', url, headers, ...(secret === undefined ? {} : { secret }) };
    }
    case 'alertmanager': {
      const [url, headers] = [readUrl(sink, reading), readHeaders(sink, reading)];
      return url === undefined ? undefined : { type: 'alertmanager', url, headers };
    }
    case 'slack': {
      const url = readUrl(sink, reading);
      return url === undefined ? undefined : { type: 'slack', url };
    }
    case 'pagerduty': {
      const url = sink.url === undefined ? ALERT_DEFAULTS.pagerdutyUrl : readUrl(sink, reading);
      const routingKey = text('routingKey');
      return url === undefined || routingKey === undefined ? undefined : { type: 'pagerduty', url, routingKey };
    }
    case 'email':
      return readEmail(sink, reading, {
        host: text('host'),
        from: text('from'),
        user: text('username'),
        pass: text('password'),
      });
  }
}

const SECRET: ReadonlySet<string> = new Set(['secret', 'routingKey', 'password']);
const DEFAULT_PORTS = { tls: 465, starttls: 587, none: 25 } as const;

function readEmail(
  { security = 'starttls', port = DEFAULT_PORTS[security], to = [] }: SinkInput,
  reading: Reading,
  texts: Readonly<Record<'host' | 'from' | 'user' | 'pass', string | undefined>>,
): SinkTarget | undefined {
  const { host, from, user, pass } = texts;
  const receivers = to.flatMap((address, index) => {
    const path = [...reading.path, 'to', index];
    return readAddress(reading.expand(address, path), path, reading);
  });
  const senders = readAddress(from, [...reading.path, 'from'], reading);
  const [sender] = senders;
  if (host === undefined || sender === undefined || receivers.length === 0) return undefined;
  const credentials = user === undefined ? {} : { username: user, ...(pass === undefined ? {} : { password: pass }) };
  return { type: 'email', host, port, security, ...credentials, from: sender, to: receivers };
}

/** `ops@example.com`, or `Ops <ops@example.com>`. */
function readAddress(text: string | undefined, path: ConfigPath, { findings }: Reading): readonly string[] {
  if (text === undefined) return [];
  if (/^(?:[^<>\p{Cc}]{0,100}<[^\s<>@\p{Cc}]+@[^\s<>@\p{Cc}]+>|[^\s<>@,\p{Cc}]+@[^\s<>@,\p{Cc}]+)$/u.test(text))
    return [text];
  const allowed = 'an address as ops@example.com or "Ops <ops@example.com>"';
  findings.push({ severity: 'error', path, message: 'This is no mail address.', allowed });
  return [];
}

function readUrl({ url: written }: SinkInput, { path, findings, expand }: Reading): string | undefined {
  const url = written === undefined ? undefined : expand(written, [...path, 'url'], true);
  if (url === undefined) return undefined;
  const isHttp = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (isHttp && new URL(url).username === '') return url;
  const message = isHttp
    ? 'User and password can not stand in the URL of a sink.'
    : 'This is no address of a receiver.';
  findings.push({
    severity: 'error',
    path: [...path, 'url'],
    message,
    allowed: 'an http or https URL, credentials in headers',
  });
  return undefined;
}

function readHeaders(
  { headers = {} }: SinkInput,
  { path, findings, expand }: Reading,
): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).flatMap(([name, written]): readonly (readonly [string, string])[] => {
    const own = [...path, 'headers', name];
    const value = expand(written, own, true);
    if (value === undefined) return [];
    if (/^[\x20-\x7e\t]*$/.test(value)) return [[name, value]];
    const allowed = 'printable ASCII';
    findings.push({ severity: 'error', path: own, message: 'The value can not stand in a header.', allowed });
    return [];
  });
  return Object.fromEntries(entries);
}
