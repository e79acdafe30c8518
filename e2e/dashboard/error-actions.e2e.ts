import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/polling.ts';
import { audited, confirm } from './support/acting.ts';
import { type Dashboard, fail, makeHistory, openDashboard } from './support/dashboard.ts';

let dashboard: Dashboard;
let group: string;
beforeAll(async () => {
  dashboard = await openDashboard({
    before: makeHistory,
    browser: { permissions: ['clipboard-read', 'clipboard-write'] },
  });
  const { items } = await dashboard.admin.request('listGroups', { query: { servers: 'shaky' } });
  group = items[0]?.id ?? '';
});
afterAll(() => dashboard[Symbol.asyncDispose]());

const state = async (): Promise<string> =>
  (await dashboard.admin.request('getGroup', { parameters: { id: group } })).state;

describe('an action on a cause of errors', () => {
  it('"Resolve" counts it as gone; the next error brings it back, on the page by itself', async () => {
    const { page, admin, go } = dashboard;
    await go(`errors/${group}`);
    await page.getByRole('button', { name: 'Resolve' }).click();
    await confirm(page, 'Resolve', 'the service was moved');
    await page.locator('main header').getByText('resolved', { exact: true }).waitFor();
    expect(await state()).toBe('resolved');
    await audited(admin, 'resolveGroup', 'the service was moved');
    await fail(dashboard);
    await page.locator('main header').getByText('came back', { exact: true }).waitFor();
    expect(await state()).toBe('regressed');
  });

  it('"Put away" takes it out of the list, and "Reopen" puts it back', async () => {
    const { page, admin, go } = dashboard;
    await go(`errors/${group}`);
    await page.getByRole('button', { name: 'Put away' }).click();
    await page.getByLabel('How long').selectOption('for ever');
    await confirm(page, 'Put away', 'we know');
    await page.getByRole('button', { name: 'Reopen' }).waitFor();
    expect(await state()).toBe('archived');
    await audited(admin, 'archiveGroup', 'we know');
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Errors' }).click();
    const table = page.getByRole('table', { name: 'Causes of errors' });
    await table.getByRole('row').nth(1).waitFor();
    const own = table.locator(`a[href$="/errors/${group}"]`);
    expect(await own.count()).toBe(0);
    await page.getByLabel('State').selectOption('put away');
    await own.click();
    await page.getByRole('button', { name: 'Reopen' }).click();
    await confirm(page, 'Reopen', 'we do not know');
    await page.getByRole('button', { name: 'Put away' }).waitFor();
    expect(await state()).not.toBe('archived');
  });

  it('is copied as Markdown and as JSON, with what to do', async () => {
    const { page, admin, go } = dashboard;
    await go(`errors/${group}`);
    const known = await admin.request('getGroup', { parameters: { id: group } });
    await page.getByRole('button', { name: 'Copy as Markdown' }).click();
    const copied = (): Promise<string> => page.evaluate('navigator.clipboard.readText()');
    await until(async () => (await copied()).includes('What to do'), { what: 'it is copied' });
    expect(await copied()).toContain(known.latest.message);
    expect(await copied()).toContain(`/errors/${group}`);
    await page.getByRole('button', { name: 'Copy as JSON' }).click();
    await until(async () => (await copied()).startsWith('{'), { what: 'the JSON is copied' });
    expect(JSON.parse(await copied())).toMatchObject({ id: group, code: known.code });
  });
});

describe('several causes', () => {
  const listed = () => dashboard.page.getByRole('table', { name: 'Causes of errors' });
  const chosen = () => dashboard.page.getByRole('toolbar', { name: 'With the causes that are chosen' });
  const open = async () => {
    const states = 'new,escalating,regressed,ongoing';
    return (await dashboard.admin.request('listGroups', { query: { servers: 'up', states } })).items;
  };
  const choose = async (): Promise<void> => {
    await dashboard.go('errors?servers=up');
    await listed().getByRole('row').nth(2).waitFor();
    await listed().getByRole('checkbox', { name: 'Choose all that are listed' }).check();
    await chosen().getByText('2 causes chosen').waitFor();
  };

  it('are merged into one that goes on with all their errors, and the other is split off again', async () => {
    const { page, admin, host } = dashboard;
    const [one, other] = await open();
    if (one === undefined || other === undefined) throw new Error('There are no two causes.');
    await choose();
    await chosen().getByRole('button', { name: 'Merge' }).click();
    await page.getByRole('dialog').getByLabel('Which goes on').selectOption(one.id);
    await confirm(page, 'Merge', 'it is the same key');
    await until(async () => (await open()).length === 1, { what: 'one is left' });
    await audited(admin, 'mergeGroups', 'it is the same key');
    const count = async (id: string) => (await admin.request('getGroup', { parameters: { id } })).count;
    expect(await count(one.id)).toBe(one.count + other.count);
    // An error of the one that was merged counts for the other.
    for (const name of (await host.toolNames()).filter((tool) => tool.startsWith('up___'))) await host.call(name, {});
    await until(async () => (await count(one.id)) === one.count + other.count + 2, { what: 'new errors count there' });
    await page.goto(`${dashboard.url}errors/${other.id}`);
    await page.getByRole('link', { name: 'its errors count there' }).waitFor();
    await page.getByRole('button', { name: 'Split off' }).click();
    await confirm(page, 'Split off', 'it is another key');
    await page.getByRole('button', { name: 'Resolve' }).waitFor();
    await audited(admin, 'splitGroup', 'it is another key');
    expect((await open()).map(({ id }) => id).toSorted()).toEqual([one.id, other.id].toSorted());
    expect(await count(one.id)).toBeLessThan(one.count + other.count + 2);
  });

  it('are resolved at once, each with its row in the audit, and leave the list', async () => {
    const { page, admin } = dashboard;
    const ids = (await open()).map(({ id }) => id);
    await choose();
    await chosen().getByRole('button', { name: 'Resolve' }).click();
    await confirm(page, 'Resolve', 'all at once');
    await page.getByText('Nothing fits the filters.').waitFor();
    for (const id of ids) expect((await admin.request('getGroup', { parameters: { id } })).state).toBe('resolved');
    const { items } = await admin.request('listAudit', { query: { action: 'resolveGroup' } });
    expect(items.filter(({ reason }) => reason === 'all at once')).toHaveLength(ids.length);
  });
});

describe('a call that only reads', () => {
  it('is made again from its drawer, with the same arguments, and reaches its server', async () => {
    const { page, admin, go } = dashboard;
    const reads = async () => (await admin.request('getServer', { parameters: { server: 'up' } })).lifetime.calls;
    const before = await reads();
    await go('calls');
    const row = page.getByRole('table', { name: 'Calls' }).getByRole('row').filter({ hasText: 'read_it' });
    await row.first().getByRole('link').click();
    const drawer = page.getByRole('dialog', { name: 'Call' });
    await drawer.getByRole('button', { name: 'Call it again' }).click();
    await page.getByText('It only reads; its use may be counted and billed.').waitFor();
    await confirm(page, 'Call it', 'does it work again?');
    await drawer.getByText(/succeeded in/).waitFor();
    expect(await drawer.getByText('"value"').count()).toBeGreaterThan(0);
    await audited(admin, 'replayCall', 'does it work again?');
    await until(async () => (await reads()) > before, { what: 'the server was called once more' });
  });

  it('is the only kind that can be made again', async () => {
    const { page, go, admin } = dashboard;
    const { items } = await admin.request('listCalls', { query: { target: 'fails' } });
    // One that the open circuit refused has no attempt.
    await go(`calls?call=${items.find(({ attempts }) => attempts > 0)?.id}`);
    const drawer = page.getByRole('dialog', { name: 'Call' });
    await drawer.getByText('Attempt 1').first().waitFor();
    expect(await drawer.getByRole('button', { name: 'Call it again' }).count()).toBe(0);
  });
});
