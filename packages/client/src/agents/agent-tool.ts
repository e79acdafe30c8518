import type { Safety } from '@seawall/core/base';
import type { Definition } from '../catalog/server-catalog.ts';
import type { PrefixMode } from '../config/configuration.ts';
import type { CallOptions, ServerTool } from '../seawall/seawall.ts';
import type { AgentAnswer } from './agent-answer.ts';

/** One tool of a server as an agent's framework needs it. */
export interface AgentTool {
  /** The name for the model: unique, at most 64 of the characters that every model API takes. */
  readonly name: string;
  readonly server: string;
  /** As the server names it. */
  readonly tool: string;
  readonly description: string;
  /** JSON Schema of its arguments. */
  readonly inputSchema: JsonSchema;
  /** As the server described it, annotations and all. */
  readonly definition: Definition;
  /** What repeating a call of it may do: for approval by a person. */
  safety(): Promise<Safety>;
  /**
   * Calls it over the connection that its server has at that moment.
   *
   * A failed call is an answer too. Throws {@link MCPError} with kind `cancelled` only, when `signal` is aborted.
   *
   * @param given what the model gave, of whatever type.
   */
  call(given: unknown, options?: AgentCallOptions): Promise<AgentAnswer>;
}

/** A JSON Schema of an object. */
export interface JsonSchema {
  readonly type: 'object';
  readonly [keyword: string]: unknown;
}

/** How one call of an {@link AgentTool} behaves. */
export type AgentCallOptions = Pick<
  CallOptions,
  'signal' | 'timeoutMs' | 'principal' | 'session' | 'onProgress' | 'caller'
>;

/** Which tools an agent gets, and how. */
export interface AgentToolsOptions {
  /** The servers whose tools are given; those that the configuration lacks have none.
   * @default all */
  readonly servers?: readonly string[];
  /** Whether a tool is given.
   * @default all are */
  readonly select?: (tool: ServerTool) => boolean;
  /** When the server's name stands in front of a tool's name, as `jira__search`.
   * @default what the configuration says */
  readonly prefix?: PrefixMode;
  /** Names that are taken, by tools that the agent has from elsewhere.
   * @default [] */
  readonly reserved?: readonly string[];
  /** How many characters of one answer a model is shown, from 1 to 10000000.
   * @default 100000 */
  readonly maxTextLength?: number;
}

/** Defaults of {@link AgentToolsOptions}. */
export const AGENT_TOOLS_DEFAULTS = { maxTextLength: 100_000 } as const satisfies AgentToolsOptions;
