import type { ServerResponse } from 'node:http';
import type { OutgoingMessage } from '../../servers/scripted-protocol.mjs';

/** What a stream needs so that its client can come back to it. */
export interface SseResuming {
  /** Names the stream in its event ids. */
  readonly streamId: string;
  /** What the client is told to wait before it comes back, in milliseconds. */
  readonly retryMs: number | undefined;
}

/** The headers of every SSE response. */
export const SSE_HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' } as const;
const MAX_EVENTS = 1000;

/** One SSE stream. A client may leave it and, if it can be resumed, fetch what it missed. */
export class SseStream {
  readonly #resuming: SseResuming | undefined;
  readonly #events = new Map<number, string>();
  #response: ServerResponse | undefined;
  #lastIndex = 0;
  #isFinished = false;

  constructor(resuming?: SseResuming) {
    this.#resuming = resuming;
  }

  /** Whether a client reads it now. */
  get isOpen(): boolean {
    const response = this.#response;
    return response !== undefined && !response.writableEnded && !response.destroyed;
  }

  /** The response that carries it now. */
  get response(): ServerResponse | undefined {
    return this.#response;
  }

  /** Begins the stream in a response. */
  open(response: ServerResponse, headers: { readonly [name: string]: string } = {}): void {
    this.#begin(response, headers);
    if (this.#resuming === undefined) return;
    const { retryMs } = this.#resuming;
    response.write(`id: ${this.#idOf(0)}\n${retryMs === undefined ? '' : `retry: ${retryMs}\n`}data: \n\n`);
  }

  /** Goes on in another response, with what was said after the event `afterIndex`. */
  resume(response: ServerResponse, headers: { readonly [name: string]: string }, afterIndex: number): void {
    this.#begin(response, headers);
    for (const [index, event] of this.#events) if (index > afterIndex) response.write(event);
    if (this.#isFinished) response.end();
  }

  write(message: OutgoingMessage): void {
    this.#lastIndex += 1;
    const event = this.#resuming ? `id: ${this.#idOf(this.#lastIndex)}\n${toSseEvent(message)}` : toSseEvent(message);
    if (this.#resuming !== undefined) this.#remember(event);
    this.writeText(event);
  }

  /** Writes what is no event of ours; lost when nobody reads. */
  writeText(text: string): void {
    if (this.isOpen) this.#response?.write(text);
  }

  /** Writes half of an event and breaks off. */
  cut(message: OutgoingMessage): void {
    const event = toSseEvent(message);
    this.#response?.write(event.slice(0, event.length / 2), () => this.close('destroy'));
  }

  /** Ends the stream for good: nothing more will be said. */
  finish(): void {
    this.#isFinished = true;
    this.close('end');
  }

  /** Ends or breaks the response that carries the stream. */
  close(how: 'end' | 'destroy'): void {
    const response = this.#response;
    this.#response = undefined;
    if (how === 'end') response?.end();
    // What was said before has to leave first.
    else response?.write(': the stream breaks here\n\n', () => response.destroy());
  }

  #begin(response: ServerResponse, headers: { readonly [name: string]: string }): void {
    this.#response = response;
    response.once('close', () => {
      if (this.#response === response) this.#response = undefined;
    });
    response.writeHead(200, { ...headers, ...SSE_HEADERS });
    response.flushHeaders();
  }

  #remember(event: string): void {
    this.#events.set(this.#lastIndex, event);
    this.#events.delete(this.#lastIndex - MAX_EVENTS);
  }

  #idOf(index: number): string {
    return `${this.#resuming?.streamId ?? ''}.${index}`;
  }
}

function toSseEvent(message: OutgoingMessage): string {
  return `event: message\ndata: ${JSON.stringify(message)}\n\n`;
}
