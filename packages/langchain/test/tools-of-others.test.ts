import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import { createScriptedHttpServer } from '@seawall/testkit';
import { createAgent, fakeModel } from 'langchain';
import { describe, expect, it } from 'vitest';
import { artifactOf, seawallMiddleware } from '../src/index.ts';
import { toToolError } from '../src/middleware/foreign-failure.ts';
import { FAILURE_CASES, SECRET } from './support/failing-world.ts';

/** With these the adapter fails too, and says nothing that tells why. */
const SILENT = new Set(['protocol', 'timeout', 'connection']);
const CASES = FAILURE_CASES.filter(({ kind, fault }) => fault === undefined && !SILENT.has(kind));

async function runWith(failure: (typeof CASES)[number]): Promise<readonly BaseMessage[]> {
  await using server = await createScriptedHttpServer({ tools: [failure.tool] });
  const client = new MultiServerMCPClient({
    mcpServers: { shop: { transport: 'http', url: server.url } },
    prefixToolNameWithServerName: true,
    useStandardContentBlocks: true,
  });
  try {
    const model = fakeModel()
      .respondWithTools([{ name: 'shop__fail', args: { n: 1 }, id: 'c1' }])
      .respond(new AIMessage('Done.'));
    const agent = createAgent({ model, tools: await client.getTools(), middleware: [seawallMiddleware()] });
    const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Do it.' }] });
    return messages;
  } finally {
    await client.close();
  }
}

describe('the middleware over tools of MultiServerMCPClient', () => {
  it.each(CASES)('makes of $kind a message that says what to do, and the run goes on', async (failure) => {
    const messages = await runWith(failure);
    const answer = messages.find((message) => ToolMessage.isInstance(message));
    expect(answer?.status).toBe('error');
    expect(answer === undefined ? undefined : artifactOf(answer)?.error?.kind).toBe(failure.kind);
    expect(messages.at(-1)?.text).toBe('Done.');
    const transcript = JSON.stringify(messages.map(({ content }) => content));
    expect(transcript).not.toContain(SECRET);
    expect(transcript).not.toMatch(/client\.js|node_modules/);
  });
});

describe('the middleware over tools of MultiServerMCPClient with a gateway behind it', () => {
  it('tells of the server that failed in its own words, once', async () => {
    // What the adapter throws for an answer of the gateway, as it was seen.
    const told =
      'Authentication failed: Confluence did not accept the credentials of server "wiki". The server said: "Request failed with status code 401". Check the token.';
    const thrown = new Error(`MCP tool 'wiki__find' on server 'seawall' returned an error: ${told}`);
    thrown.name = 'ToolException';
    const schema = { type: 'object', properties: {} } as const;
    const find = tool(() => Promise.reject(thrown), { name: 'wiki__find', description: '', schema });
    const model = fakeModel()
      .respondWithTools([{ name: 'wiki__find', args: {}, id: 'c1' }])
      .respond(new AIMessage('Done.'));
    const agent = createAgent({ model, tools: [find], middleware: [seawallMiddleware()] });
    const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Do it.' }] });
    const answer = messages.find((message) => ToolMessage.isInstance(message));
    expect(answer?.text).toContain('server "wiki"');
    expect(answer?.text).toContain('The server said: "Request failed with status code 401".');
    expect(answer?.text.split('The server said')).toHaveLength(2);
    expect(answer === undefined ? undefined : artifactOf(answer)).toMatchObject({
      server: 'wiki',
      error: { kind: 'authentication' },
    });
  });

  it('is done with an answer that begins to quote again and again, and never ends', () => {
    // Looked at to its end from each of them, it takes a quarter of an hour.
    const told = `It failed on server "wiki". ${'The server said: "'.repeat(400_000)}`;
    const thrown = new Error(`MCP tool 'wiki__find' on server 'seawall' returned an error: ${told}`);
    thrown.name = 'ToolException';
    expect(toToolError(thrown, 'wiki__find').message).toContain('server "wiki"');
  });
});
