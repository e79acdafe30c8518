import type { JsonObject, JsonValue } from './json.ts';

/** The behaviours that end a call, one way or another. */
export type FinalBehaviour =
  | EchoBehaviour
  | TextBehaviour
  | ResultBehaviour
  | ToolErrorBehaviour
  | SoftErrorBehaviour
  | RpcErrorBehaviour
  | SilentBehaviour
  | BigBehaviour
  | EnvironmentBehaviour
  | InspectBehaviour
  | ExitBehaviour
  | SignalBehaviour
  | WrongIdBehaviour
  | TwiceBehaviour
  | CutBehaviour
  | CancellationsBehaviour
  | NotificationsBehaviour
  | SubscriptionsBehaviour;

/** Answers with the call's arguments as JSON text. */
export interface EchoBehaviour {
  readonly kind: 'echo';
}

/** Answers with one text block. */
export interface TextBehaviour {
  readonly kind: 'text';
  readonly text: string;
}

/** Answers with `result` as it stands, valid or not. */
export interface ResultBehaviour {
  readonly kind: 'result';
  readonly result: JsonObject;
}

/** Answers with `isError: true` and one text block. */
export interface ToolErrorBehaviour {
  readonly kind: 'tool-error';
  readonly text: string;
}

/** Answers with an error that is dressed as a success: `isError: false` and an error in the text. */
export interface SoftErrorBehaviour {
  readonly kind: 'soft-error';
  /** The text of the answer.
   * @default '{"error":"unauthorized"}' */
  readonly text?: string;
}

/** Answers with a JSON-RPC error. */
export interface RpcErrorBehaviour {
  readonly kind: 'rpc-error';
  readonly code: number;
  readonly message: string;
  readonly data?: JsonValue;
}

/** Never answers. */
export interface SilentBehaviour {
  readonly kind: 'silent';
}

/** Answers with one text block of `bytes` ASCII characters. */
export interface BigBehaviour {
  readonly kind: 'big';
  readonly bytes: number;
}

/** Answers with the environment of the server's process as JSON text. */
export interface EnvironmentBehaviour {
  readonly kind: 'environment';
}

/**
 * Answers with what the server saw of the call, as JSON text: `{ pid, era, protocolVersion, id,
 * arguments, meta, clientCapabilities, inputResponses, requestState, headers, sessionId }`. Over stdio
 * `headers` and `sessionId` are absent, and what the client did not send is.
 */
export interface InspectBehaviour {
  readonly kind: 'inspect';
}

/** Ends the server without an answer: the process exits; over HTTP every connection and session is dropped. */
export interface ExitBehaviour {
  readonly kind: 'exit';
  /** @default 1 */
  readonly exitCode?: number;
  /** Text for stderr before the exit. */
  readonly stderr?: string;
}

/** Ends the server without an answer by a signal to itself; over HTTP the same as `exit`. */
export interface SignalBehaviour {
  readonly kind: 'signal';
  /** @default 'SIGKILL' */
  readonly signal?: 'SIGKILL' | 'SIGTERM' | 'SIGABRT' | 'SIGSEGV';
}

/** Answers under an id that nobody asked with. */
export interface WrongIdBehaviour {
  readonly kind: 'wrong-id';
  /** @default 987654321 */
  readonly id?: string | number;
}

/** Answers twice under the same id. Over HTTP the second answer needs an SSE response. */
export interface TwiceBehaviour {
  readonly kind: 'twice';
}

/** Writes the first half of its answer and breaks off: the process exits, over HTTP the socket is destroyed. */
export interface CutBehaviour {
  readonly kind: 'cut';
  /** @default 1 */
  readonly exitCode?: number;
}

/** Answers with the cancellations received so far, as JSON text: `[{ requestId, reason, method }]`. */
export interface CancellationsBehaviour {
  readonly kind: 'cancellations';
}

/** Answers with the notifications that clients sent so far, as JSON text: `[{ method, params }]`. */
export interface NotificationsBehaviour {
  readonly kind: 'notifications';
}

/**
 * Answers with what clients asked to be told, as JSON text: `{ resources, logLevel, listens, sessions }`.
 * `resources` and `logLevel` are those of the caller, `listens` are the open ones of all clients
 * (`{ subscriptionId, notifications }`), `sessions` are all legacy clients (`{ resources, logLevel }`).
 */
export interface SubscriptionsBehaviour {
  readonly kind: 'subscriptions';
}
