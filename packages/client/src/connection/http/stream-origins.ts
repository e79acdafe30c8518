import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { readRequestId } from './failed-responses.ts';
import { takeServerMessages } from './server-messages.ts';

type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/**
 * Knows in the stream of which request a message of a server came, which the SDK does not tell.
 *
 * Messages of a server in the stream of a tracked request go past the SDK's transport, straight to `onMessage` and with
 * their origin. The streams of all other requests are not touched.
 */
export interface StreamOrigins {
  /** The `fetch` to hand to the SDK. */
  readonly fetch: Fetch;
  /** Gets the messages with their origin; set once, before anything is sent. */
  onMessage: (message: JSONRPCMessage, origin: object) => void;
  /** Ties what comes in the stream of the request with this id to `origin`. */
  track(id: string | number, origin: object): void;
  /** The id of the last event in the stream of a request: a stream that is resumed after it is the same stream. */
  noteEvent(id: string | number, eventId: string): void;
  /** No stream of this request is opened any more. */
  forget(id: string | number): void;
}

/** Wraps a `fetch`. */
export function createStreamOrigins(fetch: Fetch): StreamOrigins {
  return new Origins(fetch);
}

interface Tracked {
  readonly origin: object;
  lastEventId?: string;
}

class Origins implements StreamOrigins {
  onMessage: (message: JSONRPCMessage, origin: object) => void = () => undefined;
  readonly #fetch: Fetch;
  // Bounded by the requests in flight: each is forgotten when it settles.
  readonly #tracked = new Map<string | number, Tracked>();

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  readonly fetch: Fetch = async (url, init) => {
    const response = await this.#fetch(url, init);
    if (this.#tracked.size === 0 || !response.ok || !response.body || !isEventStream(response)) return response;
    const origin = this.#originOf(init);
    if (!origin) return response;
    const { status, statusText, headers } = response;
    const body = response.body.pipeThrough(takeServerMessages((message) => this.onMessage(message, origin)));
    return new Response(body, { status, statusText, headers });
  };

  track(id: string | number, origin: object): void {
    this.#tracked.set(id, { origin });
  }

  noteEvent(id: string | number, eventId: string): void {
    const tracked = this.#tracked.get(id);
    if (tracked) tracked.lastEventId = eventId;
  }

  forget(id: string | number): void {
    this.#tracked.delete(id);
  }

  #originOf(init: RequestInit | undefined): object | undefined {
    if (init?.method === 'POST') {
      const id = readRequestId(init.body);
      return id === undefined ? undefined : this.#tracked.get(id)?.origin;
    }
    const eventId = new Headers(init?.headers).get('last-event-id');
    if (eventId === null) return undefined;
    const matches = [...this.#tracked.values()].filter(({ lastEventId }) => lastEventId === eventId);
    // A server whose streams share their ids does not say whose stream this is.
    return matches.length === 1 ? matches[0]?.origin : undefined;
  }
}

function isEventStream({ headers }: Response): boolean {
  return /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
}
