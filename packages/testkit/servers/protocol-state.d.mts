import type { MethodExitFault, ScriptedTool, ServerScenario } from './scenario-types.mjs';
import type { ProtocolHost, ScriptedExchange } from './scripted-protocol.mjs';
import type { Wire } from './wire-shapes.mjs';

export type Change = 'tools' | 'prompts' | 'resources' | { readonly resourceUri: string };

/** What all connections of a scripted server share. */
export interface ProtocolState {
  readonly scenario: ServerScenario;
  readonly host: ProtocolHost;
  tools: ScriptedTool[];
  readonly connections: Set<Connection>;
  readonly cancellations: object[];
  /** How often a fault or a sequence was used, by its name. */
  readonly counts: Map<string, number>;
  announce(change: Change): void;
}

export interface Connection {
  readonly send: (message: Wire) => void;
  era: 'legacy' | 'modern' | undefined;
  protocolVersion: string | undefined;
  initialized: boolean;
  readonly resourceSubscriptions: Set<string>;
  readonly listens: Map<unknown, { readonly filter: Wire; readonly exchange: ScriptedExchange }>;
  readonly calls: Map<unknown, Call>;
  /** Requests of the server that wait for the client's answer. */
  readonly asked: Map<unknown, (answer: unknown) => void>;
  nextAskedId: number;
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
