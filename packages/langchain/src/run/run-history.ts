import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import type { PastCall } from '@seawall/client';
import { artifactOf } from '../tools/tool-message.ts';

/** The messages of the run that goes on: from the last one of a person on. */
export function messagesOfRun(messages: readonly BaseMessage[]): readonly BaseMessage[] {
  const start = messages.findLastIndex((message) => HumanMessage.isInstance(message));
  return messages.slice(start + 1);
}

/** The calls of the run that were answered, the oldest first; refusals of ours are none. */
export function pastCalls(messages: readonly BaseMessage[]): readonly PastCall[] {
  const run = messagesOfRun(messages);
  const asked = new Map(
    run
      .flatMap((message) => (AIMessage.isInstance(message) ? (message.tool_calls ?? []) : []))
      .map((call) => [call.id, call]),
  );
  return run.flatMap((message): readonly PastCall[] => {
    if (!ToolMessage.isInstance(message) || artifactOf(message)?.refused === true) return [];
    const call = asked.get(message.tool_call_id);
    return call === undefined ? [] : [{ tool: call.name, arguments: call.args, ...failureOf(message) }];
  });
}

/** How often calls of the run were refused already. */
export function countRefusals(messages: readonly BaseMessage[]): number {
  return messagesOfRun(messages).filter(
    (message) => ToolMessage.isInstance(message) && artifactOf(message)?.refused === true,
  ).length;
}

function failureOf(message: ToolMessage): Pick<PastCall, 'failure'> {
  const { status } = message;
  const { error, status: outcome } = artifactOf(message) ?? {};
  // It waits to be sent, and another write of the tool can wait too.
  if (outcome === 'parked') return {};
  if (error !== undefined) return { failure: error };
  if (status !== 'error') return {};
  // A message of others: nobody knows whether repeating helps.
  return { failure: { kind: 'server_error', message: 'It failed.', retryable: false } };
}
