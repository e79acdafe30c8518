import type { IncomingMessage } from 'node:http';
import type { RecordedRequest } from './http-scenario.ts';

/** The longest body that is read, in bytes. */
const MAX_BODY_BYTES = 67_108_864;

/** Reads a request to its end; `undefined` when the client went away or sent more than 64 MiB. */
export async function recordRequest(incoming: IncomingMessage): Promise<RecordedRequest | undefined> {
  const text = await readBody(incoming);
  if (text === undefined) return undefined;
  const body = parseJson(text);
  const message = Array.isArray(body) ? body[0] : body;
  const params = field(message, 'params');
  const target = field(params, 'name') ?? field(params, 'uri');
  const rpcMethod = field(message, 'method');
  const rpcId = field(message, 'id');
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: headersOf(incoming),
    rpcMethod: typeof rpcMethod === 'string' ? rpcMethod : undefined,
    rpcId: typeof rpcId === 'string' || typeof rpcId === 'number' ? rpcId : undefined,
    target: typeof target === 'string' ? target : undefined,
    body,
  };
}

/** The field of a value, if the value is an object that has it. */
export function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of incoming) {
      const buffer = Buffer.from(chunk);
      bytes += buffer.length;
      if (bytes > MAX_BODY_BYTES) return undefined;
      chunks.push(buffer);
    }
  } catch {
    return undefined; // The client broke off; there is nobody to answer.
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
