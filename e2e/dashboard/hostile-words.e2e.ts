import { scriptedStdioServer } from '@seawall/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/polling.ts';
import { type Dashboard, openDashboard } from './support/dashboard.ts';
import { EVERY_SCREEN, settle } from './support/screens.ts';

const MARKUP = '<img src=x onerror="document.title=`taken`"><script>document.title="taken"</script>';
const BACKWARDS = '\u202Egnp.exe مرحبا بالعالم שלום';
const SIGNS = '👩‍👩‍👧‍👦🚒 \u0000\u0007 Z͑ͫa͜l̓g̈́o';
const LONG = 'W'.repeat(5000);
const LINES = 'first\n\n\n# second\r\n| third |\n```';
const LINK = 'javascript:document.title="taken"';

/** Words in every place where a server can put some: names, descriptions, errors, what it writes to stderr. */
const WORDS: Readonly<Record<string, string>> = {
  markup: MARKUP,
  backwards: BACKWARDS,
  signs: SIGNS,
  long: LONG,
  lines: LINES,
  link: LINK,
};

let dashboard: Dashboard;
beforeAll(async () => {
  const mcpServers = Object.fromEntries(
    Object.entries(WORDS).map(([name, text]) => [
      name,
      scriptedStdioServer({
        name: text.slice(0, 200),
        version: text.slice(0, 200),
        instructions: text,
        start: { stderr: `${text}\n` },
        tools: [
          { name: 'work', description: text, behaviour: { kind: 'tool-error', text } },
          {
            name: text.slice(0, 300),
            fields: { title: text },
            behaviour: { kind: 'rpc-error', code: -32000, message: text },
          },
        ],
      }),
    ]),
  );
  dashboard = await openDashboard({
    mcpServers: {
      ...mcpServers,
      ...Object.fromEntries(['shaky', 'up', 'locked'].map((name) => [name, scriptedStdioServer()])),
    },
    before: async ({ host, admin }) => {
      for (const name of await host.toolNames()) await host.call(name, { text: MARKUP, [MARKUP]: BACKWARDS });
      const wanted = Object.keys(WORDS).length;
      await until(async () => (await admin.request('listErrors')).items.length >= 2 * wanted, {
        what: 'all is recorded',
      });
    },
  });
});
afterAll(() => dashboard[Symbol.asyncDispose]());

describe('words of a server', () => {
  it('are words on every screen: no markup, no script, nothing that is too wide', async () => {
    const { page, go, admin, complaints } = dashboard;
    const errors = (await admin.request('listErrors')).items;
    const groups = (await admin.request('listGroups')).items;
    const calls = (await admin.request('listCalls')).items;
    const paths = [
      ...EVERY_SCREEN.flatMap(({ path }) => (typeof path === 'string' ? [path] : [])),
      ...Object.keys(WORDS).flatMap((name) => [
        `servers?selected=${name}`,
        `servers/${name}`,
        `servers/${name}?tab=tools`,
      ]),
      ...groups.slice(0, 3).map(({ id }) => `errors/${id}`),
      ...errors.slice(0, 3).map(({ id }) => `log/${id}`),
      ...calls.slice(0, 3).map(({ id }) => `calls?call=${id}`),
    ];
    const wrong: string[] = [];
    for (const path of paths) {
      await go(path);
      // A drawer hides what is behind it from those who ask for roles.
      await page.locator('h1').first().waitFor();
      await settle(dashboard);
      const tooWide = await page.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      );
      if (tooWide === true) wrong.push(`${path} is too wide`);
      if ((await page.locator('main img, main script, a[href^="javascript:"]').count()) > 0)
        wrong.push(`${path} has markup`);
      if ((await page.title()).includes('taken')) wrong.push(`${path} ran a script`);
    }
    expect(wrong).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('are found in full, and as they were said', async () => {
    const { page, go, admin } = dashboard;
    const { items } = await admin.request('listErrors', { query: { servers: 'markup' } });
    await go(`log/${items[0]?.id}`);
    await page.getByRole('heading', { name: 'What was sent, and what came' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('onerror=');
  });

  it('in another direction do not turn what stands beside them', async () => {
    const { page, go } = dashboard;
    await go('servers?selected=backwards');
    const cell = page
      .getByRole('table', { name: 'Error Logs: backwards' })
      .getByRole('row')
      .nth(1)
      .getByRole('cell')
      .last();
    await cell.locator('[dir="auto"]').waitFor();
  });
});
