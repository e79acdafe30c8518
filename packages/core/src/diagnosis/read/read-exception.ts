import { clip } from './clip.ts';
import { EMPTY_VIEW, type ErrorLink, type EvidenceView } from './evidence-view.ts';
import { isForeignArray, readNumber, readProperty, readString } from './foreign-value.ts';
import { type PlainValue, toPlainValue } from './plain-value.ts';
import { readHeaders } from './read-headers.ts';

const MAX_LINKS = 8;

/**
 * Reads whatever was thrown: an error with its causes, an error as data, a text.
 *
 * Nothing here asks for a class: an error may come from another copy of a package, or from another process as JSON.
 */
export function readException(thrown: unknown): EvidenceView {
  if (typeof thrown === 'string')
    return { ...EMPTY_VIEW, channel: 'exception', texts: [clip(thrown)], length: thrown.length };
  const chain = readChain(thrown);
  const texts: string[] = [];
  const objects: PlainValue[] = [];
  let status: number | undefined;
  let rpcCode: number | undefined;
  let headers: Readonly<Record<string, string>> = {};
  for (const link of chain) {
    const message = readString(link, 'message');
    if (message) texts.push(clip(message));
    status ??= statusOf(link);
    rpcCode ??= rpcCodeOf(link);
    if (Object.keys(headers).length === 0) headers = headersOf(link);
    for (const body of bodiesOf(link)) {
      if (typeof body !== 'string') objects.push(toPlainValue(body));
      else if (body !== '' && !message?.includes(body.slice(0, 200))) texts.push(clip(body));
    }
  }
  return {
    ...EMPTY_VIEW,
    channel: 'exception',
    texts,
    length: texts.reduce((sum, text) => sum + text.length, 0),
    objects,
    headers,
    links: chain.map(toLink),
    ...(status === undefined ? {} : { status }),
    ...(rpcCode === undefined ? {} : { rpcCode }),
  };
}

/** The thrown value and what is under it: causes, and the errors that an aggregate holds. */
function readChain(thrown: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  const waiting: unknown[] = [thrown];
  while (waiting.length > 0 && chain.length < MAX_LINKS) {
    const link = waiting.shift();
    if (typeof link !== 'object' || link === null || chain.includes(link)) continue;
    chain.push(link);
    waiting.push(readProperty(link, 'cause'));
    const errors = readProperty(link, 'errors');
    if (isForeignArray(errors)) waiting.push(readProperty(errors, '0'), readProperty(errors, '1'));
    // Errors of streams and of some clients keep the failure underneath in other places.
    waiting.push(readProperty(link, 'error'), readProperty(link, 'originalError'), readProperty(link, 'reason'));
  }
  return chain;
}

function toLink(link: unknown): ErrorLink {
  const code = readString(link, 'code');
  const path = readString(link, 'path');
  const syscall = readString(link, 'syscall');
  const kind = readString(link, 'kind');
  const timeoutMs =
    readNumber(readProperty(link, 'data'), 'timeout') ?? readNumber(readProperty(link, 'data'), 'maxTotalTimeout');
  return {
    name: clip(readString(link, 'name') ?? ''),
    message: clip(readString(link, 'message') ?? ''),
    ...(code === undefined ? {} : { code: clip(code) }),
    ...(path === undefined ? {} : { path }),
    ...(syscall === undefined ? {} : { syscall }),
    ...(kind === undefined ? {} : { kind }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}

/** Clients keep the status of a response in many places; the SDK's old transports under `code`. */
function statusOf(link: unknown): number | undefined {
  const response = readProperty(link, 'response');
  const candidates = [
    readNumber(link, 'status'),
    readNumber(link, 'statusCode'),
    readNumber(readProperty(link, 'data'), 'status'),
    readNumber(response, 'status'),
    readNumber(response, 'statusCode'),
    readNumber(link, 'httpStatus'),
    readNumber(link, 'code'),
  ];
  return candidates.find((status) => status !== undefined && status >= 200 && status < 600);
}

function rpcCodeOf(link: unknown): number | undefined {
  const code = readNumber(link, 'code');
  return code !== undefined && code < -31999 && code > -32900 ? code : undefined;
}

function headersOf(link: unknown): Readonly<Record<string, string>> {
  const own = readHeaders(readProperty(link, 'headers'));
  return Object.keys(own).length > 0 ? own : readHeaders(readProperty(readProperty(link, 'response'), 'headers'));
}

function bodiesOf(link: unknown): readonly unknown[] {
  const data = readProperty(link, 'data');
  const response = readProperty(link, 'response');
  const bodies = [
    readString(data, 'text') ?? data,
    readProperty(link, 'body'),
    readProperty(link, 'responseBody'),
    readProperty(response, 'data'),
    readProperty(response, 'body'),
  ];
  return bodies.filter((body) => typeof body === 'string' || (typeof body === 'object' && body !== null));
}
