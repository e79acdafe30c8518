import type { AskOptions, ClientQuestion, InputRound } from './client-question.ts';
import type { FinalBehaviour } from './final-behaviours.ts';
import type { JsonObject } from './json.ts';
import type { ScriptedChange, ScriptedLogLine } from './scripted-change.ts';

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
  | FinalBehaviour
  | DelayBehaviour
  | ProgressBehaviour
  | LogBehaviour
  | CounterBehaviour
  | SequenceBehaviour
  | GarbageBehaviour
  | AddToolBehaviour
  | RemoveToolBehaviour
  | AnnounceBehaviour
  | AskBehaviour
  | AskSeveralBehaviour
  | InputRequiredBehaviour
  | CloseStreamBehaviour;

/** Waits, then goes on. A cancelled call ends the wait (see `ServerScenario.ignoreCancellation`). */
export interface DelayBehaviour {
  readonly kind: 'delay';
  readonly delayMs: number;
  readonly next?: ToolBehaviour;
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

/** Writes something that is not JSON-RPC, then goes on. */
export interface GarbageBehaviour {
  readonly kind: 'garbage';
  /** @default '<<< this is not JSON >>>\n{"level":"info","msg":"nor is this JSON-RPC"}' */
  readonly text?: string;
  readonly next?: ToolBehaviour;
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

/**
 * Sends log lines of the protocol (not of stderr) that belong to the call, then goes on.
 *
 * A legacy client gets those that reach its level, or all while it set none; a modern client gets those
 * that reach the level of the call's envelope, or none without one.
 */
export type LogBehaviour = {
  readonly kind: 'log';
  /** Whether the lines are sent whatever the level.
   * @default false */
  readonly unasked?: boolean;
  readonly next?: ToolBehaviour;
} & (ScriptedLogLine | { readonly lines: readonly ScriptedLogLine[] });

/** Announces something that belongs to no call, and goes on. */
export interface AnnounceBehaviour {
  readonly kind: 'announce';
  readonly change: ScriptedChange;
  /** Whether clients hear of it that did not ask for it: no subscription, another level, no listen.
   * @default false */
  readonly unasked?: boolean;
  readonly next?: ToolBehaviour;
}

/**
 * Asks the client something and answers with its result or error as JSON text.
 *
 * In the modern era it asks by `input_required`, under the key `question-1`.
 */
export interface AskBehaviour extends ClientQuestion, AskOptions {
  readonly kind: 'ask';
}

/** Asks the client several things and answers with the list of its results as JSON text. */
export interface AskSeveralBehaviour extends AskOptions {
  readonly kind: 'ask-several';
  readonly questions: readonly ClientQuestion[];
  /** Whether all are asked at once instead of one after the other.
   * @default false */
  readonly atOnce?: boolean;
}

/**
 * Asks by `input_required`, round by round, and goes on when the last round is answered.
 *
 * What comes back has to fit one round: its `requestState` byte for byte and an answer for each of its
 * keys, otherwise the call answers -32602. Without `next` the answer is the last `{ inputResponses,
 * requestState }` as JSON text. A legacy client is asked the same by requests of the server.
 */
export interface InputRequiredBehaviour extends AskOptions {
  readonly kind: 'input-required';
  readonly rounds: readonly InputRound[];
  readonly next?: ToolBehaviour;
}

/**
 * Closes a stream of the client and goes on. What is said later is lost, or waits to be fetched when
 * `HttpScenario.resumable` is set. Does nothing over stdio.
 */
export interface CloseStreamBehaviour {
  readonly kind: 'close-stream';
  /** The stream of this call, or the GET stream of the session.
   * @default 'call' */
  readonly which?: 'call' | 'session';
  /** Whether it ends cleanly, or its socket is destroyed.
   * @default 'end' */
  readonly how?: 'end' | 'destroy';
  readonly next?: ToolBehaviour;
}
