import { Agent, type IncomingMessage, request } from 'node:http';
import { type AnyWire, type Exchange, toMessage, type WireId, type WireMessage } from './message.ts';

/** The address of a gateway, and what a session says with each request. */
export interface HttpWire extends AnyWire {
  readonly kind: 'http';
  readonly url: string;
  /** The headers of every request: those of the session, once there is one. */
  headers: Readonly<Record<string, string>>;
  /** Opens the stream of the session, on which the gateway speaks of its own accord. */
  openStream(): Promise<Exchange>;
}

export const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** What hosts with a session speak. */
const SESSION_VERSION = '2025-11-25';

/** Makes a wire to the gateway at `url`. */
export function createHttpWire(url: string): HttpWire {
  const agent = new Agent({ keepAlive: true });
  const life = new AbortController();
  const open = new Set<Promise<void>>();
  const exchange = async (options: Omit<HttpSend, 'url' | 'agent'>, within?: WireId): Promise<Exchange> => {
    const response = await send({ url, agent, ...options });
    const headers = new Headers();
    for (const [name, value] of Object.entries(response.headers)) headers.set(name, String(value));
    const isOver = readAnswer(response, (message) =>
      wire.onMessage({ message, ...(within === undefined ? {} : { within }) }),
    );
    open.add(isOver);
    void isOver.then(() => open.delete(isOver));
    return { status: response.statusCode ?? 0, headers, isOver };
  };
  const wire: HttpWire = {
    kind: 'http',
    url,
    headers: {},
    onMessage: () => undefined,
    send: async (message, { headers = {}, signal } = {}) => {
      const sent = await exchange(
        {
          method: 'POST',
          headers: { ...JSON_HEADERS, ...wire.headers, ...headers },
          body: JSON.stringify(message),
          signal: signal ?? life.signal,
        },
        message.method === undefined ? undefined : (message.id ?? undefined),
      );
      const session = sent.headers?.get('mcp-session-id') ?? undefined;
      if (session !== undefined) wire.headers = { 'mcp-session-id': session, 'mcp-protocol-version': SESSION_VERSION };
      return sent;
    },
    openStream: () =>
      exchange({ method: 'GET', headers: { accept: 'text/event-stream', ...wire.headers }, signal: life.signal }),
    [Symbol.asyncDispose]: async () => {
      if (wire.headers['mcp-session-id'] !== undefined)
        await (await exchange({ method: 'DELETE', headers: wire.headers, signal: life.signal })).isOver;
      life.abort();
      agent.destroy();
      await Promise.all(open);
    },
  };
  return wire;
}

interface HttpSend {
  readonly url: string;
  readonly agent: Agent;
  readonly method: 'POST' | 'GET' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

function send({ url, body, ...options }: HttpSend): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end(body);
  });
}

/** Hands on the messages of an answer one by one, and resolves at its end, also when it breaks off. */
async function readAnswer(response: IncomingMessage, onMessage: (message: WireMessage) => void): Promise<void> {
  try {
    if (response.headers['content-type']?.startsWith('text/event-stream') === true) {
      for await (const { data } of readEvents(response)) if (data !== '') onMessage(toMessage(JSON.parse(data)));
      return;
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of response) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    if (text !== '') onMessage(toMessage(JSON.parse(text)));
  } catch {
    // Whoever waits for an answer notices that none came.
  }
}

/** One event of a stream. */
export interface StreamEvent {
  readonly id: string | undefined;
  readonly data: string;
}

/** The events of a stream, one by one. */
export async function* readEvents(stream: AsyncIterable<Uint8Array> | null): AsyncGenerator<StreamEvent, undefined> {
  if (stream === null) return;
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield toEvent(part);
  }
}

function toEvent(text: string): StreamEvent {
  const lines = text.split('\n');
  const field = (name: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).replace(/^ /, ''));
  return { id: field('id')[0], data: field('data').join('\n') };
}
