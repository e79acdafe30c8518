import type { ServerScenario } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { connectStdio, textOf } from './sdk-client.ts';

const ELICITATION = { mode: 'form', message: 'Sure?', requestedSchema: { type: 'object', properties: {} } } as const;

const FULL: ServerScenario = {
  instructions: 'Be kind.',
  pageSize: 2,
  tools: [
    { name: 'echo', annotations: { readOnlyHint: true }, fields: { 'x-unknown': { kept: true } } },
    { name: 'steps', behaviour: { kind: 'progress', steps: 3 } },
    { name: 'more', behaviour: { kind: 'add-tool', tool: { name: 'added' } } },
    { name: 'ask', behaviour: { kind: 'ask', method: 'elicitation/create', params: ELICITATION } },
  ],
  resources: [{ uri: 'doc://one', text: 'first' }, { uri: 'doc://two', blob: 'AAAA' }, { uri: 'doc://three' }],
  resourceTemplates: [{ uriTemplate: 'row://{table}/{id}' }],
  prompts: [{ name: 'greet', arguments: [{ name: 'who', required: true }], text: 'Greet {who}.' }],
  completions: { who: ['Ada', 'Alan', 'Grace'] },
};

const ERAS = [
  { era: 'legacy', mode: 'legacy', spoken: 'legacy' },
  { era: 'legacy', mode: 'auto', spoken: 'legacy' },
  { era: 'modern', mode: 'auto', spoken: 'modern' },
  { era: 'both', mode: 'legacy', spoken: 'legacy' },
  { era: 'both', mode: 'auto', spoken: 'modern' },
] as const;

describe.each(ERAS)('a $era server and a client in mode $mode', ({ era, mode, spoken }) => {
  const connect = () =>
    connectStdio({ ...FULL, era }, { versionNegotiation: { mode }, capabilities: { elicitation: { form: {} } } });

  it('agree on the era and exchange the server’s data', async () => {
    await using connected = await connect();
    const { client } = connected;
    expect(client.getProtocolEra()).toBe(spoken);
    expect(client.getNegotiatedProtocolVersion()).toBe(spoken === 'modern' ? '2026-07-28' : '2025-11-25');
    expect(client.getInstructions()).toBe('Be kind.');
    expect(client.getServerVersion()).toMatchObject({ name: 'scripted', version: '1.0.0' });
  });

  it('walk all pages of the lists', async () => {
    await using connected = await connect();
    const { client } = connected;
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['echo', 'steps', 'more', 'ask']);
    expect(tools[0]?.annotations).toEqual({ readOnlyHint: true });
    expect((await client.listResources()).resources).toHaveLength(3);
    expect((await client.listResourceTemplates()).resourceTemplates).toHaveLength(1);
    expect((await client.listPrompts()).prompts).toHaveLength(1);
  });

  it('read resources and templates, get prompts and completions', async () => {
    await using connected = await connect();
    const { client } = connected;
    expect((await client.readResource({ uri: 'doc://one' })).contents).toMatchObject([{ text: 'first' }]);
    expect((await client.readResource({ uri: 'doc://two' })).contents).toMatchObject([{ blob: 'AAAA' }]);
    expect((await client.readResource({ uri: 'row://users/7' })).contents).toMatchObject([{ text: 'row://users/7' }]);
    await expect(client.readResource({ uri: 'doc://none' })).rejects.toMatchObject({ code: -32602 });
    const prompt = await client.getPrompt({ name: 'greet', arguments: { who: 'Ada' } });
    expect(prompt.messages[0]?.content).toEqual({ type: 'text', text: 'Greet Ada.' });
    const { completion } = await client.complete({
      ref: { type: 'ref/prompt', name: 'greet' },
      argument: { name: 'who', value: 'A' },
    });
    expect(completion.values).toEqual(['Ada', 'Alan']);
  });

  it('exchange tool calls, progress and unknown tools', async () => {
    await using connected = await connect();
    const { client } = connected;
    expect(textOf(await client.callTool({ name: 'echo', arguments: { a: 1 } }))).toBe('{"a":1}');
    const progress: number[] = [];
    await client.callTool({ name: 'steps' }, { onprogress: (step) => progress.push(step.progress) });
    // The SDK's client drops what it reads in one piece with the answer.
    expect(progress).toEqual([1, 2, 3].slice(0, progress.length));
    await expect(client.callTool({ name: 'nobody' })).rejects.toMatchObject({ code: -32602 });
  });

  it('announce a changed list', async () => {
    await using connected = await connect();
    const { client } = connected;
    const changed = new Promise((resolve) => {
      client.setNotificationHandler('notifications/tools/list_changed', () => resolve('changed'));
    });
    if (spoken === 'modern') await client.listen({ toolsListChanged: true });
    await client.callTool({ name: 'more' });
    expect(await changed).toBe('changed');
    expect((await client.listTools(undefined, { cacheMode: 'refresh' })).tools.at(-1)?.name).toBe('added');
  });

  it('carry a question of the server to the client', async () => {
    await using connected = await connect();
    const { client } = connected;
    client.setRequestHandler('elicitation/create', () => ({ action: 'decline' }));
    expect(JSON.parse(textOf(await client.callTool({ name: 'ask' })))).toEqual({ action: 'decline' });
  });
});

it('offers its own newest version to a client that asks for one it does not speak', async () => {
  await using connected = await connectStdio({ protocolVersions: ['2025-03-26', '2024-11-05'] });
  expect(connected.client.getNegotiatedProtocolVersion()).toBe('2025-03-26');
});

it('answers initialize with a version that nobody knows when told to', async () => {
  await expect(connectStdio({ answerProtocolVersion: '1999-01-01' })).rejects.toThrow('1999-01-01');
});
