import { AIMessage } from '@langchain/core/messages';
import { createAgent, fakeModel, providerStrategy, toolStrategy } from 'langchain';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSeawallTools, seawallMiddleware } from '../src/index.ts';
import { openWorld } from './support/failing-world.ts';

const SCHEMA = z.object({ total: z.number() });
const ASKED = [{ role: 'user', content: 'Count.' }] as const;
const LOOK = { name: 'shop__echo', args: {}, id: 'a' };

describe('an answer in a shape of its own', () => {
  it('that is asked for as a tool comes through the middleware, and the run is recorded', async () => {
    await using world = await openWorld({ tool: { name: 'fail' } });
    const tools = createSeawallTools(world.seawall);
    const responseFormat = toolStrategy(SCHEMA);
    const name = responseFormat[0]?.name ?? '';
    const model = fakeModel()
      .respondWithTools([LOOK])
      .respondWithTools([{ name, args: { total: 3 }, id: 'b' }]);
    const middleware = [seawallMiddleware({ tools })] as const;
    const agent = createAgent({ model, tools: tools.list(), middleware, responseFormat });
    const { structuredResponse, seawallRun } = await agent.invoke({ messages: [...ASKED] });
    expect(structuredResponse).toEqual({ total: 3 });
    expect(seawallRun).toMatchObject({ toolsUsed: ['shop__echo', name], toolErrors: {} });
  });

  it('that the provider gives comes through the middleware, and the run is recorded', async () => {
    await using world = await openWorld({ tool: { name: 'fail' } });
    const tools = createSeawallTools(world.seawall);
    const model = fakeModel().respondWithTools([LOOK]).respond(new AIMessage('{"total":3}'));
    const middleware = [seawallMiddleware({ tools })] as const;
    const agent = createAgent({ model, tools: tools.list(), middleware, responseFormat: providerStrategy(SCHEMA) });
    const { structuredResponse, seawallRun } = await agent.invoke({ messages: [...ASKED] });
    expect(structuredResponse).toEqual({ total: 3 });
    expect(seawallRun).toMatchObject({ toolsUsed: ['shop__echo'], toolErrors: {} });
  });
});
