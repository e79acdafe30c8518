import { type BaseMessage, coerceMessageLikeToMessage, HumanMessage } from '@langchain/core/messages';
import type { RunnableConfig } from '@langchain/core/runnables';
import { type Logger, MCPValidationError, type SerializedMCPError, silentLogger } from '@seawall/core/base';
import { apologize, apologizedError, toRunError } from './apology.ts';

/** Invokes an agent: that of `createAgent`, a compiled graph, or whatever else takes messages. */
export type InvokeAgent<State extends object> = (
  input: { readonly messages: BaseMessage[] },
  config: RunnableConfig | undefined,
) => Promise<State>;

/** A message in any form that LangChain takes. */
export type MessageInput = Parameters<typeof coerceMessageLikeToMessage>[0];

/** What came of a run: always with messages to show, never thrown. */
export type AgentRun<State extends object> =
  | { readonly status: 'finished'; readonly state: State; readonly messages: readonly BaseMessage[] }
  | {
      readonly status: 'failed';
      /** As the agent left it; absent when the run itself was thrown out. */
      readonly state?: State;
      /** The last one apologizes to the user. */
      readonly messages: readonly BaseMessage[];
      readonly error: SerializedMCPError;
    };

/** How {@link runAgent} runs an agent. */
export interface RunAgentOptions {
  /** What the agent is invoked with, as a thread and a recursion limit. */
  readonly config?: RunnableConfig;
  /** Hears why a run failed.
   * @default drops everything */
  readonly logger?: Logger;
}

/**
 * Runs an agent so that whatever fails, its recursion limit and its graph included, becomes an apology in place of an
 * exception. What was cancelled throws all the same.
 *
 * @throws {@link MCPValidationError} when the last message is not one of a person.
 */
export async function runAgent<State extends object>(
  invoke: InvokeAgent<State>,
  given: readonly MessageInput[],
  options: RunAgentOptions = {},
): Promise<AgentRun<State>> {
  const { config, logger = silentLogger } = options;
  const asked = given.map((message) => coerceMessageLikeToMessage(message));
  assertAsked(asked);
  try {
    const state = await invoke({ messages: asked }, config);
    const messages = messagesOf(state);
    const error = apologizedError(messages.at(-1));
    return error === undefined ? { status: 'finished', state, messages } : { status: 'failed', state, messages, error };
  } catch (thrown) {
    if (config?.signal?.aborted) throw thrown;
    const error = toRunError(thrown);
    error.log(logger);
    return { status: 'failed', messages: [...asked, apologize(error)], error: error.toJSON() };
  }
}

function assertAsked(messages: readonly BaseMessage[]): void {
  if (HumanMessage.isInstance(messages.at(-1))) return;
  throw new MCPValidationError({
    code: 'INVALID_ARGUMENTS',
    message: 'Expected a human message as the last of the messages.',
    hint: 'End the messages with what the user asks.',
    field: 'messages',
    expectedType: 'HumanMessage',
  });
}

function messagesOf(state: object): readonly BaseMessage[] {
  const messages: unknown = 'messages' in state ? state.messages : undefined;
  return Array.isArray(messages) ? messages : [];
}
