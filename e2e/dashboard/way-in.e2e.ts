import { scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { serversUp, startGateway } from '../support/gateway-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openPage } from './support/browser.ts';
import { ADMIN_TOKEN, openDashboard } from './support/dashboard.ts';

const CONFIG = { mcpServers: { up: scriptedStdioServer({ tools: [{ name: 'look' }] }) } };

describe('the way in', () => {
  it('is the link that "seawall serve" prints, which works once, and leaves the page open', async () => {
    await using folder = await temporaryFolder();
    await using gateway = await startGateway({ folder, config: CONFIG });
    const [, link = ''] = await gateway.printed(/Dashboard +(http:\S+)/);
    await serversUp(gateway, 'up');
    await using opened = await openPage(link);
    const { page, complaints } = opened;
    await page.getByRole('heading', { level: 2, name: 'Last 24 hours' }).waitFor();
    expect(page.url()).toBe(`${gateway.origin}/`);
    await page.goto(`${gateway.origin}/servers/up?tab=tools`);
    await page.getByRole('table', { name: 'Tools' }).getByText('look').waitFor();
    await page.getByRole('button', { name: 'Live' }).waitFor();
    expect(complaints).toEqual([]);
    await using late = await openPage(link);
    await late.page.getByLabel('Token').waitFor();
  });

  it('is the token where there is no link: a wrong one is said to be wrong, a right one leads where one wanted to go', async () => {
    await using folder = await temporaryFolder();
    const seawall = { auth: { adminToken: ADMIN_TOKEN } };
    await using gateway = await startGateway({ folder, config: { ...CONFIG, seawall } });
    await using opened = await openPage(`${gateway.origin}/servers?text=up`);
    const { page } = opened;
    await page.getByLabel('Token').fill('not it');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('That is not the token').waitFor();
    await page.getByLabel('Token').fill(ADMIN_TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'MCP Server Monitoring' }).waitFor();
    await page.getByRole('table', { name: 'Servers' }).waitFor();
    expect(await page.getByRole('searchbox', { name: 'Filter servers' }).inputValue()).toBe('up');
  });

  it('leads through a reverse proxy too, below any path, with all that the page does', async () => {
    await using dashboard = await openDashboard({ prefix: '/deep/down/', mcpServers: CONFIG.mcpServers });
    const { page, url, complaints, go, admin } = dashboard;
    expect(page.url()).toBe(url);
    await go('servers/up?tab=tools');
    await page.getByRole('table', { name: 'Tools' }).getByText('look').waitFor();
    await page.getByRole('button', { name: 'Live' }).waitFor();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText(/^It answers/).waitFor();
    expect((await admin.request('listAudit', { query: { action: 'checkServer' } })).items).toHaveLength(1);
    await page.getByRole('link', { name: 'Overview', exact: true }).click();
    await page.getByRole('heading', { level: 2, name: 'Last 24 hours' }).waitFor();
    expect(page.url()).toBe(url);
    await page.getByRole('link', { name: 'Calls', exact: true }).click();
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'JSON', exact: true }).click();
    expect(new URL((await coming).url()).pathname).toBe('/deep/down/api/calls');
    expect(complaints).toEqual([]);
  });
});
