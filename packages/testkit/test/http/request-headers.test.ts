import { createScriptedHttpServer } from '@seawall/testkit';
import { expect, it } from 'vitest';
import { connectHttp } from './sdk-client.ts';

const NAME = 'größe';
const VERSION = '2026-07-28';
const BODY = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: {
    name: NAME,
    _meta: { 'io.modelcontextprotocol/protocolVersion': VERSION, 'io.modelcontextprotocol/clientCapabilities': {} },
  },
} as const;
const RIGHT = {
  'mcp-protocol-version': VERSION,
  'mcp-method': 'tools/call',
  'mcp-name': `=?base64?${Buffer.from(NAME).toString('base64')}?=`,
} as const;

async function post(url: string, headers: Record<string, string>): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(BODY),
  });
  return { status: response.status, body: await response.json() };
}

it.each(['mcp-protocol-version', 'mcp-method', 'mcp-name'] as const)(
  'refuses a modern request whose %s is wrong or missing',
  async (name) => {
    await using server = await createScriptedHttpServer({ era: 'both', tools: [{ name: NAME }] });
    const { [name]: _, ...missing } = RIGHT;
    for (const headers of [missing, { ...RIGHT, [name]: 'other' }]) {
      const refused = await post(server.url, headers);
      expect(refused).toMatchObject({ status: 400, body: { id: 1, error: { code: -32020 } } });
    }
    expect(await post(server.url, RIGHT)).toMatchObject({ status: 200, body: { result: {} } });
  },
);

it('takes what the SDK’s client sends for a name that is not ASCII', async () => {
  await using server = await createScriptedHttpServer({ era: 'modern', tools: [{ name: NAME }] });
  await using connected = await connectHttp(server, { versionNegotiation: { mode: 'auto' } });
  expect(await connected.client.callTool({ name: NAME })).toHaveProperty('content');
  expect(server.requests.at(-1)?.headers).toMatchObject(RIGHT);
});

it('refuses a request of a session in a legacy version that it does not speak', async () => {
  await using server = await createScriptedHttpServer({ protocolVersions: ['2025-06-18'] });
  await using connected = await connectHttp(server);
  await connected.client.ping();
  const [sessionId = ''] = server.sessions;
  const refused = await post(server.url, { 'mcp-session-id': sessionId, 'mcp-protocol-version': '2025-11-25' });
  expect(refused).toMatchObject({ status: 400, body: { error: { code: -32000 } } });
});
