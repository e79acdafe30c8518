import { PassThrough } from 'node:stream';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';
import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createGateway, type Gateway, type GatewayOptions } from '@seawall/gateway';
import type { FakeSeawall } from '../fake-seawall.ts';
// The gateway loads it when it is asked for; here that would count as the time of the first test.
import '../../src/front/http/http-front.ts';

export type Era = 'legacy' | 'modern';
export type Way = 'http' | 'stdio';

export const WAYS: readonly (readonly [Way, Era])[] = [
  ['http', 'legacy'],
  ['http', 'modern'],
  ['stdio', 'legacy'],
  ['stdio', 'modern'],
];

const cleanups: (() => Promise<unknown>)[] = [];

/** Closes what the test opened, the last first. */
export async function closeAll(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

export function openGateway(seawall: FakeSeawall, options: Partial<GatewayOptions> = {}): Gateway {
  const gateway = createGateway({ seawall, version: '1.2.3', ...options });
  cleanups.push(() => gateway.close());
  return gateway;
}

/** A real client of the SDK, connected to the gateway. */
export async function connectClient(
  gateway: Gateway,
  [way, era]: readonly [Way, Era],
  options: ClientOptions = {},
): Promise<Client> {
  const client = new Client(
    { name: 'test-host', version: '1' },
    { ...options, versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' } },
  );
  const transport =
    way === 'http'
      ? new StreamableHTTPClientTransport(new URL((await gateway.listen()).url))
      : await stdioTransport(gateway);
  await client.connect(transport);
  cleanups.push(() => client.close());
  return client;
}

/** The host's end of a pair of streams. */
export async function openStreams(gateway: Gateway) {
  const input = new PassThrough();
  const output = new PassThrough();
  const front = await gateway.serveStdio({ input, output });
  const lines: unknown[] = [];
  let rest = '';
  let onLine: () => void = () => undefined;
  output.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) lines.push(JSON.parse(part));
    onLine();
  });
  return {
    front,
    input,
    output,
    lines,
    async nextLine(): Promise<unknown> {
      while (lines.length === 0)
        await new Promise<void>((resolve) => {
          onLine = resolve;
        });
      return lines.shift();
    },
  };
}

async function stdioTransport(gateway: Gateway): Promise<Transport> {
  const input = new PassThrough();
  const output = new PassThrough();
  await gateway.serveStdio({ input, output });
  let rest = '';
  const transport: Transport = {
    start: async () => {
      output.on('data', (chunk: Buffer) => {
        const parts = (rest + chunk.toString()).split('\n');
        rest = parts.pop() ?? '';
        for (const part of parts) transport.onmessage?.(JSON.parse(part) as JSONRPCMessage);
      });
    },
    send: async (message) => void input.write(`${JSON.stringify(message)}\n`),
    close: async () => {
      input.end();
      transport.onclose?.();
    },
  };
  return transport;
}

/** Accepts every result as it came. */
export const ANY = { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } } as const;
