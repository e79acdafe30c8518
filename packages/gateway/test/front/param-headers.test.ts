import { afterEach, describe, expect, it } from 'vitest';
import { FakeSeawall } from '../fake-seawall.ts';
import { closeAll, connectClient, openGateway } from './connect.ts';
import { post, postModern } from './raw-http.ts';

afterEach(closeAll);

const INPUT_SCHEMA = {
  type: 'object',
  properties: {
    region: { type: 'string', 'x-mcp-header': 'Region' },
    count: { type: 'integer', 'x-mcp-header': 'Count' },
    deep: { type: 'object', properties: { dry: { type: 'boolean', 'x-mcp-header': 'Dry-Run' } } },
  },
};
const DB = { name: 'db', catalog: { tools: [{ name: 'run', inputSchema: INPUT_SCHEMA }] } };

async function setUp() {
  const seawall = new FakeSeawall([DB]);
  const gateway = openGateway(seawall);
  const { url } = await gateway.listen();
  const call = (callArguments: unknown, headers: Record<string, string> = {}) =>
    postModern(
      url,
      { id: 1, method: 'tools/call', params: { name: 'db__run', arguments: callArguments } },
      { headers },
    );
  return { seawall, gateway, url, call };
}

describe('the headers of a call with x-mcp-header', () => {
  it.each([
    ['equal texts', { region: 'eu' }, { 'mcp-param-region': 'eu' }],
    ['numbers of equal value', { count: 42 }, { 'mcp-param-count': '42.0' }],
    ['a nested argument', { deep: { dry: true } }, { 'mcp-param-dry-run': 'true' }],
    ['a text in base64', { region: 'é ✓' }, { 'mcp-param-region': '=?base64?w6kg4pyT?=' }],
    ['no header where there is no argument', {}, {}],
    ['no header for null', { region: null }, {}],
    ['a header without its argument', {}, { 'mcp-param-region': 'eu' }],
    ['arguments of another type than the schema says', { region: { a: 1 }, deep: 'x' }, {}],
  ])('pass with %s', async (_name, callArguments, headers) => {
    const { call, seawall } = await setUp();
    const response = await call(callArguments, headers);
    await response.text();
    expect([response.status, seawall.seen.length]).toEqual([200, 1]);
  });

  it.each([
    ['missing', { region: 'eu' }, {}, 'Mcp-Param-Region'],
    ['another text', { region: 'eu' }, { 'mcp-param-region': 'us' }, 'Mcp-Param-Region'],
    ['another number', { count: 42 }, { 'mcp-param-count': '43' }, 'Mcp-Param-Count'],
    ['no number at all', { count: 42 }, { 'mcp-param-count': '0x2a' }, 'Mcp-Param-Count'],
    ['broken base64', { region: 'eu' }, { 'mcp-param-region': '=?base64?ZX?=' }, 'Mcp-Param-Region'],
    ['base64 of no text', { region: 'eu' }, { 'mcp-param-region': '=?base64?/w==?=' }, 'Mcp-Param-Region'],
    ['a nested one missing', { deep: { dry: false } }, {}, 'Mcp-Param-Dry-Run'],
  ])('are refused when they are %s', async (_name, callArguments, headers, header) => {
    const { call, seawall } = await setUp();
    const response = await call(callArguments, headers);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { jsonrpc: '2.0', id: 1, error: { code: -32_020, data: { mismatch: { header } } } },
    ]);
    expect(seawall.seen).toEqual([]);
  });

  it('are sent by a host with the SDK', async () => {
    const { gateway, seawall } = await setUp();
    const client = await connectClient(gateway, ['http', 'modern']);
    await client.listTools();
    await client.callTool({ name: 'db__run', arguments: { region: 'é', count: 3, deep: { dry: true } } });
    expect(seawall.seen).toHaveLength(1);
  });

  it('are left to the SDK when the standard ones are wrong', async () => {
    const { call } = await setUp();
    const wrongName = await call({ region: 'eu' }, { 'mcp-name': 'other', 'mcp-param-region': 'eu' });
    const wrongMethod = await call({ region: 'eu' }, { 'mcp-method': 'tools/list' });
    for (const response of [wrongName, wrongMethod])
      expect([response.status, await response.json()]).toMatchObject([400, { error: { code: -32_020 } }]);
  });

  it('are asked for no tool with a declaration that breaks a rule', async () => {
    const faulty = {
      properties: { region: { type: 'string', 'x-mcp-header': 'a b' }, ok: INPUT_SCHEMA.properties.region },
    };
    const seawall = new FakeSeawall([{ name: 'db', catalog: { tools: [{ name: 'run', inputSchema: faulty }] } }]);
    const { url } = await openGateway(seawall).listen();
    const params = { name: 'db__run', arguments: { ok: 'eu' } };
    const response = await postModern(url, { id: 1, method: 'tools/call', params }, { headers: {} });
    await response.text();
    expect(response.status).toBe(200);
  });

  it('are asked of no older host', async () => {
    const { gateway, seawall } = await setUp();
    const client = await connectClient(gateway, ['http', 'legacy']);
    await client.callTool({ name: 'db__run', arguments: { region: 'eu' } });
    expect(seawall.seen).toHaveLength(1);
  });

  it('can be sent by a web page that may call', async () => {
    const { url } = await setUp();
    const requested = 'Mcp-Param-Region, content-type, x-evil, mcp-param-a b';
    const response = await fetch(url, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:5173', 'access-control-request-headers': requested },
    });
    const allowed = (response.headers.get('access-control-allow-headers') ?? '').split(', ');
    expect(allowed).toEqual(expect.arrayContaining(['content-type', 'mcp-name', 'last-event-id', 'mcp-param-region']));
    expect(allowed.filter((name) => name.includes('evil') || name.includes(' '))).toEqual([]);
  });
});

describe('the standard headers of 2026-07-28', () => {
  // The SDK checks these; a version that does not would leave the gateway open.
  it.each([
    ['Mcp-Method is missing', { 'mcp-protocol-version': '2026-07-28', 'mcp-name': 'db__run' }],
    ['Mcp-Name is missing', { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call' }],
    ['MCP-Protocol-Version is missing', { 'mcp-method': 'tools/call', 'mcp-name': 'db__run' }],
    [
      'MCP-Protocol-Version is another',
      { 'mcp-protocol-version': '2025-11-25', 'mcp-method': 'tools/call', 'mcp-name': 'db__run' },
    ],
  ])('are refused when %s', async (_name, headers) => {
    const { url, seawall } = await setUp();
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'db__run', _meta } };
    const response = await post(url, body, { headers });
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: -32_020 } }]);
    expect(seawall.seen).toEqual([]);
  });
});
