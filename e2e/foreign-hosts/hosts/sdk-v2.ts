import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { Front } from '../../support/hosts.ts';
import { ANSWERS, type CallOptions, type ConnectedHost, type ForeignHost } from '../support/foreign-host.ts';
import { toReply } from '../support/replies.ts';
import { readWith, toRequestOptions } from '../support/sdk-client.ts';

const LATEST = '2026-07-28';
type Negotiation = 'legacy' | 'auto' | { readonly pin: string };

/** A host that is built with the official SDK, version 2, as it comes: with the older handshake. */
export const SDK_V2_LEGACY: ForeignHost = sdkV2('TypeScript SDK 2, legacy', 'legacy', '2025-11-25');
/** One that asks first which era the server speaks. */
export const SDK_V2_AUTO: ForeignHost = sdkV2('TypeScript SDK 2, auto', 'auto', LATEST);
/** One that speaks the new era and nothing else. */
export const SDK_V2_PINNED: ForeignHost = sdkV2('TypeScript SDK 2, pinned', { pin: LATEST }, LATEST);

function sdkV2(name: string, mode: Negotiation, protocolVersion: string): ForeignHost {
  return {
    name,
    fronts: ['http', 'stdio'],
    protocolVersion,
    unable: {},
    connect: (front) => connectSdkV2(front, mode),
  };
}

async function connectSdkV2(front: Front, mode: Negotiation): Promise<ConnectedHost> {
  const logs: unknown[] = [];
  const updatedResources: string[] = [];
  let logLevel: string | undefined;
  let toolListChanges = 0;
  const onChanged = (): void => {
    toolListChanges += 1;
  };
  const client = new Client(
    { name: 'foreign-host', version: '2.0.0' },
    {
      versionNegotiation: { mode },
      capabilities: { sampling: {}, elicitation: {}, roots: {} },
      listChanged: { tools: { autoRefresh: false, debounceMs: 0, onChanged } },
    },
  );
  client.setNotificationHandler('notifications/message', ({ params }) => void logs.push(params.data));
  client.setNotificationHandler(
    'notifications/resources/updated',
    ({ params }) => void updatedResources.push(params.uri),
  );
  client.setRequestHandler('sampling/createMessage', () => ANSWERS.sampling);
  client.setRequestHandler('elicitation/create', () => ANSWERS.elicitation);
  client.setRequestHandler('roots/list', () => ANSWERS.roots);
  const transport =
    front.kind === 'http'
      ? new StreamableHTTPClientTransport(new URL(front.url))
      : new StdioClientTransport({ ...front.start, args: [...front.start.args], stderr: 'ignore' });
  await client.connect(transport);
  const isModern = client.getProtocolEra() === 'modern';
  const call = async (name: string, args: Record<string, unknown> = {}, options: CallOptions = {}) => {
    // In the new era each request says for itself which log messages it wants.
    const meta = isModern && logLevel !== undefined ? { _meta: { 'io.modelcontextprotocol/logLevel': logLevel } } : {};
    return toReply(await client.callTool({ name, arguments: args, ...meta }, toRequestOptions(options)));
  };
  return {
    protocolVersion: client.getNegotiatedProtocolVersion(),
    get toolListChanges() {
      return toolListChanges;
    },
    ...readWith(client),
    call,
    logs,
    listenToLogs: async (level) => {
      logLevel = level;
      if (!isModern) await client.setLoggingLevel(level);
    },
    updatedResources,
    subscribe: async (uri) => {
      if (isModern) await client.listen({ resourceSubscriptions: [uri] });
      else await client.subscribeResource({ uri });
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}
