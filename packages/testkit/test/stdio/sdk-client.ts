import { Client, type ClientOptions } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { type StdioScenario, scriptedStdioServer } from '@seawall/testkit';

/** The SDK's own client, connected to a scripted server; closed at the end of the test. */
export async function connectStdio(
  scenario: StdioScenario,
  options: ClientOptions = {},
): Promise<AsyncDisposable & { readonly client: Client; readonly pid: number | null }> {
  const client = new Client({ name: 'test', version: '1' }, options);
  const transport = new StdioClientTransport({ ...scriptedStdioServer(scenario), stderr: 'ignore' });
  await client.connect(transport, { timeout: 30_000 });
  return { client, pid: transport.pid, [Symbol.asyncDispose]: () => client.close() };
}

/** The text of a tool's answer. */
export function textOf(result: { readonly content?: unknown }): string {
  const [block]: unknown[] = Array.isArray(result.content) ? result.content : [];
  return typeof block === 'object' && block !== null && 'text' in block ? String(block.text) : '';
}
