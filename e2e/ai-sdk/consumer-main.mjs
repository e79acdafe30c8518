// What somebody writes who has installed the packages: run by ai-sdk.e2e.ts in a folder that has them.
import { createSeawallTools } from '@seawall/ai-sdk';
import { createSeawall } from '@seawall/client';
import { MCPError } from '@seawall/core';
import { generateText, stepCountIs } from 'ai';
import * as testing from 'ai/test';

const Model = testing.MockLanguageModelV4 ?? testing.MockLanguageModelV3;
const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } };
const calls = ['echo', 'fail'].map((toolName) => ({
  type: 'tool-call',
  toolCallId: toolName,
  toolName,
  input: '{"n":1}',
}));
const model = new Model({
  doGenerate: [
    { content: calls, finishReason: { unified: 'tool-calls' }, usage, warnings: [] },
    { content: [{ type: 'text', text: 'Done.' }], finishReason: { unified: 'stop' }, usage, warnings: [] },
  ],
});
const seawall = await createSeawall('mcp.json');
await seawall.connect();
const { tools, prepareStep } = createSeawallTools(seawall);
const { steps, text } = await generateText({ model, tools, prepareStep, prompt: 'Go.', stopWhen: stepCountIs(3) });
const failed = steps[0].content.find(({ type }) => type === 'tool-error');
console.log(
  JSON.stringify({
    specification: model.specificationVersion,
    text,
    kind: MCPError.isInstance(failed.error) ? failed.error.kind : 'none of ours',
    told: model.doGenerateCalls[1].prompt.at(-1).content.map(({ output }) => output.type),
  }),
);
await seawall.close();
