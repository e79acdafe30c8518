import type { Client } from '@modelcontextprotocol/client';
import type { ServerScenario } from '@seawall/testkit';
import { describe, expect, it, vi } from 'vitest';
import { connectLeg, LEGACY_LEGS, LEGS, MODERN_LEGS } from './legs.ts';

const LINES = [
  { level: 'debug', data: 'fine' },
  { level: 'warning', data: { rows: 3 } },
  { level: 'error', logger: 'database', data: 'broken' },
] as const;

const SCENARIO: ServerScenario = {
  tools: [
    { name: 'lines', behaviour: { kind: 'log', lines: LINES } },
    { name: 'all-lines', behaviour: { kind: 'log', lines: LINES, unasked: true } },
    { name: 'outside', behaviour: { kind: 'announce', change: { log: { level: 'error', data: 'outside' } } } },
    { name: 'quiet-outside', behaviour: { kind: 'announce', change: { log: { level: 'debug', data: 'quiet' } } } },
  ],
};

function logsOf(client: Client): unknown[] {
  const logs: unknown[] = [];
  client.setNotificationHandler('notifications/message', ({ params }) => void logs.push(params.data));
  return logs;
}

describe.each(LEGACY_LEGS)('a legacy client over $transport', (leg) => {
  it('gets all lines until it sets a level, then those that reach it', async () => {
    await using connected = await connectLeg(leg, SCENARIO);
    const { client } = connected;
    const logs = logsOf(client);
    await client.callTool({ name: 'lines' });
    await vi.waitFor(() => expect(logs).toEqual(['fine', { rows: 3 }, 'broken']), { timeout: 60_000 });
    await client.setLoggingLevel('warning');
    await client.callTool({ name: 'lines' });
    await vi.waitFor(() => expect(logs.slice(3)).toEqual([{ rows: 3 }, 'broken']), { timeout: 60_000 });
    await client.callTool({ name: 'all-lines' });
    await vi.waitFor(() => expect(logs.slice(5)).toEqual(['fine', { rows: 3 }, 'broken']), { timeout: 60_000 });
  });

  it('gets lines outside its calls by its level', async () => {
    await using connected = await connectLeg(leg, SCENARIO);
    const { client } = connected;
    const logs = logsOf(client);
    await client.setLoggingLevel('error');
    await client.callTool({ name: 'quiet-outside' });
    await client.callTool({ name: 'outside' });
    await vi.waitFor(() => expect(logs).toEqual(['outside']), { timeout: 60_000 });
  });

  it('is refused a level that there is not, and any level without the capability', async () => {
    await using connected = await connectLeg(leg, SCENARIO);
    const setLevel = (client: Client, level: string): Promise<unknown> =>
      client.request({ method: 'logging/setLevel', params: { level } }, ANYTHING);
    await expect(setLevel(connected.client, 'loud')).rejects.toMatchObject({ code: -32602 });
    await using without = await connectLeg(leg, { ...SCENARIO, capabilities: { tools: {} } });
    await expect(setLevel(without.client, 'error')).rejects.toMatchObject({ code: -32601 });
  });
});

describe.each(MODERN_LEGS)('a modern client over $transport', (leg) => {
  it('gets the lines that the envelope of its call asks for', async () => {
    await using connected = await connectLeg(leg, SCENARIO);
    const { client } = connected;
    const logs = logsOf(client);
    await client.callTool({ name: 'lines' });
    await client.callTool({ name: 'outside' });
    await client.callTool({ name: 'lines', _meta: { 'io.modelcontextprotocol/logLevel': 'error' } });
    await vi.waitFor(() => expect(logs).toEqual(['broken']), { timeout: 60_000 });
    await client.callTool({ name: 'all-lines' });
    await vi.waitFor(() => expect(logs.slice(1)).toEqual(['fine', { rows: 3 }, 'broken']), { timeout: 60_000 });
  });
});

it.each(LEGS)('says that it logs, over $transport, $era', async (leg) => {
  await using connected = await connectLeg(leg, SCENARIO);
  expect(connected.client.getServerCapabilities()).toMatchObject({ logging: {} });
});

/** Takes any result as it is. */
const ANYTHING = {
  '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) },
} as const;
