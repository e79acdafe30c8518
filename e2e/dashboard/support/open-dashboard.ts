import type { BrowserContextOptions, Page } from 'playwright-core';
import {
  type AdminWorld,
  type AdminWorldOptions,
  openAdminWorld,
} from '../../../packages/gateway/test/support/admin-world.ts';
import { openPage } from './browser.ts';
import { type ServedPage, servePage } from './served-page.ts';

/** What a server may call a tool, and say, that must stay words. */
export const HOSTILE = '<script>document.title="taken"</script> مرحبا \u202Egnp.exe 🚒';

/** A healthy server, one whose tool fails, one that says hostile things, and one that wants another token. */
export const SERVERS: AdminWorldOptions = {
  servers: {
    up: {
      tools: [
        { name: 'read_it', behaviour: { kind: 'echo' } },
        { name: HOSTILE, behaviour: { kind: 'tool-error', text: HOSTILE } },
      ],
    },
    shaky: { tools: [{ name: 'fails', behaviour: { kind: 'tool-error', text: 'Service Unavailable' } }] },
    quiet: { tools: [{ name: 'read_it' }] },
    locked: { bearerToken: ['another', 'token'].join('-'), tools: [{ name: 'read_it' }] },
  },
  entries: { up: { seawall: { tools: { read_it: { safety: 'read' } } } } },
  tracker: { payloads: 'all' },
};

/** A page that is signed in to a gateway with real servers. */
export interface Dashboard extends AsyncDisposable {
  readonly world: AdminWorld;
  readonly served: ServedPage;
  readonly page: Page;
  readonly complaints: readonly string[];
  /** Goes to a screen, as `servers?selected=up`. */
  go(path: string): Promise<void>;
  /** Makes a call, whatever comes of it. */
  call(server: string, name: string): Promise<void>;
}

/** How {@link openDashboard} opens it. */
export interface DashboardOptions {
  readonly world?: AdminWorldOptions;
  /** Below which path the page lies. */
  readonly prefix?: string;
  readonly browser?: BrowserContextOptions;
  /** Done before the page is opened. */
  readonly before?: (call: Dashboard['call']) => Promise<void>;
}

/** Starts servers, gateway and browser, and signs in with a link. */
export async function openDashboard(options: DashboardOptions = {}): Promise<Dashboard> {
  const opened: AsyncDisposable[] = [];
  const close = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one[Symbol.asyncDispose]();
  };
  try {
    return { ...(await open(options, opened)), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  { world: worldOptions = SERVERS, prefix, browser, before }: DashboardOptions,
  opened: AsyncDisposable[],
): Promise<Omit<Dashboard, typeof Symbol.asyncDispose>> {
  const world = await openAdminWorld(worldOptions);
  opened.push(world);
  const served = await servePage(world.baseUrl, prefix);
  opened.push(served);
  const call = async (server: string, name: string): Promise<void> => {
    // What came of it is what the page shows.
    await world.seawall.callTool({ server, name, arguments: { key: 'value' } }).catch(() => undefined);
    await world.settle();
  };
  await before?.(call);
  const shown = await openPage(`${served.url}#code=${world.codes.create().code}`, browser);
  opened.push(shown);
  await shown.page.getByRole('navigation').waitFor();
  return {
    world,
    served,
    page: shown.page,
    complaints: shown.complaints,
    call,
    go: async (path) => void (await shown.page.goto(`${served.url}${path}`)),
  };
}
