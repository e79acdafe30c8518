import type { Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/polling.ts';
import { confirmDialog } from './support/acting.ts';
import { type Dashboard, makeHistory, openDashboard } from './support/dashboard.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard({ before: makeHistory });
});
afterAll(() => dashboard[Symbol.asyncDispose]());
afterEach(() => dashboard.page.unrouteAll({ behavior: 'ignoreErrors' }));

const SERVERS = '**/api/servers';
const answer = (status: number, body: string) => (route: Route) =>
  route.fulfill({ status, body, contentType: 'application/json' });

async function openServers(): Promise<void> {
  await dashboard.go('servers');
  await dashboard.page.getByRole('table', { name: 'Servers' }).waitFor();
}

const refresh = () => dashboard.page.getByRole('button', { name: 'Refresh' }).click();

describe('a gateway that does not answer as it should', () => {
  it.each([
    ['503 and a report', 503, problem(503, 'The store sleeps'), 'The store sleeps'],
    ['403 and a report', 403, problem(403, 'Not for you'), 'Not for you'],
    ['500 and a page', 500, '<html><script>document.title="taken"</script>', 'HTTP 500'],
    ['200 and garbage', 200, '<html>oops', 'not what a gateway answers'],
  ])(
    'is told with %s, above what was known before, with a way to try again (A217)',
    async (_what, status, body, title) => {
      const { page } = dashboard;
      await openServers();
      const rows = page.getByRole('table', { name: 'Servers' }).getByRole('row');
      const before = await rows.count();
      await page.route(SERVERS, answer(status, body));
      await refresh();
      const alert = page.getByRole('alert').filter({ hasText: title });
      await alert.waitFor({ timeout: 60_000 });
      expect(await alert.innerText()).toContain('What is shown is as of');
      expect(await rows.count()).toBe(before);
      expect(await page.title()).not.toContain('taken');
      await page.unroute(SERVERS);
      await alert.getByRole('button', { name: 'Retry' }).click();
      await alert.waitFor({ state: 'detached' });
    },
  );

  it('leaves the rest of a screen as it is when one part of it fails', async () => {
    const { page, go } = dashboard;
    await page.route('**/api/series**', answer(500, '{}'));
    await go('');
    await page.getByRole('alert').first().waitFor({ timeout: 60_000 });
    await page.getByRole('region', { name: 'Needs attention' }).getByRole('link', { name: 'locked' }).waitFor();
    await page.getByRole('region', { name: 'Latest errors' }).getByRole('link').nth(1).waitFor();
  });

  it('shows lines in the place of what is slow, and only the first time', async () => {
    const { page, go } = dashboard;
    const { held, release } = gate();
    await page.route(SERVERS, async (route) => {
      await held;
      await route.continue();
    });
    await go('servers');
    await page.getByRole('region', { name: 'Servers' }).getByRole('status', { name: 'Loading' }).waitFor();
    release();
    const table = page.getByRole('table', { name: 'Servers' });
    await table.waitFor();
    const again = gate();
    await page.unroute(SERVERS);
    await page.route(SERVERS, async (route) => {
      await again.held;
      await route.continue();
    });
    await refresh();
    await until(() => page.getByRole('button', { name: 'Refresh' }).isDisabled(), { what: 'it is asked again' });
    expect(await table.isVisible()).toBe(true);
    again.release();
  });

  it('keeps a dialog open whose action failed, with what was wrong and the reason that was given', async () => {
    const { page, go, admin } = dashboard;
    await go('servers/ledger');
    await page.route('**/pause', answer(409, problem(409, 'Somebody else was faster')));
    await page.getByRole('button', { name: 'Pause' }).click();
    const dialog = confirmDialog(page);
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('a long story');
    await dialog.getByRole('button', { name: 'Pause' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'Somebody else was faster' }).waitFor();
    expect(await dialog.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('a long story');
    expect(await admin.request('getServer', { parameters: { server: 'ledger' } })).toMatchObject({ isPaused: false });
  });

  it('says what does not exist, and the way on', async () => {
    const { page, go } = dashboard;
    for (const path of ['servers/nobody', 'errors/nothing', 'log/nothing', 'calls?call=nothing']) {
      await go(path);
      await page
        .getByRole('alert')
        .filter({ hasText: /not|no / })
        .first()
        .waitFor();
    }
    await go('no/such/page');
    await page.getByRole('link', { name: 'Go to the overview' }).click();
    await page.getByRole('heading', { level: 2, name: 'Last 24 hours' }).waitFor();
  });

  it('asks for the token in place of the screen when the session is over', async () => {
    const { page } = dashboard;
    await openServers();
    await page.route('**/api/**', answer(401, problem(401, 'Who are you?')));
    await refresh();
    await page.getByLabel('Token').waitFor();
    expect(new URL(page.url()).pathname).toBe('/servers');
  });
});

function problem(status: number, title: string): string {
  return JSON.stringify({ type: 'about:blank', title, status, detail: 'As it is.', code: 'TEST' });
}

function gate(): { readonly held: Promise<void>; readonly release: () => void } {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { held, release: () => release() };
}
