// @ts-check
// What Seawall is compared with: the ordinary way to put one MCP server in front of many with the SDK alone. It
// connects to all servers at once, collects their tools, and listens then. Nothing is retried, watched or limited.
// Usage: node bench/bare-aggregator.mjs CONFIG PORT, or with `stdio` in place of the port.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';

/** @typedef {{ command: string, args?: string[], env?: Record<string, string> } | { url: string }} Entry */

const [configFile = '', front = '0'] = process.argv.slice(2);
/** @type {{ mcpServers: Record<string, Entry> }} */
const { mcpServers } = JSON.parse(readFileSync(configFile, 'utf8'));
/** @type {Map<string, { client: Client, name: string }>} */
const routes = new Map();
/** @type {import('@modelcontextprotocol/server').Tool[]} */
const tools = [];

for (const { client, serverName, listed } of await Promise.all(Object.entries(mcpServers).map(connect))) {
  for (const tool of listed) {
    const name = `${serverName}__${tool.name}`;
    routes.set(name, { client, name: tool.name });
    tools.push({ ...tool, name });
  }
}

if (front === 'stdio') {
  serveStdio(createFront);
} else {
  const handler = createMcpHandler(createFront);
  const listener = getRequestListener((request) => handler.fetch(request), { overrideGlobalObjects: false });
  createServer(listener).listen(Number(front), '127.0.0.1');
}

/** @param {[string, Entry]} server */
async function connect([serverName, entry]) {
  const client = new Client({ name: 'bare-aggregator', version: '1.0.0' });
  await client.connect(
    'url' in entry ? new StreamableHTTPClientTransport(new URL(entry.url)) : new StdioClientTransport(entry),
  );
  const { tools: listed } = await client.listTools();
  return { client, serverName, listed };
}

function createFront() {
  const server = new Server({ name: 'bare-aggregator', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools }));
  server.setRequestHandler('tools/call', ({ params }) => {
    const route = routes.get(params.name);
    if (route === undefined) throw new Error(`Unknown tool: ${params.name}`);
    return route.client.callTool({ name: route.name, arguments: params.arguments ?? {} });
  });
  return server;
}
