import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import type { EventLog } from './event-store.ts';
import { REFUSED_CODE } from './http-answers.ts';

/** A stream that its host has not read by as much is cut, in bytes; the host can take it up again. */
export const MAX_UNREAD_BYTES = 8 * 1024 * 1024;
/** A stream of which the host reads nothing for as many keep-alive writes is cut. */
export const MAX_STALLED_TICKS = 4;
/** How long a host waits before it takes up a broken stream, in milliseconds. */
export const RETRY_MS = 1000;

/** What a {@link HostStream} needs. */
export interface HostStreamOptions {
  readonly log: EventLog;
  /** Told when the connection broke, whoever broke it, while the stream goes on. */
  readonly onBroken: () => void;
}

/**
 * One stream of events to a host: the answers to one POST, or what belongs to no request.
 *
 * It outlives its connection: what is sent meanwhile is kept in the log, and comes with the next connection.
 */
export class HostStream {
  /** The requests whose answers go over it. */
  readonly pending = new Set<RequestId>();
  readonly log: EventLog;
  readonly #onBroken: () => void;
  #connection: Connection | undefined;
  #writtenSequence = -1;
  #hasGivenId = false;

  constructor({ log, onBroken }: HostStreamOptions) {
    this.log = log;
    this.#onBroken = onBroken;
  }

  get isConnected(): boolean {
    return this.#connection !== undefined;
  }

  /** Whether the host can have got the id that it needs to take the stream up again. */
  get canResume(): boolean {
    return this.#hasGivenId;
  }

  /** Opens a connection that begins with what no connection has carried yet. An older one is closed. */
  connect({ isResumable }: { readonly isResumable: boolean }): ReadableStream<Uint8Array> {
    const connection = this.#replaceConnection();
    if (isResumable) {
      this.#hasGivenId = true;
      connection.write(encode(`id: ${this.log.mark()}\nretry: ${RETRY_MS}\ndata: \n\n`));
    }
    for (const frame of this.log.after(this.#writtenSequence)) connection.write(frame);
    this.#writtenSequence = this.log.lastSequence;
    return connection.body;
  }

  /** Opens a connection that begins behind a place that the host has got. An older one is closed. */
  resume(sequence: number): ReadableStream<Uint8Array> {
    const connection = this.#replaceConnection();
    for (const frame of this.log.after(sequence)) connection.write(frame);
    this.#writtenSequence = this.log.lastSequence;
    return connection.body;
  }

  /** Sends a message, or keeps it while there is no connection. */
  send(message: JSONRPCMessage): void {
    const { frame, sequence, isKept } = this.log.append((id) => toFrame(message, id));
    if (this.#connection === undefined) {
      // The host would wait for ever for an answer that could not be kept.
      if (!isKept && !('method' in message) && message.id !== undefined) this.#keepRefusal(message.id);
      return;
    }
    this.#writtenSequence = sequence;
    this.#hasGivenId = true;
    this.#connection.write(frame);
  }

  /** Shows that the connection is alive, and cuts one whose host does not read. */
  keepAlive(): void {
    this.#connection?.keepAlive();
  }

  /** Ends the stream in order; the host can still fetch what it missed. */
  end(): void {
    this.log.finish();
    this.#closeConnection();
  }

  #replaceConnection(): Connection {
    this.#closeConnection();
    const connection = new Connection(() => {
      if (this.#connection !== connection) return;
      this.#connection = undefined;
      this.#onBroken();
    });
    this.#connection = connection;
    return connection;
  }

  #closeConnection(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.close();
  }

  #keepRefusal(id: RequestId): void {
    const message = 'The answer came while the stream was broken, and is too large to be kept. Ask for less.';
    this.log.append((eventId) => toFrame({ jsonrpc: '2.0', id, error: { code: REFUSED_CODE, message } }, eventId));
  }
}

/** The rest of a stream that has ended. */
export function replayEnded(frames: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const frame of frames) controller.enqueue(frame);
      controller.close();
    },
  });
}

/** One HTTP response body. */
class Connection {
  readonly body: ReadableStream<Uint8Array>;
  readonly #onBroken: () => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #enqueuedBytes = 0;
  #readBytesAtTick = 0;
  #stalledTicks = 0;

  constructor(onBroken: () => void) {
    this.#onBroken = onBroken;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        cancel: () => {
          this.#controller = undefined;
          onBroken();
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: HIGH_WATER_MARK }),
    );
  }

  write(frame: Uint8Array): void {
    if (this.#unreadBytes > MAX_UNREAD_BYTES) {
      this.#break();
      return;
    }
    this.#enqueuedBytes += frame.byteLength;
    this.#controller?.enqueue(frame);
  }

  keepAlive(): void {
    const unreadBytes = this.#unreadBytes;
    const readBytes = this.#enqueuedBytes - unreadBytes;
    const isStalled = unreadBytes > 0 && readBytes === this.#readBytesAtTick;
    this.#stalledTicks = isStalled ? this.#stalledTicks + 1 : 0;
    this.#readBytesAtTick = readBytes;
    if (this.#stalledTicks >= MAX_STALLED_TICKS) this.#break();
    else if (unreadBytes === 0) this.write(KEEP_ALIVE_FRAME);
  }

  close(): void {
    const controller = this.#controller;
    this.#controller = undefined;
    controller?.close();
  }

  get #unreadBytes(): number {
    return HIGH_WATER_MARK - (this.#controller?.desiredSize ?? HIGH_WATER_MARK);
  }

  #break(): void {
    const controller = this.#controller;
    this.#controller = undefined;
    controller?.error(new Error('The host does not read.'));
    this.#onBroken();
  }
}

const HIGH_WATER_MARK = 65_536;
const encoder = new TextEncoder();
const KEEP_ALIVE_FRAME = encode(': keepalive\n\n');

function toFrame(message: JSONRPCMessage, eventId: string): Uint8Array {
  return encode(`event: message\nid: ${eventId}\ndata: ${JSON.stringify(message)}\n\n`);
}

function encode(text: string): Uint8Array {
  return encoder.encode(text);
}
