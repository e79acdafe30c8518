import { Client, type ClientCapabilities, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { homeEnvironment } from '../support/gateway-process.ts';
import type { ServerEntry } from './place.ts';

/** Tools as a server lists them. */
export type Definitions = readonly { readonly name: string }[];

/**
 * Lists the tools of a server without a gateway in between. The server is started for it, if it is one to start.
 *
 * Some servers list more for a client with more capabilities.
 */
export async function listBare(entry: ServerEntry, capabilities: ClientCapabilities): Promise<Definitions> {
  const client = new Client({ name: 'bare-client', version: '1.0.0' }, { capabilities });
  try {
    await client.connect(toTransport(entry));
    return (await client.listTools()).tools;
  } finally {
    await client.close();
  }
}

function toTransport({ url, command = '', args = [], cwd, env = {} }: ServerEntry) {
  if (url !== undefined) return new StreamableHTTPClientTransport(new URL(url));
  return new StdioClientTransport({
    command,
    args: [...args],
    env: { ...homeEnvironment(cwd ?? ''), ...env },
    // What is printed there is looked at by nobody, and a full pipe would stop the server.
    stderr: 'ignore',
    ...(cwd === undefined ? {} : { cwd }),
  });
}
