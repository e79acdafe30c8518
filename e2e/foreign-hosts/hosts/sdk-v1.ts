import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { Front } from '../../support/hosts.ts';
import { ANSWERS, type CallOptions, type ConnectedHost, type ForeignHost } from '../support/foreign-host.ts';
import { toReply } from '../support/replies.ts';
import { readWith, toRequestOptions } from '../support/sdk-client.ts';

/** A host that is built with the official SDK, version 1. */
export const SDK_V1: ForeignHost = {
  name: 'TypeScript SDK 1',
  fronts: ['http', 'stdio'],
  protocolVersion: '2025-11-25',
  unable: {},
  connect: (front) => connectSdkV1(front),
};

/** Connects a client of SDK 1, as several hosts of others do inside. */
export async function connectSdkV1(front: Front): Promise<ConnectedHost> {
  const logs: unknown[] = [];
  const updatedResources: string[] = [];
  let toolListChanges = 0;
  const onChanged = (): void => {
    toolListChanges += 1;
  };
  const client = new Client(
    { name: 'foreign-host', version: '1.0.0' },
    {
      capabilities: { sampling: {}, elicitation: {}, roots: {} },
      listChanged: { tools: { autoRefresh: false, debounceMs: 0, onChanged } },
    },
  );
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void logs.push(params.data));
  client.setNotificationHandler(
    ResourceUpdatedNotificationSchema,
    ({ params }) => void updatedResources.push(params.uri),
  );
  client.setRequestHandler(CreateMessageRequestSchema, () => ANSWERS.sampling);
  client.setRequestHandler(ElicitRequestSchema, () => ANSWERS.elicitation);
  client.setRequestHandler(ListRootsRequestSchema, () => ANSWERS.roots);
  const transport =
    front.kind === 'http'
      ? new StreamableHTTPClientTransport(new URL(front.url))
      : new StdioClientTransport({ ...front.start, args: [...front.start.args], stderr: 'ignore' });
  // The SDK's own classes are not assignable to its own interface under exactOptionalPropertyTypes.
  await client.connect(transport as Parameters<Client['connect']>[0]);
  const call = async (name: string, args: Record<string, unknown> = {}, options: CallOptions = {}) =>
    toReply(await client.callTool({ name, arguments: args }, undefined, toRequestOptions(options)));
  return {
    protocolVersion: transport instanceof StreamableHTTPClientTransport ? transport.protocolVersion : undefined,
    get toolListChanges() {
      return toolListChanges;
    },
    ...readWith(client),
    call,
    logs,
    listenToLogs: async (level) => void (await client.setLoggingLevel(level)),
    updatedResources,
    subscribe: async (uri) => void (await client.subscribeResource({ uri })),
    [Symbol.asyncDispose]: () => client.close(),
  };
}
