import type { Client, ClientOptions } from '@modelcontextprotocol/client';
import { createSeawall, type Seawall } from '@seawall/client';
import { createGateway, type Gateway, type GatewayOptions } from '@seawall/gateway';
import {
  createScriptedHttpServer,
  type HttpScenario,
  type ScriptedHttpServer,
  type ServerScenario,
  scriptedStdioServer,
} from '@seawall/testkit';
import { connectClient, type Era, type Way } from '../front/connect.ts';

/** A gateway in front of one real server, named `up`, without prefixes. */
export interface World extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly seawall: Seawall;
  /** The server, where it runs in this process. */
  readonly server: ScriptedHttpServer | undefined;
  /** A real client of the SDK; closed with the other clients of the test. */
  connect(way: readonly [Way, Era], options?: ClientOptions): Promise<Client>;
}

/** How {@link openWorld} builds it. */
export interface WorldOptions {
  readonly over?: 'stdio' | 'http';
  readonly singleHost?: boolean;
  readonly gateway?: Partial<GatewayOptions>;
  /** Further servers by their names. */
  readonly more?: Readonly<Record<string, ServerScenario>>;
  readonly prefix?: 'always' | 'never';
}

/** Starts the server, connects to it and puts the gateway in front. */
export async function openWorld(scenario: HttpScenario, options: WorldOptions = {}): Promise<World> {
  const opened: AsyncDisposable[] = [];
  const keep = <T extends AsyncDisposable>(thing: T): T => {
    opened.push(thing);
    return thing;
  };
  const close = async (): Promise<void> => {
    for (const thing of opened.splice(0).reverse()) await thing[Symbol.asyncDispose]();
  };
  try {
    const server = options.over === 'stdio' ? undefined : keep(await createScriptedHttpServer(scenario));
    const mcpServers: Record<string, object> = {
      up: server === undefined ? scriptedStdioServer(scenario) : { url: server.url },
    };
    for (const [name, more] of Object.entries(options.more ?? {}))
      mcpServers[name] = { url: keep(await createScriptedHttpServer(more)).url };
    const settings = { prefix: options.prefix ?? 'never', statusTool: false, listen: { port: 0 } };
    const seawall = keep(
      await createSeawall({ mcpServers, seawall: settings }, { singleHost: options.singleHost ?? false }),
    );
    await seawall.connect();
    const gateway = keep(createGateway({ seawall, version: '1.2.3', ...options.gateway }));
    return {
      gateway,
      seawall,
      server,
      connect: (way, clientOptions) => connectClient(gateway, way, clientOptions),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The capabilities of a host that can be asked everything. */
export const CAN_ALL = {
  sampling: { tools: {} },
  elicitation: { form: {}, url: {} },
  roots: { listChanged: true },
} as const;

/** The text of a result's first block. */
export function textOf(result: { readonly content?: unknown }): string {
  const [block] = Array.isArray(result.content) ? result.content : [];
  return String(block?.text);
}

// Much is loaded on demand, by whoever asks first: here that is no test, whose time is limited.
await (async () => {
  await using world = await openWorld({});
  await world.gateway.listen();
})();
