import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../support/polling.ts';
import type { Era } from '../pairing.ts';
import type { HeardMessage, Json, WireError, WireId, WireMessage } from './message.ts';
import type { Wire } from './wire.ts';

/** How the checks' host says what it wants with one request. */
export interface AskOptions {
  readonly id?: WireId;
  /** Declared with the request by a host of 2026-07-28, instead of its own. */
  readonly capabilities?: Json;
  /** The level that a host of 2026-07-28 asks for. */
  readonly logLevel?: string;
  readonly meta?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back for a request. */
export interface Reply {
  readonly result: Json | undefined;
  readonly error: WireError | undefined;
  /** The status, over HTTP. */
  readonly status: number | undefined;
}

/** A request that was sent. */
export interface Asked {
  readonly id: WireId;
  readonly reply: Promise<Reply>;
  /** Whether an answer has come. */
  readonly isAnswered: boolean;
  /** Takes the request back, as the era and the wire have it. */
  cancel(reason?: string): Promise<void>;
}

/** Answers a server: with a result, or with an error by throwing a {@link HostRefusal}. */
export type Answerer = (question: { readonly method: string; readonly params: Json }) => Json | Promise<Json>;

/** The JSON-RPC error with which a host answers a server. */
export class HostRefusal extends Error {
  override readonly name = 'HostRefusal';
  readonly error: WireError;

  constructor(error: WireError) {
    super(error.message);
    this.error = error;
  }
}

export const INFO = { name: 'requirements-host', version: '1.0.0' };
export const MODERN_VERSION = '2026-07-28';
export const LEGACY_VERSION = '2025-11-25';
const ENVELOPE = 'io.modelcontextprotocol';
/** Ends a broken test; it measures nothing. */
export const PATIENCE_MS = 15_000;

/**
 * A host that speaks to a gateway by hand and keeps everything it hears.
 *
 * No SDK has touched what it sends and what it got, so that a check sees the wire.
 */
export class WireHost implements AsyncDisposable {
  readonly era: Era;
  readonly wire: Wire;
  readonly capabilities: Json;
  /** Everything that came, in its order. */
  readonly heard: HeardMessage[] = [];
  /** What the gateway answered to the first greeting. */
  welcome: Reply | undefined;
  answerer: Answerer | undefined;
  readonly #open = new Map<WireId, (message: WireMessage) => void>();
  #nextId = 1;

  constructor(era: Era, wire: Wire, capabilities: Json) {
    this.era = era;
    this.wire = wire;
    this.capabilities = capabilities;
    wire.onMessage = (heard) => this.#onMessage(heard);
  }

  /** Says hello, as the era has it. */
  async greet(): Promise<void> {
    if (this.era === MODERN_VERSION) {
      this.welcome = await this.request('server/discover');
      return;
    }
    const params = { protocolVersion: LEGACY_VERSION, capabilities: this.capabilities, clientInfo: INFO };
    this.welcome = await this.request('initialize', params);
    await this.notify('notifications/initialized');
  }

  /** Sends a request and waits for what comes back. */
  async request(method: string, params: Json = {}, options: AskOptions = {}): Promise<Reply> {
    return await this.ask(method, params, options).reply;
  }

  /** Sends a request. */
  ask(method: string, params: Json = {}, options: AskOptions = {}): Asked {
    const id = options.id ?? this.#takeId();
    const isGone = new AbortController();
    let isAnswered = false;
    let answer: ((message: WireMessage) => void) | undefined;
    const answered = new Promise<WireMessage>((resolve) => {
      answer = resolve;
    });
    this.#open.set(id, (message) => {
      isAnswered = true;
      this.#open.delete(id);
      answer?.(message);
    });
    const message: WireMessage = { jsonrpc: '2.0', id, method, params: this.#withMeta(params, options) };
    const reply = this.#exchange(message, { answered, signal: isGone.signal, headers: options.headers ?? {} });
    // Whoever cancels a request does not wait for its answer.
    reply.catch(() => undefined);
    return {
      id,
      reply,
      get isAnswered() {
        return isAnswered;
      },
      cancel: async (reason = 'the check wants it') => {
        if (this.era === MODERN_VERSION && this.wire.kind === 'http') isGone.abort(new Error(reason));
        else await this.notify('notifications/cancelled', { requestId: id, reason });
      },
    };
  }

  async notify(method: string, params: Json = {}): Promise<number | undefined> {
    const { status } = await this.wire.send({ jsonrpc: '2.0', method, params });
    return status;
  }

  /** What came since `mark`, of one method. */
  heardOf(method: string, mark = 0): readonly Json[] {
    return this.heard
      .slice(mark)
      .filter(({ message }) => message.method === method)
      .map(({ message }) => message.params ?? {});
  }

  /** Waits until a notification has come that fits. */
  async hear(
    method: string,
    { mark = 0, fits = () => true }: { readonly mark?: number; readonly fits?: (params: Json) => boolean } = {},
  ): Promise<Json> {
    return await until(() => this.heardOf(method, mark).find(fits), {
      what: `the host heard ${method}`,
      withinMs: PATIENCE_MS,
      everyMs: 5,
    });
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.wire[Symbol.asyncDispose]();
  }

  async #exchange(
    message: WireMessage,
    how: {
      readonly answered: Promise<WireMessage>;
      readonly signal: AbortSignal;
      readonly headers: Readonly<Record<string, string>>;
    },
  ): Promise<Reply> {
    const headers = { ...this.#headersOf(message), ...how.headers };
    const { status, isOver } = await this.wire.send(message, { headers, signal: how.signal });
    const lost = isOver.then(() => (status === undefined ? how.answered : undefined));
    const answer = await withPatience(Promise.race([how.answered, lost]), `an answer to ${message.method} came`);
    if (answer === undefined) throw new Error(`The stream of ${message.method} ended without an answer.`);
    return { result: answer.result, error: answer.error, status };
  }

  #headersOf({ method, params = {} }: WireMessage): Record<string, string> {
    if (this.era !== MODERN_VERSION || method === undefined) return {};
    const name = params.name ?? params.uri;
    return {
      'mcp-protocol-version': MODERN_VERSION,
      'mcp-method': method,
      ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
    };
  }

  #withMeta(params: Json, { capabilities = this.capabilities, logLevel, meta }: AskOptions): Json {
    const own = meta === undefined ? {} : { _meta: meta };
    if (this.era !== MODERN_VERSION) return { ...params, ...own };
    const envelope = {
      [`${ENVELOPE}/protocolVersion`]: MODERN_VERSION,
      [`${ENVELOPE}/clientInfo`]: INFO,
      [`${ENVELOPE}/clientCapabilities`]: capabilities,
      ...(logLevel === undefined ? {} : { [`${ENVELOPE}/logLevel`]: logLevel }),
    };
    return { ...params, _meta: { ...envelope, ...meta } };
  }

  #takeId(): number {
    this.#nextId += 1;
    return this.#nextId;
  }

  #onMessage(heard: HeardMessage): void {
    this.heard.push(heard);
    const { message, within } = heard;
    if (message.method !== undefined) {
      if (message.id !== undefined && message.id !== null) void this.#answer(message);
      return;
    }
    // An error that names no request belongs to the exchange that carried it.
    const id = message.id ?? within;
    if (id !== undefined) this.#open.get(id)?.(message);
  }

  async #answer({ id, method = '', params = {} }: WireMessage): Promise<void> {
    const answer: WireMessage = { jsonrpc: '2.0', ...(id === undefined ? {} : { id }) };
    try {
      if (this.answerer === undefined) throw new HostRefusal({ code: -32_601, message: 'Nobody expected this' });
      const result = await this.answerer({ method, params });
      await this.wire.send({ ...answer, result });
    } catch (error) {
      const refusal = error instanceof HostRefusal ? error.error : { code: -32_603, message: String(error) };
      // The gateway may be gone; then nobody waits for the answer.
      await this.wire.send({ ...answer, error: refusal }).catch(() => undefined);
    }
  }
}

async function withPatience<Value>(promise: Promise<Value>, what: string): Promise<Value> {
  const patience = new AbortController();
  const giveUp = async (): Promise<never> => {
    await pause(PATIENCE_MS, undefined, { signal: patience.signal });
    throw new Error(`Gave up after ${PATIENCE_MS} ms waiting until ${what}.`);
  };
  try {
    return await Promise.race([promise, giveUp()]);
  } finally {
    patience.abort();
  }
}
