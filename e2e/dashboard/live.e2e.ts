import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway-process.ts';
import { until } from '../support/polling.ts';
import { ADMIN_TOKEN, type Dashboard, fail, openDashboard } from './support/dashboard.ts';

let dashboard: Dashboard;
beforeEach(async () => {
  dashboard = await openDashboard();
});
afterEach(() => dashboard[Symbol.asyncDispose]());

const live = () => dashboard.page.getByRole('button', { name: 'Live', exact: true });
const verdict = (word: string) => dashboard.page.locator('main header').getByText(word, { exact: true });

describe('a page that nobody touches', () => {
  it('follows a server that is killed and comes back, from healthy to healthy (A214)', async () => {
    const { page, go, servers } = dashboard;
    await go('servers/ledger');
    await live().waitFor();
    await verdict('healthy').waitFor();
    let loads = 0;
    page.on('load', () => {
      loads += 1;
    });
    servers.ledger.inject([{ kind: 'crash' }]);
    process.kill(servers.ledger.pid ?? 0, 'SIGKILL');
    await verdict('unhealthy').waitFor();
    await page
      .getByRole('region', { name: 'Connection' })
      .getByText(/backoff|crash-loop/)
      .waitFor();
    servers.ledger.clear();
    await verdict('healthy').waitFor({ timeout: 60_000 });
    expect(loads).toBe(0);
  });

  it('shows in numbers, lists and the navigation what happens meanwhile, on the start page too', async () => {
    const { page, go } = dashboard;
    await go('');
    await live().waitFor();
    const trouble = page.getByRole('region', { name: 'Needs attention' });
    await trouble.getByRole('link', { name: 'locked' }).waitFor();
    expect(await trouble.getByRole('link', { name: 'shaky' }).count()).toBe(0);
    await fail(dashboard);
    await trouble.getByRole('link', { name: 'shaky' }).waitFor();
    await page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('link', { name: /Errors \d/ })
      .waitFor();
  });

  it('does not move what is read: new errors are counted, and shown at a click', async () => {
    const { page, go } = dashboard;
    await go('log?servers=shaky');
    await live().waitFor();
    await page.getByText('Nothing fits the filters.').waitFor();
    await fail(dashboard);
    await page.getByRole('button', { name: /new errors?: show/ }).click();
    await page.getByRole('table', { name: 'Errors' }).getByText('fails').first().waitFor();
    await page.getByRole('button', { name: 'Follow live' }).click();
    const rows = page.getByRole('table', { name: 'Errors' }).getByRole('row');
    const before = await rows.count();
    await fail(dashboard);
    await until(async () => (await rows.count()) > before, { what: 'they appear by themselves' });
  });

  it('stands still while it is paused, says since when, and catches up', async () => {
    const { page, go } = dashboard;
    await go('servers');
    await live().click();
    await page.getByRole('button', { name: /^Paused at / }).waitFor();
    const row = page.getByRole('table', { name: 'Servers' }).getByRole('row').filter({ hasText: 'shaky' });
    const before = await row.innerText();
    await fail(dashboard);
    await dashboard.admin.request('getServer', { parameters: { server: 'shaky' } });
    expect(await row.innerText()).toBe(before);
    await page.getByRole('button', { name: /^Paused at / }).click();
    await live().waitFor();
    await until(async () => (await row.innerText()) !== before, { what: 'it has caught up' });
  });
});

describe('a gateway', () => {
  it('that is stopped for a while leaves a page that says so, greys what is old, and is live again by itself', async () => {
    const { page, go, gateway } = dashboard;
    await page.clock.install();
    await go('servers');
    await live().waitFor();
    await page.getByRole('table', { name: 'Servers' }).waitFor();
    gateway.send('SIGSTOP');
    await page.clock.fastForward('01:00');
    await page.getByRole('button', { name: /^Reconnecting/ }).waitFor();
    await page.getByText('The gateway does not answer. What is shown is as of').waitFor();
    const stale = page.locator('[data-stale="true"]');
    expect(await stale.getByRole('table', { name: 'Servers' }).isVisible()).toBe(true);
    gateway.send('SIGCONT');
    await live().waitFor();
    await stale.waitFor({ state: 'detached' });
    await fail(dashboard);
    const row = page.getByRole('table', { name: 'Servers' }).getByRole('row').filter({ hasText: 'shaky' });
    await until(async () => !(await row.innerText()).includes('No errors'), { what: 'it follows again' });
  });

  it('that is killed and comes back asks who one is, and goes on where one was', async () => {
    const { page, go, gateway, folder } = dashboard;
    await go('servers?selected=shaky');
    await live().waitFor();
    const servers = page.getByRole('table', { name: 'Servers' });
    await servers.waitFor();
    gateway.send('SIGKILL');
    await gateway.ended;
    await page.getByRole('button', { name: /^Reconnecting/ }).waitFor();
    expect(await servers.isVisible()).toBe(true);
    const { port } = new URL(gateway.origin);
    await using _second = await startGateway({ folder, config: gateway.configFile, args: ['--port', port] });
    await page.getByLabel('Token').fill(ADMIN_TOKEN, { timeout: 60_000 });
    await page.getByRole('button', { name: 'Sign in' }).click();
    await live().waitFor({ timeout: 60_000 });
    await page.getByRole('heading', { name: 'Error Logs: shaky' }).waitFor();
  });
});

describe('time', () => {
  it('that passes while the tab sleeps for a day does not stop it', async () => {
    const { page, go } = dashboard;
    await page.clock.install();
    await go('servers');
    await live().waitFor();
    await page.clock.fastForward('24:00:00');
    await fail(dashboard);
    await live().waitFor();
    const row = page.getByRole('table', { name: 'Servers' }).getByRole('row').filter({ hasText: 'shaky' });
    await until(async () => !(await row.innerText()).includes('No errors'), { what: 'it follows again' });
  });

  it.each([
    ['a day late', -86_400_000],
    ['a day early', 86_400_000],
  ])('is that of the gateway where the clock of the browser is %s', async (_what, offsetMs) => {
    const { page, go } = dashboard;
    await fail(dashboard);
    await page.clock.install({ time: Date.now() + offsetMs });
    await page.clock.resume();
    await go('servers/shaky');
    await live().waitFor();
    const since = page.locator('main header time').first();
    await until(async () => /^(now|just now|\d+ sec|\d+ s|in \d+ s|1 min)/.test(await since.innerText()), {
      what: 'the age is right',
    });
  });
});
