// An agent whose servers may be down: it answers all the same.
// Usage: npm run build && node --import tsx examples/ai-sdk/agent.ts [question]
import { join } from 'node:path';
import { createSeawallTools } from '@seawall/ai-sdk';
import { createSeawall } from '@seawall/client';
import { generateText, stepCountIs } from 'ai';
import { chooseModel, type ScriptedTurn } from './model.ts';
import { printSteps } from './print-steps.ts';

const folder = join(import.meta.dirname, '../quickstart/sample-files');
/** What the model does where there is none: it makes a mistake, reads what went wrong, and finds its way. */
const SCRIPT: readonly ScriptedTurn[] = [
  { tool: 'read_text_file', input: { path: join(folder, 'todos.txt') } },
  { tool: 'list_directory', input: { path: folder } },
  { tool: 'read_text_file', input: { path: join(folder, 'todo.txt') } },
  { answer: (told) => `This is to be done:\n${told}` },
];

await using seawall = await createSeawall(join(import.meta.dirname, 'mcp.json'));
await seawall.connect({ maxTimeMs: 10_000 });
const { tools, prepareStep, describeOutages } = createSeawallTools(seawall, { needsApproval: 'writes' });

const outages = describeOutages();
if (outages !== undefined) console.log(`${outages}\n`);
const { text, steps } = await generateText({
  model: chooseModel(SCRIPT),
  tools,
  prepareStep,
  stopWhen: stepCountIs(10),
  system: [`The files are in ${folder}. Answer in one paragraph.`, outages].filter(Boolean).join('\n\n'),
  prompt: process.argv[2] ?? 'What is to be done?',
});
printSteps(steps);
console.log(`\n${text}`);
