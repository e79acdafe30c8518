import { mkdir } from 'node:fs/promises';
import { type GatewayProcess, serversUp, startGateway, stdioGateway } from '../support/gateway-process.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import type { Era, Pairing } from './pairing.ts';
import type { Place, Profile } from './place.ts';
import { givenUpServerName, ownServerName, serverName, uriOf } from './server-names.ts';
import { eventually, TOOLS, wholeList } from './talk.ts';
import { startUpstreams, type Upstreams } from './upstreams.ts';
import { createHttpWire } from './wire/http-wire.ts';
import type { Json } from './wire/message.ts';
import { type StdioWire, startStdioWire } from './wire/stdio-wire.ts';
import { LEGACY_VERSION, WireHost } from './wire/wire-host.ts';

/** Some requirements are about more calls at once than may wait for a server over stdio unless it is said. */
const ROOM = { defaults: { queue: 128 } } as const;

/** The gateways and servers of all pairings. */
export interface World extends AsyncDisposable {
  /** A place for one check; what is opened there is closed with it. */
  at(pairing: Pairing): Promise<Place & AsyncDisposable>;
}

const CAPABILITIES: Readonly<Record<Profile, Json>> = {
  full: { sampling: { tools: {} }, elicitation: { form: {}, url: {} }, roots: { listChanged: true } },
  bare: {},
};

/** Starts the upstream servers and the gateway over HTTP. The gateways over stdio start with the first check that needs one. */
export async function startWorld(): Promise<World> {
  const opened: AsyncDisposable[] = [];
  const keep = <Thing extends AsyncDisposable>(thing: Thing): Thing => {
    opened.push(thing);
    return thing;
  };
  try {
    const folder = keep(await temporaryFolder());
    const upstreams = keep(await startUpstreams(folder));
    for (const name of Object.keys(upstreams.entries)) await mkdir(folder.file(name), { recursive: true });
    const gateway = keep(await startGateway({ folder, config: { mcpServers: upstreams.entries, seawall: ROOM } }));
    await serversUp(gateway, ...Object.keys(upstreams.entries));
    return new RunningWorld({ folder, upstreams, gateway, keep, close: () => closeAll(opened) });
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

async function closeAll(opened: AsyncDisposable[]): Promise<void> {
  for (const thing of opened.splice(0).reverse()) await thing[Symbol.asyncDispose]();
}

interface Parts {
  readonly folder: TemporaryFolder;
  readonly upstreams: Upstreams;
  readonly gateway: GatewayProcess;
  readonly keep: <Thing extends AsyncDisposable>(thing: Thing) => Thing;
  readonly close: () => Promise<void>;
}

class RunningWorld implements World {
  readonly #parts: Parts;
  readonly #stdioHosts = new Map<string, Promise<WireHost>>();
  #starts = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async at(pairing: Pairing): Promise<Place & AsyncDisposable> {
    const { folder, upstreams, gateway } = this.#parts;
    const server = serverName(pairing.upstream, pairing.link);
    const givenUp = givenUpServerName(pairing.upstream, pairing.link);
    const opened: AsyncDisposable[] = [];
    const open = async (profile: Profile): Promise<WireHost> => {
      if (pairing.front === 'stdio') return this.#stdioHost(pairing.host, profile);
      const host = await connectHttp(gateway.url, pairing.host, profile);
      opened.push(host);
      return host;
    };
    return {
      pairing,
      server,
      http: upstreams.http.get(server),
      url: gateway.url,
      folder,
      host: await open('full'),
      name: (name) => `${server}__${name}`,
      ownName: (name) => `${ownServerName(pairing.upstream, pairing.link)}__${name}`,
      givenUp: { server: givenUp, name: (name) => `${givenUp}__${name}` },
      uri: (path) => uriOf(server, path),
      open,
      startStdio: async () => {
        const { [server]: entry, [givenUp]: givenUpEntry } = upstreams.entries;
        const wire = await this.#startStdio({ [server]: entry, [givenUp]: givenUpEntry });
        opened.push(wire);
        return wire;
      },
      [Symbol.asyncDispose]: () => closeAll(opened),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.close();
  }

  /** A host over stdio has a gateway of its own, which is too dear for a single check. */
  #stdioHost(era: Era, profile: Profile): Promise<WireHost> {
    const key = `${era} ${profile}`;
    const known = this.#stdioHosts.get(key);
    if (known !== undefined) return known;
    const host = this.#connectStdio(era, profile);
    this.#stdioHosts.set(key, host);
    return host;
  }

  async #connectStdio(era: Era, profile: Profile): Promise<WireHost> {
    const wire = this.#parts.keep(await this.#startStdio(this.#parts.upstreams.entries));
    const host = new WireHost(era, wire, CAPABILITIES[profile]);
    await host.greet();
    const servers = Object.keys(this.#parts.upstreams.entries);
    await eventually('all servers are listed', async () => {
      const names = (await wholeList(host, ...TOOLS)).map(({ name }) => String(name));
      return servers.every((server) => names.some((name) => name.startsWith(`${server}__`)));
    });
    return host;
  }

  async #startStdio(mcpServers: object): Promise<StdioWire> {
    this.#starts += 1;
    const name = `stdio-${this.#starts}`;
    return startStdioWire(
      await stdioGateway({ folder: this.#parts.folder, config: { mcpServers, seawall: ROOM }, name }),
    );
  }
}

async function connectHttp(url: string, era: Era, profile: Profile): Promise<WireHost> {
  const wire = createHttpWire(url);
  const host = new WireHost(era, wire, CAPABILITIES[profile]);
  try {
    await host.greet();
    if (era === LEGACY_VERSION) await wire.openStream();
    return host;
  } catch (error) {
    await host[Symbol.asyncDispose]();
    throw error;
  }
}
