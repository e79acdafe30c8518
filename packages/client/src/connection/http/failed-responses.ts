import { type Clock, RESET_HEADERS, readRetryAfterMs } from '@seawall/core/base';
import type { FailedResponse } from '../failure-context.ts';

type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/**
 * Keeps what the SDK throws away of a failed HTTP exchange: headers, the status under the old transport, the real error.
 */
export interface FailedResponses {
  /** The `fetch` to hand to the SDK. */
  readonly fetch: Fetch;
  /** How many answers came, and the status of the last one. */
  readonly seen: { readonly answers: number; readonly lastStatus: number | undefined };
  /** Says that `error` is what the SDK made of the failed request with this id. */
  attach(error: unknown, id: string | number): void;
  /** The response behind an error that was attached. */
  responseOf(error: unknown): FailedResponse | undefined;
  /** The last failed response of all, for failures that belong to no request. */
  readonly last: FailedResponse | undefined;
  /** The last error that `fetch` itself threw, when nothing came after it. */
  readonly lastError: unknown;
  /** Remembers that the answer to a request was broken off. */
  noteRefusedBody(requestBody: unknown, error: Error): void;
  /** Why the answer to the request with this id was broken off, if it was. */
  takeRefusal(id: string | number): Error | undefined;
}

/** How much of the body of a failed response is read, in bytes. */
const MAX_BODY_BYTES = 65_536;
/** Failures that nobody asked for are forgotten, oldest first. */
const MAX_WAITING = 256;

const KEPT_HEADERS: readonly string[] = [
  'retry-after',
  'retry-after-ms',
  'www-authenticate',
  'content-type',
  'server',
  ...RESET_HEADERS,
];

/** Wraps a `fetch`. */
export function createFailedResponses(fetch: Fetch, clock: Clock): FailedResponses {
  return new ResponseRecord(fetch, clock);
}

class ResponseRecord implements FailedResponses {
  readonly seen: { answers: number; lastStatus: number | undefined } = { answers: 0, lastStatus: undefined };
  last: FailedResponse | undefined;
  lastError: unknown;
  readonly #fetch: Fetch;
  readonly #clock: Clock;
  // Both bounded by MAX_WAITING.
  readonly #waiting = new Map<string | number, FailedResponse>();
  readonly #refusals = new Map<string | number, Error>();
  readonly #attached = new WeakMap<object, FailedResponse>();

  constructor(fetch: Fetch, clock: Clock) {
    this.#fetch = fetch;
    this.#clock = clock;
  }

  readonly fetch: Fetch = async (url, init) => {
    let response: Response;
    try {
      response = await this.#fetch(url, init);
    } catch (error) {
      this.lastError = error;
      throw error;
    }
    this.lastError = undefined;
    this.seen.answers += 1;
    this.seen.lastStatus = response.status;
    return response.ok ? response : this.#keep(response, init?.body);
  };

  attach(error: unknown, id: string | number): void {
    const response = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (response && typeof error === 'object' && error !== null) this.#attached.set(error, response);
  }

  responseOf(error: unknown): FailedResponse | undefined {
    return typeof error === 'object' && error !== null ? this.#attached.get(error) : undefined;
  }

  noteRefusedBody(requestBody: unknown, error: Error): void {
    const id = readRequestId(requestBody);
    if (id !== undefined) remember(this.#refusals, id, error);
  }

  takeRefusal(id: string | number): Error | undefined {
    const error = this.#refusals.get(id);
    this.#refusals.delete(id);
    return error;
  }

  async #keep(response: Response, requestBody: unknown): Promise<Response> {
    const { status, statusText, headers } = response;
    const body = await readBounded(response);
    const kept = KEPT_HEADERS.map((name) => [name, headers.get(name)] as const).filter(
      (entry): entry is readonly [string, string] => entry[1] !== null,
    );
    const failed: FailedResponse = {
      status,
      statusText,
      body,
      headers: Object.fromEntries(kept),
      retryAfterMs: readRetryAfterMs((name) => headers.get(name), this.#clock.now()),
    };
    this.last = failed;
    const id = readRequestId(requestBody);
    if (id !== undefined) remember(this.#waiting, id, failed);
    // A status without a body takes none, not even an empty one.
    return new Response(status === 204 || status === 205 || status === 304 ? null : body, {
      status,
      statusText,
      headers,
    });
  }
}

function remember<T>(map: Map<string | number, T>, id: string | number, value: T): void {
  map.delete(id);
  map.set(id, value);
  for (const oldest of map.keys()) if (map.size > MAX_WAITING) map.delete(oldest);
}

/** The id of the JSON-RPC request in a body. Parses all of it, so it is for what happens seldom. */
export function readRequestId(requestBody: unknown): string | number | undefined {
  if (typeof requestBody !== 'string') return undefined;
  const message: unknown = JSON.parse(requestBody);
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : undefined;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}

async function readBounded(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    while (bytes < MAX_BODY_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      bytes += value.length;
    }
    await reader.cancel();
  } catch {
    // What came before the body broke off is all there is; the status says enough.
  }
  return Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString('utf8');
}
