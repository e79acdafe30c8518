import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/polling.ts';
import { audited, confirm, confirmDialog } from './support/acting.ts';
import { type Dashboard, openDashboard } from './support/dashboard.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard();
});
afterAll(() => dashboard[Symbol.asyncDispose]());

/** Has the server go away, and a write come meanwhile. @returns its ticket */
async function park(key: string): Promise<string> {
  const { host, servers, admin } = dashboard;
  servers.ledger.inject([{ kind: 'crash' }]);
  await until(
    async () => {
      const { connection } = await admin.request('getServer', { parameters: { server: 'ledger' } });
      if (connection.state !== 'ready') return true;
      await host.call('ledger__echo', { text: 'still there?' });
      return false;
    },
    { what: 'the server is gone' },
  );
  await host.call('ledger__count', { key });
  const { items } = await admin.request('listParked', { query: { states: 'parked' } });
  return items.find((parked) => parked.arguments.key === key)?.id ?? '';
}

const stateOf = async (id: string): Promise<string> =>
  (await dashboard.admin.request('getParked', { parameters: { id } })).state;

const becomes = (id: string, state: string) =>
  until(async () => (await stateOf(id)) === state, { what: `the write is ${state}` });

describe('a parked write', () => {
  it('is there without being asked for, and goes by itself once the server is back', async () => {
    const { page, go, servers } = dashboard;
    await go('parked');
    await page.getByText('Nothing waits.').waitFor();
    const id = await park('by-itself');
    const table = page.getByRole('table', { name: 'Parked writes' });
    await table.getByRole('row').filter({ hasText: id }).waitFor();
    expect(servers.ledger.executedKeys()).not.toContain('by-itself');
    servers.ledger.clear();
    await becomes(id, 'done');
    await page.getByText('Nothing waits.').waitFor();
    expect(servers.ledger.executedKeys().filter((key) => key === 'by-itself')).toHaveLength(1);
  });

  it('is never sent after "Give it up"', async () => {
    const { page, go, servers, admin, host } = dashboard;
    const id = await park('given-up');
    await go('parked');
    await page.getByRole('row').filter({ hasText: id }).getByRole('button', { name: 'count' }).click();
    const drawer = page.getByRole('dialog', { name: 'Parked write' });
    await drawer.getByText('"given-up"').waitFor();
    await drawer.getByRole('button', { name: 'Give it up' }).click();
    await confirmDialog(page).getByText('It is never sent.').waitFor();
    await confirm(page, 'Give it up', 'done by hand');
    expect(await stateOf(id)).toBe('discarded');
    await audited(admin, 'discardParked', 'done by hand');
    servers.ledger.clear();
    await until(async () => !(await host.call('ledger__echo', { text: 'back?' })).isError, { what: 'it is back' });
    expect(servers.ledger.executedKeys()).not.toContain('given-up');
    await drawer.getByText('Somebody gave it up. The agent can make the call anew.').waitFor();
    expect(await drawer.getByRole('button', { name: /^Send it/ }).count()).toBe(0);
  });

  it('whose time is over is sent after all when somebody says so', async () => {
    const { page, go, servers, admin } = dashboard;
    const id = await park('too-late');
    // A quarter of an hour is too long for a test: it is only shown as one whose time is over.
    await page.route(`**/api/parked/${id}`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), state: 'expired' } });
    });
    await go(`parked?ticket=${id}`);
    const drawer = page.getByRole('dialog', { name: 'Parked write' });
    await drawer.getByRole('button', { name: 'Send it after all' }).click();
    expect(await drawer.getByRole('button', { name: 'Give it up' }).count()).toBe(0);
    await confirmDialog(page).getByText('its time is over').waitFor();
    await confirm(page, 'Send it', 'it is still meant');
    await audited(admin, 'replayParked', 'it is still meant');
    await page.unroute(`**/api/parked/${id}`);
    servers.ledger.clear();
    await becomes(id, 'done');
    await drawer.getByText('It ran, so it is not sent again.').waitFor();
    expect(servers.ledger.executedKeys().filter((key) => key === 'too-late')).toHaveLength(1);
  });

  it('whose fate is unknown is sent again only on the word of a person, and runs once', async () => {
    const { page, go, servers, admin } = dashboard;
    const id = await park('in-doubt');
    servers.ledger.inject([{ kind: 'reset-before', onlyCalls: true }]);
    await becomes(id, 'unknown');
    servers.ledger.clear();
    await go(`parked?ticket=${id}`);
    const drawer = page.getByRole('dialog', { name: 'Parked write' });
    await drawer.getByRole('button', { name: 'Send it now' }).click();
    const dialog = confirmDialog(page);
    await dialog.getByText('whether it ran is unknown').waitFor();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('looked at the books');
    expect(await dialog.getByRole('button', { name: 'Send it', exact: true }).isDisabled()).toBe(true);
    await dialog.getByRole('checkbox').check();
    await confirm(page, 'Send it', 'looked at the books');
    await audited(admin, 'replayParked', 'looked at the books');
    await becomes(id, 'done');
    await drawer.getByText('done', { exact: true }).waitFor();
    expect(servers.ledger.executedKeys().filter((key) => key === 'in-doubt')).toHaveLength(1);
  });
});
