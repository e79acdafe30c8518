import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenLocally } from '../support/listen-locally.ts';
import { until } from '../support/polling.ts';
import { audited, confirm, confirmDialog } from './support/acting.ts';
import { type Dashboard, fail, openDashboard } from './support/dashboard.ts';

const notices: unknown[] = [];
let receiver: AsyncDisposable & { readonly url: string };
let dashboard: Dashboard;
beforeAll(async () => {
  receiver = await listenLocally((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      notices.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(200).end();
    });
  });
  // One server wants another token: an alert that fires as soon as the rules are looked at.
  const sinks = { duty: { type: 'webhook', url: receiver.url } };
  dashboard = await openDashboard({ settings: { alerts: { sinks, grouping: { waitMs: 0, intervalMs: 1000 } } } });
});
afterAll(async () => {
  await dashboard[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const firing = async () =>
  (await dashboard.admin.request('listAlerts', { query: { states: 'firing', server: 'locked' } })).items[0];

describe('an alert', () => {
  it('appears by itself, tells what to do and where, and is looked after by whoever says so', async () => {
    const { page, go, admin } = dashboard;
    await go('alerts');
    const row = page.getByRole('table', { name: 'Alerts' }).getByRole('row').filter({ hasText: 'auth-required' });
    await row.waitFor({ timeout: 60_000 });
    await row.getByRole('link', { name: 'locked' }).waitFor();
    // Whom it was told to, and when.
    await row
      .getByRole('listitem')
      .filter({ hasText: /^duty, / })
      .locator('time')
      .waitFor({ timeout: 60_000 });
    await row.getByRole('button', { name: /^Look after/ }).click();
    await confirmDialog(page).getByText('The notice is not repeated').waitFor();
    await confirm(page, 'I look after it', 'asking for a new token');
    await row.getByText(/^browser /).waitFor();
    expect(await firing()).toMatchObject({ acknowledged: { reason: 'asking for a new token' } });
    await audited(admin, 'acknowledgeAlert', 'asking for a new token');
  });

  it('is muted by a silence, which shows first what it mutes, and told again when that ends', async () => {
    const { page, go, admin } = dashboard;
    await go('alerts?tab=silences');
    await page.getByText('Nothing is muted.').waitFor();
    await page.getByRole('button', { name: 'Mute alerts' }).click();
    const dialog = confirmDialog(page);
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('it moves');
    expect(await dialog.getByRole('button', { name: 'Mute', exact: true }).isDisabled()).toBe(true);
    await dialog.getByLabel('Server').selectOption('locked');
    await dialog.getByText(/1 alert of now would be muted/).waitFor();
    await dialog.getByLabel('How long').selectOption('for 4 hours');
    await confirm(page, 'Mute', 'it moves');
    const [silence] = (await admin.request('listSilences')).items;
    expect(silence).toMatchObject({ reason: 'it moves', matchers: [{ label: 'server', value: 'locked' }] });
    expect((silence?.endsAtMs ?? 0) - (silence?.startsAtMs ?? 0)).toBeGreaterThan(14_300_000);
    await until(async () => (await firing())?.mutedBy?.kind === 'silence', { what: 'the alert is muted' });
    await page.getByRole('table', { name: 'Silences' }).getByRole('button', { name: /^End / }).click();
    await confirm(page, 'End it', 'it moved');
    await page.getByText('Nothing is muted.').waitFor();
    await until(async () => (await firing())?.mutedBy === undefined, { what: 'the alert is told again' });
    await audited(admin, 'endSilence', 'it moved');
  });

  it('is muted by any of its labels, compared in any way', async () => {
    const { page, go, admin } = dashboard;
    await go('alerts?tab=silences');
    await page.getByRole('button', { name: 'Mute alerts' }).click();
    const dialog = confirmDialog(page);
    await dialog.getByRole('button', { name: 'Add a condition' }).click();
    await dialog.getByRole('button', { name: 'Add a condition' }).click();
    const [first, second] = [1, 2].map((number) => dialog.getByRole('group', { name: `Condition ${number}` }));
    await first?.getByLabel('Label').fill('server');
    await first?.getByLabel('Compared').selectOption('fits the pattern');
    await first?.getByLabel('Value').fill('lock(');
    await dialog.getByText(/can't be used/).waitFor();
    await first?.getByLabel('Value').fill('lock.*');
    await dialog.getByText(/1 alert of now would be muted/).waitFor();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('by its labels');
    // One of them says nothing yet.
    expect(await dialog.getByRole('button', { name: 'Mute', exact: true }).isDisabled()).toBe(true);
    await second?.getByRole('button', { name: 'Remove condition 2' }).click();
    await confirm(page, 'Mute', 'by its labels');
    const [silence] = (await admin.request('listSilences')).items;
    expect(silence?.matchers).toEqual([{ label: 'server', operator: '=~', value: 'lock.*' }]);
    await until(async () => (await firing())?.mutedBy?.kind === 'silence', { what: 'the alert is muted' });
    await admin.request('endSilence', { parameters: { id: silence?.id ?? '' }, body: { reason: 'tested' } });
  });

  it('comes of a rule that can be tried on history', async () => {
    const { page, go, admin } = dashboard;
    await go('alerts?tab=rules');
    const row = page.getByRole('table', { name: 'Rules' }).getByRole('row').filter({ hasText: 'server-unhealthy' });
    await row.getByRole('button', { name: 'Try on history' }).click();
    const { firings } = await admin.request('backtestRule', { parameters: { name: 'server-unhealthy' } });
    expect(firings).toEqual([]);
    await row.getByText(/It would not have fired/).waitFor();
  });
});

describe('a receiver', () => {
  it('gets a test that says so, and the page says what came of it', async () => {
    const { page, go, admin } = dashboard;
    await go('alerts?tab=sinks');
    const before = notices.length;
    await page.getByRole('button', { name: 'Send a test to duty' }).click();
    await page.getByText('Test to duty: delivered.').waitFor();
    expect(JSON.stringify(notices.slice(before))).toMatch(/test/i);
    await audited(admin, 'testSink');
    await go('alerts?tab=deliveries');
    const rows = page.getByRole('table', { name: 'Deliveries' }).getByRole('row');
    await rows.filter({ hasText: 'duty' }).first().waitFor();
    const { items } = await admin.request('listDeliveries', { query: { sink: 'duty' } });
    await until(async () => (await rows.filter({ hasText: 'duty' }).count()) >= items.length, {
      what: 'all of them are shown',
    });
  });

  it('is told something while its deliveries are looked at, and the list has it by itself', async () => {
    const { page, go, admin } = dashboard;
    await go('alerts?tab=deliveries');
    const rows = page.getByRole('table', { name: 'Deliveries' }).getByRole('row').filter({ hasText: 'duty' });
    await rows.first().waitFor();
    const before = await rows.count();
    // Not by this page, and of no alert: no event tells of it.
    await admin.request('testSink', { parameters: { name: 'duty' } });
    await rows.nth(before).waitFor({ timeout: 60_000 });
  });
});

describe('a rule in the making', () => {
  it('is tried on what was seen, changes nothing, and is given for the configuration', async () => {
    const { page, go, admin } = dashboard;
    await fail(dashboard);
    await until(async () => (await admin.request('listErrors', { query: { servers: 'shaky' } })).items.length > 0, {
      what: 'the errors can be read',
    });
    const rules = (await admin.request('listRules')).items.map(({ name }) => name);
    await go('alerts?tab=rules');
    await page.getByRole('button', { name: 'Draft a rule' }).click();
    const editor = page.getByRole('region', { name: 'A rule in the making' });
    await editor.getByLabel('Name').fill('many-errors');
    await editor.getByLabel('Looks at').selectOption('Number of errors');
    await editor.getByLabel('Errors', { exact: true }).fill('1');
    await editor.getByLabel('Servers, by commas').fill('shaky');
    await editor.getByRole('button', { name: 'Try on history' }).click();
    await editor.getByText(/It would have fired 1 time since/).waitFor();
    await editor.getByRole('listitem').filter({ hasText: 'shaky' }).waitFor();
    await editor.getByLabel('Servers, by commas').fill('up');
    await editor.getByText('Changed since: try it again.').waitFor();
    await editor.getByRole('button', { name: 'Try on history' }).click();
    await editor.getByText(/It would not have fired since/).waitFor();
    await editor.locator('summary').click();
    expect(await editor.locator('pre').innerText()).toContain('many-errors');
    // What is drafted stands in the address, and nowhere else.
    expect(page.url()).toContain('many-errors');
    expect((await admin.request('listRules')).items.map(({ name }) => name)).toEqual(rules);
  });
});
