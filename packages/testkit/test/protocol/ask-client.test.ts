import type { Client } from '@modelcontextprotocol/client';
import { createFakeClock, createScriptedHttpServer, type ServerScenario, type ToolBehaviour } from '@seawall/testkit';
import { describe, expect, it, vi } from 'vitest';
import { connectHttp } from '../http/sdk-client.ts';
import { textOf } from '../stdio/sdk-client.ts';
import { connectLeg, createGate, jsonOf, LEGACY_LEGS, LEGS, MODERN_LEGS } from './legs.ts';

const FORM = {
  method: 'elicitation/create',
  params: { mode: 'form', message: 'Name?', requestedSchema: { type: 'object', properties: {} } },
} as const;
const URL_PARAMS = { mode: 'url', message: 'Sign in', url: 'https://example.com/', elicitationId: 'e-1' } as const;
const SAMPLING = {
  method: 'sampling/createMessage',
  params: { messages: [{ role: 'user', content: { type: 'text', text: 'Hi' } }], maxTokens: 10 },
} as const;
const ROOTS = { method: 'roots/list' } as const;
const ROOM = { roots: [{ uri: 'file:///room' }] };
const SAMPLE = { model: 'm', role: 'assistant', content: { type: 'text', text: 'Hello' } } as const;
const ALL = { elicitation: { form: {}, url: {} }, sampling: {}, roots: { listChanged: true } } as const;

const toolsOf = (behaviours: { readonly [name: string]: ToolBehaviour }): ServerScenario => ({
  tools: Object.entries(behaviours).map(([name, behaviour]) => ({ name, behaviour })),
});

/** Answers questions; gives the methods that were asked, in order. */
function answering(client: Client): string[] {
  const asked: string[] = [];
  client.setRequestHandler('elicitation/create', ({ params }) => {
    asked.push(params.mode === 'url' ? 'url' : 'form');
    return { action: 'accept', ...(params.mode === 'url' ? {} : { content: { name: 'Ada' } }) };
  });
  client.setRequestHandler('sampling/createMessage', () => {
    asked.push('sampling');
    return SAMPLE;
  });
  client.setRequestHandler('roots/list', () => {
    asked.push('roots');
    return ROOM;
  });
  return asked;
}

describe.each(LEGS)('over $transport, $era', (leg) => {
  it.each([
    { behaviour: { kind: 'ask', ...FORM }, answer: { action: 'accept', content: { name: 'Ada' } } },
    { behaviour: { kind: 'ask', ...FORM, params: URL_PARAMS }, answer: { action: 'accept' } },
    { behaviour: { kind: 'ask', ...SAMPLING }, answer: SAMPLE },
    { behaviour: { kind: 'ask', ...ROOTS }, answer: ROOM },
    { behaviour: { kind: 'ask', ...ROOTS, over: 'session' }, answer: ROOM },
  ] as const)('asks $behaviour.method and answers with the reply', async ({ behaviour, answer }) => {
    await using connected = await connectLeg(leg, toolsOf({ ask: behaviour }), { capabilities: ALL });
    answering(connected.client);
    expect(await jsonOf(connected.client, 'ask')).toEqual(answer);
  });

  it('asks several things in a row', async () => {
    const scenario = toolsOf({ ask: { kind: 'ask-several', questions: [ROOTS, FORM, ROOTS] } });
    await using connected = await connectLeg(leg, scenario, { capabilities: ALL });
    const asked = answering(connected.client);
    expect(await jsonOf(connected.client, 'ask')).toEqual([ROOM, { action: 'accept', content: { name: 'Ada' } }, ROOM]);
    expect(asked).toEqual(['roots', 'form', 'roots']);
  });

  it('asks two things at once', async () => {
    const questions = [ROOTS, SAMPLING];
    const scenario = toolsOf({ ask: { kind: 'ask-several', questions, atOnce: true } });
    await using connected = await connectLeg(leg, scenario, { capabilities: ALL });
    const { client } = connected;
    const both = createGate();
    client.setRequestHandler('roots/list', async () => {
      await both.opened;
      return ROOM;
    });
    // The first question is answered only after the second one arrived.
    client.setRequestHandler('sampling/createMessage', () => {
      both.open();
      return SAMPLE;
    });
    expect(await jsonOf(client, 'ask')).toEqual([ROOM, SAMPLE]);
  });

  it('asks in rounds and goes on', async () => {
    const rounds = [
      { requests: { where: ROOTS, who: FORM }, requestState: 'state ü "1"' },
      { requests: { again: ROOTS } },
    ];
    const scenario = toolsOf({
      last: { kind: 'input-required', rounds },
      next: { kind: 'input-required', rounds, next: { kind: 'text', text: 'done' } },
    });
    await using connected = await connectLeg(leg, scenario, { capabilities: ALL });
    const asked = answering(connected.client);
    expect(await jsonOf(connected.client, 'last')).toEqual({ inputResponses: { again: ROOM } });
    expect(asked.sort()).toEqual(['form', 'roots', 'roots']);
    expect(textOf(await connected.client.callTool({ name: 'next' }))).toBe('done');
  });

  it('sees the capabilities and the notifications of the client', async () => {
    const scenario = toolsOf({ inspect: { kind: 'inspect' }, heard: { kind: 'notifications' } });
    await using connected = await connectLeg(leg, scenario, { capabilities: ALL });
    const { client } = connected;
    expect(await jsonOf(client, 'inspect')).toMatchObject({ clientCapabilities: ALL });
    if (leg.era === 'modern') return;
    await client.sendRootsListChanged();
    await vi.waitFor(
      async () => expect(await jsonOf(client, 'heard')).toContainEqual({ method: 'notifications/roots/list_changed' }),
      { timeout: 60_000 },
    );
  });
});

describe.each(LEGACY_LEGS)('a legacy client over $transport', (leg) => {
  it('is not asked for what it did not declare, unless the server does not care', async () => {
    const scenario = toolsOf({ ask: { kind: 'ask', ...ROOTS }, push: { kind: 'ask', ...ROOTS, unasked: true } });
    await using connected = await connectLeg(leg, scenario);
    const refused = await connected.client.callTool({ name: 'ask' });
    expect(refused).toMatchObject({ isError: true });
    expect(textOf(refused)).toContain('roots');
    expect(await jsonOf(connected.client, 'push')).toMatchObject({ code: -32601 });
  });

  it('sees a question taken back that it did not answer in time', async () => {
    const scenario = toolsOf({ ask: { kind: 'ask', ...ROOTS, timeoutMs: 20 } });
    await using connected = await connectLeg(leg, scenario, { capabilities: ALL });
    const taken = createGate();
    connected.client.setRequestHandler('roots/list', async (_request, { mcpReq }) => {
      mcpReq.signal.addEventListener('abort', () => taken.open());
      await taken.opened;
      return ROOM;
    });
    expect(await jsonOf(connected.client, 'ask')).toEqual({ timedOut: true });
    await taken.opened;
  });

  it('sees a question taken back when it cancels the call', async () => {
    const scenario = toolsOf({ ask: { kind: 'ask', ...ROOTS, over: 'session' } });
    await using connected = await connectLeg(leg, scenario, { capabilities: ALL });
    const asked = createGate();
    const taken = createGate();
    connected.client.setRequestHandler('roots/list', async (_request, { mcpReq }) => {
      mcpReq.signal.addEventListener('abort', () => taken.open());
      asked.open();
      await taken.opened;
      return ROOM;
    });
    const abort = new AbortController();
    const call = connected.client.callTool({ name: 'ask' }, { signal: abort.signal });
    await asked.opened;
    abort.abort();
    await expect(call).rejects.toThrow();
    await taken.opened;
  });

  it('is told that a URL elicitation is done', async () => {
    const scenario = toolsOf({ done: { kind: 'announce', change: { elicitationId: 'e-1' } } });
    await using connected = await connectLeg(leg, scenario, { capabilities: ALL });
    const done = new Promise((resolve) => {
      connected.client.setNotificationHandler('notifications/elicitation/complete', ({ params }) =>
        resolve(params.elicitationId),
      );
    });
    await connected.client.callTool({ name: 'done' });
    expect(await done).toBe('e-1');
  });
});

describe.each(MODERN_LEGS)('a modern client over $transport', (leg) => {
  it.each([
    { behaviour: { kind: 'ask', ...ROOTS }, missing: { roots: {} } },
    { behaviour: { kind: 'ask', ...FORM, params: URL_PARAMS }, missing: { elicitation: { url: {} } } },
    { behaviour: { kind: 'input-required', rounds: [{ requests: { a: SAMPLING } }] }, missing: { sampling: {} } },
  ] as const)('is refused with -32021 without $missing', async ({ behaviour, missing }) => {
    const options = { capabilities: { elicitation: { form: {} } } };
    await using connected = await connectLeg(leg, toolsOf({ ask: behaviour }), options);
    await expect(connected.client.callTool({ name: 'ask' })).rejects.toMatchObject({
      code: -32021,
      data: { requiredCapabilities: missing },
    });
  });

  it('is refused with -32602 when what it brings back does not fit', async () => {
    const rounds = [{ requests: { where: ROOTS }, requestState: 'one' }];
    const scenario = toolsOf({ rounds: { kind: 'input-required', rounds }, ask: { kind: 'ask', ...ROOTS } });
    await using connected = await connectLeg(leg, scenario, { capabilities: ALL });
    const bring = (name: string, returned: object): Promise<unknown> =>
      connected.client.request({ method: 'tools/call', params: { name, ...returned } });
    const inputResponses = { where: ROOM };
    expect(await bring('rounds', { inputResponses, requestState: 'one' })).toMatchObject({ content: [{}] });
    for (const returned of [
      { inputResponses, requestState: 'two' },
      { inputResponses },
      { requestState: 'one' },
      { inputResponses: { ...inputResponses, more: ROOM }, requestState: 'one' },
    ]) {
      await expect(bring('rounds', returned)).rejects.toMatchObject({ code: -32602 });
      await expect(bring('ask', returned)).rejects.toMatchObject({ code: -32602 });
    }
  });

  it('is asked before it gets a prompt or reads a resource', async () => {
    const inputRounds = [{ requests: { where: ROOTS }, requestState: 'one' }];
    const scenario = {
      prompts: [{ name: 'greet', inputRounds }],
      resources: [{ uri: 'doc://one', text: 'read', inputRounds }],
    };
    await using connected = await connectLeg(leg, scenario, { capabilities: ALL });
    const asked = answering(connected.client);
    expect((await connected.client.getPrompt({ name: 'greet' })).messages).toHaveLength(1);
    expect((await connected.client.readResource({ uri: 'doc://one' })).contents).toMatchObject([{ text: 'read' }]);
    expect(asked).toEqual(['roots', 'roots']);
  });
});

it('waits for an answer on the clock of the server', async () => {
  const clock = createFakeClock();
  const scenario = toolsOf({ ask: { kind: 'ask', ...ROOTS, timeoutMs: 60_000 } });
  await using server = await createScriptedHttpServer(scenario, { clock });
  await using connected = await connectHttp(server, { capabilities: ALL });
  const asked = createGate();
  connected.client.setRequestHandler('roots/list', (_request, { mcpReq }) => {
    asked.open();
    return new Promise((resolve) => mcpReq.signal.addEventListener('abort', () => resolve(ROOM)));
  });
  const answer = jsonOf(connected.client, 'ask');
  await asked.opened;
  await clock.advance(60_000);
  expect(await answer).toEqual({ timedOut: true });
});
