import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages';
import { MCPError } from '@seawall/core';
import { createAgent, fakeModel } from 'langchain';
import { describe, expect, it } from 'vitest';
import { artifactOf, createSeawallTools, findMcpError, seawallMiddleware } from '../src/index.ts';
import { FAILURE_CASES, openWorld, SECRET } from './support/failing-world.ts';

const nameOf = ({ kind, fault }: (typeof FAILURE_CASES)[number]): string =>
  fault === undefined ? kind : `${kind} over HTTP (${fault.kind})`;
const call = (name: string, id: string) => ({ name, args: { n: 1 }, id });

/** What a model, or whoever reads along, gets to see. */
const transcriptOf = (messages: readonly BaseMessage[]): string =>
  messages.map((message) => JSON.stringify([message.content, message.additional_kwargs])).join('\n');

describe.each(FAILURE_CASES.map((failure) => ({ failure, title: nameOf(failure) })))(
  'a tool that fails with $title',
  ({ failure }) => {
    for (const middleware of [[], [seawallMiddleware()]]) {
      const how = middleware.length === 0 ? 'alone' : 'with the middleware';
      it(`is a message for the model, ${how}, and the run goes on without secrets and stacks (A99)`, async () => {
        await using world = await openWorld(failure);
        const tools = createSeawallTools(world.seawall);
        const model = fakeModel()
          .respondWithTools([call('shop__fail', 'c1')])
          .respond(new AIMessage('I go on without it.'));
        const agent = createAgent({ model, tools: tools.list(), middleware });
        const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'Do it.' }] });
        const answer = messages.find((message) => ToolMessage.isInstance(message));
        expect(answer).toMatchObject({ status: 'error', tool_call_id: 'c1', name: 'shop__fail' });
        expect(answer === undefined ? undefined : artifactOf(answer)?.error).toMatchObject({ kind: failure.kind });
        expect(answer?.text).toContain('shop');
        expect(messages.at(-1)?.text).toBe('I go on without it.');
        const transcript = transcriptOf(messages);
        expect(transcript).not.toContain(SECRET);
        expect(transcript).not.toMatch(/(\n|\\n)\s*at |client\.js/);
      });
    }

    it('is a typed error for code that calls it', async () => {
      await using world = await openWorld(failure);
      const [tool] = createSeawallTools(world.seawall).list();
      const thrown = await tool?.invoke({ n: 1 }).catch((error: unknown) => error);
      expect(MCPError.isInstance(thrown)).toBe(true);
      expect(findMcpError(thrown)?.kind).toBe(failure.kind);
    });

    it('is a typed error for those that ask for it', async () => {
      await using world = await openWorld(failure);
      const [tool] = createSeawallTools(world.seawall, { onToolError: 'throw' }).list();
      const asked = { type: 'tool_call', name: 'shop__fail', args: { n: 1 }, id: 'c1' } as const;
      const thrown = await tool?.invoke(asked).catch((error: unknown) => error);
      expect(findMcpError(thrown)?.kind).toBe(failure.kind);
    });
  },
);
