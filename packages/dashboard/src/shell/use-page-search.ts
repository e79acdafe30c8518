import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** What stands behind the `?` of the address. */
export type PageSearchValues = Readonly<Record<string, string | undefined>>;

/** The state of a screen, which stands in its address, and a way to change parts of it. */
export function usePageSearch(): readonly [values: PageSearchValues, change: (part: PageSearchValues) => void] {
  const values: PageSearchValues = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (part: PageSearchValues) =>
      void navigate({
        to: '.',
        search: (before: PageSearchValues) => withoutEmpty({ ...before, ...part }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  return [values, change];
}

function withoutEmpty(values: PageSearchValues): PageSearchValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}

/** The spans of time that can be looked at. */
export const RANGES = {
  '1h': { text: 'Last hour', lengthMs: 3_600_000, stepMs: 60_000 },
  '6h': { text: 'Last 6 hours', lengthMs: 21_600_000, stepMs: 300_000 },
  '24h': { text: 'Last 24 hours', lengthMs: 86_400_000, stepMs: 1_200_000 },
  '7d': { text: 'Last 7 days', lengthMs: 604_800_000, stepMs: 7_200_000 },
} as const;

/** The name of one of {@link RANGES}. */
export type RangeName = keyof typeof RANGES;

const DEFAULT_RANGE: RangeName = '1h';

/** Which span of time a screen looks at. */
export function useRange(): RangeName {
  const [{ range }] = usePageSearch();
  return range !== undefined && isRange(range) ? range : DEFAULT_RANGE;
}

function isRange(name: string): name is RangeName {
  return Object.hasOwn(RANGES, name);
}
