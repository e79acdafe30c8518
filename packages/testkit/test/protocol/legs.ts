import type { Client, ClientOptions } from '@modelcontextprotocol/client';
import { createScriptedHttpServer, type HttpScenario, type ServerScenario } from '@seawall/testkit';
import { vi } from 'vitest';
import { connectHttp } from '../http/sdk-client.ts';
import { connectStdio, textOf } from '../stdio/sdk-client.ts';

// Each test starts a server; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 20_000 });

/** Both transports, in both eras. */
export const LEGS = [
  { transport: 'stdio', era: 'legacy' },
  { transport: 'stdio', era: 'modern' },
  { transport: 'http', era: 'legacy' },
  { transport: 'http', era: 'modern' },
] as const;

export type Leg = (typeof LEGS)[number];

export const LEGACY_LEGS = LEGS.filter(({ era }) => era === 'legacy');
export const MODERN_LEGS = LEGS.filter(({ era }) => era === 'modern');

export interface LegClient extends AsyncDisposable {
  readonly client: Client;
}

/** The SDK's own client, connected to a server that plays `scenario` in the leg's era. */
export async function connectLeg(
  { transport, era }: Leg,
  scenario: ServerScenario & HttpScenario,
  options: ClientOptions = {},
): Promise<LegClient> {
  const clientOptions = { ...options, versionNegotiation: { mode: era === 'modern' ? 'auto' : 'legacy' } } as const;
  if (transport === 'stdio') return connectStdio({ ...scenario, era }, clientOptions);
  const server = await createScriptedHttpServer({ ...scenario, era });
  try {
    const connected = await connectHttp(server, clientOptions);
    // What belongs to no request needs the client's own stream.
    if (era === 'legacy') await server.requestReceived(({ method }) => method === 'GET');
    const close = async (): Promise<void> => {
      await connected[Symbol.asyncDispose]();
      await server.close();
    };
    return { client: connected.client, [Symbol.asyncDispose]: close };
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** The JSON that a tool answered with. */
export async function jsonOf(client: Client, name: string): Promise<unknown> {
  return JSON.parse(textOf(await client.callTool({ name })));
}

/** A promise that a test opens by hand. */
export function createGate(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
