import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/polling.ts';
import { type Dashboard, makeHistory, openDashboard } from './support/dashboard.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard({ before: makeHistory });
});
afterAll(() => dashboard[Symbol.asyncDispose]());

type Step = (page: Dashboard['page']) => Promise<unknown>;

const choose =
  (label: string, option: string): Step =>
  (page) =>
    page.getByLabel(label, { exact: true }).selectOption(option);
const type =
  (label: string, text: string): Step =>
  (page) =>
    page.getByRole('searchbox', { name: label }).fill(text);
const click =
  (role: 'button' | 'tab' | 'link', name: string | RegExp): Step =>
  (page) =>
    page.getByRole(role, { name }).first().click();

const openRow =
  (table: string): Step =>
  (page) =>
    page.getByRole('table', { name: table }).getByRole('link').first().click();

/** What is done on each screen, whose state an address has to hold. */
const SCREENS: readonly (readonly [path: string, steps: readonly Step[], inAddress: readonly string[]])[] = [
  ['', [choose('Time range', '24h')], ['range=24h']],
  [
    'servers',
    [type('Filter servers', 'a'), click('button', /^Total Errors/), click('button', 'View Logs of shaky')],
    ['text=a', 'sort=', 'selected=shaky'],
  ],
  ['servers/shaky', [click('tab', 'Tools')], ['tab=tools']],
  ['errors', [choose('Server', 'shaky'), choose('State', 'All states')], ['servers=shaky', 'states=']],
  ['log', [click('button', /^shaky/), type('Filter errors', 'unavailable')], ['servers=shaky', 'text=unavailable']],
  ['calls', [choose('Outcome', 'failed'), openRow('Calls')], ['outcomes=failed', 'call=']],
  ['alerts', [click('tab', 'Rules')], ['tab=rules']],
  ['parked', [choose('State', 'All')], ['states=']],
  ['settings', [type('Filter settings', 'listen')], ['setting=listen']],
];

/** What a screen shows, without what time changes. */
async function shown(page: Dashboard['page']): Promise<readonly string[]> {
  await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
  const text = await page.locator('main').innerText();
  const fields = await page.evaluate(
    `[...document.querySelectorAll('main select, main input')].map((one) => one.value)`,
  );
  const marks = await page.evaluate(
    `[...document.querySelectorAll('[aria-sort], [aria-current], [aria-selected="true"], [aria-pressed]')].map((one) =>
      [one.textContent?.slice(0, 20), one.getAttribute('aria-sort'), one.getAttribute('aria-pressed')].join())`,
  );
  return [
    ...text.replaceAll(/\d+( |\u202f)?\w+ ago|just now|now|\d+ (s|sec|min)\b|in \d+ \w+/g, '…').split('\n'),
    JSON.stringify(fields),
    JSON.stringify(marks),
  ];
}

/** What is shown in one tab and not in another. */
async function different(page: Dashboard['page'], other: Dashboard['page']): Promise<readonly string[]> {
  const [here, there] = [await shown(page), await shown(other)];
  const lines = Math.max(here.length, there.length);
  return Array.from({ length: lines }, (_, line) => `${here[line]} | ${there[line]}`).filter(
    (_, line) => here[line] !== there[line],
  );
}

describe('the address of a screen', () => {
  it.each(SCREENS)('opens "%s" as it was left, in another tab and after a reload', async (path, steps, inAddress) => {
    const { page, go } = dashboard;
    await go(path);
    for (const step of steps) await step(page);
    await until(() => inAddress.every((part) => page.url().includes(part)), { what: `${inAddress} is in the address` });
    const other = await page.context().newPage();
    await other.goto(page.url());
    await expect.poll(() => different(page, other), { timeout: 60_000 }).toEqual([]);
    await other.close();
    await page.reload();
    expect(inAddress.filter((part) => !page.url().includes(part))).toEqual([]);
  });

  it('leads back and forward through screens, with what was chosen on each', async () => {
    const { page, go } = dashboard;
    await go('servers');
    await page.getByRole('searchbox', { name: 'Filter servers' }).fill('shaky');
    await page.waitForURL(/shaky/);
    await page.getByRole('table', { name: 'Servers' }).getByRole('link', { name: 'shaky' }).click();
    await page.getByRole('heading', { level: 1, name: 'shaky' }).waitFor();
    await page.getByRole('tab', { name: 'Errors' }).click();
    await page.getByRole('table', { name: 'Error Logs: shaky' }).getByRole('link').first().click();
    await page.getByRole('heading', { name: 'What is wrong, and what to do' }).waitFor();
    await page.goBack();
    await page.getByRole('tab', { name: 'Errors', selected: true }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'MCP Server Monitoring' }).waitFor();
    expect(await page.getByRole('searchbox', { name: 'Filter servers' }).inputValue()).toBe('shaky');
    await page.goForward();
    await page.getByRole('heading', { level: 1, name: 'shaky' }).waitFor();
    await page.goForward();
    await page.getByRole('heading', { name: 'What is wrong, and what to do' }).waitFor();
  });

  it('keeps the time range from screen to screen', async () => {
    const { page, go } = dashboard;
    await go('?range=7d');
    await page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('link', { name: /^Calls/ })
      .click();
    await page.getByRole('heading', { level: 1, name: 'Calls' }).waitFor();
    expect(page.url()).toContain('range=7d');
    await page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('link', { name: /^Overview/ })
      .click();
    await page.getByLabel('Time range').waitFor();
    expect(await page.getByLabel('Time range').inputValue()).toBe('7d');
  });

  it('that means nothing is taken for nothing', async () => {
    const { page, go, complaints } = dashboard;
    await go('servers?sort=%00&selected=%3Cscript%3E&state=never&tab[]=x&range=%F0%9F%9A%92');
    await page.getByText(/None of the/).waitFor();
    await go('servers/shaky?tab=constructor');
    await page.getByRole('tab', { name: 'Health', selected: true }).waitFor();
    expect(complaints).toEqual([]);
  });
});
