import type { Overview } from '@seawall/admin-api';
import { type JSX, lazy, Suspense, useDeferredValue } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { plural } from '../../format/amounts.ts';
import { Answer, Lines } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Glyph, HEALTH_LOOKS, healthLook } from '../../parts/status.tsx';
import { Counters } from './counters.tsx';
import { DayStrips } from './day-strips.tsx';
import { FiringAlerts } from './firing-alerts.tsx';
import styles from './overview.module.css';
import { TopGroups } from './top-groups.tsx';
import { Trouble } from './trouble.tsx';

const TrafficCharts = lazy(() => import('./traffic-charts.tsx'));

/** The whole in one look: how it stands, what is wrong, since when, and what to do. */
export function OverviewScreen(): JSX.Element {
  const overview = useAdmin('getOverview');
  const { data, error } = overview;
  // How it stands is painted before the rest is so much as begun.
  const isRestDue = useDeferredValue(data !== undefined || error !== null, false);
  return (
    <Page name="Overview" title={<Headline overview={data} />} lead={data === undefined ? null : leadOf(data)}>
      <Answer of={overview} lines={3}>
        {(known) => (
          <>
            <Counters overview={known} />
            <Trouble overview={known} />
          </>
        )}
      </Answer>
      {isRestDue ? (
        <>
          <Suspense fallback={<Lines count={8} />}>
            <TrafficCharts />
          </Suspense>
          <DayStrips />
          <div className={styles.columns}>
            <TopGroups />
            <FiringAlerts />
          </div>
        </>
      ) : null}
      {data === undefined || data.findings.length === 0 ? null : <Findings findings={data.findings} />}
    </Page>
  );
}

function Headline({ overview }: { readonly overview: Overview | undefined }): JSX.Element {
  if (overview === undefined) return <span>Overview</span>;
  const worst = overview.trouble[0]?.state;
  const look = worst === undefined ? HEALTH_LOOKS.healthy : healthLook(worst);
  return (
    <span className={styles.headline}>
      <span data-tone={look.tone} className={styles.glyph}>
        <Glyph shape={look.shape} size={18} />
      </span>
      {overview.headline}
    </span>
  );
}

/** What the numbers are of; and whether they can be believed. */
function leadOf({ windowMs, observing }: Overview): string {
  const minutes = Math.round(windowMs / 60_000);
  const parts = [`Rates are those of the last ${plural(minutes, 'minute')}.`];
  if (observing.store === 'memory') parts.push('What is seen is kept in memory only, until the gateway ends.');
  if (observing.dropped > 0) parts.push(`${plural(observing.dropped, 'record')} could not be kept.`);
  if (observing.unkeptErrors > 0) parts.push(`${plural(observing.unkeptErrors, 'error')} of storms are only counted.`);
  if (observing.trouble !== undefined) parts.push(observing.trouble);
  return parts.join(' ');
}

function Findings({ findings }: { readonly findings: readonly string[] }): JSX.Element {
  return (
    <Panel title="Patterns">
      <ul className={styles.findings}>
        {findings.map((finding) => (
          <li key={finding}>{finding}</li>
        ))}
      </ul>
    </Panel>
  );
}
