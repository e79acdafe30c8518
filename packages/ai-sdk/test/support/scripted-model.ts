import { simulateReadableStream } from 'ai';
import * as testing from 'ai/test';

/** What a model does in one turn: it calls tools, or says something and is done. */
export type Turn = { readonly calls: readonly ScriptedCall[] } | { readonly text: string };

/** One call of a tool by a model. */
export interface ScriptedCall {
  readonly name: string;
  /** @default {} */
  readonly input?: unknown;
}

/** A model that does what it is told, and keeps what it was given. */
export interface ScriptedModel {
  readonly model: InstanceType<typeof testing.MockLanguageModelV4>;
  /** What it was given in each turn: the whole prompt, and the names of the tools. */
  readonly given: readonly GivenTurn[];
}

/** What a model was given in one turn. */
export interface GivenTurn {
  readonly prompt: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools: readonly string[];
}

/**
 * Builds a model that plays `turns`, and then says "Done.".
 *
 * Version 6 of the framework has no model of the newest specification: there it is one of the specification before.
 */
export function scriptedModel(turns: readonly Turn[]): ScriptedModel {
  const given: GivenTurn[] = [];
  const next = (options: {
    readonly prompt: GivenTurn['prompt'];
    readonly tools?: readonly { readonly name: string }[] | undefined;
  }): Turn => {
    const turn = turns[given.length] ?? { text: 'Done.' };
    given.push({ prompt: options.prompt, tools: (options.tools ?? []).map(({ name }) => name) });
    return turn;
  };
  const isNewest = 'MockLanguageModelV4' in testing;
  // Both take the same answers; only the name of the specification differs.
  const Model = (
    isNewest ? testing.MockLanguageModelV4 : testing.MockLanguageModelV3
  ) as typeof testing.MockLanguageModelV4;
  return {
    given,
    model: new Model({
      doGenerate: (options) => {
        const turn = next(options);
        return Promise.resolve({
          content: contentOf(turn, given.length),
          finishReason: reasonOf(turn),
          usage: USAGE,
          warnings: [],
        });
      },
      doStream: (options) => {
        const turn = next(options);
        const parts = contentOf(turn, given.length).flatMap((part): Chunk[] =>
          part.type === 'text'
            ? [
                { type: 'text-start', id: '1' },
                { type: 'text-delta', id: '1', delta: part.text },
                { type: 'text-end', id: '1' },
              ]
            : [part],
        );
        const chunks: Chunk[] = [...parts, { type: 'finish', finishReason: reasonOf(turn), usage: USAGE }];
        return Promise.resolve({
          stream: simulateReadableStream({ chunks, initialDelayInMs: null, chunkDelayInMs: null }),
        });
      },
    }),
  };
}

type Stream = Awaited<ReturnType<ScriptedModel['model']['doStream']>>['stream'];
type Chunk = Stream extends ReadableStream<infer Part> ? Part : never;

type Content =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool-call'; readonly toolCallId: string; readonly toolName: string; readonly input: string };

function contentOf(turn: Turn, number: number): Content[] {
  if ('text' in turn) return [{ type: 'text', text: turn.text }];
  return turn.calls.map(({ name, input = {} }, index) => ({
    type: 'tool-call',
    toolCallId: `call-${number}-${index}`,
    toolName: name,
    input: typeof input === 'string' ? input : JSON.stringify(input),
  }));
}

function reasonOf(turn: Turn): { unified: 'stop' | 'tool-calls'; raw: undefined } {
  return { unified: 'text' in turn ? 'stop' : 'tool-calls', raw: undefined };
}

const USAGE = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};
