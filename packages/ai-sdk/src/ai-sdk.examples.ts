// The examples of the doc comments and the README, type-checked.
import { createSeawall, type Seawall } from '@seawall/client';
import { generateText, type LanguageModel, stepCountIs } from 'ai';
import { createSeawallTools, isToolFailure } from './index.ts';

export async function runAgent(model: LanguageModel, prompt: string): Promise<string> {
  await using seawall = await createSeawall('mcp.json');
  await seawall.connect();
  const { tools, prepareStep } = createSeawallTools(seawall);
  const { text } = await generateText({ model, tools, prepareStep, prompt, stopWhen: stepCountIs(20) });
  return text;
}

export async function listFailures(seawall: Seawall, model: LanguageModel): Promise<readonly string[]> {
  const { tools, prepareStep } = createSeawallTools(seawall, { onToolError: 'return' });
  const result = await generateText({ model, tools, prepareStep, prompt: 'Look.' });
  const codes: string[] = [];
  for (const { output } of result.toolResults) if (isToolFailure(output)) codes.push(output.error?.code ?? 'parked');
  return codes;
}
