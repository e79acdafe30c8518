import type { RouteAnswer } from '@seawall/admin-api';
import type { JSX } from 'react';
import { useServices } from '../data/services.tsx';
import { plural } from '../format/amounts.ts';
import { Sparkline } from './sparkline.tsx';
import { trendSteps } from './trend-steps.ts';

/** How often a cause struck in the last day, as small bars. */
export function GroupTrend({ trend }: Pick<RouteAnswer<'getGroup'>, 'trend'>): JSX.Element {
  const { time } = useServices();
  const values = trendSteps(trend, time.now()).map(([, count]) => count);
  const total = values.reduce((sum, count) => sum + count, 0);
  return <Sparkline values={values} label={`${plural(total, 'error')} in the last 24 hours`} />;
}
