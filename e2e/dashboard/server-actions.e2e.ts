import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../support/polling.ts';
import { audited, confirm, confirmDialog } from './support/acting.ts';
import { type Dashboard, openDashboard } from './support/dashboard.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard();
});
afterAll(() => dashboard[Symbol.asyncDispose]());
beforeEach(async () => {
  await dashboard.go('servers/ledger');
  await dashboard.page.getByRole('heading', { level: 1, name: 'ledger' }).waitFor();
});

const SERVER = { parameters: { server: 'ledger' } };
const read = () => dashboard.admin.request('getServer', SERVER);
const call = async (): Promise<boolean> => (await dashboard.host.call('ledger__echo', { text: 'there?' })).isError;

describe('an action on a server', () => {
  it('"Check now" asks the server, and says what it answered', async () => {
    const { page, admin } = dashboard;
    const before = (await read()).lastSuccessMs ?? 0;
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByText(/It answers \(.+\)\./).waitFor();
    expect(await audited(admin, 'checkServer')).toMatchObject({ server: 'ledger' });
    expect((await read()).lastSuccessMs ?? 0).toBeGreaterThanOrEqual(before);
  });

  it('"Restart" ends its process and starts another one', async () => {
    const { page, admin, servers } = dashboard;
    const before = servers.ledger.pid;
    await page.getByRole('button', { name: 'Restart' }).click();
    await confirmDialog(page).getByText('Its process ends and a new one is started.').waitFor();
    await confirm(page, 'Restart', 'it forgets things');
    expect(await audited(admin, 'restartServer', 'it forgets things')).toMatchObject({ server: 'ledger' });
    await until(() => servers.ledger.pid !== before, { what: 'another process runs' });
    await until(async () => !(await call()), { what: 'it answers' });
  });

  it('"Pause" says whom it hurts, wants a reason, and keeps calls away until "Resume"', async () => {
    const { page, admin } = dashboard;
    await page.getByRole('button', { name: 'Pause' }).click();
    const dialog = confirmDialog(page);
    await dialog.getByText('Agents get no more calls through').waitFor();
    expect(await dialog.getByRole('button', { name: 'Pause' }).isDisabled()).toBe(true);
    await confirm(page, 'Pause', 'a look at its disks');
    await page.locator('main header').getByText('paused').waitFor();
    expect(await read()).toMatchObject({ isPaused: true });
    expect(await call()).toBe(true);
    await audited(admin, 'pauseServer', 'a look at its disks');
    await page.getByRole('button', { name: 'Resume' }).click();
    await confirm(page, 'Resume', 'the disks are fine');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect(await read()).toMatchObject({ isPaused: false });
    expect(await call()).toBe(false);
  });

  it('does nothing when the dialog is left', async () => {
    const { page } = dashboard;
    await page.getByRole('button', { name: 'Pause' }).click();
    await confirmDialog(page).getByRole('button', { name: 'Cancel' }).click();
    await confirmDialog(page).waitFor({ state: 'detached' });
    expect(await read()).toMatchObject({ isPaused: false });
  });

  it.each([
    ['Hold the circuit open', 'forced-open', true],
    ['Isolate the circuit', 'isolated', true],
    ['Hold the circuit closed', 'forced-closed', false],
  ])('"%s" does it, and lets go of it again', async (title, state, isRefused) => {
    const { page, admin } = dashboard;
    const choose = async (item: string | RegExp): Promise<void> => {
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await choose(title);
    await confirm(page, title, `to ${state}`);
    expect((await read()).circuit).toMatchObject({ state, changedBy: { reason: `to ${state}` } });
    expect(await call()).toBe(isRefused);
    await audited(admin, 'changeCircuit', `to ${state}`);
    await choose('Let the circuit work by itself');
    await confirm(page, 'Let the circuit work by itself', `from ${state}`);
    expect((await read()).circuit.state).toBe('closed');
    expect(await call()).toBe(false);
  });

  it('"Reset the circuit" forgets what it counted', async () => {
    const { page, admin } = dashboard;
    await call();
    expect((await read()).circuit.calls).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Reset the circuit' }).click();
    await confirm(page, 'Reset the circuit', 'a new start');
    await audited(admin, 'changeCircuit', 'a new start');
    expect((await read()).circuit).toMatchObject({ state: 'closed', calls: 0 });
  });

  it('"Examine now" has the doctor walk the way, and shows the step at which it ends, with the cure', async () => {
    const { page, admin, go } = dashboard;
    await go('servers/locked?tab=doctor');
    await page.getByRole('button', { name: 'Examine now' }).click();
    await page.getByRole('button', { name: 'Examine again' }).waitFor();
    expect(await audited(admin, 'runDiagnostics')).toMatchObject({ decision: 'allowed' });
    const panel = page.getByRole('region', { name: "The doctor's checks" });
    const { servers } = await admin.request('runDiagnostics', { body: { servers: ['locked'] } });
    const failed = servers[0]?.steps?.find(({ outcome }) => outcome === 'failed');
    expect(failed?.fix).toBeTruthy();
    const shown = panel
      .getByRole('listitem')
      .filter({ hasText: failed?.detail ?? '' })
      .first();
    expect(await shown.innerText()).toContain('failed');
    expect(await shown.innerText()).toContain(failed?.fix);
  });
});

describe('the circuit of one tool', () => {
  it('is held open and reset by itself, while the other tools of its server go on', async () => {
    const { page, admin, host, go } = dashboard;
    const circuit = async (): Promise<string | undefined> => {
      const { items } = await admin.request('listTools', { query: { server: 'ledger' } });
      return items.find(({ name }) => name === 'echo')?.circuit?.state;
    };
    expect(await call()).toBe(false);
    await go('servers/ledger?tab=tools');
    const row = page.getByRole('table', { name: 'Tools' }).getByRole('row').filter({ hasText: 'echo' });
    const change = async (what: string, reason: string): Promise<void> => {
      await row.getByRole('button', { name: 'Change the circuit of echo' }).click();
      await page.getByRole('menuitem', { name: what }).click();
      await confirm(page, what, reason);
    };
    await change('Hold the circuit open', 'it says too much');
    await row.getByText('held open').waitFor();
    expect(await circuit()).toBe('forced-open');
    expect(await call()).toBe(true);
    expect((await host.call('ledger__count', { key: 'beside it' })).isError).toBe(false);
    expect((await read()).circuit.state).toBe('closed');
    expect(await audited(admin, 'changeCircuit', 'it says too much')).toMatchObject({ server: 'ledger' });
    await change('Let the circuit work by itself', 'it works again');
    await until(async () => (await circuit()) !== 'forced-open', { what: 'the circuit is reset' });
    expect(await call()).toBe(false);
    await audited(admin, 'changeCircuit', 'it works again');
  });
});
