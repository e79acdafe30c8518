import { createSeawall } from '@seawall/client';
import {
  createMemoryParkedLog,
  createScriptedHttpServer,
  readExecutions,
  readPids,
  scriptedStdioServer,
} from '@seawall/testkit';
import { asSchema, dynamicTool, generateText, jsonSchema, stepCountIs, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import { createSeawallTools, isToolFailure } from '../src/index.ts';
import { lastOutputs, transcriptOf } from './support/given-outputs.ts';
import { call, runAgent } from './support/run-agent.ts';
import { scriptedModel } from './support/scripted-model.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { openTracker } from './support/world.ts';

const READ = { tools: { '*': { safety: 'read' } } };
const FORBIDDEN = { kind: 'tool-error', text: '403 Forbidden' } as const;

describe('the tools', () => {
  it('have the names, descriptions, schemas, titles and annotations that their server gives them', async () => {
    const inputSchema = { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] };
    const annotations = { readOnlyHint: true, title: 'Search' };
    const search = {
      name: 'search',
      description: 'Searches.',
      inputSchema,
      annotations,
      fields: { title: 'Search issues' },
    };
    await using seawall = await openTracker({ tools: [search, { name: 'bare' }] });
    const { tools } = createSeawallTools(seawall);
    expect(Object.keys(tools)).toEqual(['search', 'bare']);
    expect(tools.search).toMatchObject({
      type: 'dynamic',
      description: 'Searches.',
      title: 'Search issues',
      metadata: { server: 'tracker', tool: 'search', annotations },
    });
    const schemaOf = (name: string): unknown => asSchema(tools[name]?.inputSchema).jsonSchema;
    expect(schemaOf('search')).toEqual(inputSchema);
    expect(schemaOf('bare')).toEqual({ type: 'object', properties: {} });
  });

  it('keep names that tools of the developer have, and give another one to those of servers', async () => {
    await using seawall = await openTracker({ tools: [{ name: 'search' }, { name: 'read' }] });
    const search = tool({ inputSchema: jsonSchema<{ q: string }>({ type: 'object' }), execute: ({ q }) => `own ${q}` });
    const { tools } = createSeawallTools(seawall, { ownTools: { search } });
    expect(Object.keys(tools)).toEqual(['search', 'tracker__search', 'read']);
    expect(tools.search).toBe(search);
  });

  it('are called for whom, in which conversation and for how long the developer says', async () => {
    await using seawall = await openTracker({ tools: [{ name: 'wait', behaviour: { kind: 'silent' } }] });
    const calls: unknown[] = [];
    seawall.subscribe((event) => {
      if (event.kind === 'callStarted') calls.push(event.call);
    });
    const principal = { id: 'kim' };
    const { told } = await runAgent(seawall, [call('wait')], { principal, session: 'chat-1', timeoutMs: 300 });
    expect(calls).toMatchObject([{ principal, session: 'chat-1', target: 'wait' }]);
    expect(told).toEqual([expect.stringMatching(/did not answer within/)]);
  });

  it.each([
    { maxTextLength: 0 },
    { maxSameFailures: 0 },
    { maxFailuresInRow: 1.5 },
    { timeoutMs: Number.NaN },
    JSON.parse('{ "onToolError": "ignore" }'),
    JSON.parse('{ "needsApproval": "write" }'),
  ])('are refused an option that can not be: %j', async (options) => {
    await using seawall = await createSeawall({ mcpServers: {} });
    expect(() => createSeawallTools(seawall, options)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }));
  });

  it('are the same object for ever, with the tools that servers have at each step', async () => {
    await using seawall = await openTracker({
      tools: [
        { name: 'grow', behaviour: { kind: 'add-tool', tool: { name: 'grown' } } },
        { name: 'shrink', behaviour: { kind: 'remove-tool', name: 'grow' } },
      ],
    });
    const { tools, prepareStep } = createSeawallTools(seawall);
    const { model, given } = scriptedModel([call('grow'), call('grown', { n: 1 }), call('shrink')]);
    const expected = [
      ['grow', 'shrink'],
      ['grow', 'shrink', 'grown'],
      ['grow', 'shrink', 'grown'],
      ['shrink', 'grown'],
    ];
    await generateText({
      model,
      tools,
      // What a server announces comes after its answer: each step waits for it here, so that the test is not left to luck.
      prepareStep: async ({ stepNumber }) => {
        const namesNow = (): readonly string[] => {
          prepareStep();
          return Object.keys(tools);
        };
        await expect.poll(namesNow).toEqual(expected[stepNumber]);
        return undefined;
      },
      prompt: 'Go.',
      stopWhen: stepCountIs(5),
    });
    expect(given.map((turn) => turn.tools)).toEqual(expected);
    expect(transcriptOf(given)).toContain('{\\"n\\":1}');
  });
});

describe('a result', () => {
  it('reaches the model as text, and the developer as the server sent it', async () => {
    await using seawall = await openTracker({ tools: [{ name: 'search' }] });
    const { result, given } = await runAgent(seawall, [call('search', { query: 'x' })]);
    expect(lastOutputs(given)).toEqual([{ toolName: 'search', type: 'text', text: '{"query":"x"}' }]);
    expect(result.steps[0]?.toolResults).toMatchObject([
      { dynamic: true, output: { content: [{ type: 'text', text: '{"query":"x"}' }] } },
    ]);
    expect(result.text).toBe('Done.');
  });

  it('with a picture reaches the model as a picture, and what it can not be given is named', async () => {
    const content = [
      { type: 'text', text: 'a chart' },
      { type: 'image', data: 'iVBORw0KGgo=', mimeType: 'image/png' },
      { type: 'audio', data: 'UklGRg==', mimeType: 'audio/wav' },
    ];
    await using seawall = await openTracker({
      tools: [{ name: 'draw', behaviour: { kind: 'result', result: { content } } }],
    });
    const { given, result } = await runAgent(seawall, [call('draw')]);
    const [told] = lastOutputs(given);
    expect(told?.type).toBe('content');
    expect(told?.text).toContain('a chart');
    expect(told?.text).toContain('iVBORw0KGgo=');
    expect(told?.text).toContain('audio of the type audio/wav');
    expect(told?.text).not.toContain('UklGRg==');
    expect(result.warnings ?? []).toEqual([]);
    expect(result.steps[0]?.toolResults[0]?.output).toMatchObject({ content });
  });

  it('that is data alone reaches the model as JSON', async () => {
    const result = { content: [], structuredContent: { total: 3 } };
    await using seawall = await openTracker({ tools: [{ name: 'count', behaviour: { kind: 'result', result } }] });
    const { told } = await runAgent(seawall, [call('count')]);
    expect(told).toEqual(['{"total":3}']);
  });

  it('of ten megabytes is cut for the model, which is told so, and whole for the developer', async () => {
    await using seawall = await openTracker({
      tools: [{ name: 'dump', behaviour: { kind: 'big', bytes: 10_000_000 } }],
    });
    const { given, told, result } = await runAgent(seawall, [call('dump')], { maxTextLength: 1000 });
    expect(told[0]?.length).toBeLessThan(1200);
    expect(told[0]).toContain('9999000 more characters');
    expect(transcriptOf(given).length).toBeLessThan(5000);
    expect(JSON.stringify(result.steps[0]?.toolResults[0]?.output).length).toBeGreaterThan(10_000_000);
  });

  it('that was kept as JSON is put to the model of a later run in the same words', async () => {
    await using seawall = await openTracker({
      tools: [{ name: 'search' }, { name: 'fail', behaviour: { kind: 'tool-error', text: '404 Not Found' } }],
    });
    const { tools } = createSeawallTools(seawall, { onToolError: 'return' });
    for (const name of ['search', 'fail']) {
      const { result, given } = await runAgent(seawall, [call(name)], { onToolError: 'return' });
      const output: unknown = JSON.parse(JSON.stringify(result.steps[0]?.toolResults[0]?.output));
      const again = await tools[name]?.toModelOutput?.({ toolCallId: 'later', input: {}, output });
      const [told] = lastOutputs(given);
      expect(again).toEqual({ type: told?.type, value: told?.text });
    }
  });
});

describe('what models do', () => {
  it('twenty calls at once all run, and each gets its own answer', async () => {
    await using folder = await temporaryFolder();
    const executionsFile = folder.file('executions');
    const names = Array.from({ length: 20 }, (_, index) => `tool_${index}`);
    await using seawall = await openTracker({ tools: names.map((name) => ({ name, executionsFile })) });
    const calls = names.map((name, index) => ({ name, input: { index } }));
    const { given } = await runAgent(seawall, [{ calls }]);
    expect(lastOutputs(given).map(({ toolName, text }) => [toolName, text])).toEqual(
      names.map((name, index) => [name, JSON.stringify({ index })]),
    );
    expect(readExecutions(executionsFile)).toHaveLength(20);
  });

  it('a tool that does not exist ends no run', async () => {
    await using seawall = await openTracker({ tools: [{ name: 'search' }] });
    const { given, result } = await runAgent(seawall, [call('serach'), call('search')]);
    expect(transcriptOf(given)).toContain('Available tools: search');
    expect(result.text).toBe('Done.');
  });

  it.each([
    ['no JSON', '{oops', /JSON/],
    ['no object', [1, 2], /are no object/],
    ['refused by the server', { query: 7 }, /query must be a string/],
  ])('arguments that are wrong end no run: %s', async (_title, input, expected) => {
    const behaviour = { kind: 'tool-error', text: 'Input validation error: query must be a string' } as const;
    await using seawall = await openTracker({ tools: [{ name: 'search', behaviour }] });
    const { given, told, result } = await runAgent(seawall, [call('search', input)]);
    expect(told).toEqual([expect.stringMatching(expected)]);
    expect(lastOutputs(given)).toMatchObject([{ type: 'error-text' }]);
    expect(result.text).toBe('Done.');
  });

  it.each(['throw', 'return'] as const)('the same failing call is not made for ever (%s)', async (onToolError) => {
    await using folder = await temporaryFolder();
    const executionsFile = folder.file('executions');
    const behaviour = { kind: 'tool-error', text: '403 Forbidden: no permission to search issues' } as const;
    await using seawall = await openTracker({
      tools: [{ name: 'search', behaviour, executionsFile }, { name: 'read' }],
    });
    const turns = Array.from({ length: 10 }, () => call('search', { query: 'x' }));
    const { told, result } = await runAgent(seawall, turns, { onToolError });
    expect(readExecutions(executionsFile)).toHaveLength(2);
    expect(told[0]).toMatch(/was not called/);
    expect(told[0]).toContain('permission');
    expect(result.steps).toHaveLength(11);
    expect(result.text).toBe('Done.');
  });

  it('a tool that failed in one run is called in the next one', async () => {
    await using folder = await temporaryFolder();
    const executionsFile = folder.file('executions');
    const behaviour = { kind: 'tool-error', text: '403 Forbidden' } as const;
    await using seawall = await openTracker({ tools: [{ name: 'search', behaviour, executionsFile }] });
    const { tools, prepareStep } = createSeawallTools(seawall, { maxSameFailures: 1 });
    for (const runs of [1, 2]) {
      const { model } = scriptedModel([call('search'), call('search')]);
      await generateText({ model, tools, prepareStep, prompt: 'Go.', stopWhen: stepCountIs(5) });
      expect(readExecutions(executionsFile)).toHaveLength(runs);
    }
  });

  it('a tool that failed in one turn of a conversation is called when the user asks again', async () => {
    await using folder = await temporaryFolder();
    const executionsFile = folder.file('executions');
    await using seawall = await openTracker({ tools: [{ name: 'search', behaviour: FORBIDDEN, executionsFile }] });
    const { tools } = createSeawallTools(seawall, { maxSameFailures: 1 });
    const asked = { role: 'user', content: 'Go.' } as const;
    const first = await generateText({
      model: scriptedModel([call('search')]).model,
      tools,
      messages: [asked],
      stopWhen: stepCountIs(1),
    });
    expect(readExecutions(executionsFile)).toHaveLength(1);
    await generateText({
      model: scriptedModel([call('search'), call('search')]).model,
      tools,
      messages: [asked, ...first.response.messages, asked],
      stopWhen: stepCountIs(5),
    });
    expect(readExecutions(executionsFile)).toHaveLength(2);
  });

  it('a call that was not made is no further failure of its tool', async () => {
    await using seawall = await openTracker({ tools: [{ name: 'search', behaviour: FORBIDDEN }] });
    const { told } = await runAgent(seawall, Array(4).fill(call('search')), { maxSameFailures: 1 });
    expect(told).toEqual([expect.stringContaining('the same call has failed 1 times.')]);
  });

  it("the framework's own retries do not multiply ours", async () => {
    await using folder = await temporaryFolder();
    const executionsFile = folder.file('executions');
    const behaviour = { kind: 'tool-error', text: '503 Service Unavailable' } as const;
    await using seawall = await openTracker(
      { tools: [{ name: 'search', behaviour, executionsFile }] },
      { tools: { '*': { safety: 'read', maxAttempts: 2 } } },
    );
    const { tools } = createSeawallTools(seawall);
    const { model, given } = scriptedModel([call('search')]);
    await generateText({ model, tools, prompt: 'Go.', stopWhen: stepCountIs(5), maxRetries: 5 });
    expect(readExecutions(executionsFile)).toHaveLength(2);
    expect(given).toHaveLength(2);
  });
});

describe('approval', () => {
  it('is asked for what may write, by what is known of the tool, and not for reads', async () => {
    await using folder = await temporaryFolder();
    const executionsFile = folder.file('executions');
    await using seawall = await openTracker(
      {
        tools: [
          { name: 'search', executionsFile },
          { name: 'create', executionsFile },
        ],
      },
      { tools: { search: { safety: 'read' } } },
    );
    const { tools, prepareStep } = createSeawallTools(seawall, { needsApproval: 'writes' });
    const { model } = scriptedModel([call('search'), call('create', { title: 'x' })]);
    const { response, content } = await generateText({
      model,
      tools,
      prepareStep,
      prompt: 'Go.',
      stopWhen: stepCountIs(5),
    });
    expect(readExecutions(executionsFile)).toMatchObject([{ tool: 'search' }]);
    const asked = content.find((part) => part.type === 'tool-approval-request');
    if (asked?.type !== 'tool-approval-request') throw new Error('Nobody was asked.');
    expect(asked.toolCall).toMatchObject({ toolName: 'create', input: { title: 'x' } });

    const second = scriptedModel([]);
    const approval = { type: 'tool-approval-response' as const, approvalId: asked.approvalId, approved: true };
    await generateText({
      model: second.model,
      tools,
      messages: [{ role: 'user', content: 'Go.' }, ...response.messages, { role: 'tool', content: [approval] }],
    });
    expect(readExecutions(executionsFile)).toMatchObject([{ tool: 'search' }, { tool: 'create' }]);
    expect(lastOutputs(second.given)).toMatchObject([{ toolName: 'create', text: '{"title":"x"}' }]);
  });

  it('can be decided by the developer, who is told what a call may do', async () => {
    await using folder = await temporaryFolder();
    const executionsFile = folder.file('executions');
    await using seawall = await openTracker({ tools: [{ name: 'search', executionsFile }] }, READ);
    const asked: unknown[] = [];
    const { result } = await runAgent(seawall, [call('search', { query: 'x' })], {
      needsApproval: (one) => {
        asked.push(one);
        return true;
      },
    });
    expect(asked[0]).toEqual({ server: 'tracker', tool: 'search', safety: 'read', input: { query: 'x' } });
    expect(result.content).toContainEqual(expect.objectContaining({ type: 'tool-approval-request' }));
    expect(readExecutions(executionsFile)).toEqual([]);
  });
});

describe('a server', () => {
  it('that dies between the list and the call is called over its next connection', async () => {
    await using folder = await temporaryFolder();
    const pidFile = folder.file('pids');
    await using seawall = await openTracker(
      { start: { pidFile }, tools: [{ name: 'look', behaviour: { kind: 'inspect' } }] },
      READ,
    );
    const { tools, prepareStep } = createSeawallTools(seawall);
    const [first] = readPids(pidFile);
    if (first === undefined) throw new Error('The server was not started.');
    process.kill(first, 'SIGKILL');
    const { model, given } = scriptedModel([call('look')]);
    await generateText({ model, tools, prepareStep, prompt: 'Go.', stopWhen: stepCountIs(5) });
    const [told] = lastOutputs(given);
    expect(told?.type).toBe('text');
    expect(JSON.parse(told?.text ?? '')).toMatchObject({ pid: readPids(pidFile)[1] });
  });

  it('that stays down keeps its tools, whose calls fail and say why, and is told of beforehand', async () => {
    await using remote = await createScriptedHttpServer({ tools: [{ name: 'search' }] });
    const local = scriptedStdioServer({ tools: [{ name: 'read' }] });
    const tracker = { url: remote.url, seawall: { timeoutMs: 500, totalTimeoutMs: 500 } };
    await using seawall = await createSeawall({ mcpServers: { tracker, local }, seawall: { prefix: 'on-conflict' } });
    await seawall.connect();
    const { tools, describeOutages } = createSeawallTools(seawall);
    expect(describeOutages()).toBeUndefined();
    await remote.setFault({ kind: 'refuse' });
    await expect.poll(async () => (await seawall.checkConnections())[0]?.result).not.toBe('connected');
    expect(Object.keys(tools)).toEqual(['search', 'read']);

    const { given, result } = await runAgent(seawall, [{ calls: [{ name: 'search' }, { name: 'read' }] }]);
    expect(lastOutputs(given)).toMatchObject([
      { toolName: 'search', type: 'error-text', text: expect.stringContaining('"tracker"') },
      { toolName: 'read', type: 'text', text: '{}' },
    ]);
    expect(result.text).toBe('Done.');
    expect(describeOutages()).toContain('search (server "tracker")');
  });

  it('is told when the run is aborted, and the call ends', async () => {
    await using remote = await createScriptedHttpServer({ tools: [{ name: 'wait', behaviour: { kind: 'silent' } }] });
    await using seawall = await createSeawall({ mcpServers: { tracker: { url: remote.url } } });
    await seawall.connect();
    const { tools } = createSeawallTools(seawall);
    const abort = new AbortController();
    const { model, given } = scriptedModel([call('tracker__wait')]);
    const run = generateText({ model, tools, prompt: 'Go.', stopWhen: stepCountIs(5), abortSignal: abort.signal });
    const ended = run.then(
      () => undefined,
      (error: unknown) => error,
    );
    await remote.requestReceived(({ rpcMethod }) => rpcMethod === 'tools/call');
    abort.abort();
    await remote.requestReceived(({ rpcMethod }) => rpcMethod === 'notifications/cancelled');
    const error = await ended;
    expect(error).toMatchObject({ name: 'AbortError' });
    expect(given).toHaveLength(1);
    await expect.poll(() => seawall.policies('tracker')?.inFlight).toBe(0);
  });

  it.each(['throw', 'return'] as const)(
    'that is too slow for the run is told of as that, and the run goes on (%s)',
    async (onToolError) => {
      await using seawall = await openTracker({ tools: [{ name: 'wait', behaviour: { kind: 'silent' } }] });
      const { tools } = createSeawallTools(seawall, { onToolError });
      const { wait } = tools;
      const { model, given } = scriptedModel([call('wait')]);
      // Version 7 sets such a limit by itself, as "timeout: { toolMs }"; version 6 can't.
      const limited = dynamicTool({
        inputSchema: jsonSchema({ type: 'object' }),
        execute: (input, options) => wait?.execute?.(input, { ...options, abortSignal: AbortSignal.timeout(300) }),
        toModelOutput: (given) => wait?.toModelOutput?.(given) ?? { type: 'text', value: 'There is no such tool.' },
      });
      const { text, steps } = await generateText({
        model,
        tools: { wait: limited },
        prompt: 'Go.',
        stopWhen: stepCountIs(5),
      });
      expect(lastOutputs(given)).toMatchObject([
        { type: 'error-text', text: expect.stringMatching(/did not answer in the time.*may have run/) },
      ]);
      const [, failed] = steps[0]?.content ?? [];
      const expected = { kind: 'timeout', code: 'CALL_TIMEOUT', retryable: false };
      expect(failed).toMatchObject(
        onToolError === 'throw'
          ? { type: 'tool-error', error: expected }
          : { type: 'tool-result', output: { error: expected } },
      );
      expect(text).toBe('Done.');
      await expect.poll(() => seawall.policies('tracker')?.inFlight).toBe(0);
    },
  );

  it('that is down when a write comes is no error where the write is kept to be sent later', async () => {
    await using remote = await createScriptedHttpServer({ tools: [{ name: 'create' }] });
    const tracker = {
      url: remote.url,
      seawall: { timeoutMs: 500, totalTimeoutMs: 500, tools: { create: { park: true } } },
    };
    await using seawall = await createSeawall(
      { mcpServers: { tracker }, seawall: { prefix: 'on-conflict' } },
      { parkedLog: () => Promise.resolve(createMemoryParkedLog()) },
    );
    await seawall.connect();
    await remote.setFault({ kind: 'refuse' });
    const { given, result } = await runAgent(seawall, [call('create', { title: 'x' })]);
    expect(lastOutputs(given)).toMatchObject([{ toolName: 'create', type: 'error-text' }]);
    const output: unknown = result.steps[0]?.toolResults[0]?.output;
    expect(isToolFailure(output)).toBe(true);
    expect(output).toMatchObject({ server: 'tracker', tool: 'create', ticket: expect.anything() });
  });
});
