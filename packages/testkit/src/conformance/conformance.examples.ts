// The examples of the doc comments, type-checked.
import { conformanceStdioServer, createConformanceHttpServer } from './index.ts';

export async function serveOverHttp(): Promise<object> {
  await using server = await createConformanceHttpServer({ era: 'legacy' });
  const config = { mcpServers: { everything: { url: server.url } } };
  return config;
}

export function serveOverStdio(): object {
  const config = { mcpServers: { everything: conformanceStdioServer({ era: 'modern' }) } };
  return config;
}
