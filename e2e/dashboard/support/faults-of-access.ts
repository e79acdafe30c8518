import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import type { Dashboard } from './dashboard.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What a theme, which changes colours and nothing else, can break. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** Does something in each theme; the page changes it in place, as it does when the system changes. */
export async function inBothThemes(page: Page, run: (theme: 'light' | 'dark') => Promise<unknown>): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`html[data-theme="${theme}"]`).waitFor();
    await run(theme);
  }
}

/** Collects what is wrong, in each theme, by the name of what was looked at. */
export function collectFaults({ page }: Pick<Dashboard, 'page'>): {
  readonly look: (name: string) => Promise<void>;
  readonly found: Readonly<Record<string, readonly string[]>>;
} {
  const found: Record<string, readonly string[]> = {};
  return {
    found,
    look: (name) =>
      inBothThemes(page, async (theme) => {
        const faults = await faultsOfAccess(page, theme === 'dark');
        if (faults.length > 0) found[`${name}, ${theme}`] = faults;
      }),
  };
}

/** What axe finds wrong with the page as it stands, and what does not fit its width. */
async function faultsOfAccess(page: Page, isOfColourOnly: boolean): Promise<readonly string[]> {
  // There are no frames, for which axe would open another page each time.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations } = await (isOfColourOnly ? axe.withRules(RULES_OF_COLOUR) : axe.withTags(RULES)).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  const tooWide = Number(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  );
  return tooWide > 0 ? [...found, `It is ${tooWide} px too wide.`] : found;
}
