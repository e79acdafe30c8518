import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/gateway-process.ts';
import { type Dashboard, makeHistory, openDashboard } from './support/dashboard.ts';
import { collectFaults, inBothThemes } from './support/faults-of-access.ts';
import { EVERY_SCREEN, show } from './support/screens.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard({ before: makeHistory });
});
afterAll(() => dashboard[Symbol.asyncDispose]());

/** Pictures for people to look at; nothing compares them. */
const PICTURES = join(REPOSITORY, 'artifacts/dashboard');

const WIDTHS = [
  [360, 740],
  [1280, 800],
  [2560, 1440],
] as const;

describe('a phone, a laptop and a wall', () => {
  it.each(EVERY_SCREEN)(
    'have room for the screen $name, with which axe finds nothing wrong on a phone',
    async (screen) => {
      const { page } = dashboard;
      const { look, found } = collectFaults(dashboard);
      await page.setViewportSize({ width: 360, height: 740 });
      await show(dashboard, screen);
      await look(screen.name);
      expect(found).toEqual({});
      for (const [width, height] of WIDTHS) {
        await page.setViewportSize({ width, height });
        const tooWide = await page.evaluate(
          'document.documentElement.scrollWidth > document.documentElement.clientWidth',
        );
        expect(tooWide, `it is too wide at ${width} px`).toBe(false);
        await inBothThemes(page, (theme) =>
          page.screenshot({ path: join(PICTURES, theme, String(width), `${screen.name}.png`), fullPage: true }),
        );
      }
    },
  );
});
