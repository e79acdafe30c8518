import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scriptedStdioServer } from '@seawall/testkit';
import { type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { connectHost, type Host } from '../support/hosts.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { freePort, startEverythingHttp, startPlaywright } from './http-servers.ts';
import { FILE_NAME, FILE_TEXT, localServers } from './local-servers.ts';
import { createPlace, makeHome, type Place, type RealServer } from './place.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import { type UnreadyServer, unreadyServers } from './unready-servers.ts';
import { vendorServers } from './vendor-servers.ts';

/** A scripted server among the published ones: it tells what the gateway says about itself. */
export const INSPECTOR = 'inspector';

/** One gateway in front of all servers, and a host of it. */
export interface RealGateway extends AsyncDisposable {
  /** The home of everything that the gateway starts is in it. */
  readonly folder: TemporaryFolder;
  readonly place: Place;
  readonly standIn: StandIn;
  readonly servers: readonly RealServer[];
  readonly unready: readonly UnreadyServer[];
  readonly config: object;
  readonly gateway: GatewayProcess;
  readonly host: Host;
}

/** The servers that work, and those that can't. */
export function serversAt(place: Place): {
  readonly servers: readonly RealServer[];
  readonly unready: readonly UnreadyServer[];
} {
  return { servers: [...localServers(place), ...vendorServers(place)], unready: unreadyServers(place) };
}

/** Starts the stand-in, the servers behind HTTP, the gateway and with it all other servers, and a host. */
export async function startRealGateway(): Promise<RealGateway> {
  const opened: AsyncDisposable[] = [];
  const keep = <Kept extends AsyncDisposable>(kept: Kept): Kept => {
    opened.push(kept);
    return kept;
  };
  const close = async (): Promise<void> => {
    for (const each of opened.splice(0).reverse()) await each[Symbol.asyncDispose]();
  };
  try {
    const folder = keep(await temporaryFolder());
    // Not below the other one: what runs there outlives the gateway.
    const httpFolder = keep(await temporaryFolder());
    const standIn = keep(await startStandIn());
    const everything = keep(await startEverythingHttp(httpFolder.file('everything')));
    const playwright = keep(await startPlaywright(httpFolder.file('playwright')));
    const place = createPlace(folder.path, {
      standInUrl: standIn.url,
      everythingUrl: everything.url,
      playwrightUrl: playwright.url,
      closedPort: await freePort(),
    });
    const { servers, unready } = serversAt(place);
    await furnish(place, [...servers, ...unready]);
    const config = toConfig([...servers, ...unready]);
    const gateway = keep(await startGateway({ folder, config }));
    const host = keep(await connectHost('v2 auto', { kind: 'http', url: gateway.url }));
    return { folder, place, standIn, servers, unready, config, gateway, host, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

function toConfig(servers: readonly Pick<RealServer, 'name' | 'entry'>[]): object {
  const inspector = scriptedStdioServer({ tools: [{ name: 'inspect', behaviour: { kind: 'inspect' } }] });
  return {
    // All of them start at once.
    seawall: { defaults: { connectTimeoutMs: 120_000, listTimeoutMs: 60_000 } },
    mcpServers: { ...Object.fromEntries(servers.map(({ name, entry }) => [name, entry])), [INSPECTOR]: inspector },
  };
}

/** Makes the homes and puts into them what the calls look at. */
async function furnish(place: Place, servers: readonly { readonly name: string }[]): Promise<void> {
  await Promise.all(servers.map(({ name }) => makeHome(place.home(name))));
  for (const name of ['files', 'more-files']) writeFileSync(join(place.home(name), FILE_NAME), `${FILE_TEXT} ${name}`);
  execFileSync('git', ['init', '--quiet', '--initial-branch=main', place.home('git')], {
    env: { PATH: process.env.PATH, HOME: place.home('git') },
  });
}
