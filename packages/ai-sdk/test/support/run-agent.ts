import type { Seawall } from '@seawall/client';
import { generateText, stepCountIs } from 'ai';
import { createSeawallTools, type SeawallToolsOptions } from '../../src/index.ts';
import { lastOutputs } from './given-outputs.ts';
import { type ScriptedModel, scriptedModel, type Turn } from './scripted-model.ts';

/** What came of a run. */
export interface AgentRun extends ScriptedModel {
  readonly result: Awaited<ReturnType<typeof generateText>>;
  /** What the model was told of its last calls. */
  readonly told: readonly string[];
}

/** Runs an agent with all tools of a client; the model plays `turns`. */
export async function runAgent(
  seawall: Seawall,
  turns: readonly Turn[],
  options: SeawallToolsOptions = {},
): Promise<AgentRun> {
  const { tools, prepareStep } = createSeawallTools(seawall, options);
  const scripted = scriptedModel(turns);
  const stopWhen = stepCountIs(20);
  const result = await generateText({ model: scripted.model, tools, prepareStep, prompt: 'Go.', stopWhen });
  return { ...scripted, result, told: lastOutputs(scripted.given).map(({ text }) => text) };
}

/** A turn in which the model calls one tool. */
export function call(name: string, input: unknown = {}): Turn {
  return { calls: [{ name, input }] };
}
