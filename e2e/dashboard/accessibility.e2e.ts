import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, makeHistory, openDashboard } from './support/dashboard.ts';
import { collectFaults } from './support/faults-of-access.ts';
import { EVERY_SCREEN, MAIN_SCREENS, pathOf, show } from './support/screens.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard({ before: makeHistory });
});
afterAll(() => dashboard[Symbol.asyncDispose]());

/** Only ends one that hangs: axe takes a second for each screen, more where the machine has other work. */
const TIMEOUT_MS = 600_000;

describe('in both themes axe finds nothing wrong', { timeout: TIMEOUT_MS }, () => {
  it.each(EVERY_SCREEN)('with the screen $name', async (screen) => {
    const { look, found } = collectFaults(dashboard);
    await show(dashboard, screen);
    await look(screen.name);
    expect(found).toEqual({});
    expect(dashboard.complaints).toEqual([]);
  });

  it('with what opens above a screen', async () => {
    const { page, visit } = dashboard;
    const { look, found } = collectFaults(dashboard);
    await visit('calls');
    await page.getByRole('table', { name: 'Calls' }).getByRole('link').first().click();
    await page.getByRole('dialog', { name: 'Call' }).getByText('Method').waitFor();
    await look('drawer');
    await visit('servers/ledger');
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem').first().waitFor();
    await look('menu');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').waitFor();
    await look('dialog');
    await page.keyboard.press('Escape');
    await visit('alerts?tab=silences');
    await page.getByRole('button', { name: 'Mute alerts' }).click();
    await page.getByRole('dialog').getByLabel('Server').selectOption('locked');
    await page.getByRole('dialog').getByRole('button', { name: 'Add a condition' }).click();
    await look('dialog with fields');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('listbox').waitFor();
    await look('palette');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await look('list of keys');
    expect(found).toEqual({});
  });

  it.each(MAIN_SCREENS)('with the screen $name whose parts failed', async (screen) => {
    const { page, go } = dashboard;
    const { look, found } = collectFaults(dashboard);
    await page.route('**/api/**', (route) => route.fulfill({ status: 403, body: '{}' }));
    await go(await pathOf(dashboard, screen));
    await page.getByRole('alert').first().waitFor();
    await look(screen.name);
    expect(found).toEqual({});
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('with the way in', async () => {
    const { page, go } = dashboard;
    const { look, found } = collectFaults(dashboard);
    await page.route('**/api/**', (route) => route.fulfill({ status: 401, body: '{}' }));
    await go('');
    await page.getByLabel('Token').waitFor();
    await look('the way in');
    expect(found).toEqual({});
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
});

describe('a gateway that has nothing to show yet', { timeout: TIMEOUT_MS }, () => {
  it('has screens with which axe finds nothing wrong', async () => {
    await using empty = await openDashboard({ mcpServers: {} });
    const { look, found } = collectFaults(empty);
    for (const screen of MAIN_SCREENS) {
      await empty.page.setViewportSize({ width: 1280, height: 900 });
      await show(empty, screen);
      await look(`${screen.name} at 1280 px`);
      await empty.page.setViewportSize({ width: 360, height: 900 });
      await look(`${screen.name} at 360 px`);
    }
    expect(found).toEqual({});
  });
});
