// What somebody writes who has installed the packages: run by main.mjs in a folder that has them.
import { AIMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { MessagesAnnotation, StateGraph } from '@langchain/langgraph';
import { ToolNode } from '@langchain/langgraph/prebuilt';
import { createSeawall } from '@seawall/client';
import { artifactOf, createSeawallTools, isWorthRetrying, runAgent, seawallMiddleware } from '@seawall/langchain';
import { createAgent, fakeModel, toolRetryMiddleware } from 'langchain';

const ASKED = [{ role: 'user', content: 'Go.' }];
const CALLS = ['one__echo', 'one__fail', 'one__strict', 'own', 'one__nonsense'].map((name) => ({
  name,
  args: { n: 1 },
  id: name,
}));

const seawall = await createSeawall('mcp.json');
await seawall.connect();
const tools = createSeawallTools(seawall);
const schema = { type: 'object', properties: { n: { type: 'string' } } };
const own = tool(() => 'never', { name: 'own', description: 'It wants a text.', schema });

/** @param {readonly import('@langchain/core/messages').BaseMessage[]} messages */
const told = (messages) =>
  messages
    .filter(({ type }) => type === 'tool')
    .map((message) => [message.name, message.status, artifactOf(message)?.error?.kind ?? 'none']);

// An agent of createAgent, whose tools come with the middleware.
const model = fakeModel().respondWithTools(CALLS).respond(new AIMessage('Done.'));
const agent = createAgent({ model, tools: [own], middleware: [seawallMiddleware({ tools })] });
const run = await runAgent((input, config) => agent.invoke(input, config), ASKED);

// The same calls in a graph, with the tool node of LangGraph.
const graph = new StateGraph(MessagesAnnotation)
  .addNode('tools', new ToolNode(tools.list()))
  .addEdge('__start__', 'tools')
  .addEdge('tools', '__end__')
  .compile();
const { messages } = await graph.invoke({
  messages: [new AIMessage({ content: '', tool_calls: CALLS.slice(0, 2) })],
});

// Retries of the framework on top.
const throwing = createSeawallTools(seawall, { onToolError: 'throw' });
const retrying = createAgent({
  model: fakeModel().respondWithTools(CALLS.slice(1, 2)).respond(new AIMessage('Done.')),
  tools: throwing.list(),
  middleware: [
    seawallMiddleware({ tools: throwing }),
    toolRetryMiddleware({ retryOn: isWorthRetrying, onFailure: 'error' }),
  ],
});
const retried = await retrying.invoke({ messages: ASKED });

// A run that fails itself.
const broken = createAgent({
  model: fakeModel().alwaysThrow(new Error('no')),
  tools: [],
  middleware: [seawallMiddleware()],
});
const apology = await broken.invoke({ messages: ASKED });

console.log(
  JSON.stringify({
    status: run.status,
    text: run.messages.at(-1)?.text,
    told: told(run.messages),
    toolsUsed: run.state?.seawallRun?.toolsUsed,
    graph: told(messages),
    retried: told(retried.messages),
    apology: apology.messages.at(-1)?.text?.slice(0, 11),
  }),
);
await seawall.close();
