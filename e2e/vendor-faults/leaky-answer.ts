import type { IncomingMessage } from 'node:http';

/** Headers that every client sends and that hold nothing. */
const PLAIN = new Set(['host', 'connection', 'accept', 'accept-encoding', 'accept-language', 'content-length']);

/** What a request held, as a careless service tells it: its address, its headers, the credentials decoded, its body. */
export function heldHeaders(request: IncomingMessage, body: string): string {
  const headers = Object.entries(request.headers).filter(([name]) => !PLAIN.has(name));
  const [, basic = ''] = /^Basic (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return [
    `${request.method} ${request.url}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(basic === '' ? [] : [`as ${Buffer.from(basic, 'base64').toString('utf8')}`]),
    body,
  ].join('; ');
}

/** The body of an answer with what was asked told in it: after every sentence, and in a field of its own. */
export function withEcho(body: unknown, echo: string): unknown {
  if (typeof body === 'string') return `${body}\n${echo}`;
  const told = echoed(body, echo);
  return isObject(told) && !Array.isArray(told) ? { ...told, received: echo } : told;
}

function echoed(value: unknown, echo: string): unknown {
  if (typeof value === 'string') return value.includes(' ') ? `${value} (${echo})` : value;
  if (Array.isArray(value)) return value.map((item) => echoed(item, echo));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, echoed(item, echo)]));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
