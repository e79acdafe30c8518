import {
  createScriptedHttpServer,
  type HttpScenario,
  type ScriptedHttpServer,
  type ToolBehaviour,
} from '@seawall/testkit';
import { describe, expect, it, vi } from 'vitest';
import { textOf } from '../stdio/sdk-client.ts';
import { connectHttp } from './sdk-client.ts';

const LATE = { kind: 'delay', delayMs: 50, next: { kind: 'text', text: 'late' } } as const;

const scenarioOf = (behaviour: ToolBehaviour, scenario: HttpScenario = {}): HttpScenario => ({
  resumable: { retryMs: 10 },
  tools: [
    { name: 'tool', behaviour },
    { name: 'more', behaviour: { kind: 'announce', change: 'tools' } },
  ],
  ...scenario,
});

const streamsOf = ({ requests }: ScriptedHttpServer): (string | undefined)[] =>
  requests.filter(({ method }) => method === 'GET').map(({ headers }) => headers['last-event-id']);

describe('a stream that the server closes during a call', () => {
  it.each(['end', 'destroy'] as const)('is resumed by the client after %s', async (how) => {
    await using server = await createScriptedHttpServer(scenarioOf({ kind: 'close-stream', how, next: LATE }));
    await using connected = await connectHttp(server);
    expect(textOf(await connected.client.callTool({ name: 'tool' }))).toBe('late');
    expect(streamsOf(server)).toContainEqual(expect.stringMatching(/stream-\d+\.0$/));
  });

  it('tells what it said before it is resumed, once', async () => {
    const lines = [{ data: 'one' }, { data: 'two' }];
    const behaviour: ToolBehaviour = {
      kind: 'log',
      data: 'before',
      next: { kind: 'close-stream', next: { kind: 'log', lines, next: { kind: 'text', text: 'done' } } },
    };
    await using server = await createScriptedHttpServer(scenarioOf(behaviour));
    await using connected = await connectHttp(server);
    const logs: unknown[] = [];
    connected.client.setNotificationHandler('notifications/message', ({ params }) => void logs.push(params.data));
    expect(textOf(await connected.client.callTool({ name: 'tool' }))).toBe('done');
    await vi.waitFor(() => expect(logs).toEqual(['before', 'one', 'two']), { timeout: 60_000 });
  });

  it('loses the answer when nothing can be resumed', async () => {
    const { resumable: _, ...scenario } = scenarioOf({ kind: 'close-stream', next: LATE });
    await using server = await createScriptedHttpServer(scenario);
    await using connected = await connectHttp(server);
    await expect(connected.client.callTool({ name: 'tool' }, { timeout: 300 })).rejects.toThrow('timed out');
    expect(streamsOf(server)).toEqual([undefined]);
  });

  it('loses the answer in the modern era', async () => {
    await using server = await createScriptedHttpServer(
      scenarioOf({ kind: 'close-stream', next: LATE }, { era: 'modern' }),
    );
    await using connected = await connectHttp(server, { versionNegotiation: { mode: 'auto' } });
    await expect(connected.client.callTool({ name: 'tool' }, { timeout: 300 })).rejects.toThrow();
    expect(streamsOf(server)).toEqual([]);
  });
});

it('closes the stream of the session, which the client resumes', async () => {
  const behaviour: ToolBehaviour = {
    kind: 'close-stream',
    which: 'session',
    next: { kind: 'announce', change: 'tools' },
  };
  await using server = await createScriptedHttpServer(scenarioOf(behaviour));
  await using connected = await connectHttp(server);
  const changed = vi.fn();
  connected.client.setNotificationHandler('notifications/tools/list_changed', changed);
  await server.requestReceived(({ method }) => method === 'GET');
  await connected.client.callTool({ name: 'tool' });
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(1), { timeout: 60_000 });
  await connected.client.callTool({ name: 'more' });
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(2), { timeout: 60_000 });
  expect(streamsOf(server)).toEqual([undefined, expect.stringContaining('stream')]);
});

it('starts each stream with an id and the time to wait', async () => {
  await using server = await createScriptedHttpServer(scenarioOf(LATE, { responses: 'sse' }));
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params }),
  });
  const [first, second] = (await response.text()).split('\n\n');
  expect(first).toMatch(/^id: life-1-session-1-stream-\d+\.0\nretry: 10\ndata: $/);
  expect(second).toMatch(/^id: life-1-session-1-stream-\d+\.1\nevent: message\ndata: \{"jsonrpc"/);
});
