import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import { isRecord } from '../is-record.ts';

/**
 * Builds a filter for the event stream of one request: takes what the server itself sends in it, notifications and
 * requests, and lets everything else pass, answers as bytes and unparsed.
 *
 * The ids and delays of events that were taken pass too, so that the stream can still be resumed after the last one. What
 * can't be read passes as it came. Holds no more than one event, which the limit of the body bounds, and reads no further
 * than its own reader asks.
 */
export function takeServerMessages(
  onMessage: (message: JSONRPCMessage) => void,
): TransformStream<Uint8Array, Uint8Array> {
  const splitter = new EventSplitter(onMessage);
  return new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => splitter.push(chunk, (bytes) => controller.enqueue(bytes)),
    flush: (controller) => splitter.end((bytes) => controller.enqueue(bytes)),
  });
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** By then the beginning of an answer has shown that it is one. */
const HEAD_BYTES = 1024;
/** An event whose data begins as an answer does, with nothing before its result but the members that say nothing. */
const ANSWER =
  /^(?:(?!data)[^\r\n]*(?:\r\n|\r(?!\n)|\n))*data:[ \t]*\{[ \t]*(?:"(?:jsonrpc|id)"[ \t]*:[ \t]*(?:"[^"\\]*"|-?\d+)[ \t]*,[ \t]*)*"(?:result|error)"[ \t]*:/;

type Emit = (bytes: Uint8Array) => void;

class EventSplitter {
  readonly #onMessage: (message: JSONRPCMessage) => void;
  /** The event that is not decided yet. */
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #isHeadRead = false;
  #isPassing = false;
  #isLineEmpty = true;
  #isAfterReturn = false;

  constructor(onMessage: (message: JSONRPCMessage) => void) {
    this.#onMessage = onMessage;
  }

  push(chunk: Uint8Array, emit: Emit): void {
    let start = 0;
    for (const end of this.#eventEnds(chunk)) {
      this.#take(chunk.subarray(start, end), emit);
      this.#endEvent(emit);
      start = end;
    }
    if (start < chunk.length) this.#take(chunk.subarray(start), emit);
  }

  /** What is left is no whole event. */
  end(emit: Emit): void {
    this.#pass(emit);
  }

  /** Where events end in a chunk: after each empty line. Looks at each byte twice at most. */
  *#eventEnds(chunk: Uint8Array): Generator<number> {
    let position = 0;
    let feed = -1;
    let carriage = -1;
    while (position < chunk.length) {
      if (feed < position) feed = indexOf(chunk, LINE_FEED, position);
      if (carriage < position) carriage = indexOf(chunk, CARRIAGE_RETURN, position);
      const end = Math.min(feed, carriage);
      const isSecondHalf = this.#isAfterReturn && feed === position;
      if (end > position) this.#isLineEmpty = false;
      this.#isAfterReturn = carriage < feed;
      if (end === chunk.length) {
        this.#isAfterReturn = false;
        return;
      }
      position = end + 1;
      if (isSecondHalf) continue;
      if (this.#isLineEmpty) yield position;
      this.#isLineEmpty = true;
    }
  }

  #take(bytes: Uint8Array, emit: Emit): void {
    if (this.#isPassing) {
      emit(bytes);
      return;
    }
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    if (this.#isHeadRead || this.#heldBytes < HEAD_BYTES) return;
    this.#isHeadRead = true;
    if (ANSWER.test(this.#head())) this.#pass(emit);
  }

  #endEvent(emit: Emit): void {
    if (!this.#isPassing) this.#decide(emit);
    this.#isPassing = false;
    this.#isHeadRead = false;
  }

  #decide(emit: Emit): void {
    if (!this.#isHeadRead && ANSWER.test(this.#head())) {
      this.#pass(emit);
      return;
    }
    const { message, rest } = readEvent(new TextDecoder().decode(Buffer.concat(this.#held)));
    if (!message) {
      this.#pass(emit);
      return;
    }
    this.#drop();
    if (rest !== '') emit(Buffer.from(rest));
    this.#onMessage(message);
  }

  #head(): string {
    return Buffer.concat(this.#held, Math.min(this.#heldBytes, HEAD_BYTES)).toString('latin1');
  }

  #pass(emit: Emit): void {
    for (const bytes of this.#held) emit(bytes);
    this.#drop();
    this.#isPassing = true;
  }

  #drop(): void {
    this.#held = [];
    this.#heldBytes = 0;
  }
}

function indexOf(chunk: Uint8Array, byte: number, from: number): number {
  const index = chunk.indexOf(byte, from);
  return index === -1 ? chunk.length : index;
}

/** The server's own message in an event, and what of the event is to be known besides. */
function readEvent(text: string): { readonly message?: JSONRPCMessage; readonly rest: string } {
  const data: string[] = [];
  const kept: string[] = [];
  let type = '';
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === 'data') data.push(value);
    if (field === 'event') type = value;
    if (field === 'id' || field === 'retry') kept.push(line);
  }
  const message = type === '' || type === 'message' ? parseServerMessage(data.join('\n')) : undefined;
  // Without data an event is none, and its id would not count.
  return { ...(message ? { message } : {}), rest: kept.length > 0 ? `${kept.join('\n')}\ndata:\n\n` : '' };
}

function parseServerMessage(data: string): JSONRPCMessage | undefined {
  let message: unknown;
  try {
    message = JSON.parse(data);
  } catch {
    // It passes, and whoever reads it next says what is wrong.
    return undefined;
  }
  return isServerMessage(message) ? message : undefined;
}

function isServerMessage(message: unknown): message is JSONRPCMessage {
  return isRecord(message) && typeof message.method === 'string' && !('result' in message) && !('error' in message);
}
