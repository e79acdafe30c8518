import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dashboard, makeHistory, openDashboard } from './support/dashboard.ts';
import { FORMULA, SECRET } from './support/faulty-servers.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard({ before: makeHistory });
});
afterAll(() => dashboard[Symbol.asyncDispose]());

/** The filtered lists that are exported, and what the API says of them. */
const LISTS = [
  ['log?servers=up', 'listErrors', { servers: 'up' }],
  ['log?text=unavailable', 'listErrors', { text: 'unavailable' }],
  ['errors?servers=shaky', 'listGroups', { servers: 'shaky' }],
  ['calls?outcomes=failed', 'listCalls', { outcomes: 'failed' }],
] as const;

async function download(format: string): Promise<string> {
  const { page } = dashboard;
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: format, exact: true }).click();
  return readFile(await (await coming).path(), 'utf8');
}

describe.each(LISTS)('the export of "%s"', (path, operation, query) => {
  it('has exactly what the filter finds, as JSON, JSON lines and CSV, and no secret', async () => {
    const { page, go, admin } = dashboard;
    await go(path);
    await page.getByRole('button', { name: 'Export' }).waitFor();
    const { items } = await admin.request(operation, { query });
    expect(items.length).toBeGreaterThan(0);
    const ids = items.map(({ id }) => id);

    const json = await download('JSON');
    expect(JSON.parse(json)).toEqual(items);
    const lines = await download('JSON lines');
    expect(
      lines
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(items);
    const csv = await download('CSV, for spreadsheets');
    const [titles = [], ...rows] = parseCsv(csv);
    expect(rows.map((row) => row[titles.indexOf('id')])).toEqual(ids);
    for (const row of rows) expect(row).toHaveLength(titles.length);
    // Nothing that a spreadsheet would calculate.
    expect(rows.flat().filter((cell) => /^\s*[=+@\t＝＋＠]|^\s*-\D/.test(cell))).toEqual([]);
    for (const text of [json, lines, csv]) expect(text).not.toContain(SECRET);
  });
});

it('a name that a spreadsheet would calculate comes with an apostrophe', async () => {
  const { go, page } = dashboard;
  await go('calls?servers=up');
  await page.getByRole('button', { name: 'Export' }).waitFor();
  const [titles = [], ...rows] = parseCsv(await download('CSV, for spreadsheets'));
  const targets = rows.map((row) => row[titles.indexOf('target')]);
  expect(targets).toContain(`'${FORMULA}`);
  expect(targets).toContain('read_it');
});

/** The rows of a file of RFC 4180. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  for (let found = cells.exec(text); found !== null && found.index < text.length; found = cells.exec(text)) {
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
