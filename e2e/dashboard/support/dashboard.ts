import { type AdminClient, createAdminClient } from '@seawall/admin-api';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { type GatewayProcess, readiness, startGateway } from '../../support/gateway-process.ts';
import { connectHost, type Host } from '../../support/hosts.ts';
import { until } from '../../support/polling.ts';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.ts';
import { openPage } from './browser.ts';
import { type FaultyServers, startFaultyServers } from './faulty-servers.ts';
import { startReverseProxy } from './reverse-proxy.ts';

/** The token of every gateway that is started here. */
export const ADMIN_TOKEN = ['admin', 'token', 'of', 'this', 'test'].join('-');

/** A gateway that runs with servers behind it, and a page in a browser that is signed in to it. */
export interface Dashboard extends AsyncDisposable {
  readonly folder: TemporaryFolder;
  readonly gateway: GatewayProcess;
  readonly servers: FaultyServers;
  /** Tells what is really so, beside the page. */
  readonly admin: AdminClient;
  readonly host: Host;
  readonly page: Page;
  readonly complaints: readonly string[];
  /** Where the page lies, with a slash at the end. */
  readonly url: string;
  /** Loads the page anew with a screen, as `servers?selected=up`. */
  go(path: string): Promise<void>;
  /** Has the page that is there go to a screen, as a link in it does. */
  visit(path: string): Promise<void>;
}

/** How {@link openDashboard} opens it. */
export interface DashboardOptions {
  /** In the place of the faulty servers. */
  readonly mcpServers?: Readonly<Record<string, object>>;
  /** Under the `seawall` key. */
  readonly settings?: object;
  /** Below which path a reverse proxy has it. */
  readonly prefix?: string;
  readonly browser?: BrowserContextOptions;
  /** Leaves in the data folder what an earlier gateway would have left. */
  readonly leaveHistory?: (dataDir: string) => Promise<unknown>;
  /** Done before the page is opened. */
  readonly before?: (world: Pick<Dashboard, 'host' | 'admin' | 'servers'>) => Promise<unknown>;
}

/** Starts servers, gateway and browser, and signs in with a link. */
export async function openDashboard(options: DashboardOptions = {}): Promise<Dashboard> {
  const opened: AsyncDisposable[] = [];
  const close = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one[Symbol.asyncDispose]();
  };
  const use = <Resource extends AsyncDisposable>(resource: Resource): Resource => {
    opened.push(resource);
    return resource;
  };
  try {
    return { ...(await open(options, use)), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  options: DashboardOptions,
  use: <Resource extends AsyncDisposable>(resource: Resource) => Resource,
): Promise<Omit<Dashboard, typeof Symbol.asyncDispose>> {
  const folder = use(await temporaryFolder());
  const servers = use(await startFaultyServers(folder));
  const mcpServers = options.mcpServers ?? servers.mcpServers;
  const seawall = { auth: { adminToken: ADMIN_TOKEN }, store: { payloads: 'all' }, ...options.settings };
  await options.leaveHistory?.(folder.file('gateway-data'));
  const gateway = use(await startGateway({ folder, config: { mcpServers, seawall } }));
  const admin = adminOf(gateway.origin);
  await settled(gateway);
  const host = use(await connectHost('v2 auto', { kind: 'http', url: gateway.url }));
  await options.before?.({ host, admin, servers });
  const { prefix, browser } = options;
  const url = prefix === undefined ? `${gateway.origin}/` : use(await startReverseProxy(gateway.origin, prefix)).url;
  const link = await admin.request('createLink');
  const { page, complaints } = use(await openPage(`${url}${new URL(link.url).hash}`, browser));
  await page.getByRole('navigation', { name: 'Screens' }).waitFor();
  const go = async (path: string): Promise<void> => void (await page.goto(`${url}${path}`));
  const visit = async (path: string): Promise<void> =>
    void (await page.evaluate(`history.pushState(null, '', ${JSON.stringify(`${url}${path}`)})`));
  return { folder, gateway, servers, admin, host, page, complaints, url, go, visit };
}

/** Asks a gateway beside the page. */
function adminOf(origin: string): AdminClient {
  return createAdminClient({ baseUrl: origin, fetch, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
}

/** Waits until it is known of each server whether it can be reached, and what it offers. */
async function settled(gateway: GatewayProcess): Promise<void> {
  await until(
    async () => {
      const { servers } = await readiness(gateway);
      return servers.every(({ state, isUp, catalog }) => (isUp ? catalog === 'live' : !UNDECIDED.has(state)));
    },
    { what: 'the servers of the gateway have settled', withinMs: 120_000 },
  );
}

const UNDECIDED: ReadonlySet<string> = new Set(['idle', 'connecting']);

/** Makes a call that fails so often that its server is not well. */
export async function fail({ host }: Pick<Dashboard, 'host'>): Promise<void> {
  for (let count = 0; count < FAILURES; count += 1) await host.call('shaky__fails', { count });
}

/** How often {@link fail} calls. */
export const FAILURES = 5;
const HOSTILE_TOOLS = 2;
const CALLS = FAILURES + 1 + HOSTILE_TOOLS;

/** Makes one call of each kind, good ones, bad ones and what is hostile, and waits until all of it can be read. */
export async function makeHistory({ host, admin }: Pick<Dashboard, 'host' | 'admin'>): Promise<void> {
  await fail({ host });
  await host.call('up__read_it', { key: 'value' });
  const hostile = (await host.toolNames()).filter((name) => name.startsWith('up___'));
  if (hostile.length !== HOSTILE_TOOLS) throw new Error('The hostile tools are not listed.');
  for (const name of hostile) await host.call(name, { key: 'value' });
  await until(
    async () => {
      const groups = await admin.request('listGroups', { query: { servers: 'shaky,up' } });
      const calls = await admin.request('listCalls');
      return groups.items.length >= GROUPS && calls.items.length >= CALLS;
    },
    { what: 'the store has all calls and causes' },
  );
}

const GROUPS = 3;
