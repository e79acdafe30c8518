import type { MethodExitFault, ScriptedChange, ScriptedTool, ServerScenario } from './scenario-types.mjs';
import type { ProtocolHost, ScriptedExchange } from './scripted-protocol.mjs';
import type { Wire } from './wire-shapes.mjs';

/** What all connections of a scripted server share. */
export interface ProtocolState {
  readonly scenario: ServerScenario;
  readonly host: ProtocolHost;
  tools: ScriptedTool[];
  readonly connections: Set<Connection>;
  readonly cancellations: object[];
  /** What clients sent that wants no answer; the last 1000. */
  readonly notifications: object[];
  readonly tasks: Map<string, Task>;
  /** How often a fault or a sequence was used, by its name. */
  readonly counts: Map<string, number>;
  announce(change: ScriptedChange, unasked: boolean): void;
}

export interface Connection {
  readonly send: (message: Wire) => void;
  era: 'legacy' | 'modern' | undefined;
  protocolVersion: string | undefined;
  /** What `initialize` declared. */
  clientCapabilities: unknown;
  initialized: boolean;
  logLevel: string | undefined;
  readonly resourceSubscriptions: Set<string>;
  readonly listens: Map<string | number, Listen>;
  readonly calls: Map<unknown, Call>;
  /** Requests of the server that wait for the client's answer. */
  readonly asked: Map<unknown, (answer: unknown) => void>;
  nextAskedId: number;
}

/** An open `subscriptions/listen`. */
export interface Listen {
  readonly filter: Wire;
  readonly call: Call;
}

/** A call that runs behind a task. */
export interface Task {
  description: { readonly taskId: string; readonly status: string } & Wire;
  /** The answer of the call, once there is one. */
  answer: Wire | undefined;
  readonly call: Call;
  readonly waiting: Set<() => void>;
}

/** One request while it is served. */
export interface Call {
  readonly id: string | number;
  readonly method: string;
  readonly params: Wire;
  readonly meta: Wire;
  readonly modern: boolean;
  readonly exchange: ScriptedExchange;
  readonly state: ProtocolState;
  readonly connection: Connection;
  ended: boolean;
  /** Set when the server is to end once this call is answered. */
  crashAfterAnswer: MethodExitFault | undefined;
  readonly stops: Set<() => void>;
  answerOf(result: Wire): Wire;
  succeed(result: Wire): void;
  fail(code: number, message: string, data?: unknown, httpStatus?: number): void;
  notify(method: string, params: Wire): void;
  wait(delayMs: number): Promise<boolean>;
}
