import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { createSeawall } from '@seawall/client';
import { MCPConnectionError } from '@seawall/core';
import { createMemoryParkedLog } from '@seawall/testkit';
import { createAgent, fakeModel } from 'langchain';
import { describe, expect, it } from 'vitest';
import { artifactOf, createSeawallTools, seawallMiddleware } from '../src/index.ts';
import { pastCalls } from '../src/run/run-history.ts';

describe('a write that waits for its server', () => {
  it('is recorded as no failure of its tool, so that no later run is told to make it again', async () => {
    const tools = { create: { park: true, safety: 'write' } };
    await using seawall = await createSeawall(
      { mcpServers: { shop: { url: 'http://127.0.0.1:9/mcp', seawall: { tools } } } },
      { parkedLog: () => Promise.resolve(createMemoryParkedLog()) },
    );
    const answer = await seawall.callTool({ server: 'shop', name: 'create', arguments: { a: 1 } });
    expect(answer.isError).toBe(true);
    const parked = new ToolMessage({
      tool_call_id: 'a',
      name: 'shop__create',
      status: 'error',
      content: 'It waits.',
      artifact: {
        status: 'parked',
        ticket: answer._meta?.['dev.seawall/ticket'],
        error: answer._meta?.['dev.seawall/error'],
      },
    });
    expect(artifactOf(parked)?.error?.code).toMatch(/^[A-Z_]+$/);
    const asking = new AIMessage({ content: '', tool_calls: [{ id: 'a', name: 'shop__create', args: { a: 1 } }] });
    const agent = createAgent({
      model: fakeModel().respond(new AIMessage('Done.')),
      tools: createSeawallTools(seawall).list(),
      middleware: [seawallMiddleware()],
    });
    const { seawallRun } = await agent.invoke({ messages: [new HumanMessage('Do it.'), asking, parked] });
    expect(seawallRun?.toolErrors).toEqual({});
  });

  it('does not count against the tool, of which others may wait as well', () => {
    const error = new MCPConnectionError({ message: 'It is away.', code: 'CONNECTION_REFUSED' }).toJSON();
    const messages = ['parked', 'error'].map(
      (status) =>
        new ToolMessage({
          tool_call_id: status,
          name: 'create',
          status: 'error',
          content: '',
          artifact: { status, error },
        }),
    );
    const asking = new AIMessage({
      content: '',
      tool_calls: ['parked', 'error'].map((id) => ({ id, name: 'create', args: {} })),
    });
    expect(pastCalls([new HumanMessage('Do it.'), asking, ...messages]).map(({ failure }) => failure?.kind)).toEqual([
      undefined,
      'connection',
    ]);
  });
});
