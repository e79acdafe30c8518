import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/polling.ts';
import { type Dashboard, makeHistory, openDashboard } from './support/dashboard.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard({ before: makeHistory });
});
afterAll(() => dashboard[Symbol.asyncDispose]());

describe('a long list', () => {
  it('is drawn in steps that come by themselves, to its last row, for the keyboard and the search of the browser', async () => {
    const { page, go, admin } = dashboard;
    const [known] = (await admin.request('listErrors')).items;
    if (known === undefined) throw new Error('There is no error.');
    const items = Array.from({ length: 150 }, (_none, index) => ({
      ...known,
      id: `error-${index}`,
      target: `t_${index}_`,
    }));
    await page.route(/\/api\/errors(?:\?|$)/, (route) => route.fulfill({ json: { items } }));
    await go('log');
    const rows = page.getByRole('table', { name: 'Errors' }).locator('tbody tr');
    await until(async () => (await rows.count()) === 100, { what: 'a hundred rows are there' });
    expect(await page.evaluate('window.find("t_99_")')).toBe(true);
    await rows.nth(98).getByRole('link').focus();
    await page.keyboard.press('j');
    expect(await page.evaluate("document.activeElement.closest('tr').dataset.key")).toBe('error-99');
    await page.getByRole('button', { name: 'Show 50 more of 50' }).click();
    await until(async () => (await rows.count()) === 150, { what: 'the others are there too' });
    await page.unroute(/\/api\/errors(?:\?|$)/);
  });
});

describe('a click while a filter is typed', () => {
  it('opens the row that it began on, and the filter counts afterwards', async () => {
    const { page, go } = dashboard;
    await page.clock.install();
    await go('calls');
    const cell = page.getByRole('table', { name: 'Calls' }).getByText('read_it', { exact: true });
    await cell.waitFor();
    const box = await cell.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
    await page.clock.pauseAt(Date.now() + 3_600_000);
    await page.getByRole('searchbox', { name: 'Filter calls' }).pressSequentially('shaky');
    await page.mouse.down();
    // Had the filter been asked for by now, its answer were here before these.
    for (let time = 0; time < 2; time += 1) {
      await page.clock.fastForward(1000);
      await page.evaluate('fetch("api/calls?text=shaky").then((answer) => answer.text())');
    }
    await page.mouse.up();
    await page.clock.resume();
    await page.getByRole('dialog', { name: 'Call' }).getByRole('heading', { name: 'read_it on up' }).waitFor();
    await until(() => page.url().includes('text=shaky'), { what: 'the filter counts' });
    await cell.waitFor({ state: 'detached' });
  });

  it('finds the servers filtered at once, without a wait', async () => {
    const { page, go } = dashboard;
    await page.clock.install();
    await go('servers');
    const rows = page.getByRole('table', { name: 'Servers' }).locator('tbody tr');
    await until(async () => (await rows.count()) > 3, { what: 'all servers are there' });
    await page.clock.pauseAt(Date.now() + 3_600_000);
    await page.getByRole('searchbox', { name: 'Filter servers' }).pressSequentially('ledg');
    await until(async () => (await rows.count()) === 1, { what: 'the one is left' });
    expect(page.url()).not.toContain('ledg');
    await page.clock.resume();
    await rows.getByText('stdio').click();
    await page.getByRole('heading', { name: 'Error Logs: ledger' }).waitFor();
  });
});
