import type { MethodFault, StdioScenario } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { callTool, INITIALIZE, startRaw } from './raw-process.ts';
import { connectStdio } from './sdk-client.ts';

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' } as const;

/** The answer to `tools/list`, or `undefined` when a later request is answered before it. */
async function listAnswer(scenario: StdioScenario): Promise<Record<string, unknown> | undefined> {
  await using running = startRaw(scenario);
  running.send(INITIALIZE, LIST, { jsonrpc: '2.0', id: 2, method: 'ping' });
  await running.message(({ id }) => id === 2);
  return running.messages().find(({ id }) => id === 1);
}

describe('tools/list', () => {
  it('fails though calls work', async () => {
    const fault: MethodFault = { kind: 'error', code: -32603, message: 'database is down' };
    await using running = startRaw({ methodFaults: { 'tools/list': fault } });
    running.send(INITIALIZE, LIST, callTool(2, 'echo'));
    expect(await running.message(({ id }) => id === 2)).toHaveProperty('result');
    expect(await running.message(({ id }) => id === 1)).toMatchObject({ error: { code: -32603 } });
  });

  it('is never answered', async () => {
    expect(await listAnswer({ methodFaults: { 'tools/list': { kind: 'silent' } } })).toBeUndefined();
  });

  it('is answered with any result', async () => {
    const fault: MethodFault = { kind: 'result', result: { tools: 'none' } };
    expect(await listAnswer({ methodFaults: { 'tools/list': fault } })).toMatchObject({ result: { tools: 'none' } });
  });

  it('fails the first times only', async () => {
    const fault: MethodFault = { kind: 'error', code: -32603, message: 'not yet', times: 1 };
    await using running = startRaw({ methodFaults: { 'tools/list': fault } });
    running.send(INITIALIZE, LIST, { ...LIST, id: 2 });
    expect(await running.message(({ id }) => id === 2)).toHaveProperty('result');
    expect(await running.message(({ id }) => id === 1)).toHaveProperty('error');
  });

  it('holds a schema without type, duplicates, odd and very long names, as they stand', async () => {
    const tools = [
      { name: 'no_type', inputSchema: {} },
      { name: 'no_schema', inputSchema: null },
      { name: 'twin' },
      { name: 'twin' },
      { name: 'odd name/ü.😀' },
      { name: 'n'.repeat(300) },
    ];
    const answer = JSON.stringify(await listAnswer({ tools }));
    for (const { name } of tools) expect(answer).toContain(JSON.stringify(name));
    expect(answer).toContain('"name":"no_type","description":"A scripted tool.","inputSchema":{}');
    expect(answer.split('"twin"')).toHaveLength(3);
    await using connected = await connectStdio({ tools });
    await expect(connected.client.listTools()).rejects.toThrow();
  });
});

it('answers initialize late', async () => {
  await using connected = await connectStdio({ methodFaults: { initialize: { kind: 'delay', delayMs: 50 } } });
  expect(connected.client.getNegotiatedProtocolVersion()).toBe('2025-11-25');
});

it('never answers initialize while the rest works', async () => {
  await using running = startRaw({ methodFaults: { initialize: { kind: 'silent' } } });
  running.send(INITIALIZE, callTool(1, 'echo'));
  await running.message(({ id }) => id === 1);
  expect(running.messages().some(({ id }) => id === 0)).toBe(false);
});

it('meets every method that has no fault of its own with the fault of *', async () => {
  const methodFaults: StdioScenario['methodFaults'] = {
    '*': { kind: 'error', code: -32000, message: 'down' },
    initialize: { kind: 'delay', delayMs: 0 },
  };
  await using connected = await connectStdio({ methodFaults });
  await expect(connected.client.ping()).rejects.toMatchObject({ code: -32000 });
});

it('advertises prompts and resources and knows none of their methods', async () => {
  await using connected = await connectStdio({ advertiseOnly: ['prompts', 'resources'] });
  const { client } = connected;
  expect(client.getServerCapabilities()).toMatchObject({ prompts: {}, resources: {} });
  await expect(client.listPrompts()).rejects.toMatchObject({ code: -32601 });
  await expect(client.listResources()).rejects.toMatchObject({ code: -32601 });
  await expect(client.listResourceTemplates()).rejects.toMatchObject({ code: -32601 });
});

it('changes a list at a time', async () => {
  await using running = startRaw({
    announcements: [{ atMs: 50, change: 'tools', addTools: [{ name: 'late' }], removeTools: ['echo'] }],
  });
  running.send(INITIALIZE, { jsonrpc: '2.0', method: 'notifications/initialized' });
  await running.message(({ method }) => method === 'notifications/tools/list_changed');
  running.send(LIST);
  const answer = await running.message(({ id }) => id === 1);
  expect(answer).toMatchObject({ result: { tools: [{ name: 'late' }] } });
});
