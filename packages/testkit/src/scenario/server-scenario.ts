import type { InputRound } from './client-question.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { ScriptedChange } from './scripted-change.ts';
import type { ScriptedTool, ToolBehaviour } from './scripted-tool.ts';

/**
 * What a scripted MCP server is and how it behaves, over stdio and over HTTP alike.
 *
 * Plain JSON throughout. `{}` is a healthy server of the 2025 protocols with one tool, `echo`.
 */
export interface ServerScenario {
  /** The server's name for itself.
   * @default 'scripted' */
  readonly name?: string;
  /** @default '1.0.0' */
  readonly version?: string;
  /** Which protocol the server speaks: `legacy` is the `initialize` handshake (2025-11-25 and
   * older), `modern` is 2026-07-28 (`server/discover`), `both` goes by the request.
   * @default 'legacy' */
  readonly era?: 'legacy' | 'modern' | 'both';
  /** The legacy versions the server accepts; the first is offered to a client that asks for another.
   * @default ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'] */
  readonly protocolVersions?: readonly string[];
  /** A version to answer `initialize` with, whatever was asked for. */
  readonly answerProtocolVersion?: string;
  readonly instructions?: string;
  /** Further fields of the server's description of itself: `title`, `icons`, `websiteUrl`. */
  readonly infoFields?: JsonObject;
  /** Replaces the capabilities that follow from `tools`, `resources` and `prompts`. */
  readonly capabilities?: JsonObject;
  /** Capabilities to advertise though every request for them answers -32601. */
  readonly advertiseOnly?: readonly ('tools' | 'resources' | 'prompts')[];
  /** @default [{ name: 'echo', behaviour: { kind: 'echo' } }] */
  readonly tools?: readonly ScriptedTool[];
  /** @default [] */
  readonly resources?: readonly ScriptedResource[];
  /** @default [] */
  readonly resourceTemplates?: readonly ScriptedResourceTemplate[];
  /** @default [] */
  readonly prompts?: readonly ScriptedPrompt[];
  /** Values for `completion/complete`, by the name of the argument; `style?topic=rain` counts instead of
   * `style` when the client says that the argument `topic` is `rain`. */
  readonly completions?: { readonly [argumentName: string]: readonly string[] };
  /** Entries on one page of a list; 0 puts all on one page.
   * @default 0 */
  readonly pageSize?: number;
  /** Further fields of results, by method: `ttlMs` and `cacheScope` of 2026-07-28, `_meta`, unknown ones.
   * They win over what the server would say itself. */
  readonly resultFields?: { readonly [method: string]: JsonObject };
  /** What a call of a tool that is not there does; `{tool}` in it is replaced by the name.
   * @default { kind: 'rpc-error', code: -32602, message: 'Tool {tool} not found' } */
  readonly unknownTool?: ToolBehaviour;
  /** Tasks of 2025-11-25: a call that asks for a task gets one. Without it the wish is passed over. */
  readonly tasks?: ScriptedTasks;
  /** What the server announces at given times after the start. */
  readonly announcements?: readonly ScriptedAnnouncement[];
  /** What goes wrong with whole methods, by name; `*` stands for every method that has no entry. */
  readonly methodFaults?: { readonly [method: string]: MethodFault };
  /** Whether a cancelled request is worked on and answered all the same.
   * @default false */
  readonly ignoreCancellation?: boolean;
}

/** A resource of a scripted server. */
export interface ScriptedResource {
  readonly uri: string;
  /** @default the uri */
  readonly name?: string;
  /** @default 'text/plain' */
  readonly mimeType?: string;
  /** @default '' */
  readonly text?: string;
  /** Base64; given instead of `text`. */
  readonly blob?: string;
  /** What a modern client is asked before it may read. */
  readonly inputRounds?: readonly InputRound[];
  readonly fields?: JsonObject;
}

/** A resource template; a URI that fits it reads as `text`, or as the URI itself. */
export interface ScriptedResourceTemplate {
  readonly uriTemplate: string;
  /** @default the template */
  readonly name?: string;
  readonly mimeType?: string;
  readonly text?: string;
  readonly fields?: JsonObject;
}

/** A prompt of a scripted server; `{argument}` in the text is replaced by the argument's value. */
export interface ScriptedPrompt {
  readonly name: string;
  readonly description?: string;
  readonly arguments?: readonly { readonly name: string; readonly required?: boolean }[];
  /** @default 'A scripted prompt.' */
  readonly text?: string;
  /** The messages as they stand, instead of one with `text`. */
  readonly messages?: readonly JsonObject[];
  /** What a modern client is asked before it gets the prompt. */
  readonly inputRounds?: readonly InputRound[];
  readonly fields?: JsonObject;
}

/** Something that a scripted server announces at a time. */
export interface ScriptedAnnouncement {
  /** Milliseconds after the server started. */
  readonly atMs: number;
  readonly change: ScriptedChange;
  /** Whether clients hear of it that did not ask for it.
   * @default false */
  readonly unasked?: boolean;
  readonly addTools?: readonly ScriptedTool[];
  /** Names of tools that go. */
  readonly removeTools?: readonly string[];
}

/** How a scripted server keeps its tasks. */
export interface ScriptedTasks {
  /** How often a client is told to ask, in milliseconds.
   * @default 20 */
  readonly pollIntervalMs?: number;
  /** How long a task is said to be kept, in milliseconds, unless the call says otherwise.
   * @default 60000 */
  readonly ttlMs?: number;
}

/** What goes wrong with a method. `times` limits a fault to the first requests; without it, it stays. */
export type MethodFault = MethodErrorFault | MethodResultFault | MethodSilentFault | MethodDelayFault | MethodExitFault;

/** The method answers with a JSON-RPC error. */
export interface MethodErrorFault {
  readonly kind: 'error';
  readonly code: number;
  readonly message: string;
  readonly data?: JsonValue;
  readonly times?: number;
}

/** The method answers with `result` as it stands, valid or not. */
export interface MethodResultFault {
  readonly kind: 'result';
  readonly result: JsonValue;
  readonly times?: number;
}

/** The method is never answered. */
export interface MethodSilentFault {
  readonly kind: 'silent';
  readonly times?: number;
}

/** The method is served after a wait. */
export interface MethodDelayFault {
  readonly kind: 'delay';
  readonly delayMs: number;
  readonly times?: number;
}

/** The server ends when the method is asked for, before or just after the answer. */
export interface MethodExitFault {
  readonly kind: 'exit';
  /** @default false */
  readonly afterAnswer?: boolean;
  /** @default 1 */
  readonly exitCode?: number;
  readonly stderr?: string;
  readonly times?: number;
}
