import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../support/polling.ts';
import { type Dashboard, makeHistory, openDashboard } from './support/dashboard.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard({ before: makeHistory });
});
afterAll(() => dashboard[Symbol.asyncDispose]());
beforeEach(async () => {
  await dashboard.go('');
  await dashboard.page.getByRole('heading', { level: 2, name: 'Last 24 hours' }).waitFor();
});

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await dashboard.page.keyboard.press(key);
};
const title = (name: string) => dashboard.page.getByRole('heading', { level: 1, name }).waitFor();
const focused = (): Promise<string> => dashboard.page.evaluate(`document.activeElement?.textContent ?? ''`);

/** Goes on with Tab until something is reached, as one without a mouse does. */
async function tabTo(name: string | RegExp): Promise<void> {
  const { page } = dashboard;
  for (let count = 0; count < 80; count += 1) {
    await press('Tab');
    const label = await page.evaluate(
      `document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''`,
    );
    if (typeof name === 'string' ? label === name : name.test(String(label))) return;
  }
  throw new Error(`Tab does not lead to ${name}.`);
}

describe('the keyboard alone', () => {
  it.each([
    ['s', 'MCP Server Monitoring'],
    ['e', 'Errors'],
    ['c', 'Calls'],
    ['a', 'Alerts'],
    ['p', 'Parked writes'],
    [',', 'Settings'],
  ])('leads with g and %s to %s', async (key, name) => {
    await press('g', key);
    await title(name);
    await press('g', 'o');
    await dashboard.page.getByRole('heading', { level: 2, name: 'Last 24 hours' }).waitFor();
  });

  it('walks rows, opens one, and the focus comes back to it when that is closed', async () => {
    const { page } = dashboard;
    await press('g', 'c');
    await page.getByRole('table', { name: 'Calls' }).getByRole('link').nth(1).waitFor();
    await press('j', 'j');
    const row = await focused();
    expect(row).toBe(await page.getByRole('table', { name: 'Calls' }).getByRole('link').nth(1).innerText());
    await press('k', 'j', 'Enter');
    const drawer = page.getByRole('dialog', { name: 'Call' });
    await drawer.waitFor();
    await press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await until(async () => (await focused()) === row, { what: 'the focus is back' });
    expect(page.url()).not.toContain('call=');
  });

  it('selects a server, reads its log and opens an error of it (A219)', async () => {
    const { page } = dashboard;
    await press('g', 's');
    await page.getByRole('table', { name: 'Servers' }).waitFor();
    await tabTo('View Logs of shaky');
    await press('Enter');
    await page.getByRole('heading', { name: 'Error Logs: shaky' }).waitFor();
    await page.getByRole('table', { name: 'Error Logs: shaky' }).getByRole('link').first().waitFor();
    expect(await focused()).toBe('Error Logs: shaky');
    await tabTo(/^\w+ \d+/);
    await press('Enter');
    await page.getByRole('heading', { name: 'What is wrong, and what to do' }).waitFor();
  });

  it('finds a server, a screen and an action in the palette', async () => {
    const { page } = dashboard;
    await press('Control+k');
    await page.keyboard.type('shak');
    await page.getByRole('option', { name: /shaky/ }).waitFor();
    await press('Enter');
    await title('shaky');
    await press('Control+k');
    await page.keyboard.type('error log');
    await press('Enter');
    await title('Error log');
    await press('Control+k', 'ArrowDown', 'ArrowDown');
    expect(await page.getByRole('option', { selected: true }).innerText()).toContain('Errors');
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await press('Control+k');
    await page.keyboard.type('nothing is called so');
    await page.getByText('Nothing is called “nothing is called so”.').waitFor();
    await press('Enter', 'Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('pauses a server: the dialog takes the focus, keeps it, and gives it back', async () => {
    const { page, admin, go } = dashboard;
    const isPaused = async () => (await admin.request('getServer', { parameters: { server: 'ledger' } })).isPaused;
    await go('servers/ledger');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await tabTo('Pause');
    await press('Enter');
    const dialog = page.getByRole('dialog');
    await until(
      () => dialog.getByRole('textbox', { name: 'Reason' }).evaluate('document.activeElement?.tagName === "INPUT"'),
      { what: 'the reason can be typed' },
    );
    for (let count = 0; count < 6; count += 1) {
      await press('Tab');
      expect(await page.evaluate(`document.activeElement?.closest('[role="dialog"]') !== null`)).toBe(true);
    }
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Pause');
    expect(await isPaused()).toBe(false);
    await press('Enter');
    await dialog.waitFor();
    await page.keyboard.type('by hand');
    await press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await until(isPaused, { what: 'the server is paused' });
    await tabTo('Resume');
    await press('Enter');
    await page.keyboard.type('by hand');
    await press('Enter');
    await until(async () => !(await isPaused()), { what: 'it goes on' });
  });

  it('opens a menu and leaves it', async () => {
    const { page, go } = dashboard;
    await go('servers/ledger');
    await page.getByRole('button', { name: 'More actions' }).waitFor();
    await tabTo('More actions');
    await press('Enter');
    await page.getByRole('menuitem').first().waitFor();
    await press('ArrowDown', 'Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await until(
      async () => (await page.evaluate(`document.activeElement?.getAttribute('aria-label')`)) === 'More actions',
      { what: 'the focus is back' },
    );
  });

  it('filters, changes tabs, pauses the page and changes the theme', async () => {
    const { page } = dashboard;
    await press('g', 's');
    await page.getByRole('table', { name: 'Servers' }).waitFor();
    await press('/');
    await page.keyboard.type('g shaky');
    expect(await page.getByRole('searchbox').inputValue()).toBe('g shaky');
    await page.getByText(/None of the/).waitFor();
    await tabTo('Clear filters');
    await press('Enter');
    await page.getByRole('table', { name: 'Servers' }).waitFor();
    await press('.');
    await page.getByRole('button', { name: /^Paused/ }).waitFor();
    await press('.');
    await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
    await press('t');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    await press('t');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await press('t');
    await press('g', 'a');
    await title('Alerts');
    await tabTo('Firing');
    await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter');
    await page.getByText('No alert was resolved yet.').waitFor();
    expect(page.url()).toContain('tab=resolved');
  });

  it('has a list of its keys, which can be switched off', async () => {
    const { page } = dashboard;
    await press('?');
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await list.getByText('Go to the filter').waitFor();
    await tabTo(/Single keys|^$/);
    await press('Space', 'Escape');
    await list.waitFor({ state: 'detached' });
    await press('g', 's');
    await press('Control+k');
    await page.getByRole('combobox').waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
    await page.keyboard.type('keyboard shortcuts');
    await press('Enter');
    await list.waitFor();
    await tabTo(/Single keys|^$/);
    await press('Space', 'Escape');
    await list.waitFor({ state: 'detached' });
    await press('g', 's');
    await title('MCP Server Monitoring');
  });

  it('skips to the content first of all', async () => {
    const { page, go } = dashboard;
    await go('settings');
    await title('Settings');
    await press('Tab');
    expect(await focused()).toBe('Skip to the content');
    await press('Enter');
    expect(await page.evaluate('document.activeElement?.id')).toBe('screen');
  });
});
