import type {
  JSONRPCMessage,
  MessageExtraInfo,
  RequestId,
  Transport,
  TransportSendOptions,
} from '@modelcontextprotocol/server';
import type { Clock, Timer } from '@seawall/core/base';
import type { SessionEvents } from './event-store.ts';
import { HostStream, replayEnded } from './host-stream.ts';
import {
  errorAnswer,
  INVALID_REQUEST_CODE,
  REFUSED_CODE,
  SESSION_NOT_FOUND_CODE,
  streamAnswer,
} from './http-answers.ts';
import type { StreamPlaces } from './stream-places.ts';

/** How long the calls of a broken stream go on so that its host can take it up again, in milliseconds. */
export const RESUME_GRACE_MS = 15_000;
/** More streams than this are not kept for one session: each running POST is one. */
export const MAX_STREAMS_PER_SESSION = 256;

/** What a {@link SessionTransport} needs. */
export interface SessionTransportOptions {
  readonly clock: Clock;
  readonly events: SessionEvents;
  readonly places: StreamPlaces;
  /** Told when a stream ended, and nobody may be connected any more. */
  readonly onStreamEnded: () => void;
}

/** How a POST is answered. */
export interface PostOptions {
  readonly request: Request;
  /** Whether the host knows how to take up a stream of which it got nothing but an id (since 2025-11-25). */
  readonly isResumable: boolean;
}

/**
 * Streamable HTTP of the era before 2026-07-28, one for each session.
 *
 * A stream that breaks can be taken up for {@link RESUME_GRACE_MS}; then its requests are cancelled. Requests of a host
 * that never got an id to take the stream up with are cancelled at once.
 */
export class SessionTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: <T extends JSONRPCMessage>(message: T, extra?: MessageExtraInfo) => void;
  sessionId?: string;
  readonly #options: SessionTransportOptions;
  /** Bounded by {@link MAX_STREAMS_PER_SESSION}. */
  readonly #streams = new Map<HostStream, OpenStream>();
  readonly #byRequest = new Map<RequestId, HostStream>();
  /** What belongs to no request. */
  readonly #general: HostStream;
  /** What a host without a stream has to know once it opens one; bounded by the lists and by its subscriptions. */
  readonly #missed = new Map<string, JSONRPCMessage>();
  #isClosed = false;

  constructor(options: SessionTransportOptions) {
    this.#options = options;
    this.#general = this.#createStream();
  }

  /** Streams that are open or can be taken up again. */
  get streamCount(): number {
    return this.#streams.size;
  }

  /** Requests that are not answered yet. */
  get pendingCount(): number {
    return this.#byRequest.size;
  }

  async start(): Promise<void> {
    // Everything begins with a request of the host.
  }

  /** Takes what a host posted, and answers with a stream when there are requests in it. */
  post(messages: readonly JSONRPCMessage[], { request, isResumable }: PostOptions): Response {
    if (this.#isClosed) return sessionOver();
    const ids = messages.flatMap((message) => ('method' in message && 'id' in message ? [message.id] : []));
    if (new Set(ids).size < ids.length || ids.some((id) => this.#byRequest.has(id))) {
      const message = 'The id belongs to a request that still runs. Take another one.';
      return errorAnswer({ status: 400, code: INVALID_REQUEST_CODE, message });
    }
    const stream = ids.length === 0 ? undefined : this.#createStream();
    const refusal = stream && this.#admit(stream);
    if (refusal !== undefined) return refusal;
    for (const id of ids) {
      stream?.pending.add(id);
      if (stream !== undefined) this.#byRequest.set(id, stream);
    }
    const body = stream?.connect({ isResumable });
    for (const message of messages) this.#deliver(message, request);
    return body === undefined ? new Response(null, { status: 202 }) : streamAnswer(body, this.sessionId);
  }

  /** Opens the stream for what belongs to no request, or takes a broken stream up again. */
  listen(lastEventId: string | null, { isResumable }: { readonly isResumable: boolean }): Response {
    if (this.#isClosed) return sessionOver();
    const place = lastEventId === null ? undefined : this.#options.events.find(lastEventId);
    if (lastEventId !== null && place === undefined) {
      const message = 'Nothing is known of the event in Last-Event-ID any more.';
      return errorAnswer({ status: 400, code: REFUSED_CODE, message });
    }
    if (place === undefined || place.log === this.#general.log) {
      const refusal = this.#admit(this.#general);
      if (refusal !== undefined) return refusal;
      const { sequence } = place ?? {};
      const body = sequence === undefined ? this.#general.connect({ isResumable }) : this.#general.resume(sequence);
      for (const message of this.#missed.values()) this.#general.send(message);
      this.#missed.clear();
      return streamAnswer(body, this.sessionId);
    }
    const stream = [...this.#streams.keys()].find(({ log }) => log === place.log);
    if (stream === undefined) return streamAnswer(replayEnded(place.log.after(place.sequence)), this.sessionId);
    this.#keepStream(stream);
    return streamAnswer(stream.resume(place.sequence), this.sessionId);
  }

  async send(message: JSONRPCMessage, options?: TransportSendOptions): Promise<void> {
    if (this.#isClosed) return;
    if (!('method' in message)) {
      if (message.id !== undefined) this.#answer(message.id, message);
      return;
    }
    const related = options?.relatedRequestId;
    const stream = related === undefined ? this.#general : this.#byRequest.get(related);
    // What is told about a request that is over interests nobody; a question would never be answered.
    if ('id' in message && (stream === undefined || !this.#streams.has(stream)))
      throw new Error('The host has no stream open on which it could be asked.');
    if (stream !== this.#general || this.#streams.has(stream)) stream?.send(message);
    else if (STATE_CHANGE.test(message.method)) this.#missed.set(JSON.stringify(message), message);
  }

  /** Writes a sign of life to every stream. */
  keepAlive(): void {
    for (const stream of this.#streams.keys()) stream.keepAlive();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const stream of this.#streams.keys()) this.#endStream(stream);
    this.#byRequest.clear();
    this.#options.events.close();
    this.onclose?.();
  }

  #createStream(): HostStream {
    const stream: HostStream = new HostStream({
      log: this.#options.events.openLog(),
      onBroken: () => this.#onBroken(stream),
    });
    return stream;
  }

  /** Gives a stream its place; @returns the refusal when there is none. */
  #admit(stream: HostStream): Response | undefined {
    if (this.#streams.has(stream)) {
      this.#keepStream(stream);
      return undefined;
    }
    if (this.#streams.size >= MAX_STREAMS_PER_SESSION)
      return busy(429, `The session has ${MAX_STREAMS_PER_SESSION} streams open. Wait for one to end.`);
    const giveBack = this.#options.places.take();
    if (giveBack === undefined) return busy(503, 'All streams are in use. Try again in 10 s.');
    this.#streams.set(stream, { giveBack });
    return undefined;
  }

  #deliver(message: JSONRPCMessage, request: Request): void {
    this.onmessage?.(message, { request });
    if (!('method' in message) || message.method !== 'notifications/cancelled') return;
    const id = message.params?.requestId;
    // The protocol wants no answer to a request that was cancelled.
    if (typeof id === 'string' || typeof id === 'number') this.#settle(id);
  }

  #answer(id: RequestId, message: JSONRPCMessage): void {
    this.#byRequest.get(id)?.send(message);
    this.#settle(id);
  }

  #settle(id: RequestId): void {
    const stream = this.#byRequest.get(id);
    this.#byRequest.delete(id);
    stream?.pending.delete(id);
    if (stream?.pending.size === 0) this.#endStream(stream);
  }

  #onBroken(stream: HostStream): void {
    const open = this.#streams.get(stream);
    if (open === undefined) return;
    if (stream.canResume) open.grace = this.#options.clock.setTimer(() => this.#giveUp(stream), RESUME_GRACE_MS);
    else this.#giveUp(stream);
  }

  #keepStream(stream: HostStream): void {
    this.#streams.get(stream)?.grace?.cancel();
  }

  #giveUp(stream: HostStream): void {
    if (stream === this.#general) {
      this.#releasePlace(stream);
      return;
    }
    for (const requestId of [...stream.pending]) {
      const params = { requestId, reason: 'The host went away.' };
      this.onmessage?.({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
      this.#settle(requestId);
    }
  }

  #endStream(stream: HostStream): void {
    this.#releasePlace(stream);
    stream.end();
  }

  #releasePlace(stream: HostStream): void {
    const open = this.#streams.get(stream);
    open?.grace?.cancel();
    open?.giveBack();
    if (this.#streams.delete(stream)) this.#options.onStreamEnded();
  }
}

/** What is kept of a stream that has a place. */
interface OpenStream {
  readonly giveBack: () => void;
  /** Runs while the stream is broken. */
  grace?: Timer;
}

/** Notifications that are true also later, other than log messages and the like. */
const STATE_CHANGE = /^notifications\/(?:\w+\/list_changed|resources\/updated)$/;

function sessionOver(): Response {
  return errorAnswer({
    status: 404,
    code: SESSION_NOT_FOUND_CODE,
    message: 'The session is over. Initialize a new one.',
  });
}

function busy(status: 429 | 503, message: string): Response {
  const headers = { 'retry-after': status === 429 ? '1' : '10' };
  return errorAnswer({ status, code: REFUSED_CODE, message, headers });
}
