import type { StandInAnswer } from '../real-servers/stand-in.ts';

/** Whether a request to an MCP endpoint is a call of a tool. */
export function isToolCall(body: string): boolean {
  return methodOf(body) === 'tools/call';
}

/** What a small MCP server behind HTTP answers. */
export function remoteAnswer(method: string | undefined, body: string): StandInAnswer {
  // It has no stream of its own to listen to, and its session does not end.
  if (method !== 'POST') return { status: 405, body: { message: 'Method Not Allowed' } };
  const request: unknown = JSON.parse(body);
  const id: unknown = fieldOf(request, 'id');
  if (id === undefined) return { status: 202, body: {} };
  const asked = methodOf(body);
  const result = asked === undefined ? undefined : RESULTS[asked];
  if (result === undefined)
    return { status: 200, body: { jsonrpc: '2.0', id, error: { code: -32_601, message: 'Method not found' } } };
  return { status: 200, body: { jsonrpc: '2.0', id, result } };
}

const RESULTS: Readonly<Record<string, object>> = {
  initialize: {
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo: { name: 'remote-tides', version: '1.0.0' },
  },
  ping: {},
  'tools/list': {
    tools: [
      {
        name: 'tide_table',
        description: 'The tide table of a place.',
        inputSchema: { type: 'object', properties: { place: { type: 'string' } } },
      },
    ],
  },
  'tools/call': { content: [{ type: 'text', text: 'High water at 06:12' }] },
};

function methodOf(body: string): string | undefined {
  const method = fieldOf(JSON.parse(body), 'method');
  return typeof method === 'string' ? method : undefined;
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}
