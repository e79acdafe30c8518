import { readExecutions, type ToolBehaviour } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { createTempFolder } from '../temp-folder.ts';
import { callTool, INITIALIZE, type RawProcess, startRaw } from './raw-process.ts';

const INITIALIZED = { jsonrpc: '2.0', method: 'notifications/initialized' } as const;

function startWith(behaviour: ToolBehaviour, ...others: readonly ToolBehaviour[]): RawProcess {
  const tools = [behaviour, ...others].map((one, index) => ({ name: `tool-${index}`, behaviour: one }));
  const running = startRaw({ tools });
  running.send(INITIALIZE, INITIALIZED);
  return running;
}

/** The answer to one call of a tool with this behaviour. */
async function answerOf(behaviour: ToolBehaviour): Promise<Record<string, unknown>> {
  await using running = startWith(behaviour);
  running.send(callTool(1, 'tool-0', { a: 'b' }));
  return await running.message(({ id }) => id === 1);
}

const text = (value: string): object => ({ content: [{ type: 'text', text: value }] });

describe('answers', () => {
  const cases: readonly (readonly [ToolBehaviour, object])[] = [
    [{ kind: 'echo' }, { result: text('{"a":"b"}') }],
    [{ kind: 'text', text: 'plain' }, { result: text('plain') }],
    [{ kind: 'result', result: { nonsense: true } }, { result: { nonsense: true } }],
    [{ kind: 'tool-error', text: 'broken' }, { result: { ...text('broken'), isError: true } }],
    [{ kind: 'soft-error' }, { result: { ...text('{"error":"unauthorized"}'), isError: false } }],
    [
      { kind: 'rpc-error', code: -32603, message: 'no', data: { status: 503 } },
      { error: { code: -32603, message: 'no', data: { status: 503 } } },
    ],
    [{ kind: 'delay', delayMs: 20, next: { kind: 'text', text: 'late' } }, { result: text('late') }],
  ];

  it.each(cases)('%o', async (behaviour, expected) => {
    expect(await answerOf(behaviour)).toEqual({ jsonrpc: '2.0', id: 1, ...expected });
  });

  it('with one line of 24 MB', async () => {
    const answer = JSON.stringify(await answerOf({ kind: 'big', bytes: 24_000_000 }));
    expect(answer.length).toBeGreaterThan(24_000_000);
  });

  it('with the environment of its process', async () => {
    const answer = JSON.stringify(await answerOf({ kind: 'environment' }));
    expect(answer).toContain('SEAWALL_SCENARIO');
  });

  it('with what it saw of the call', async () => {
    const answer = JSON.stringify(await answerOf({ kind: 'inspect' }));
    expect(answer).toContain('\\"era\\":\\"legacy\\"');
    expect(answer).toContain('\\"arguments\\":{\\"a\\":\\"b\\"}');
  });
});

it('sends log notifications before the answer', async () => {
  await using running = startWith({ kind: 'log', level: 'warning', data: { rows: 3 } });
  running.send(callTool(1, 'tool-0'));
  await running.message(({ id }) => id === 1);
  const log = running.messages().find(({ method }) => method === 'notifications/message');
  expect(log).toMatchObject({ params: { level: 'warning', data: { rows: 3 } } });
});

it('counts executions in a file, across processes', async () => {
  using folder = createTempFolder();
  const executionsFile = folder.file('executions');
  const sequence: ToolBehaviour = {
    kind: 'sequence',
    file: folder.file('sequence'),
    steps: [
      { kind: 'exit', exitCode: 3 },
      { kind: 'text', text: 'second' },
    ],
  };
  const scenario = { tools: [{ name: 'write', executionsFile, behaviour: sequence }] };
  await using first = startRaw(scenario);
  first.send(INITIALIZE, callTool(1, 'write', { row: 1 }));
  expect(await first.exit).toEqual({ code: 3, signal: null });
  await using second = startRaw(scenario);
  second.send(INITIALIZE, callTool(2, 'write', { row: 2 }));
  expect(await second.message(({ id }) => id === 2)).toMatchObject({ result: text('second') });
  expect(readExecutions(executionsFile)).toEqual([
    { tool: 'write', pid: first.child.pid, id: 1, arguments: { row: 1 } },
    { tool: 'write', pid: second.child.pid, id: 2, arguments: { row: 2 } },
  ]);
});

it('answers with the number of lines of a counter', async () => {
  using folder = createTempFolder();
  await using running = startWith({ kind: 'counter', file: folder.file('count') });
  running.send(callTool(1, 'tool-0'), callTool(2, 'tool-0'));
  expect(await running.message(({ id }) => id === 2)).toMatchObject({ result: text('2') });
});

describe('endings', () => {
  it('exits mid-call with its code and last words', async () => {
    await using running = startWith({ kind: 'exit', exitCode: 9, stderr: 'out of memory' });
    running.send(callTool(1, 'tool-0'));
    expect(await running.exit).toEqual({ code: 9, signal: null });
    expect(running.stderr()).toContain('out of memory');
    expect(running.messages().some(({ id }) => id === 1)).toBe(false);
  });

  it('kills itself mid-call', async () => {
    await using running = startWith({ kind: 'signal' });
    running.send(callTool(1, 'tool-0'));
    expect(await running.exit).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('writes half a line and exits', async () => {
    await using running = startWith({ kind: 'cut', exitCode: 4 });
    running.send(callTool(1, 'tool-0'));
    expect(await running.exit).toEqual({ code: 4, signal: null });
    expect(running.stdout()).toMatch(/\{"jsonrpc":"2.0","id":1[^\n]*$/);
    expect(running.messages().some(({ id }) => id === 1)).toBe(false);
  });
});

describe('broken answers', () => {
  it('under the wrong id', async () => {
    await using running = startWith({ kind: 'wrong-id', id: 'nobody' }, { kind: 'echo' });
    running.send(callTool(1, 'tool-0'), callTool(2, 'tool-1'));
    await running.message(({ id }) => id === 2);
    expect(running.messages().map(({ id }) => id)).toEqual([0, 'nobody', 2]);
  });

  it('twice', async () => {
    await using running = startWith({ kind: 'twice' }, { kind: 'echo' });
    running.send(callTool(1, 'tool-0'), callTool(2, 'tool-1'));
    await running.message(({ id }) => id === 2);
    expect(running.messages().map(({ id }) => id)).toEqual([0, 1, 1, 2]);
  });

  it('after garbage', async () => {
    await using running = startWith({ kind: 'garbage', next: { kind: 'text', text: 'after all' } });
    running.send(callTool(1, 'tool-0'));
    expect(await running.message(({ id }) => id === 1)).toMatchObject({ result: text('after all') });
    expect(running.stdout()).toContain('<<< this is not JSON >>>\n');
  });
});

describe('cancellation', () => {
  const CANCELLED = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1, reason: 'bored' } };

  it('is recorded and ends the call without an answer', async () => {
    await using running = startWith({ kind: 'delay', delayMs: 30_000 }, { kind: 'cancellations' });
    running.send(callTool(1, 'tool-0'), CANCELLED, callTool(2, 'tool-1'));
    const answer = JSON.stringify(await running.message(({ id }) => id === 2));
    expect(answer).toContain('\\"requestId\\":1,\\"reason\\":\\"bored\\",\\"method\\":\\"tools/call\\"');
    expect(running.messages().some(({ id }) => id === 1)).toBe(false);
  });

  it('is recorded and passed over when the scenario says so', async () => {
    const tools = [{ name: 'slow', behaviour: { kind: 'delay', delayMs: 50 } }] as const;
    await using running = startRaw({ tools, ignoreCancellation: true });
    running.send(INITIALIZE, callTool(1, 'slow'), CANCELLED);
    expect(await running.message(({ id }) => id === 1)).toMatchObject({ result: text('ok') });
  });
});

it('adds and removes tools and announces it', async () => {
  await using running = startWith(
    { kind: 'add-tool', tool: { name: 'new' } },
    { kind: 'remove-tool', name: 'new' },
    { kind: 'announce', change: 'prompts' },
  );
  running.send(callTool(1, 'tool-0'), { jsonrpc: '2.0', id: 2, method: 'tools/list' });
  expect(JSON.stringify(await running.message(({ id }) => id === 2))).toContain('"name":"new"');
  running.send(callTool(3, 'tool-1'), { jsonrpc: '2.0', id: 4, method: 'tools/list' }, callTool(5, 'tool-2'));
  expect(JSON.stringify(await running.message(({ id }) => id === 4))).not.toContain('"name":"new"');
  await running.message(({ id }) => id === 5);
  const announced = running.messages().flatMap(({ method }) => (typeof method === 'string' ? [method] : []));
  expect(announced).toEqual([
    'notifications/tools/list_changed',
    'notifications/tools/list_changed',
    'notifications/prompts/list_changed',
  ]);
});

it('announces an updated resource to those who subscribed', async () => {
  const change = { resourceUri: 'doc://one' };
  await using running = startRaw({
    tools: [{ name: 'touch', behaviour: { kind: 'announce', change } }],
    resources: [{ uri: 'doc://one' }],
  });
  running.send(INITIALIZE, INITIALIZED, callTool(1, 'touch'));
  running.send({ jsonrpc: '2.0', id: 2, method: 'resources/subscribe', params: { uri: 'doc://one' } });
  running.send(callTool(3, 'touch'));
  await running.message(({ id }) => id === 3);
  expect(running.messages().filter(({ method }) => method === 'notifications/resources/updated')).toHaveLength(1);
});
