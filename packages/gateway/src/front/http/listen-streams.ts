import type { ServerResponse } from 'node:http';
import { createMcpHandler, type McpHttpHandler } from '@modelcontextprotocol/server';
import type { GatewayContext } from '../../session/gateway-context.ts';
import { HostSession } from '../../session/host-session.ts';
import type { ListKind } from '../../session/list-changes.ts';
import {
  type ListenHost,
  listenUrisOf,
  MAX_LISTEN_URIS,
  MAX_LISTENS,
  openListenHost,
  withListenUris,
} from '../listen-host.ts';
import { requestIdOf } from '../stdio/json-rpc-message.ts';
import { errorAnswer, INVALID_PARAMS_CODE, REFUSED_CODE } from './http-answers.ts';

/** The streams of `subscriptions/listen`, on which hosts since 2026-07-28 hear of changes. */
export interface ListenStreams {
  readonly count: number;
  /** Opens a stream; it ends with the response. */
  open(exchange: ListenExchange): Promise<Response>;
  close(): Promise<void>;
}

/** One request to listen. */
export interface ListenExchange {
  readonly request: Request;
  readonly outgoing: ServerResponse;
  /** The parsed body. */
  readonly body: unknown;
}

/** Whether a body asks for a stream of changes. */
export function isListen(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'method' in body && body.method === 'subscriptions/listen';
}

/** Builds the register of streams. */
export function createListenStreams(context: GatewayContext, maxListens: number = MAX_LISTENS): ListenStreams {
  const open = new Set<ListenStream>();
  return {
    get count() {
      return open.size;
    },
    open: async (exchange) => {
      if (open.size >= maxListens) {
        const message = 'All streams for changes are in use. Try again in 10 s.';
        return refuse(exchange, { status: 503, code: REFUSED_CODE, message, headers: { 'retry-after': '10' } });
      }
      // Its end has been told already.
      if (exchange.outgoing.destroyed) return refuse(exchange, ENDED);
      const stream = new ListenStream(context);
      open.add(stream);
      exchange.outgoing.once('close', () => {
        open.delete(stream);
        void stream.close(); // Never rejects.
      });
      return stream.answer(exchange);
    },
    close: async () => {
      await Promise.all([...open].map((stream) => stream.close()));
    },
  };
}

/**
 * One stream. It has a handler of the SDK for itself, so that the updates of its own subscriptions reach nobody else.
 */
class ListenStream {
  readonly #context: GatewayContext;
  readonly #handler: McpHttpHandler;
  readonly #life = new AbortController();
  readonly #unsubscribe: () => void;
  /** What changed before the stream was open. */
  readonly #early = new Set<string>();
  #isOpen = false;
  #host: ListenHost | undefined;

  constructor(context: GatewayContext) {
    this.#context = context;
    const { listChanges, logger } = context;
    this.#handler = createMcpHandler(() => new HostSession('modern', context), {
      legacy: 'reject',
      onerror: ({ message }) => logger.log('debug', 'A request to listen could not be handled.', { reason: message }),
    });
    this.#unsubscribe = listChanges.subscribe((kind) => notifyOf(this.#handler, kind));
  }

  async answer(exchange: ListenExchange): Promise<Response> {
    const { request, body } = exchange;
    const params = typeof body === 'object' && body !== null ? Reflect.get(body, 'params') : undefined;
    const uris = listenUrisOf(params);
    // What the SDK will refuse subscribes to nothing.
    if (uris === undefined || uris.length === 0 || request.headers.get('mcp-method') !== 'subscriptions/listen')
      return this.#handler.fetch(request, { parsedBody: body });
    if (uris.length > MAX_LISTEN_URIS) {
      const message = `More than ${MAX_LISTEN_URIS} resources. Open several streams.`;
      return refuse(exchange, { status: 400, code: INVALID_PARAMS_CODE, message });
    }
    this.#host = openListenHost(this.#context, (uri) => this.#onUpdated(uri));
    const accepted = await this.#host.subscribe(uris, this.#life.signal);
    if (this.#life.signal.aborted) return refuse(exchange, ENDED);
    const response = await this.#handler.fetch(request, {
      parsedBody: { ...Object(body), params: withListenUris(params, accepted) },
    });
    this.#isOpen = true;
    for (const uri of this.#early) this.#handler.notify.resourceUpdated(uri);
    this.#early.clear();
    return response;
  }

  async close(): Promise<void> {
    this.#life.abort();
    this.#unsubscribe();
    await Promise.all([this.#handler.close(), this.#host?.close()]);
  }

  #onUpdated(uri: string): void {
    if (this.#isOpen) this.#handler.notify.resourceUpdated(uri);
    else this.#early.add(uri);
  }
}

const ENDED = { status: 503, code: REFUSED_CODE, message: 'The gateway is shutting down, or the host went away.' };

function notifyOf({ notify }: McpHttpHandler, kind: ListKind): void {
  if (kind === 'tools') notify.toolsChanged();
  else if (kind === 'prompts') notify.promptsChanged();
  else notify.resourcesChanged();
}

function refuse({ body }: ListenExchange, error: Parameters<typeof errorAnswer>[0]): Response {
  const id = requestIdOf(body);
  return errorAnswer({ ...error, ...(id === undefined ? {} : { id }) });
}
