// The SDK's own client, as the conformance suites start it: what its checks are compared with.
import { Client, type ClientCapabilities, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { ClientNeeds, ConformanceClient } from './conformance-client.ts';
import { playScenario } from './play-scenario.ts';

await playScenario(connect);

async function connect(url: string, needs: ClientNeeds): Promise<ConformanceClient> {
  const client = new Client(
    { name: 'sdk-client', version: '1.0.0' },
    {
      capabilities: toCapabilities(needs),
      versionNegotiation: { mode: needs.era === 'modern' ? 'auto' : 'legacy' },
    },
  );
  if (needs.capabilities.includes('elicitation')) {
    client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { ...needs.formContent } }));
  }
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return {
    tools: async () => (await client.listTools()).tools,
    call: (name, args = {}) => client.callTool({ name, arguments: { ...args } }),
    resources: async () => (await client.listResources()).resources.map((resource) => resource.uri),
    read: (uri) => client.readResource({ uri }),
    prompts: async () => (await client.listPrompts()).prompts.map((prompt) => prompt.name),
    prompt: (name) => client.getPrompt({ name, arguments: {} }),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

function toCapabilities({ capabilities }: ClientNeeds): ClientCapabilities {
  return {
    ...(capabilities.includes('elicitation') ? { elicitation: { form: { applyDefaults: true } } } : {}),
    ...(capabilities.includes('sampling') ? { sampling: {} } : {}),
    ...(capabilities.includes('roots') ? { roots: { listChanged: true } } : {}),
  };
}
