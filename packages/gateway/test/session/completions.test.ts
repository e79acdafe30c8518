import type { ServerScenario } from '@seawall/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { FakeSeawall } from '../fake-seawall.ts';
import { closeAll, connectClient, type Era, openGateway, WAYS } from '../front/connect.ts';
import { openWorld } from './real-world.ts';

afterEach(closeAll);

const SCENARIO: ServerScenario = {
  prompts: [{ name: 'greet', arguments: [{ name: 'who' }] }],
  resourceTemplates: [{ uriTemplate: 'doc://{who}' }],
  completions: { who: ['ada', 'bob'] },
};
const WHO = { name: 'who', value: '' };
const UPSTREAM: readonly Era[] = ['legacy', 'modern'];
const PAIRINGS = WAYS.flatMap(([way, era]) => UPSTREAM.map((upstream) => [way, era, upstream] as const));

describe.each(PAIRINGS)(
  'completions for a host over %s in the %s era, at a server of the %s era',
  (way, era, upstream) => {
    it('come from the server of the prompt or the template', async () => {
      await using world = await openWorld({ ...SCENARIO, era: upstream }, { prefix: 'always' });
      const client = await world.connect([way, era]);
      const ofPrompt = await client.complete({ ref: { type: 'ref/prompt', name: 'up__greet' }, argument: WHO });
      expect(ofPrompt.completion.values).toEqual(['ada', 'bob']);
      const ofTemplate = await client.complete({ ref: { type: 'ref/resource', uri: 'doc://{who}' }, argument: WHO });
      expect(ofTemplate.completion.values).toEqual(['ada', 'bob']);
    });
  },
);

describe('completions', () => {
  const connect = (seawall: FakeSeawall) => connectClient(openGateway(seawall), ['stdio', 'legacy']);
  const templates = { resourceTemplates: [{ uriTemplate: 'doc://{who}' }] };

  it('are asked for as the server names things, with the context', async () => {
    const seawall = new FakeSeawall([
      { name: 'a', capabilities: { completions: {} }, catalog: { prompts: [{ name: 'greet' }] } },
    ]);
    seawall.answer = () => ({ completion: { values: ['x'] } });
    const client = await connect(seawall);
    const context = { arguments: { lang: 'en' } };
    await client.complete({ ref: { type: 'ref/prompt', name: 'a__greet' }, argument: WHO, context });
    expect(seawall.seen[0]?.params).toEqual({ ref: { type: 'ref/prompt', name: 'greet' }, argument: WHO, context });
  });

  it('come from the first server with the template that has any', async () => {
    const seawall = new FakeSeawall([
      { name: 'a', catalog: templates },
      { name: 'b', catalog: templates, capabilities: { completions: {} } },
    ]);
    seawall.answer = ({ server }) => ({ completion: { values: [server] } });
    const client = await connect(seawall);
    const { completion } = await client.complete({ ref: { type: 'ref/resource', uri: 'doc://{who}' }, argument: WHO });
    expect(completion.values).toEqual(['b']);
  });

  it('are none where the server has none, or does not know the method', async () => {
    const seawall = new FakeSeawall([
      { name: 'a', catalog: { prompts: [{ name: 'greet' }] } },
      { name: 'b', catalog: { prompts: [{ name: 'part' }] }, capabilities: { completions: {} } },
    ]);
    seawall.answer = () => {
      throw Object.assign(new Error('unknown'), {});
    };
    const client = await connect(seawall);
    const none = await client.complete({ ref: { type: 'ref/prompt', name: 'a__greet' }, argument: WHO });
    expect(none.completion.values).toEqual([]);
    expect(seawall.seen).toEqual([]);
    await expect(
      client.complete({ ref: { type: 'ref/prompt', name: 'b__part' }, argument: WHO }),
    ).rejects.toMatchObject({ code: -32_603 });
  });

  it('of an unknown prompt or kind of reference are refused', async () => {
    const client = await connect(new FakeSeawall([{ name: 'a' }]));
    await expect(
      client.complete({ ref: { type: 'ref/prompt', name: 'a__nothing' }, argument: WHO }),
    ).rejects.toMatchObject({ code: -32_602 });
    // The kind is wrong on purpose.
    const ref = { type: 'ref/other' as 'ref/prompt', name: 'a' };
    await expect(client.complete({ ref, argument: WHO })).rejects.toMatchObject({ code: -32_602 });
  });
});
