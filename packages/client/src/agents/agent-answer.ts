import type { MCPError, SerializedMCPError } from '@seawall/core/base';
import type { ToolResult } from '../seawall/seawall.ts';

/** What came of a tool call, as an agent's framework needs it: nothing of it holds a secret. */
export type AgentAnswer = AgentSuccess | AgentFailure | AgentParked;

/** The tool did what it was asked, or another one did in its place. */
export interface AgentSuccess extends AnswerParts {
  readonly status: 'success';
  /** The whole result, for programs; texts in it are not cut. */
  readonly result: ToolResult;
}

/** The call failed. */
export interface AgentFailure extends AnswerParts {
  readonly status: 'error';
  /** The very error, to be thrown where a framework wants that. */
  readonly error: MCPError;
}

/** The write did not run: it waits to be sent when its server is back. For a model it is no success. */
export interface AgentParked extends AnswerParts {
  readonly status: 'parked';
}

/** What all answers have. */
interface AnswerParts {
  /** What the model is to read: all texts of `content`. */
  readonly text: string;
  /** What the model is to see, in order; never empty. */
  readonly content: readonly AgentContent[];
  /** The same for programs: small, and fit to be kept as JSON. */
  readonly facts: AnswerFacts;
}

/** One piece of what a model sees. */
export type AgentContent =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'image' | 'audio' | 'file';
      /** In base64. */
      readonly data: string;
      readonly mimeType: string;
    };

/** What programs want to know of a call beside its content. */
export interface AnswerFacts {
  readonly server: string;
  /** As the server names it. */
  readonly tool: string;
  readonly status: AgentAnswer['status'];
  /** Why it failed, or was parked, as in `_meta["dev.seawall/error"]` of the gateway. */
  readonly error?: SerializedMCPError;
  /** When the same call may be worth it again, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly structuredContent?: unknown;
  /** Who answered where it was not the tool itself, as in `_meta["dev.seawall/served-by"]`. */
  readonly servedBy?: unknown;
  /** Of an earlier answer, as in `_meta["dev.seawall/stale"]`. */
  readonly stale?: unknown;
  /** Of a parked write, as in `_meta["dev.seawall/ticket"]`. */
  readonly ticket?: unknown;
  /** What the result lacks, as in `_meta["dev.seawall/warnings"]`. */
  readonly warnings?: unknown;
  /** How many characters of its texts the model was not shown. */
  readonly cutCharacters?: number;
}
