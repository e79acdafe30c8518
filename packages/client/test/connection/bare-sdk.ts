import {
  Client,
  type JSONRPCMessage,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createScriptedHttpServer, type HttpScenario, type StdioScenario, scriptedStdioServer } from '@seawall/testkit';

export const CLIENT = { name: 'bare', version: '1' };
export const ANY = { '~standard': { version: 1 as const, vendor: 'test', validate: (value: unknown) => ({ value }) } };

export async function bareStdio(scenario: StdioScenario): Promise<Client & AsyncDisposable> {
  const { command, args, env } = scriptedStdioServer(scenario);
  const client = new Client(CLIENT);
  await client.connect(new StdioClientTransport({ command, args, env }));
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}

export async function bareHttp(scenario: HttpScenario) {
  const server = await createScriptedHttpServer(scenario);
  const client = new Client(CLIENT);
  await client.connect(new StreamableHTTPClientTransport(new URL(server.url)));
  return {
    client,
    server,
    [Symbol.asyncDispose]: async () => {
      await client.close();
      await server.close();
    },
  };
}

export function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => ({ succeeded: value }),
    (error: unknown) => error,
  );
}

/** A transport on which the test plays the server. */
export function playedTransport(
  onSend: (message: JSONRPCMessage, reply: (message: unknown) => void) => void,
): Transport & { reply(message: unknown): void } {
  const transport: Transport & { reply(message: unknown): void } = {
    start: async () => undefined,
    close: async () => transport.onclose?.(),
    reply: (message) => transport.onmessage?.(message as JSONRPCMessage),
    send: async (message) => onSend(message, transport.reply),
  };
  return transport;
}

export async function playedClient(onCall: (id: unknown, reply: (message: unknown) => void) => void): Promise<Client> {
  const client = new Client(CLIENT);
  await client.connect(
    playedTransport((message, reply) => {
      if (!('method' in message) || !('id' in message)) return;
      if (message.method === 'initialize')
        reply({
          jsonrpc: '2.0',
          id: message.id,
          result: {
            protocolVersion: '2025-11-25',
            capabilities: { tools: {} },
            serverInfo: { name: 'x', version: '1' },
          },
        });
      else onCall(message.id, reply);
    }),
  );
  return client;
}

export const CALL = { method: 'tools/call', params: { name: 'echo', arguments: {} } };
