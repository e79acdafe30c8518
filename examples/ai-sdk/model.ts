import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModel } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';

/** The model that the environment names, at any endpoint that speaks as OpenAI's does; without one, a scripted one. */
export function chooseModel(script: readonly ScriptedTurn[]): LanguageModel {
  const { OPENAI_BASE_URL: baseURL, OPENAI_API_KEY: apiKey, OPENAI_MODEL: modelId } = process.env;
  if (baseURL === undefined || modelId === undefined) return scriptedModel(script);
  const provider = createOpenAICompatible({ name: 'endpoint', baseURL, ...(apiKey === undefined ? {} : { apiKey }) });
  return provider(modelId);
}

/** What a scripted model does in a turn: it calls a tool, or answers with a text that it makes of what it was told last. */
export type ScriptedTurn =
  | { readonly tool: string; readonly input: object }
  | { readonly answer: (told: string) => string };

function scriptedModel(script: readonly ScriptedTurn[]): LanguageModel {
  let turns = 0;
  return new MockLanguageModelV4({
    doGenerate: ({ prompt }) => {
      const turn = script[turns] ?? { answer: () => 'I have nothing more to say.' };
      turns += 1;
      const isCall = 'tool' in turn;
      return Promise.resolve({
        content: [
          isCall
            ? { type: 'tool-call', toolCallId: `call-${turns}`, toolName: turn.tool, input: JSON.stringify(turn.input) }
            : { type: 'text', text: turn.answer(lastTold(prompt.at(-1))) },
        ],
        finishReason: { unified: isCall ? 'tool-calls' : 'stop', raw: undefined },
        usage: USAGE,
        warnings: [],
      });
    },
  });
}

type Message = Parameters<MockLanguageModelV4['doGenerate']>[0]['prompt'][number];

function lastTold(message: Message | undefined): string {
  if (message?.role !== 'tool') return '';
  const texts = message.content.flatMap((part) => {
    if (part.type !== 'tool-result') return [];
    const { output } = part;
    if (output.type === 'content') return output.value.flatMap((piece) => (piece.type === 'text' ? [piece.text] : []));
    return 'value' in output && typeof output.value === 'string' ? [output.value] : [];
  });
  return texts.join('\n');
}

const USAGE = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
};
