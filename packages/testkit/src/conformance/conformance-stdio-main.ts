import type { McpRequestContext, McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { createConformanceServer } from './conformance-server.ts';
import { createConformanceWorld } from './conformance-world.ts';

// The era is the only argument; see conformanceStdioServer.
const era = process.argv[2];
const world = createConformanceWorld();

if (era === 'legacy') await serve({ era: 'legacy' }).connect(new StdioServerTransport());
else serveStdio(serve, { legacy: era === 'modern' ? 'reject' : 'serve' });

function serve(context: Pick<McpRequestContext, 'era'>): McpServer {
  const server = createConformanceServer(context.era, world);
  server.mcp.server.onclose = server.followChanges();
  return server.mcp;
}
