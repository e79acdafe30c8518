import type { Message } from './messages.ts';

/** Takes what a gateway says; `via` is the id of the request in whose stream it came, if it came in one. */
export type Receive = (message: Message, via: string | undefined) => void;

/** What a request is sent with. */
export interface SendOptions {
  /** Gives the request up. */
  readonly signal: AbortSignal;
  /** Whether the stream of the answer is broken at its first event, and taken up again with the id of that. */
  readonly breaksStream?: boolean;
}

/** How messages of a host travel to a gateway and back. */
export interface RawLink {
  /** Sends a message; resolves when nothing more can come for it. Rejects never: what is lost is lost. */
  send(message: Message, options: SendOptions): Promise<void>;
  /** Sends bytes as they are: a body, or a part of a line. */
  sendBytes(bytes: Buffer, headers?: Readonly<Record<string, string>>): Promise<void>;
  /** Does not read any more, and lets nobody know. */
  freeze(): void;
  /** Is gone from one moment to the next, without a word. */
  vanish(): void;
  /** Ends as a host should. */
  close(): Promise<void>;
}
