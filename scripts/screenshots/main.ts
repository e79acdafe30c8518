// Makes the pictures of the dashboard in README.md and docs/dashboard.md, from a gateway that runs with servers that fail.
// Usage: npm run screenshots. Needs Chromium, which `npm run screenshots` installs on Debian.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Dashboard, openDashboard } from '../../e2e/dashboard/support/dashboard.ts';
import { settle } from '../../e2e/dashboard/support/screens.ts';
import { REPOSITORY } from '../../e2e/support/gateway-process.ts';
import { until } from '../../e2e/support/polling.ts';
import { leaveHistory } from './history.ts';
import { startExampleServers } from './servers.ts';

const FOLDER = join(REPOSITORY, 'docs/images');
const MAX_BYTES = 300_000;

await using example = await startExampleServers();
await using dashboard = await openDashboard({
  mcpServers: example.mcpServers,
  leaveHistory,
  before: makeCalls,
  browser: { viewport: { width: 1280, height: 960 }, colorScheme: 'light' },
});
const { page, admin, go } = dashboard;
const [outage] = (await admin.request('listGroups', { query: { servers: 'tavily', kinds: 'unavailable' } })).items;
const rescued = (await admin.request('listCalls', { query: { servers: 'wiki' } })).items.find(
  ({ attempts }) => attempts > 1,
);
mkdirSync(FOLDER, { recursive: true });

await picture('overview', '');
await picture('server', 'servers/tavily');
await picture('cause', `errors/${outage?.id}`);
await picture('call', `calls?call=${rescued?.id}`);
await page.emulateMedia({ colorScheme: 'dark' });
await picture('overview-dark', '');

async function picture(name: string, path: string): Promise<void> {
  await go(path);
  // A drawer hides what is behind it from those who ask for roles.
  await page.locator('h1').waitFor();
  await page.getByRole('heading', { level: 2 }).first().waitFor();
  await settle(dashboard);
  await page.evaluate('Promise.all([...document.images].map((image) => image.decode()))');
  const file = join(FOLDER, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  const { size } = statSync(file);
  if (size > MAX_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MAX_BYTES}: show less on it.`);
  console.log(`docs/images/${name}.png: ${Math.round(size / 1000)} kB`);
}

/** What agents do in a few moments. */
async function makeCalls({ host, admin: asked }: Pick<Dashboard, 'host' | 'admin'>): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    await host.call('files__read_file', { path: 'notes/tides.md' });
    await host.call('memory__search_nodes', { query: 'harbour' });
    await host.call('tavily__search', { query: 'tide tables for tomorrow' });
  }
  await host.call('wiki__find_page', { title: 'Harbour rules' });
  await until(async () => (await asked.request('listGroups', { query: { servers: 'wiki' } })).items.length > 0, {
    what: 'the store has all of it',
  });
}
