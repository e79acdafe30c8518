import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { textOf } from '../stdio/sdk-client.ts';
import { type AskableClient, connect, WAYS } from './conformance-client.ts';

/** Generous: a process that runs from source takes its time to start on a busy machine. */
const START_LIMIT_MS = 60_000;
const CALL_LIMIT_MS = 30_000;

describe.each(WAYS)('over %s in the %s era', { timeout: CALL_LIMIT_MS }, (...way) => {
  // One for all tests: the state that a test changes, no other test looks at.
  let connection: AskableClient;
  beforeAll(async () => {
    connection = await connect(way);
  }, START_LIMIT_MS);
  afterAll(() => connection[Symbol.asyncDispose]());

  it('offers every tool, resource and prompt that the suites name', async () => {
    const { client } = connection;
    const tools = (await client.listTools()).tools.map((tool) => tool.name);
    expect(tools).toEqual(expect.arrayContaining(NAMED_TOOLS));
    const resources = (await client.listResources()).resources.map((resource) => resource.uri);
    expect(resources).toEqual(['test://static-text', 'test://static-binary', 'test://watched-resource']);
    const templates = (await client.listResourceTemplates()).resourceTemplates.map((one) => one.uriTemplate);
    expect(templates).toEqual(['test://template/{id}/data']);
    const prompts = (await client.listPrompts()).prompts.map((prompt) => prompt.name);
    expect(prompts).toEqual(expect.arrayContaining(NAMED_PROMPTS));
  });

  it('answers with every kind of content', async () => {
    const { client } = connection;
    const kinds = async (name: string) => (await client.callTool({ name })).content.map((block) => block.type);
    expect(await kinds('test_simple_text')).toEqual(['text']);
    expect(await kinds('test_image_content')).toEqual(['image']);
    expect(await kinds('test_audio_content')).toEqual(['audio']);
    expect(await kinds('test_embedded_resource')).toEqual(['resource']);
    expect(await kinds('test_multiple_content_types')).toEqual(['text', 'image', 'resource']);
    expect(await client.callTool({ name: 'test_error_handling' })).toMatchObject({ isError: true });
  });

  it('reads resources, fills in a template and refuses what it does not have', async () => {
    const { client } = connection;
    const read = async (uri: string) => (await client.readResource({ uri })).contents[0];
    expect(await read('test://static-text')).toMatchObject({ text: expect.any(String) });
    expect(await read('test://static-binary')).toMatchObject({ mimeType: 'image/png', blob: expect.any(String) });
    expect(await read('test://template/123/data')).toMatchObject({ text: '{"id":"123"}' });
    await expect(read('test://nothing')).rejects.toMatchObject({ code: -32_602 });
  });

  it('gives prompts with arguments and resources, and completes arguments', async () => {
    const { client } = connection;
    const prompt = await client.getPrompt({
      name: 'test_prompt_with_arguments',
      arguments: { arg1: 'one', arg2: 'two' },
    });
    expect(JSON.stringify(prompt.messages)).toMatch(/one.*two/);
    const embedded = await client.getPrompt({
      name: 'test_prompt_with_embedded_resource',
      arguments: { resourceUri: 'test://any' },
    });
    expect(embedded.messages[0]?.content).toMatchObject({ type: 'resource', resource: { uri: 'test://any' } });
    const argument = await client.complete({
      ref: { type: 'ref/prompt', name: 'test_prompt_with_arguments' },
      argument: { name: 'arg1', value: 'par' },
    });
    expect(argument.completion).toMatchObject({ values: ['paris', 'park', 'party'], hasMore: false });
    const id = await client.complete({
      ref: { type: 'ref/resource', uri: 'test://template/{id}/data' },
      argument: { name: 'id', value: '12' },
    });
    expect(id.completion.values).toEqual(['12', '123']);
  });

  it('reports progress to a call that asks for it', async () => {
    const seen: number[] = [];
    await connection.client.callTool(
      { name: 'test_tool_with_progress' },
      { onprogress: ({ progress }) => seen.push(progress) },
    );
    expect(seen).toEqual([0, 50, 100]);
  });

  it('asks the user and the model, and for the roots', async () => {
    const answer = async (name: string, args = {}) =>
      textOf(await connection.client.callTool({ name, arguments: args }));
    expect(await answer('test_elicitation', { message: 'Who?' })).toContain('my response');
    expect(await answer('test_sampling', { prompt: 'Where?' })).toContain('Paris');
    expect(await answer('test_input_required_result_elicitation')).toBe('Hello, my name!');
    expect(await answer('test_input_required_result_list_roots')).toContain('file:///somewhere');
    expect(await answer('test_input_required_result_multiple_inputs')).toMatch(/Paris.*my name.*1 root/);
    expect(await answer('test_input_required_result_multi_round')).toBe('my name likes my color.');
    expect(await answer('test_input_required_result_request_state')).toBe('state-ok');
    const prompt = await connection.client.getPrompt({ name: 'test_input_required_result_prompt' });
    expect(JSON.stringify(prompt)).toContain('my context');
  });

  it('adds and removes a tool and a prompt', async () => {
    const { client } = connection;
    const hasTool = async () => (await client.listTools()).tools.some(({ name }) => name === 'test_extra_tool');
    const hasPrompt = async () => (await client.listPrompts()).prompts.some(({ name }) => name === 'test_extra_prompt');
    expect([await hasTool(), await hasPrompt()]).toEqual([false, false]);
    await client.callTool({ name: 'test_trigger_tool_change' });
    await client.callTool({ name: 'test_trigger_prompt_change' });
    expect([await hasTool(), await hasPrompt()]).toEqual([true, true]);
    await client.callTool({ name: 'test_trigger_tool_change' });
    expect(await hasTool()).toBe(false);
  });

  it('tells subscribers, and nobody else, that a resource has changed', async () => {
    const { client, updated } = connection;
    const uri = 'test://watched-resource';
    if (way[1] === 'legacy') await client.subscribeResource({ uri });
    else await client.listen({ resourceSubscriptions: [uri] });
    await client.callTool({ name: 'test_trigger_resource_update', arguments: { uri: 'test://static-text' } });
    await client.callTool({ name: 'test_trigger_resource_update' });
    await vi.waitFor(() => expect(updated).toEqual([uri]), { timeout: 10_000 });
  });

  if (way[1] === 'legacy') {
    it('logs while a tool runs, from the level on that was set', async () => {
      const { client, logged } = connection;
      await client.setLoggingLevel('info');
      await client.callTool({ name: 'test_tool_with_logging' });
      expect(logged).toEqual(['Tool execution started', 'Tool processing data', 'Tool execution completed']);
      await client.setLoggingLevel('error');
      await client.callTool({ name: 'test_tool_with_logging' });
      expect(logged).toHaveLength(3);
    });
  } else {
    it('refuses a state that was changed on the way', async () => {
      const call = connection.client.request({
        method: 'tools/call',
        params: {
          name: 'test_input_required_result_tampered_state',
          inputResponses: { confirm: { action: 'accept', content: { ok: true } } },
          requestState: 'v1.e30.e30',
        },
      });
      await expect(call).rejects.toMatchObject({ code: -32_602, data: { reason: 'invalid_request_state' } });
    });
  }
});

describe('a client that can be asked for little', () => {
  it.each(['legacy', 'modern'] as const)('is asked in the %s era for nothing else', async (era) => {
    await using connection = await connect(['http', era], { capabilities: { sampling: {} } });
    const reply = await connection.client.callTool({ name: 'test_input_required_result_capabilities' });
    expect(textOf(reply)).toBe('Every question was answered.');
    await using silent = await connect(['http', era], { capabilities: {} });
    const without = await silent.client.callTool({ name: 'test_input_required_result_capabilities' });
    expect(textOf(without)).toBe('The client can answer no question.');
  });

  it('is told what a call would need', async () => {
    await using connection = await connect(['http', 'modern'], { capabilities: {} });
    const call = connection.client.callTool({ name: 'test_missing_capability' });
    await expect(call).rejects.toMatchObject({ code: -32_021 });
  });
});

const NAMED_TOOLS = [
  'json_schema_2020_12_tool',
  'test_audio_content',
  'test_elicitation',
  'test_elicitation_sep1034_defaults',
  'test_elicitation_sep1330_enums',
  'test_embedded_resource',
  'test_error_handling',
  'test_image_content',
  'test_input_required_result_capabilities',
  'test_input_required_result_elicitation',
  'test_input_required_result_list_roots',
  'test_input_required_result_multi_round',
  'test_input_required_result_multiple_inputs',
  'test_input_required_result_request_state',
  'test_input_required_result_sampling',
  'test_input_required_result_tampered_state',
  'test_logging_tool',
  'test_missing_capability',
  'test_multiple_content_types',
  'test_reconnection',
  'test_sampling',
  'test_simple_text',
  'test_streaming_elicitation',
  'test_tool_with_logging',
  'test_tool_with_progress',
  'test_trigger_prompt_change',
  'test_trigger_tool_change',
  'test_x_mcp_header',
];
const NAMED_PROMPTS = [
  'test_input_required_result_prompt',
  'test_prompt_with_arguments',
  'test_prompt_with_embedded_resource',
  'test_prompt_with_image',
  'test_simple_prompt',
];
