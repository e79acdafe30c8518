import type { Seawall } from '@seawall/client';
import { generateText, jsonSchema, type LanguageModel, streamText, ToolLoopAgent, type ToolSet, tool } from 'ai';
import { expectTypeOf } from 'vitest';
import { createSeawallTools, isToolFailure, type SeawallTools, type ToolFailure } from '../src/index.ts';

declare const seawall: Seawall;
declare const model: LanguageModel;

// Without tools of one's own it is any set of tools, and what they give back is not known.
const plain = createSeawallTools(seawall);
expectTypeOf(plain).toEqualTypeOf<SeawallTools<ToolSet>>();
expectTypeOf(plain.tools).toEqualTypeOf<ToolSet>();
expectTypeOf(plain.prepareStep).returns.toEqualTypeOf<undefined>();
expectTypeOf(plain.describeOutages).returns.toEqualTypeOf<string | undefined>();

// Both are taken by the framework as they are.
void generateText({ model, ...plain, prompt: '' });
void streamText({ model, tools: plain.tools, prepareStep: plain.prepareStep, prompt: '' });
void new ToolLoopAgent({ model, tools: plain.tools, prepareStep: plain.prepareStep });

// Tools of one's own keep their types, and those of servers stay dynamic ones beside them.
const weather = tool({
  inputSchema: jsonSchema<{ city: string }>({ type: 'object' }),
  execute: ({ city }) => ({ city, degrees: 7 }),
});
const mixed = createSeawallTools(seawall, { ownTools: { weather } });
expectTypeOf(mixed.tools).toEqualTypeOf<{ weather: typeof weather }>();
const { toolResults } = await generateText({ model, tools: mixed.tools, prepareStep: mixed.prepareStep, prompt: '' });
for (const result of toolResults) {
  if (result.dynamic === true) {
    expectTypeOf(result.output).toEqualTypeOf<unknown>();
    if (isToolFailure(result.output)) expectTypeOf(result.output).toExtend<ToolFailure>();
  } else {
    expectTypeOf(result.toolName).toEqualTypeOf<'weather'>();
    expectTypeOf(result.input).toEqualTypeOf<{ city: string }>();
    expectTypeOf(result.output).toEqualTypeOf<{ city: string; degrees: number }>();
  }
}

createSeawallTools(seawall, {
  needsApproval: ({ safety }) => safety !== 'read',
  onToolError: 'return',
  prefix: 'never',
});
// @ts-expect-error There is no third way to tell of a failure.
createSeawallTools(seawall, { onToolError: 'ignore' });
// @ts-expect-error A time is a number.
createSeawallTools(seawall, { timeoutMs: '5s' });
// @ts-expect-error What decides about approval says yes or no.
createSeawallTools(seawall, { needsApproval: () => 'yes' });
// @ts-expect-error A set of tools is no list.
createSeawallTools(seawall, { ownTools: [weather] });
// @ts-expect-error The tools need a client.
createSeawallTools();
