import { describe, expect, it } from 'vitest';
import { until } from '../support/polling.ts';
import { HOSTILE, openDashboard } from './support/open-dashboard.ts';

const FAILURES = 3;

const failures = async (call: (server: string, name: string) => Promise<void>): Promise<void> => {
  for (let count = 0; count < FAILURES; count += 1) await call('shaky', 'fails');
};

describe('the monitoring page', () => {
  it('has its title, its table, and a status chip for each server (A210, A211, A213, A214, A215, A220, A222, A224, A225, A231, A232)', async () => {
    await using dashboard = await openDashboard({ before: failures });
    const { page, go, complaints } = dashboard;
    await go('servers');
    await page.getByRole('heading', { level: 1, name: 'MCP Server Monitoring' }).waitFor();
    const table = page.getByRole('table', { name: 'Servers' });
    await table.getByRole('row').nth(4).waitFor();
    const titles = await table.getByRole('columnheader').allTextContents();
    expect(titles).toEqual(
      expect.arrayContaining(['Server Name', 'Status', 'Circuit', 'Total Errors', 'Last Error', 'Actions']),
    );
    const rowOf = async (name: string): Promise<string> =>
      (
        await table
          .getByRole('row')
          .filter({ has: page.getByRole('link', { name, exact: true }) })
          .innerText()
      ).replaceAll(/\s+/g, ' ');
    expect(await rowOf('quiet')).toMatch(/healthy.* 0 No errors View Logs/);
    expect(await rowOf('shaky')).toMatch(/(degraded|unhealthy).* 3 \w+ \d+,? .*View Logs/);
    expect(await rowOf('locked')).toContain('sign-in needed');
    expect(complaints).toEqual([]);
  });

  it('shows the log of the first server at first, and "View Logs" selects another and shows its log (A212, A216, A218, A223, A226, A227, A228, A230)', async () => {
    await using dashboard = await openDashboard({ before: failures });
    const { page, go } = dashboard;
    await go('servers');
    await page.getByRole('heading', { level: 2, name: 'Error Logs: up' }).waitFor();
    await page.getByText('No error logs found').waitFor();
    await page.getByRole('button', { name: 'View Logs of shaky' }).click();
    await page.getByRole('heading', { level: 2, name: 'Error Logs: shaky' }).waitFor();
    expect(page.url()).toContain('selected=shaky');
    const log = page.getByRole('table', { name: 'Error Logs: shaky' });
    await log.getByRole('row').nth(FAILURES).waitFor();
    expect(await log.getByRole('columnheader').allTextContents()).toEqual([
      'Timestamp',
      'Tool',
      'Error Type',
      'Details',
    ]);
    expect(await log.getByRole('row').nth(1).innerText()).toContain('fails');
    expect(await page.locator('tr[aria-current="true"]').innerText()).toContain('shaky');
  });

  it('selects a server by a click on its row, and keeps the choice when everything is read again (A216, A219, A221)', async () => {
    await using dashboard = await openDashboard({ before: failures });
    const { page, go } = dashboard;
    await go('servers');
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'shaky', exact: true }) });
    await row.getByRole('cell').nth(6).click();
    await page.getByRole('heading', { name: 'Error Logs: shaky' }).waitFor();
    const refresh = page.getByRole('button', { name: 'Refresh' });
    await until(() => refresh.isEnabled(), { what: 'the first answer is there' });
    const asked = page.waitForRequest((request) => request.url().endsWith('/api/servers'));
    await refresh.click();
    await asked;
    await page.getByRole('heading', { name: 'Error Logs: shaky' }).waitFor();
  });

  it('shows what servers say as words, whatever it is (A229)', async () => {
    await using dashboard = await openDashboard({ before: (call) => call('up', HOSTILE) });
    const { page, go, complaints } = dashboard;
    await go('servers?selected=up');
    await page.getByRole('table', { name: 'Error Logs: up' }).getByText('<script>').first().waitFor();
    await page.getByRole('table', { name: 'Error Logs: up' }).getByRole('link').first().click();
    await page.getByRole('heading', { name: 'What is wrong, and what to do' }).waitFor();
    expect(await page.title()).not.toContain('taken');
    expect(await page.locator('main').innerText()).toContain(HOSTILE.slice(0, 8));
    expect(complaints).toEqual([]);
  });

  it('follows a server that goes away and comes back, without being asked (A214)', async () => {
    await using dashboard = await openDashboard();
    const { page, go, world } = dashboard;
    await go('servers/quiet');
    await page.getByRole('button', { name: 'Live' }).waitFor();
    const state = page.locator('main header');
    await state.getByText('healthy', { exact: true }).waitFor();
    const server = world.servers.get('quiet');
    await server?.setFault({ kind: 'refuse' });
    await page.getByRole('button', { name: 'Check now' }).click();
    await until(
      async () => !(await state.innerText()).includes('healthy\n') || (await state.innerText()).includes('unhealthy'),
      {
        what: 'the page says that the server is gone',
      },
    );
    await server?.setFault(null);
    await state.getByText('healthy', { exact: true }).waitFor({ timeout: 60_000 });
  });
});

describe('an action on a server', () => {
  it('says what it will do, asks for a reason, does it, and is in the audit', async () => {
    await using dashboard = await openDashboard();
    const { page, go, world } = dashboard;
    await go('servers/quiet');
    await page.getByRole('button', { name: 'Pause' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Agents get no more calls through').waitFor();
    const confirm = dialog.getByRole('button', { name: 'Pause' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('a look at its disks');
    await confirm.click();
    await page.locator('main header').getByText('paused').waitFor();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    const { items } = await world.client.request('listAudit');
    expect(items[0]).toMatchObject({ server: 'quiet', reason: 'a look at its disks' });
  });
});
