import { isRecord } from '../../src/is-record.ts';
import type { GivenTurn } from './scripted-model.ts';

/** What a model was told of one call of a tool. */
export interface GivenOutput {
  readonly toolName: string;
  readonly type: string;
  /** As text; of other outputs their JSON. */
  readonly text: string;
}

/** What the model was told of its last calls: the last message of its last prompt. */
export function lastOutputs(given: readonly GivenTurn[]): readonly GivenOutput[] {
  const last = given.at(-1)?.prompt.at(-1);
  if (last?.role !== 'tool' || !Array.isArray(last.content)) return [];
  return last.content.flatMap((part: unknown): GivenOutput[] => {
    if (!isRecord(part) || !isRecord(part.output)) return [];
    const { type, value } = part.output;
    return [
      {
        toolName: String(part.toolName),
        type: String(type),
        text: typeof value === 'string' ? value : JSON.stringify(value),
      },
    ];
  });
}

/** Everything that a model was ever given, as one text. */
export function transcriptOf(given: readonly GivenTurn[]): string {
  return JSON.stringify(given.map(({ prompt }) => prompt));
}
