import type { BaseLanguageModelInput } from '@langchain/core/language_models/base';
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BindToolsInput,
} from '@langchain/core/language_models/chat_models';
import {
  AIMessage,
  type AIMessageChunk,
  type BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import type { Runnable } from '@langchain/core/runnables';
import { convertToOpenAITool } from '@langchain/core/utils/function_calling';
import { z } from 'zod';

/** Where the endpoint is, and who asks it. */
export interface Endpoint {
  /** Up to and without `/chat/completions`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | undefined;
}

interface CallOptions extends BaseChatModelCallOptions {
  readonly tools?: readonly unknown[];
}

/** What is read of an answer. */
const answerSchema = z.object({
  choices: z.tuple(
    [
      z.object({
        message: z.object({
          content: z.string().nullish(),
          tool_calls: z
            .array(z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) }))
            .nullish(),
        }),
      }),
    ],
    z.unknown(),
  ),
});

/** Any model behind an endpoint that speaks the chat completions of OpenAI: Ollama, vLLM, LM Studio, OpenRouter and others. */
export class OpenAiCompatibleModel extends BaseChatModel<CallOptions> {
  readonly #endpoint: Endpoint;

  constructor(endpoint: Endpoint) {
    super({});
    this.#endpoint = endpoint;
  }

  override _llmType(): string {
    return 'openai-compatible';
  }

  override bindTools(tools: BindToolsInput[]): Runnable<BaseLanguageModelInput, AIMessageChunk, CallOptions> {
    const converted = tools.map((tool) => convertToOpenAITool(tool as Parameters<typeof convertToOpenAITool>[0]));
    return this.withConfig({ tools: converted } as Partial<CallOptions>);
  }

  override async _generate(messages: BaseMessage[], options: this['ParsedCallOptions']): Promise<ChatResult> {
    const { baseUrl, model, apiKey } = this.#endpoint;
    const response = await fetch(`${baseUrl}/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify({
        model,
        messages: messages.map(toOpenAi),
        ...(options.tools?.length ? { tools: options.tools } : {}),
      }),
      signal: options.signal ?? null,
    });
    if (!response.ok) throw new Error(`The model answered with status ${response.status}.`);
    const [{ message: said }] = answerSchema.parse(await response.json()).choices;
    const calls = (said.tool_calls ?? []).map(({ id, function: { name, arguments: given } }) => ({
      id,
      name,
      args: toArguments(given),
    }));
    const message = new AIMessage({ content: said.content ?? '', tool_calls: calls });
    return { generations: [{ text: message.text, message }] };
  }
}

/** A model may write anything there; the tool says then what is wrong. */
function toArguments(given: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(given === '' ? '{}' : given));
  } catch {
    return { unreadable: given };
  }
}

function toOpenAi(message: BaseMessage): object {
  if (ToolMessage.isInstance(message))
    return { role: 'tool', tool_call_id: message.tool_call_id, content: message.text };
  if (SystemMessage.isInstance(message)) return { role: 'system', content: message.text };
  if (HumanMessage.isInstance(message)) return { role: 'user', content: message.text };
  const calls = AIMessage.isInstance(message) ? (message.tool_calls ?? []) : [];
  const asked = calls.map(({ id, name, args }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }));
  return { role: 'assistant', content: message.text, ...(asked.length === 0 ? {} : { tool_calls: asked }) };
}
