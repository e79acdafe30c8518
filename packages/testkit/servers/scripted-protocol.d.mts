import type { ScriptedChange } from './scenario-types.mjs';

/** What the protocol needs of a clock. */
export interface ProtocolClock {
  now(): number;
  setTimer(callback: () => void, delayMs: number, options?: { readonly background?: boolean }): { cancel(): void };
}

/** A JSON-RPC message as it is sent. */
export type OutgoingMessage = { readonly [key: string]: unknown };

/** What surrounds the protocol: a process or an HTTP server. */
export interface ProtocolHost {
  readonly clock: ProtocolClock;
  /** Ends the server as a crash would; `detail.signal` by that signal. */
  crash(detail: { readonly exitCode: number; readonly signal?: NodeJS.Signals; readonly stderr?: string }): void;
}

/** The way back to whoever sent one message. */
export interface ScriptedExchange {
  /** Sends the answer; `httpStatus` is what HTTP has to say it with. */
  reply(message: OutgoingMessage, httpStatus?: number): void;
  /** Sends a notification, or a request of the server, that belongs to this exchange. */
  notify(message: OutgoingMessage): void;
  /** Writes text that is no message. */
  raw(text: string): void;
  /** Writes the first half of the message and breaks off. */
  cut(message: OutgoingMessage, exitCode: number): void;
  /** Closes the stream of this exchange, or the one of its session, where there are streams. */
  closeStream?(which: 'call' | 'session', how: 'end' | 'destroy'): void;
  /** What a tool of kind `inspect` reports beside the message. */
  readonly facts?: { readonly [key: string]: unknown };
}

/** One client: a stdio pipe, an HTTP session, or one modern HTTP request. */
export interface ScriptedConnection {
  /** Takes one message (or a batch) from the client. */
  receive(message: unknown, exchange: ScriptedExchange): void;
  /** Notes that the client gave up a request by closing its exchange. */
  abandon(requestId: unknown): void;
  /** Ends all that waits; no message leaves after it. */
  close(): void;
}

/** The protocol side of a scripted server, apart from any transport. */
export interface ScriptedProtocol {
  /** Adds a client; `send` takes what belongs to no exchange. */
  openConnection(send: (message: OutgoingMessage) => void): ScriptedConnection;
  /** Tells clients of a change, as an announcement of the scenario does. */
  announce(change: ScriptedChange): void;
  /** Ends all connections and timers. */
  close(): void;
}

export declare function createScriptedProtocol(scenario: object, host: ProtocolHost): ScriptedProtocol;

/** Whether a message carries the per-request envelope of the modern era. */
export declare function hasModernEnvelope(message: unknown): boolean;

/** The modern protocol version that the scripted servers speak. */
export declare const MODERN_VERSION: string;

/** The legacy protocol versions that the scripted servers speak unless told otherwise, newest first. */
export declare const LEGACY_VERSIONS: readonly string[];
