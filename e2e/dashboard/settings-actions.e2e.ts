import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/polling.ts';
import { audited, confirm } from './support/acting.ts';
import { type Dashboard, makeHistory, openDashboard } from './support/dashboard.ts';
import { SECRET } from './support/faulty-servers.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard({ before: makeHistory });
});
afterAll(() => dashboard[Symbol.asyncDispose]());

const region = (name: string) => dashboard.page.getByRole('region', { name });

describe('the configuration', () => {
  it('is shown with where each value comes from, and no secret in it', async () => {
    const { page, go, admin } = dashboard;
    await go('settings');
    const table = region('Configuration in force').getByRole('table', { name: 'Settings' });
    await page.getByRole('searchbox', { name: 'Filter settings' }).fill('SERVICE_API_KEY');
    await until(async () => (await table.getByRole('row').count()) === 2, { what: 'one setting is left' });
    expect(await table.innerText()).toContain('REDACTED');
    expect(await page.content()).not.toContain(SECRET);
    const { entries } = await admin.request('getConfiguration');
    const own = entries.find(({ path }) => path.endsWith('SERVICE_API_KEY'));
    expect(await table.innerText()).toContain(own?.from);
  });

  it('is read again at a click; a faulty one is refused with the reason, and the old one stays', async () => {
    const { page, go, admin, gateway } = dashboard;
    await go('settings');
    const before = (await admin.request('listServers')).items.length;
    const good = await readFile(gateway.configFile, 'utf8');
    const read = async (): Promise<number> => {
      const { lastReload } = await admin.request('getConfiguration');
      return lastReload?.atMs ?? 0;
    };
    await page.getByRole('button', { name: 'Read it again' }).click();
    await region('Configuration in force')
      .getByText(/Read again/)
      .waitFor();
    await audited(admin, 'reloadConfiguration');
    const first = await read();
    await writeFile(gateway.configFile, good.replace('"mcpServers"', '"mcpServer"'));
    await page.getByRole('button', { name: 'Read it again' }).click();
    await region('Configuration in force')
      .getByText(/Refused; the old one stays/)
      .waitFor();
    expect(await read()).toBeGreaterThan(first);
    expect((await admin.request('listServers')).items).toHaveLength(before);
    const changed = JSON.parse(good);
    delete changed.mcpServers.locked;
    await writeFile(gateway.configFile, JSON.stringify(changed));
    await page.getByRole('button', { name: 'Read it again' }).click();
    await until(async () => (await admin.request('listServers')).items.length === before - 1, {
      what: 'the server is gone',
    });
    await page.getByRole('link', { name: 'Servers' }).click();
    const rows = page.getByRole('table', { name: 'Servers' }).getByRole('row');
    await until(async () => (await rows.count()) === before, { what: 'its row is gone, beside the titles' });
  });
});

describe('the redaction on trial', () => {
  it('shows what is hidden and by which rule, also values of this configuration', async () => {
    const { page, go } = dashboard;
    await go('settings');
    const panel = region('Try the redaction');
    await panel.getByRole('textbox').fill(`password=correct-horse-battery and ${SECRET} and nothing else`);
    await panel.getByRole('button', { name: 'Show what is hidden' }).click();
    await panel.getByText(/^Hidden: /).waitFor();
    const shown = await panel.locator('pre').innerText();
    expect(shown).toContain('and nothing else');
    expect(shown).not.toContain('correct-horse');
    expect(shown).not.toContain(SECRET);
    await panel.getByRole('textbox').fill('nothing at all');
    await panel.getByRole('button', { name: 'Show what is hidden' }).click();
    await panel.getByText('Nothing would be hidden.').waitFor();
    expect(page.url()).not.toContain('nothing');
  });
});

describe('what is kept', () => {
  it('comes whole in the diagnostics bundle, without secrets', async () => {
    const { page, go } = dashboard;
    await go('settings');
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Diagnostics bundle' }).click();
    const text = await readFile(await (await coming).path(), 'utf8');
    expect(Object.keys(JSON.parse(text))).toEqual(expect.arrayContaining(['servers', 'gateway']));
    expect(text).toContain('shaky');
    expect(text).not.toContain(SECRET);
  });

  it('is forgotten when somebody says so, and the audit tells who', async () => {
    const { page, go, admin } = dashboard;
    await go('settings');
    expect((await admin.request('listCalls')).items).not.toHaveLength(0);
    const panel = region('Forget what is kept');
    await panel.getByLabel('What').selectOption('calls');
    await panel.getByRole('button', { name: 'Forget' }).click();
    await confirm(page, 'Forget for good', 'a visitor');
    await panel.getByText(/\d+ records? removed/).waitFor();
    expect((await admin.request('listCalls')).items).toHaveLength(0);
    expect((await admin.request('listErrors')).items).not.toHaveLength(0);
    await audited(admin, 'purge', 'a visitor');
    await region('Audit').getByRole('table').getByText('a visitor').first().waitFor();
  });
});

describe('a token of its own', () => {
  it('is shown once, lets in under its name, and no more once it is revoked', async () => {
    const { page, go, gateway, admin } = dashboard;
    await go('settings');
    const panel = region('Tokens');
    await panel.getByRole('button', { name: 'New token' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('deploy robot');
    await page.getByLabel('How long it works').selectOption('works for a day');
    await confirm(page, 'Make it', 'releases');
    const secret = await panel.getByRole('alert').locator('code').innerText();
    const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
      fetch(`${gateway.origin}/api/${path}`, { ...init, headers: { authorization: `Bearer ${secret}` } });
    expect((await ask('servers')).status).toBe(200);
    const [token] = (await admin.request('listTokens')).items;
    expect(token).toMatchObject({ name: 'deploy robot' });
    expect((token?.expiresAtMs ?? 0) - (token?.createdAtMs ?? 0)).toBe(86_400_000);
    await audited(admin, 'createToken', 'releases');
    expect((await ask('servers/up/check', { method: 'POST' })).status).toBe(200);
    const checks = await admin.request('listAudit', { query: { action: 'checkServer' } });
    expect(checks.items[0]?.actor).toContain('deploy robot');
    await panel.getByRole('button', { name: 'I have it' }).click();
    await page.reload();
    await panel.getByRole('table', { name: 'Tokens' }).getByText('deploy robot').waitFor();
    expect(await page.content()).not.toContain(secret);
    await panel.getByRole('button', { name: 'Revoke deploy robot' }).click();
    await confirm(page, 'Revoke', 'it is gone');
    await panel.getByText('Everybody uses the token of the gateway.').waitFor();
    expect((await ask('servers')).status).toBe(401);
    await audited(admin, 'revokeToken', 'it is gone');
  });
});

describe('"Sign out"', () => {
  it('makes the cookie worthless, and the page asks for the token', async () => {
    const { page, go, gateway } = dashboard;
    await go('settings');
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const status = async () => (await fetch(`${gateway.origin}/api/servers`, { headers: { cookie } })).status;
    expect(await status()).toBe(200);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await status()).toBe(401);
  });
});
