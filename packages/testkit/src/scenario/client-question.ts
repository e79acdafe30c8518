import type { JsonObject } from './json.ts';

/** What a scripted server asks its client. */
export interface ClientQuestion {
  readonly method: 'sampling/createMessage' | 'elicitation/create' | 'roots/list' | 'ping';
  readonly params?: JsonObject;
}

/** How a scripted server asks its client. */
export interface AskOptions {
  /** What a legacy question belongs to: the call (its stream, over HTTP) or the session alone (the GET
   * stream). Over stdio and in the modern era there is no difference.
   * @default 'call' */
  readonly over?: 'call' | 'session';
  /** How long a legacy server waits for the answer, in milliseconds. Then it cancels the question and
   * notes `{ "timedOut": true }` as the answer. Without it, it waits as long as the call lives. */
  readonly timeoutMs?: number;
  /** Whether the server asks though the client did not declare the capability. A well-behaved server
   * answers `isError: true` (legacy) or -32021 (modern) instead.
   * @default false */
  readonly unasked?: boolean;
}

/** One `input_required` result of the modern era: what it asks, by the server's own keys. */
export interface InputRound {
  /** Without requests the round only asks to come again with `requestState`. */
  readonly requests?: { readonly [key: string]: ClientQuestion };
  /** What the client has to hand back byte for byte. */
  readonly requestState?: string;
}
