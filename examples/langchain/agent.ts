// An agent that answers from Jira, Confluence and the web, and goes on when some of them fail. See README.md.
import { createSeawall } from '@seawall/client';
import { createSeawallTools, runAgent, seawallMiddleware } from '@seawall/langchain';
import { createAgent } from 'langchain';
import { chooseModel } from './choose-model.ts';
import { demoConfiguration } from './demo-servers.ts';

const question = process.argv[2] ?? 'Why does the checkout hang?';
await using seawall = await createSeawall(process.env.SEAWALL_CONFIG ?? demoConfiguration());
await seawall.connect();

const tools = createSeawallTools(seawall);
const agent = createAgent({
  model: chooseModel(question),
  tools: [],
  middleware: [seawallMiddleware({ tools })],
  systemPrompt: 'Look in Jira, in Confluence and on the web, then answer. Say what you could not find out, and why.',
});
const run = await runAgent((input, config) => agent.invoke(input, config), [{ role: 'user', content: question }]);

console.log(run.messages.at(-1)?.text);
console.log('\nThe run:', JSON.stringify(run.state?.seawallRun, null, 2));
