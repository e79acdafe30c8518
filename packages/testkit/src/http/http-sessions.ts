import type { OutgoingMessage, ScriptedConnection, ScriptedProtocol } from '../../servers/scripted-protocol.mjs';
import { SseStream } from './sse-stream.ts';

/** How the streams of sessions can be resumed. */
export interface ResumableStreams {
  /** What clients are told to wait before they come back, in milliseconds; without it, they decide. */
  readonly retryMs?: number;
}

/** A client of the legacy era: its connection and the stream for what belongs to no request. */
export interface HttpSession {
  readonly id: string;
  readonly connection: ScriptedConnection;
  stream: SseStream | undefined;
  /** Makes a stream for one response. */
  openStream(): SseStream;
  /** The stream that an event id names, and the place of the event in it. */
  findStream(eventId: string): { readonly stream: SseStream; readonly index: number } | undefined;
}

const MAX_STREAMS = 1000;

/** The sessions of one scripted HTTP server. */
export class HttpSessions {
  readonly #sessions = new Map<string, HttpSession>();
  readonly #prefix: string;
  readonly #resumable: ResumableStreams | undefined;
  #opened = 0;

  /** @param prefix what ids begin with, so that an older run's ids mean nothing */
  constructor(prefix: string, resumable: ResumableStreams | undefined) {
    this.#prefix = prefix;
    this.#resumable = resumable;
  }

  get ids(): string[] {
    return [...this.#sessions.keys()];
  }

  get(id: string | undefined): HttpSession | undefined {
    return id === undefined ? undefined : this.#sessions.get(id);
  }

  open(protocol: ScriptedProtocol): HttpSession {
    this.#opened += 1;
    const streams = new Map<string, SseStream>();
    let opened = 0;
    const session: HttpSession = {
      id: `${this.#prefix}-session-${this.#opened}`,
      connection: protocol.openConnection((message: OutgoingMessage) => session.stream?.write(message)),
      stream: undefined,
      openStream: () => {
        if (this.#resumable === undefined) return new SseStream();
        opened += 1;
        const streamId = `${session.id}-stream-${opened}`;
        const stream = new SseStream({ streamId, retryMs: this.#resumable.retryMs });
        streams.set(streamId, stream);
        streams.delete(`${session.id}-stream-${opened - MAX_STREAMS}`);
        return stream;
      },
      findStream: (eventId) => {
        const dot = eventId.lastIndexOf('.');
        const stream = streams.get(eventId.slice(0, dot));
        return stream && { stream, index: Number(eventId.slice(dot + 1)) };
      },
    };
    this.#sessions.set(session.id, session);
    return session;
  }

  end(id: string): boolean {
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    session?.stream?.finish();
    session?.connection.close();
    return session !== undefined;
  }

  endAll(): void {
    for (const id of this.ids) this.end(id);
  }
}
