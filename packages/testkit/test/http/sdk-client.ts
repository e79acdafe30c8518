import {
  Client,
  type ClientOptions,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { ScriptedHttpServer } from '@seawall/testkit';

export interface HttpClientOptions extends ClientOptions {
  readonly transport?: 'streamable-http' | 'sse';
  readonly headers?: Record<string, string>;
}

export interface ConnectedClient extends AsyncDisposable {
  readonly client: Client;
  /** What the client's transport complained about. */
  readonly errors: Error[];
}

/** The SDK's own client, connected to a scripted server; closed at the end of the test. */
export async function connectHttp(
  server: ScriptedHttpServer,
  { transport = 'streamable-http', headers, ...options }: HttpClientOptions = {},
): Promise<ConnectedClient> {
  const client = new Client({ name: 'test', version: '1' }, options);
  const errors: Error[] = [];
  client.onerror = (error) => errors.push(error);
  const transportOptions = headers === undefined ? {} : { requestInit: { headers } };
  await client.connect(
    transport === 'sse'
      ? new SSEClientTransport(new URL(server.sseUrl), transportOptions)
      : new StreamableHTTPClientTransport(new URL(server.url), transportOptions),
    { timeout: 30_000 },
  );
  return { client, errors, [Symbol.asyncDispose]: () => client.close() };
}
