import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, makeHistory, openDashboard } from './support/dashboard.ts';
import { collectFaults, faultsOfAccess } from './support/faults-of-access.ts';
import { EVERY_SCREEN, MAIN_SCREENS, show } from './support/screens.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard({ before: makeHistory });
});
afterAll(() => dashboard[Symbol.asyncDispose]());

/** Only ends one that hangs: axe takes a second for each screen, more where the machine has other work. */
const TIMEOUT_MS = 600_000;

describe.each(['light', 'dark'] as const)(
  'in the %s theme axe finds nothing wrong',
  { timeout: TIMEOUT_MS },
  (theme) => {
    beforeAll(async () => {
      await dashboard.page.setViewportSize({ width: 1280, height: 900 });
      await dashboard.page.emulateMedia({ colorScheme: theme });
    });

    it.each(EVERY_SCREEN)('with the screen $name', async (screen) => {
      await show(dashboard, screen);
      expect(await faultsOfAccess(dashboard)).toEqual([]);
      // What a stand-in refuses on purpose is no complaint of the page.
      expect(dashboard.complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
    });

    it('with what opens above a screen', async () => {
      const { page, go } = dashboard;
      const { look, found } = collectFaults(dashboard);
      await go('calls');
      await page.getByRole('table', { name: 'Calls' }).getByRole('link').first().click();
      await page.getByRole('dialog', { name: 'Call' }).getByText('Method').waitFor();
      await look('drawer');
      await go('servers/ledger');
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem').first().waitFor();
      await look('menu');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByRole('dialog').waitFor();
      await look('dialog');
      await go('alerts?tab=silences');
      await page.getByRole('button', { name: 'Mute alerts' }).click();
      await page.getByRole('dialog').getByLabel('Server').selectOption('locked');
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
      const { page, go, admin } = dashboard;
      await page.route('**/api/**', (route) => route.fulfill({ status: 403, body: '{}' }));
      await go(typeof screen.path === 'string' ? screen.path : await screen.path(admin));
      await page.getByRole('alert').first().waitFor();
      expect(await faultsOfAccess(dashboard)).toEqual([]);
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    });

    it('with the way in', async () => {
      const { page, go } = dashboard;
      await page.route('**/api/**', (route) => route.fulfill({ status: 401, body: '{}' }));
      await go('');
      await page.getByLabel('Token').waitFor();
      expect(await faultsOfAccess(dashboard)).toEqual([]);
      await page.unrouteAll({ behavior: 'ignoreErrors' });
    });
  },
);

describe('a gateway that has nothing to show yet', { timeout: TIMEOUT_MS }, () => {
  it.each(['light', 'dark'] as const)(
    'has screens with which axe finds nothing wrong in the %s theme',
    async (colorScheme) => {
      await using empty = await openDashboard({ mcpServers: {}, browser: { colorScheme } });
      const { look, found } = collectFaults(empty);
      for (const width of [1280, 360]) {
        await empty.page.setViewportSize({ width, height: 900 });
        for (const screen of MAIN_SCREENS) {
          await show(empty, screen);
          await look(`${screen.name} at ${width} px`);
        }
      }
      expect(found).toEqual({});
    },
  );
});
