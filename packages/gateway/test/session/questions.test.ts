import type { Client } from '@modelcontextprotocol/client';
import type { ServerScenario } from '@seawall/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeSeawall } from '../fake-seawall.ts';
import { ANY, closeAll, connectClient, type Era, openGateway, WAYS, type Way } from '../front/connect.ts';
import { CAN_ALL, openWorld, textOf } from './real-world.ts';

afterEach(closeAll);

const FORM = {
  mode: 'form' as const,
  message: 'Which room?',
  requestedSchema: { type: 'object' as const, properties: { room: { type: 'string' as const } } },
};
const SAMPLING = {
  messages: [{ role: 'user' as const, content: { type: 'text' as const, text: 'Hi' } }],
  maxTokens: 9,
};

const SCENARIO: ServerScenario = {
  tools: [
    { name: 'book', behaviour: { kind: 'ask', method: 'elicitation/create', params: FORM } },
    { name: 'think', behaviour: { kind: 'ask', method: 'sampling/createMessage', params: SAMPLING } },
    {
      name: 'twice',
      behaviour: {
        kind: 'ask-several',
        questions: [
          { method: 'elicitation/create', params: FORM },
          { method: 'elicitation/create', params: { ...FORM, message: 'Which day?' } },
        ],
      },
    },
    {
      name: 'both',
      behaviour: {
        kind: 'ask-several',
        atOnce: true,
        questions: [
          { method: 'elicitation/create', params: FORM },
          { method: 'sampling/createMessage', params: SAMPLING },
        ],
      },
    },
  ],
};

function answerAll(client: Client, seen: unknown[]): void {
  client.setRequestHandler('elicitation/create', ({ params }) => {
    seen.push(params.message);
    return { action: 'accept', content: { room: `to ${params.message}` } };
  });
  client.setRequestHandler('sampling/createMessage', () => {
    seen.push('sampling');
    return { role: 'assistant', model: 'm', content: { type: 'text', text: 'Thought.' } };
  });
}

const UPSTREAM: readonly Era[] = ['legacy', 'modern'];
const PAIRINGS = WAYS.flatMap(([way, era]) => UPSTREAM.map((upstream) => [way, era, upstream] as const));

describe.each(PAIRINGS)('a host over %s in the %s era, a server of the %s era', (way, era, upstream) => {
  const open = () => openWorld({ ...SCENARIO, era: upstream });

  it('asks the host of the call', async () => {
    await using world = await open();
    const client = await world.connect([way, era], { capabilities: CAN_ALL });
    const seen: unknown[] = [];
    answerAll(client, seen);
    expect(textOf(await client.callTool({ name: 'book' }))).toContain('to Which room?');
    expect(textOf(await client.callTool({ name: 'think' }))).toContain('Thought.');
    expect(seen).toEqual(['Which room?', 'sampling']);
  });

  it('asks several things in a row and at once', async () => {
    await using world = await open();
    const client = await world.connect([way, era], { capabilities: CAN_ALL });
    const seen: unknown[] = [];
    answerAll(client, seen);
    const inARow = textOf(await client.callTool({ name: 'twice' }));
    expect(inARow).toContain('to Which room?');
    expect(inARow).toContain('to Which day?');
    const atOnce = textOf(await client.callTool({ name: 'both' }));
    expect(atOnce).toContain('to Which room?');
    expect(atOnce).toContain('Thought.');
    expect(seen.toSorted()).toEqual(['Which day?', 'Which room?', 'Which room?', 'sampling']);
  });

  it('asks nothing that the host did not declare', async () => {
    await using world = await open();
    const client = await world.connect([way, era], { capabilities: { sampling: {} } });
    const seen: unknown[] = [];
    const outcome = await client.callTool({ name: 'book' }).catch((error: unknown) => ({ content: [{ text: error }] }));
    expect(textOf(outcome)).toMatch(/elicitation|capabilit/);
    expect(seen).toEqual([]);
  });

  it('tells the server what the host refused', async () => {
    await using world = await open();
    const client = await world.connect([way, era], { capabilities: CAN_ALL });
    client.setRequestHandler('elicitation/create', () => ({ action: 'decline' }));
    expect(textOf(await client.callTool({ name: 'book' }))).toContain('"decline"');
  });
});

describe.each<Way>(['http', 'stdio'])('an older host over %s, a server that asks by results', (way) => {
  it('is asked by a request, and fields that nobody knows pass both ways', async () => {
    const seawall = new FakeSeawall([{ name: 'up', era: 'modern', catalog: { tools: [{ name: 'book' }] } }]);
    const params = { ...FORM, later: { a: 1 } };
    seawall.answer = ({ params: sent }) => {
      if (sent?.requestState === 'state') return { content: [], sent };
      const inputRequests = { room: { method: 'elicitation/create', params } };
      return { resultType: 'input_required', inputRequests, requestState: 'state' };
    };
    const client = await connectClient(openGateway(seawall), [way, 'legacy'], { capabilities: CAN_ALL });
    const answer = { action: 'accept', content: { room: 'A' }, later: { b: 2 } };
    const asked: unknown[] = [];
    client.fallbackRequestHandler = async (request) => {
      asked.push(request.params);
      return answer;
    };
    const call = { method: 'tools/call', params: { name: 'up__book', arguments: {} } };
    expect(await client.request(call, ANY)).toMatchObject({
      sent: { name: 'book', requestState: 'state', inputResponses: { room: answer } },
    });
    expect(asked).toMatchObject([params]);
  });

  it('sends no field of the newer era of its own to a server', async () => {
    const seawall = new FakeSeawall([{ name: 'up', catalog: { tools: [{ name: 'book' }] } }]);
    const client = await connectClient(openGateway(seawall), [way, 'legacy']);
    const params = { name: 'up__book', requestState: 'mine', inputResponses: { a: {} } };
    await client.request({ method: 'tools/call', params }, ANY);
    expect(seawall.seen[0]?.params).toEqual({ name: 'book' });
  });
});
