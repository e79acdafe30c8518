import { AxeBuilder } from '@axe-core/playwright';
import type { Dashboard } from './dashboard.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds wrong with the page as it stands, and what does not fit its width. */
export async function faultsOfAccess({ page }: Pick<Dashboard, 'page'>): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  const tooWide = Number(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  );
  return tooWide > 0 ? [...found, `It is ${tooWide} px too wide.`] : found;
}

/** Collects what is wrong by the name of what was looked at. */
export function collectFaults(dashboard: Pick<Dashboard, 'page'>): {
  readonly look: (name: string) => Promise<void>;
  readonly found: Readonly<Record<string, readonly string[]>>;
} {
  const found: Record<string, readonly string[]> = {};
  return {
    found,
    look: async (name) => {
      const faults = await faultsOfAccess(dashboard);
      if (faults.length > 0) found[name] = faults;
    },
  };
}
