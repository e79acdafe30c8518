import type { AgentFailure, AgentParked, ToolResult } from '@seawall/client';
import type { SerializedMCPError } from '@seawall/core/base';
import { isRecord } from './is-record.ts';

/** What a tool gives back: the result as the server sent it, or why there is none. */
export type ToolOutput = ToolResult | ToolFailure;

/** What a tool gives back when its call failed and failures are returned, or when its call waits to be sent later. */
export interface ToolFailure {
  readonly isError: true;
  /** What the model is told. */
  readonly content: readonly [{ readonly type: 'text'; readonly text: string }];
  /** The server as the configuration names it. */
  readonly server: string;
  /** The tool as the server names it. */
  readonly tool: string;
  /** The whole error, without secrets; of a call that waits, why it could not be sent yet. */
  readonly error?: SerializedMCPError;
  /** When the same call may be worth it again, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Of a write that waits for its server: by which it can be found. */
  readonly ticket?: unknown;
}

/** What a tool tells while it runs, where progress is asked for: the output of a preliminary result. */
export interface ToolProgress {
  readonly kind: 'progress';
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

/**
 * Whether the output of a tool tells that its call failed, or waits; also when it was kept as JSON.
 *
 * @example
 * for (const { output } of result.toolResults) if (isToolFailure(output)) report(output.error?.code);
 */
export function isToolFailure(output: unknown): output is ToolFailure {
  if (!isRecord(output) || output.isError !== true || !Array.isArray(output.content)) return false;
  const [told]: readonly unknown[] = output.content;
  return isRecord(told) && typeof told.text === 'string' && typeof output.server === 'string';
}

/** A failure as a tool gives it back. */
export function toToolFailure({ text, facts }: AgentFailure | AgentParked): ToolFailure {
  const { server, tool, error, retryAfterMs, ticket } = facts;
  return {
    isError: true,
    content: [{ type: 'text', text }],
    server,
    tool,
    ...(error === undefined ? {} : { error }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(ticket === undefined ? {} : { ticket }),
  };
}

/** What a server tells of its progress, as far as it is what the protocol says. */
export function toToolProgress(told: Readonly<Record<string, unknown>>): ToolProgress {
  const { progress, total, message } = told;
  return {
    kind: 'progress',
    progress: typeof progress === 'number' ? progress : 0,
    ...(typeof total === 'number' ? { total } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
}
