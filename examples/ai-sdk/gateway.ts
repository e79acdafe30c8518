// The same agent with the MCP client of the AI SDK itself, and the gateway in front of the servers.
// Usage: npm run build && node --import tsx examples/ai-sdk/gateway.ts [question]
import { join } from 'node:path';
import { createMCPClient, type MCPTransport } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport as StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio';
import { generateText, stepCountIs, type ToolSet } from 'ai';
import { chooseModel, type ScriptedTurn } from './model.ts';

const folder = join(import.meta.dirname, '../quickstart/sample-files');
const SCRIPT: readonly ScriptedTurn[] = [
  { tool: 'seawall_status', input: {} },
  { tool: 'read_text_file', input: { path: join(folder, 'todo.txt') } },
  { answer: (told) => `This is to be done:\n${told}` },
];

/** A gateway that runs already, or one that is started for this run alone. */
function gateway(): MCPTransport | { type: 'http'; url: string } {
  const url = process.env.SEAWALL_URL;
  if (url !== undefined) return { type: 'http', url };
  const main = join(import.meta.dirname, '../../packages/cli/dist/main.js');
  const args = [main, 'stdio', '--config', join(import.meta.dirname, 'mcp.json')];
  return new StdioMCPTransport({ command: process.execPath, args, stderr: 'ignore' });
}

const client = await createMCPClient({ transport: gateway() });
try {
  // The SDK's own tools are not assignable to its own set of tools under exactOptionalPropertyTypes.
  const tools = (await client.tools()) as ToolSet;
  const { text, steps } = await generateText({
    model: chooseModel(SCRIPT),
    tools,
    stopWhen: stepCountIs(10),
    system: `The files are in ${folder}. Answer in one paragraph.`,
    prompt: process.argv[2] ?? 'What is to be done?',
  });
  for (const { toolName, output } of steps.flatMap(({ toolResults }) => toolResults)) {
    // This client gives a failed call back as an ordinary output: the flag is all that tells.
    const isFailed = typeof output === 'object' && output !== null && 'isError' in output && output.isError === true;
    console.log(`-> ${toolName}: ${isFailed ? 'failed' : 'answered'}`);
  }
  console.log(`\n${text}`);
} finally {
  await client.close();
}
