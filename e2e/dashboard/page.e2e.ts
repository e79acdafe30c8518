import { describe, expect, it } from 'vitest';
import { openAdminWorld } from '../../packages/gateway/test/support/admin-world.ts';
import { until } from '../support/polling.ts';
import { openPage } from './support/browser.ts';
import { openDashboard, SERVERS } from './support/open-dashboard.ts';
import { servePage } from './support/served-page.ts';

describe('the way in', () => {
  it('is a link that works once, below any path, and whose code is gone from the address at once', async () => {
    await using dashboard = await openDashboard({ prefix: '/deep/down/' });
    const { page, served, complaints, go } = dashboard;
    expect(page.url()).toBe(served.url);
    await go('servers/quiet?tab=tools');
    await page.getByRole('heading', { level: 1, name: 'quiet' }).waitFor();
    await page.getByRole('table', { name: 'Tools' }).getByText('read_it').waitFor();
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.getByRole('heading', { level: 2, name: 'Last 24 hours' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('is the token where there is no link, and a wrong one is said to be wrong', async () => {
    await using world = await openAdminWorld(SERVERS);
    await using served = await servePage(world.baseUrl);
    await using opened = await openPage(`${served.url}servers`);
    const { page } = opened;
    await page.getByLabel('Token').fill('not it');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('That is not the token').waitFor();
    await page.getByLabel('Token').fill(world.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'MCP Server Monitoring' }).waitFor();
    await page.getByRole('table', { name: 'Servers' }).waitFor();
  });
});

describe('a gateway that does not answer as it should', () => {
  it.each([
    [
      '503 with a report',
      503,
      '{"type":"about:blank","title":"The store sleeps","status":503,"detail":"Later.","code":"UNAVAILABLE"}',
      'The store sleeps',
    ],
    ['garbage', 500, '<html>oops', 'HTTP 500'],
  ])(
    'is told with %s, above what was known before, with a way to try again (A217)',
    async (_what, status, body, title) => {
      await using dashboard = await openDashboard();
      const { page, served, go } = dashboard;
      await go('servers');
      await page.getByRole('table', { name: 'Servers' }).waitFor();
      served.standIn({ status, body, path: '/api/servers' });
      await page.getByRole('button', { name: 'Refresh' }).click();
      const alert = page.getByRole('alert').filter({ hasText: title });
      await alert.waitFor({ timeout: 60_000 });
      expect(await alert.innerText()).toContain('What is shown is as of');
      expect(await page.getByRole('table', { name: 'Servers' }).getByRole('row').count()).toBe(5);
      served.standIn(undefined);
      await alert.getByRole('button', { name: 'Retry' }).click();
      await alert.waitFor({ state: 'detached' });
    },
  );

  it('says that the page is old when the stream breaks, and is live again when it is back', async () => {
    await using dashboard = await openDashboard();
    const { page, served, world } = dashboard;
    await page.getByRole('button', { name: 'Live' }).waitFor();
    served.standIn({ status: 502, body: '' });
    await page.context().setOffline(true);
    await world.gateway.close();
    await page.getByRole('button', { name: /Reconnecting/ }).waitFor({ timeout: 60_000 });
    await page.getByText('The gateway does not answer. What is shown is as of').waitFor();
  });
});

describe('the keyboard alone', () => {
  it('leads through screens, rows, filter, palette and the list of keys', async () => {
    await using dashboard = await openDashboard({ before: (call) => call('shaky', 'fails') });
    const { page } = dashboard;
    const { keyboard } = page;
    await page.getByRole('heading', { name: 'Last 24 hours' }).waitFor();
    await keyboard.press('g');
    await keyboard.press('s');
    await page.getByRole('heading', { name: 'MCP Server Monitoring' }).waitFor();
    await page.getByRole('table', { name: 'Servers' }).waitFor();
    await keyboard.press('j');
    const focused = () => page.evaluate('document.activeElement?.textContent');
    expect(await focused()).toBe('up');
    await keyboard.press('j');
    expect(await focused()).toBe('shaky');
    await keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'shaky' }).waitFor();
    await keyboard.press('Control+k');
    await keyboard.type('calls');
    await keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Calls' }).waitFor();
    await page.getByRole('table', { name: 'Calls' }).waitFor();
    await keyboard.press('j');
    await keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: 'Call' });
    await drawer.getByText('Attempt 1').first().waitFor();
    await keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await keyboard.press('/');
    await keyboard.type('g s');
    expect(await page.getByRole('searchbox').inputValue()).toBe('g s');
    await keyboard.press('Tab');
    await page.locator('main').focus();
    await keyboard.press('.');
    await page.getByRole('button', { name: /Paused/ }).waitFor();
    await keyboard.press('t');
    await until(async () => (await page.locator('html').getAttribute('data-theme')) === 'light', {
      what: 'the theme changes',
    });
  });
});

describe('from the start page', () => {
  it('at most two clicks lead to why a server fails and what to do', async () => {
    await using dashboard = await openDashboard({
      before: async (call) => {
        for (let count = 0; count < 5; count += 1) await call('shaky', 'fails');
      },
    });
    const { page } = dashboard;
    const trouble = page.getByRole('region', { name: 'Needs attention' });
    for (const server of ['shaky', 'locked']) {
      await page.getByRole('link', { name: 'Overview', exact: true }).click();
      await trouble.getByRole('link', { name: server }).click();
      await page.getByRole('heading', { level: 1, name: server }).waitFor();
      const { health } = await dashboard.world.client.request('getServer', { parameters: { server } });
      const words = await page.locator('main header').innerText();
      expect(words).toContain(health.reason);
      if (health.advice !== undefined) expect(words).toContain(health.advice);
    }
  });
});
