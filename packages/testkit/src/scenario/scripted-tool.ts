import type { JsonObject, JsonValue } from './json.ts';

/** A tool of a scripted server. Names and schemas are sent as they stand, broken ones too. */
export interface ScriptedTool {
  readonly name: string;
  /** @default 'A scripted tool.' */
  readonly description?: string;
  /** Sent as it stands; `null` leaves it out.
   * @default { type: 'object' } */
  readonly inputSchema?: JsonObject | null;
  readonly annotations?: JsonObject;
  /** Further fields of the tool's definition, known or unknown; they win over the ones above. */
  readonly fields?: JsonObject;
  /** @default { kind: 'echo' } */
  readonly behaviour?: ToolBehaviour;
  /** A file that gets one JSON line for each execution, `{ tool, pid, id, arguments }`, so that
   * executions can be counted from outside. See `readExecutions`. */
  readonly executionsFile?: string;
}

/**
 * What a scripted tool does when it is called.
 *
 * Every behaviour is plain JSON, so that it can cross into another process. A behaviour with `next`
 * does its own part first and goes on with `next`; without one it answers with the text `ok`.
 */
export type ToolBehaviour =
  | EchoBehaviour
  | TextBehaviour
  | ResultBehaviour
  | ToolErrorBehaviour
  | SoftErrorBehaviour
  | RpcErrorBehaviour
  | DelayBehaviour
  | SilentBehaviour
  | ProgressBehaviour
  | LogBehaviour
  | BigBehaviour
  | EnvironmentBehaviour
  | InspectBehaviour
  | CounterBehaviour
  | SequenceBehaviour
  | ExitBehaviour
  | SignalBehaviour
  | WrongIdBehaviour
  | TwiceBehaviour
  | GarbageBehaviour
  | CutBehaviour
  | CancellationsBehaviour
  | AddToolBehaviour
  | RemoveToolBehaviour
  | AnnounceBehaviour
  | AskBehaviour;

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

/** Waits, then goes on. A cancelled call ends the wait (see `ServerScenario.ignoreCancellation`). */
export interface DelayBehaviour {
  readonly kind: 'delay';
  readonly delayMs: number;
  readonly next?: ToolBehaviour;
}

/** Never answers. */
export interface SilentBehaviour {
  readonly kind: 'silent';
}

/** Sends progress `steps` times, if the call asked for progress, then goes on. */
export interface ProgressBehaviour {
  readonly kind: 'progress';
  readonly steps: number;
  /** Wait after each notification, in milliseconds. With 0 the answer follows in the same breath, and
   * clients that handle notifications later than answers lose the progress.
   * @default 10 */
  readonly everyMs?: number;
  readonly next?: ToolBehaviour;
}

/** Sends one log notification of the protocol (not a stderr line), then goes on. */
export interface LogBehaviour {
  readonly kind: 'log';
  readonly data: JsonValue;
  /** @default 'info' */
  readonly level?: string;
  readonly next?: ToolBehaviour;
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
 * arguments, meta, headers, sessionId }`. Over stdio `headers` and `sessionId` are absent.
 */
export interface InspectBehaviour {
  readonly kind: 'inspect';
}

/** Appends a line to `file`, then answers with the number of lines (or goes on with `next`). */
export interface CounterBehaviour {
  readonly kind: 'counter';
  readonly file: string;
  readonly next?: ToolBehaviour;
}

/** Behaves like `steps[0]` on the first call, `steps[1]` on the second; the last step stays. */
export interface SequenceBehaviour {
  readonly kind: 'sequence';
  readonly steps: readonly ToolBehaviour[];
  /** A file that keeps the count across restarts of the process. Without it each process starts anew. */
  readonly file?: string;
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

/** Writes something that is not JSON-RPC, then goes on. */
export interface GarbageBehaviour {
  readonly kind: 'garbage';
  /** @default '<<< this is not JSON >>>\n{"level":"info","msg":"nor is this JSON-RPC"}' */
  readonly text?: string;
  readonly next?: ToolBehaviour;
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

/** Adds `tool` (or replaces the one of that name), announces `tools/list_changed` and answers. */
export interface AddToolBehaviour {
  readonly kind: 'add-tool';
  readonly tool: ScriptedTool;
}

/** Removes the tool called `name`, announces `tools/list_changed` and answers. */
export interface RemoveToolBehaviour {
  readonly kind: 'remove-tool';
  readonly name: string;
}

/** Announces a change without one, and goes on: a list, or one resource as updated. */
export interface AnnounceBehaviour {
  readonly kind: 'announce';
  readonly change: 'tools' | 'prompts' | 'resources' | { readonly resourceUri: string };
  readonly next?: ToolBehaviour;
}

/**
 * Asks the client something (`sampling/createMessage`, `elicitation/create`, `roots/list`) and answers
 * with the client's result or error as JSON text. In the modern era it asks by `input_required`.
 */
export interface AskBehaviour {
  readonly kind: 'ask';
  readonly method: 'sampling/createMessage' | 'elicitation/create' | 'roots/list' | 'ping';
  readonly params?: JsonObject;
}
