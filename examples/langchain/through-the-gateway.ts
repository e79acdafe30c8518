// The same agent with LangChain's own MCP client, which knows one server only: the gateway. See README.md.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import { runAgent, seawallMiddleware } from '@seawall/langchain';
import { createAgent } from 'langchain';
import { chooseModel } from './choose-model.ts';
import { demoConfiguration } from './demo-servers.ts';

const question = process.argv[2] ?? 'Why does the checkout hang?';
const folder = await mkdtemp(join(tmpdir(), 'seawall-example-'));
const demo = join(folder, 'mcp.json');
await writeFile(demo, JSON.stringify(demoConfiguration()));
const config = process.env.SEAWALL_CONFIG ?? demo;
const command = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));
const client = new MultiServerMCPClient({
  mcpServers: {
    seawall: { command: process.execPath, args: [command, 'stdio', '--config', config, '--data-dir', folder] },
  },
  useStandardContentBlocks: true,
});
try {
  // The adapter throws what the gateway answers; without this any other middleware would end the run with it.
  const middleware = [seawallMiddleware()] as const;
  const agent = createAgent({ model: chooseModel(question), tools: await client.getTools(), middleware });
  const run = await runAgent((input, options) => agent.invoke(input, options), [{ role: 'user', content: question }]);
  console.log(run.messages.at(-1)?.text);
} finally {
  await client.close();
  await rm(folder, { recursive: true, force: true });
}
