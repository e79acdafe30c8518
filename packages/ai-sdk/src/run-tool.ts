import { type AgentAnswer, type AgentTool, describeFailure, refuseRepeat } from '@seawall/client';
import type { MCPError } from '@seawall/core/base';
import type { ModelMessage } from 'ai';
import { isTimeOver, timeOverError } from './end-of-time.ts';
import type { CallFailure, FailureMemory } from './failure-memory.ts';
import type { SeawallToolsOptions } from './seawall-tools.ts';
import { toSpokenError } from './spoken-error.ts';
import { type ToolFailure, type ToolOutput, toToolFailure } from './tool-output.ts';

/** What a call of a tool needs. */
export interface ToolRun {
  readonly tool: AgentTool;
  readonly onToolError: 'throw' | 'return';
  readonly memory: FailureMemory;
  readonly options: Pick<
    SeawallToolsOptions,
    'timeoutMs' | 'principal' | 'session' | 'maxSameFailures' | 'maxFailuresInRow'
  >;
}

/** What the framework tells of a call. */
export interface Execution {
  readonly toolCallId: string;
  readonly messages: readonly ModelMessage[];
  readonly abortSignal?: AbortSignal | undefined;
}

/** Hears what a server tells of its progress. */
export type OnProgress = (told: Readonly<Record<string, unknown>>) => void;

/**
 * Calls a tool for the model.
 *
 * @throws {@link MCPError} whose `message` is what the model is to read, where failures are thrown; and one of kind
 * `cancelled`, always, when the run was given up.
 */
export async function runTool(
  run: ToolRun,
  input: unknown,
  { toolCallId, messages, abortSignal }: Execution,
  onProgress?: OnProgress,
): Promise<ToolOutput> {
  const { tool, memory, onToolError, options } = run;
  const { timeoutMs, principal, session } = options;
  const fail = (failure: CallFailure, text: string, output: ToolFailure): ToolFailure => {
    memory.note(toolCallId, tool.name, failure);
    if (onToolError === 'throw') throw toSpokenError(failure.error, text);
    return output;
  };
  const { calls, lastError } = memory.callsOf(tool.name, messages);
  const refusal = refuseRepeat({ tool: tool.name, arguments: input }, calls, options);
  if (refusal !== undefined && lastError !== undefined) {
    return fail({ error: lastError, isRefusal: true }, refusal, failureOf(tool, lastError, refusal));
  }
  const how = {
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(principal === undefined ? {} : { principal }),
    ...(session === undefined ? {} : { session }),
    ...(abortSignal === undefined ? {} : { signal: abortSignal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  let answer: AgentAnswer;
  try {
    answer = await tool.call(input, how);
  } catch (cause) {
    if (!isTimeOver(abortSignal)) throw cause;
    const error = await timeOverError(tool, cause);
    const { text } = describeFailure(error, {});
    return fail({ error }, text, failureOf(tool, error, text));
  }
  if (answer.status === 'success') return answer.result;
  // A write that waits did not fail: nothing is thrown for it.
  if (answer.status === 'parked') return toToolFailure(answer);
  return fail({ error: answer.error }, answer.text, toToolFailure(answer));
}

function failureOf({ server, tool }: AgentTool, error: MCPError, text: string): ToolFailure {
  return { isError: true, content: [{ type: 'text', text }], server, tool, error: error.toJSON() };
}
