import { ToolMessage } from '@langchain/core/messages';
import type { AgentAnswer, AnswerFacts } from '@seawall/client';
import { describeFailure } from '@seawall/client';
import type { MCPError } from '@seawall/core/base';
import { toMessageContent } from './message-content.ts';

/** Which call of a model a message answers. */
export interface AnsweredCall {
  /** The id of the model's tool call. */
  readonly id: string;
  /** The tool as the model knows it. */
  readonly name: string;
}

/** What stands in the `artifact` of a message of ours: for programs, never shown to a model. */
export interface SeawallArtifact extends Omit<AnswerFacts, 'server' | 'tool'> {
  /** Absent where no server of a client is behind the tool. */
  readonly server?: string;
  /** As the server names it; absent where no server of a client is behind it. */
  readonly tool?: string;
  /** Whether the call was not made, because it had failed again and again. */
  readonly refused?: true;
}

/** The message that answers a call: what the model is to see, and the facts as its artifact. */
export function toToolMessage({ content, text, facts, status }: AgentAnswer, { id, name }: AnsweredCall): ToolMessage {
  return new ToolMessage({
    tool_call_id: id,
    name,
    // A parked write is none either: the model must not go on as if it was done.
    status: status === 'success' ? 'success' : 'error',
    content: toMessageContent(content, text),
    artifact: facts,
  });
}

/** The message for a call that failed before, or without, a server of a client. */
export function toErrorMessage(error: MCPError, { id, name }: AnsweredCall): ToolMessage {
  const { text, record } = describeFailure(error, {});
  const { retryAfterMs, serverName } = record.context;
  const artifact: SeawallArtifact = {
    status: 'error',
    error: record,
    ...(typeof serverName === 'string' ? { server: serverName } : {}),
    ...(typeof retryAfterMs === 'number' ? { retryAfterMs } : {}),
  };
  return new ToolMessage({ tool_call_id: id, name, status: 'error', content: text, artifact });
}

/** The facts of a message, where it is one of ours. */
export function artifactOf(message: ToolMessage): SeawallArtifact | undefined {
  const artifact: unknown = message.artifact;
  return isArtifact(artifact) ? artifact : undefined;
}

/** Whoever keeps messages keeps artifacts as JSON, so that a shape is all there is to go by. */
function isArtifact(value: unknown): value is SeawallArtifact {
  return typeof value === 'object' && value !== null && 'status' in value && STATUSES.has(value.status);
}

const STATUSES: ReadonlySet<unknown> = new Set<AnswerFacts['status']>(['success', 'error', 'parked']);
