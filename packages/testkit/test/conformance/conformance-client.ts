import { fileURLToPath } from 'node:url';
import { Client, type ClientCapabilities, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { type ConformanceEra, createConformanceHttpServer } from '@seawall/testkit/conformance';

/** How a client reaches the server. */
export type Way = 'stdio' | 'http';
export type Era = Exclude<ConformanceEra, 'both'>;

/** A client of the SDK that can be asked for everything. */
export interface AskableClient extends AsyncDisposable {
  readonly client: Client;
  /** What the server logged, in the order of arrival. */
  readonly logged: unknown[];
  /** The resources that the server said have changed. */
  readonly updated: string[];
}

export const WAYS: readonly (readonly [Way, Era])[] = [
  ['stdio', 'legacy'],
  ['stdio', 'modern'],
  ['http', 'legacy'],
  ['http', 'modern'],
];

const ALL_CAPABILITIES: ClientCapabilities = { elicitation: {}, sampling: {}, roots: { listChanged: true } };

/** Starts a server of both eras and connects a client that speaks one. */
export async function connect(
  [way, era]: readonly [Way, Era],
  { capabilities = ALL_CAPABILITIES }: { readonly capabilities?: ClientCapabilities } = {},
): Promise<AskableClient> {
  const client = new Client(
    { name: 'test', version: '1' },
    { capabilities, versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' } },
  );
  const logged: unknown[] = [];
  const updated: string[] = [];
  client.setNotificationHandler('notifications/message', ({ params }) => void logged.push(params.data));
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => void updated.push(params.uri));
  answerQuestions(client, capabilities);
  if (way === 'stdio') {
    await client.connect(new StdioClientTransport({ ...stdioServerFromSource(), stderr: 'ignore' }));
    return { client, logged, updated, [Symbol.asyncDispose]: () => client.close() };
  }
  const server = await createConformanceHttpServer();
  await client.connect(new StreamableHTTPClientTransport(new URL(server.url)));
  const close = async (): Promise<void> => {
    await client.close();
    await server.close();
  };
  return { client, logged, updated, [Symbol.asyncDispose]: close };
}

/** Starts the process from source, so that no build is needed. */
export function stdioServerFromSource(era: ConformanceEra = 'both'): { command: string; args: string[] } {
  const main = fileURLToPath(new URL('../../src/conformance/conformance-stdio-main.ts', import.meta.url));
  return { command: process.execPath, args: ['--import', 'tsx', '--conditions=@seawall/source', main, era] };
}

function answerQuestions(client: Client, capabilities: ClientCapabilities): void {
  if (capabilities.elicitation !== undefined)
    client.setRequestHandler('elicitation/create', ({ params }) => ({
      action: 'accept',
      content: contentFor(params),
    }));
  if (capabilities.sampling !== undefined)
    client.setRequestHandler('sampling/createMessage', () => ({
      role: 'assistant',
      model: 'none',
      content: { type: 'text', text: 'Paris' },
    }));
  if (capabilities.roots !== undefined)
    client.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///somewhere', name: 'somewhere' }] }));
}

/** Fills every field that is required: a yes, or a text. */
function contentFor(params: unknown): Record<string, string | boolean> {
  const schema: unknown = typeof params === 'object' && params !== null && Reflect.get(params, 'requestedSchema');
  const required: unknown = typeof schema === 'object' && schema !== null ? Reflect.get(schema, 'required') : [];
  const names = Array.isArray(required) ? required.map(String) : [];
  return Object.fromEntries(names.map((name) => [name, name === 'ok' ? true : `my ${name}`]));
}
