import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import { type Dashboard, HOSTILE, openDashboard } from './support/open-dashboard.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const failing = async (call: Dashboard['call']): Promise<void> => {
  for (let count = 0; count < 5; count += 1) await call('shaky', 'fails');
  await call('up', 'read_it');
  await call('up', HOSTILE);
};

/** What is shown on each screen once it is there. */
const SCREENS: readonly (readonly [path: string, shows: string])[] = [
  ['', 'Last 24 hours'],
  ['servers', 'Error Logs: up'],
  ['servers/shaky', 'Circuits'],
  ['servers/shaky?tab=tools', 'Tools'],
  ['servers/shaky?tab=timeline', 'How its health changed'],
  ['servers/shaky?tab=doctor', "The doctor's checks"],
  ['servers/shaky?tab=config', 'Configuration in force'],
  ['errors', 'Causes'],
  ['log', 'Errors'],
  ['calls', 'Calls'],
  ['alerts', 'Alerts'],
  ['alerts?tab=rules', 'Rules'],
  ['alerts?tab=silences', 'Silences'],
  ['alerts?tab=sinks', 'Receivers'],
  ['parked', 'Writes'],
  ['settings', 'Audit'],
  ['no/such/page', ''],
];

async function violations({ page }: Dashboard): Promise<readonly string[]> {
  const found = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}

/** What is wrong, by screen. */
function faulty(found: Readonly<Record<string, readonly string[]>>): object {
  return Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0));
}

/** Only ends one that hangs: axe takes seconds for each screen, more where the machine has other work. */
const TIMEOUT_MS = 600_000;

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  it('no screen has a fault that axe knows', { timeout: TIMEOUT_MS }, async () => {
    await using dashboard = await openDashboard({ before: failing, browser: { colorScheme } });
    const { page, go, complaints } = dashboard;
    const found: Record<string, readonly string[]> = {};
    for (const [path, shows] of SCREENS) {
      await go(path);
      if (shows !== '') await page.getByRole('heading', { level: 2, name: shows, exact: true }).first().waitFor();
      await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
      found[path] = await violations(dashboard);
    }
    expect(faulty(found)).toEqual({});
    expect(complaints).toEqual([]);
  });

  it('nothing that opens above a screen has a fault that axe knows, nor one that failed', {
    timeout: TIMEOUT_MS,
  }, async () => {
    await using dashboard = await openDashboard({ before: failing, browser: { colorScheme } });
    const { page, go, served } = dashboard;
    const found: Record<string, readonly string[]> = {};
    await go('servers');
    await page.getByRole('table', { name: 'Servers' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('listbox').waitFor();
    found.palette = await violations(dashboard);
    await go('calls');
    await page.getByRole('table', { name: 'Calls' }).getByRole('link').first().click();
    await page.getByRole('dialog', { name: 'Call' }).getByText('Method').waitFor();
    found.drawer = await violations(dashboard);
    await go('servers/quiet');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').waitFor();
    found.dialog = await violations(dashboard);
    served.standIn({ status: 503, body: '{}' });
    await go('errors');
    await page.getByRole('alert').first().waitFor({ timeout: 60_000 });
    found.failed = await violations(dashboard);
    expect(faulty(found)).toEqual({});
  });

  it('no screen has a fault that axe knows while there is nothing yet, on a phone', {
    timeout: TIMEOUT_MS,
  }, async () => {
    await using dashboard = await openDashboard({
      world: { servers: {} },
      browser: { colorScheme, viewport: { width: 360, height: 740 } },
    });
    const { page, go } = dashboard;
    const found: Record<string, readonly string[]> = {};
    for (const path of ['', 'servers', 'errors', 'log', 'calls', 'alerts', 'parked', 'settings']) {
      await go(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' });
      found[path] = await violations(dashboard);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      if (Number(width) > 360) found[`${path} is too wide`] = [String(width)];
    }
    expect(faulty(found)).toEqual({});
  });
});
