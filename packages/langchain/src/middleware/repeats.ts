import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages';
import { type Outage, type RepeatLimits, refuseRepeat } from '@seawall/client';
import { countRefusals, pastCalls } from '../run/run-history.ts';
import type { SeawallArtifact } from '../tools/tool-message.ts';

/** A call that a model asks for. */
export interface AskedCall {
  readonly id?: string | undefined;
  readonly name: string;
  readonly args: unknown;
}

/** Of a tool that is known to be down, this many failures in a row are enough. */
const MAX_FAILURES_WHEN_DOWN = 2;

/** Why a call is not made; `undefined` when it is. */
export function refusalOf(
  call: AskedCall,
  messages: readonly BaseMessage[],
  outages: readonly Outage[],
  limits: RepeatLimits,
): string | undefined {
  const isDown = outages.some(({ tools }) => tools.includes(call.name));
  const own = isDown ? { ...limits, maxFailuresInRow: MAX_FAILURES_WHEN_DOWN } : limits;
  return refuseRepeat({ tool: call.name, arguments: call.args }, pastCalls(messages), own);
}

/** The message for a call that is not made. */
export function refusalMessage(call: AskedCall, text: string): ToolMessage {
  const artifact: SeawallArtifact = { status: 'error', refused: true };
  return new ToolMessage({ tool_call_id: call.id ?? '', name: call.name, status: 'error', content: text, artifact });
}

/**
 * What ends a run in which the model goes on asking for calls that are refused; `undefined` when it may go on.
 *
 * It stands in place of the model's answer, so that no call is left unanswered and the conversation can be continued.
 */
export function endOfLoop(
  answer: AIMessage,
  messages: readonly BaseMessage[],
  maxRefusals: number,
  refuse: (call: AskedCall) => string | undefined,
): AIMessage | undefined {
  const calls = answer.tool_calls ?? [];
  if (calls.length === 0 || countRefusals(messages) < maxRefusals) return undefined;
  if (calls.some((call) => refuse(call) === undefined)) return undefined;
  const tools = [...new Set(calls.map(({ name }) => name))].join(', ');
  return new AIMessage(
    `I could not finish this: ${tools} failed again and again, and I have no other way to get what is missing. Try again later.`,
  );
}
