import { scriptedStdioServer } from '@seawall/testkit';
import { expect, it } from 'vitest';
import { serversUp, startGateway } from '../support/gateway-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openPage } from './support/browser.ts';

it('is opened with the link that "seawall serve" prints, and stays open at the address of every screen', async () => {
  await using folder = await temporaryFolder();
  const config = { mcpServers: { up: scriptedStdioServer({ tools: [{ name: 'look' }] }) } };
  await using gateway = await startGateway({ folder, config });
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
