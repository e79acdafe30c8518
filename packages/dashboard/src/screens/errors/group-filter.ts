import type { PageSearchValues } from '../../shell/use-page-search.ts';

/** What is looked at unless somebody chooses otherwise: everything that may need somebody. */
export const OPEN_STATES = 'new,escalating,regressed,ongoing';

/** What causes can be filtered by. */
export const GROUP_FILTERS = ['states', 'servers', 'kinds', 'text'] as const;

/** Which causes the list asks for. */
export function groupFilter({ states, servers, kinds, text }: PageSearchValues) {
  return { states: states ?? OPEN_STATES, servers, kinds, text };
}
