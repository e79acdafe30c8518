import { ToolMessage } from '@langchain/core/messages';
import { loadMcpTools, MultiServerMCPClient } from '@langchain/mcp-adapters';
import type { Front } from '../../support/hosts.ts';
import type { CallOptions, ConnectedHost, ForeignHost, HostReply } from '../support/foreign-host.ts';
import { field, texts } from '../support/replies.ts';
import { readWith } from '../support/sdk-client.ts';

const GATEWAY = 'seawall';

/** LangChain's client for MCP servers. */
export const LANGCHAIN: ForeignHost = {
  name: 'LangChain MCP adapters',
  fronts: ['http', 'stdio'],
  unable: {
    'schemas as they are': 'always',
    'error details': 'always',
    'unknown tools': 'always',
    sampling: 'always',
    elicitation: 'always',
    roots: 'always',
  },
  connect: (front) => connectLangchain(front),
};

async function connectLangchain(front: Front): Promise<ConnectedHost> {
  const logs: unknown[] = [];
  const updatedResources: string[] = [];
  let toolListChanges = 0;
  // The host has one listener for all calls.
  const listeners = new Set<(progress: number) => void>();
  const onProgress = ({ progress }: { readonly progress: number }): void => {
    for (const listener of listeners) listener(progress);
  };
  const adapter = new MultiServerMCPClient({
    mcpServers: { [GATEWAY]: toEntry(front) },
    onProgress,
    onToolsListChanged: () => {
      toolListChanges += 1;
    },
    onMessage: ({ data }) => void logs.push(data),
    onResourcesUpdated: ({ uri }) => void updatedResources.push(uri),
  });
  const client = await adapter.getClient(GATEWAY);
  if (client === undefined) throw new Error('LangChain has no client for the gateway.');
  // `getTools()` answers from the list of the first time, whatever has changed since.
  let loaded = await adapter.getTools();
  const call = async (name: string, args: Record<string, unknown> = {}, options: CallOptions = {}) => {
    const { signal, onProgress: listener } = options;
    const tool = loaded.find((each) => each.name === name);
    if (tool === undefined) throw new Error(`The model is offered no tool "${name}".`);
    if (listener !== undefined) listeners.add(listener);
    try {
      const call = { type: 'tool_call', id: 'call-1', name, args } as const;
      return toLangchainReply(await tool.invoke(call, signal === undefined ? {} : { signal }));
    } catch (error) {
      // A result with `isError` is thrown too; what the model then reads is the message.
      if (signal?.aborted !== true && error instanceof Error) return { isError: true, text: error.message };
      throw error;
    } finally {
      if (listener !== undefined) listeners.delete(listener);
    }
  };
  // What the adapters have no method for goes through the client of the SDK inside them.
  const { prompts, prompt, complete } = readWith(client);
  return {
    get toolListChanges() {
      return toolListChanges;
    },
    tools: async () => {
      loaded = await loadMcpTools(GATEWAY, client, { onProgress });
      return loaded.map(({ name, description, schema }) => ({ name, description, inputSchema: schema }));
    },
    call,
    resources: async () => ((await adapter.listResources())[GATEWAY] ?? []).map(({ uri }) => uri),
    templates: async () =>
      ((await adapter.listResourceTemplates())[GATEWAY] ?? []).map(({ uriTemplate }) => uriTemplate),
    resource: async (uri) => texts(await adapter.readResource(GATEWAY, uri)),
    prompts,
    prompt,
    complete,
    logs,
    listenToLogs: (level) => adapter.setLoggingLevel(level),
    updatedResources,
    subscribe: async (uri) => void (await client.subscribeResource({ uri })),
    [Symbol.asyncDispose]: () => adapter.close(),
  };
}

function toEntry(front: Front) {
  if (front.kind === 'http') return { transport: 'http' as const, url: front.url };
  const { command, args, env, cwd } = front.start;
  return {
    transport: 'stdio' as const,
    command,
    args: [...args],
    env: { ...env },
    stderr: 'ignore' as const,
    ...(cwd === undefined ? {} : { cwd }),
  };
}

function toLangchainReply(message: unknown): HostReply {
  if (!ToolMessage.isInstance(message)) throw new Error('The tool gave no message for the model.');
  const artifacts: readonly unknown[] = Array.isArray(message.artifact) ? message.artifact : [];
  const structured = artifacts.find((artifact) => field(artifact, 'type') === 'mcp_structured_content');
  return {
    isError: message.status === 'error',
    text: typeof message.content === 'string' ? plainText(message.content) : texts(message.content),
    structured: field(structured, 'data'),
  };
}

/** The text of a single block: with a structure or `_meta` beside it the model gets the whole block as JSON. */
function plainText(content: string): string {
  if (!content.startsWith('{"type":"text"')) return content;
  return texts([JSON.parse(content)]);
}
