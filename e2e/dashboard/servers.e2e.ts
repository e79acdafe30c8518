import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/polling.ts';
import { type Dashboard, FAILURES, makeHistory, openDashboard } from './support/dashboard.ts';
import { HOSTILE } from './support/faulty-servers.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard({ before: makeHistory });
});
afterAll(() => dashboard[Symbol.asyncDispose]());

describe('the monitoring page', () => {
  it('has its title, its table, and a row for each server (A210, A211, A215, A220, A222, A232)', async () => {
    const { page, go, admin } = dashboard;
    await go('servers');
    await page.getByRole('heading', { level: 1, name: 'MCP Server Monitoring' }).waitFor();
    const table = page.getByRole('table', { name: 'Servers' });
    const { items } = await admin.request('listServers');
    expect(items.length).toBeGreaterThan(3);
    for (const { name } of items) await table.getByRole('link', { name, exact: true }).waitFor();
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(
      expect.arrayContaining(['Server Name', 'Status', 'Total Errors', 'Last Error', 'Actions']),
    );
    const width = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(width).toBe(0);
  });

  it('shows a status chip for each health, as word and colour (A213)', async () => {
    const { page, go } = dashboard;
    await go('servers');
    await page.getByRole('table', { name: 'Servers' }).waitFor();
    const look = async (server: string, word: string): Promise<string | null> =>
      rowOf(server).getByRole('cell').nth(1).getByText(word, { exact: true }).getAttribute('data-tone');
    expect(await look('ledger', 'healthy')).toBe('good');
    expect(await look('locked', 'sign-in needed')).toBe('bad');
    const { items } = await dashboard.admin.request('listServers');
    const shaky = items.find(({ name }) => name === 'shaky')?.health.state ?? '';
    expect(await look('shaky', shaky)).toBe(shaky === 'degraded' ? 'warn' : 'bad');
  });

  it('shows the number of errors, also none, and the local time of the last one (A224, A225)', async () => {
    const { page, go, admin } = dashboard;
    await go('servers');
    await page.getByRole('table', { name: 'Servers' }).waitFor();
    const { lastError, lifetime } = await admin.request('getServer', { parameters: { server: 'shaky' } });
    expect(lifetime.errors).toBe(FAILURES);
    const cells = async (name: string): Promise<readonly string[]> => rowOf(name).getByRole('cell').allInnerTexts();
    const titles = await page.getByRole('table', { name: 'Servers' }).getByRole('columnheader').allTextContents();
    const errors = titles.indexOf('Total Errors');
    const last = titles.indexOf('Last Error');
    expect((await cells('ledger'))[errors]).toBe('0');
    expect((await cells('ledger'))[last]).toBe('No errors');
    expect((await cells('shaky'))[errors]?.trim()).toBe(String(FAILURES));
    await rowOf('shaky')
      .getByRole('img', { name: `${FAILURES} failed calls in the last hour` })
      .waitFor();
    expect(await rowOf('ledger').getByRole('img').count()).toBe(0);
    const time = rowOf('shaky').locator('time').last();
    expect(Date.parse((await time.getAttribute('datetime')) ?? '')).toBe(lastError?.atMs);
  });

  it('tells of circuits, and filters by words and by status (A231)', async () => {
    const { page, go } = dashboard;
    await go('servers');
    const table = page.getByRole('table', { name: 'Servers' });
    expect(await rowOf('ledger').innerText()).toContain('closed');
    await page.getByRole('searchbox', { name: 'Filter servers' }).fill('lock');
    await until(async () => (await table.getByRole('row').count()) === 2, { what: 'one row is left' });
    await page.getByLabel('Status').selectOption('healthy');
    await page.getByText(/None of the \d servers fits/).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await rowOf('shaky').waitFor();
  });

  it('shows the log of the first server at first, and says when there is none (A212, A216, A227, A230)', async () => {
    const { page, go } = dashboard;
    await go('servers');
    await page.getByRole('heading', { level: 2, name: /^Error Logs: / }).waitFor();
    const first = await page.getByRole('table', { name: 'Servers' }).getByRole('link').first().innerText();
    await page.getByRole('heading', { level: 2, name: `Error Logs: ${first}` }).waitFor();
    await page.getByRole('button', { name: 'View Logs of ledger' }).click();
    await page.getByRole('heading', { level: 2, name: 'Error Logs: ledger' }).waitFor();
    await page.getByText('No error logs found').waitFor();
  });

  it('selects a server with "View Logs", and shows its log in four columns (A212, A218, A223, A226, A228)', async () => {
    const { page, go, admin } = dashboard;
    await go('servers');
    await page.getByRole('button', { name: 'View Logs of shaky' }).click();
    await page.getByRole('heading', { level: 2, name: 'Error Logs: shaky' }).waitFor();
    expect(page.url()).toContain('selected=shaky');
    const log = page.getByRole('table', { name: 'Error Logs: shaky' });
    await log.getByRole('row').nth(FAILURES).waitFor();
    const titles = await log.getByRole('columnheader').allTextContents();
    expect(titles).toEqual(['Timestamp', 'Tool', 'Error Type', 'Details']);
    const { items } = await admin.request('listErrors', { query: { servers: 'shaky' } });
    const row = await log.getByRole('row').nth(1).innerText();
    expect(row).toContain(items[0]?.error.errorType);
    expect(row).toContain(items[0]?.error.message);
    expect(await page.locator('tr[aria-current="true"]').allInnerTexts()).toEqual([expect.stringContaining('shaky')]);
  });

  it('keeps the log of each server apart (A218)', async () => {
    const { page, go } = dashboard;
    await go('servers?selected=shaky');
    await page.getByRole('table', { name: 'Error Logs: shaky' }).getByText('fails').first().waitFor();
    await page.getByRole('button', { name: 'View Logs of locked' }).click();
    const log = page.getByRole('table', { name: 'Error Logs: locked' });
    await log.getByRole('row').nth(1).waitFor();
    expect(await log.innerText()).not.toContain('fails');
  });

  it('selects a server by a click on its row, marks it, and keeps it when all is read again (A216, A219, A221, A223)', async () => {
    const { page, go } = dashboard;
    await go('servers');
    await rowOf('shaky').getByRole('cell').nth(6).click();
    await page.getByRole('heading', { name: 'Error Logs: shaky' }).waitFor();
    expect(await rowOf('shaky').getAttribute('aria-current')).toBe('true');
    expect(await page.evaluate(`getComputedStyle(document.querySelector('tbody tr')).cursor`)).toBe('pointer');
    const refresh = page.getByRole('button', { name: 'Refresh' });
    await until(() => refresh.isEnabled(), { what: 'the first answer is there' });
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/api/servers', async (route) => {
      await held;
      await route.continue();
    });
    await refresh.click();
    await until(() => refresh.isDisabled(), { what: 'nobody can ask twice' });
    answer();
    await until(() => refresh.isEnabled(), { what: 'it is there' });
    await page.unroute('**/api/servers');
    await page.getByRole('heading', { name: 'Error Logs: shaky' }).waitFor();
  });

  it('shows what servers say as words, whatever it is (A229)', async () => {
    const { page, go, complaints } = dashboard;
    await go('servers?selected=up');
    const log = page.getByRole('table', { name: 'Error Logs: up' });
    const said = log.getByRole('row').filter({ hasText: '<script>' });
    expect(await said.innerText()).toContain(HOSTILE.slice(0, 8));
    await said.getByRole('link').click();
    await page.getByRole('heading', { name: 'What is wrong, and what to do' }).waitFor();
    expect(await page.title()).not.toContain('taken');
    expect(complaints).toEqual([]);
  });
});

function rowOf(name: string) {
  const { page } = dashboard;
  return page
    .getByRole('table', { name: 'Servers' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
}
