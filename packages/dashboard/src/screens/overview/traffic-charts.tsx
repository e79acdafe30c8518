import { ChartsReferenceLine } from '@mui/x-charts/ChartsReferenceLine';
import { LineChart } from '@mui/x-charts/LineChart';
import type { JSX } from 'react';
import { useServices } from '../../data/services.tsx';
import { useAdmin } from '../../data/use-admin.ts';
import { formatDuration, formatRatio, plural } from '../../format/amounts.ts';
import { formatDateTime, formatShortTime } from '../../format/relative-time.ts';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RANGES, useRange } from '../../shell/use-page-search.ts';
import { type Annotation, annotationsOf, isAlone, type TrafficPoint, trafficOf } from './traffic.ts';
import styles from './traffic-charts.module.css';

const HEIGHT = 190;
const MAX_HEALTH_CHANGES = 200;

/** How calls went in the time that is chosen: how many failed, how long they took, and what happened meanwhile. */
export default function TrafficCharts(): JSX.Element {
  const { time } = useServices();
  const range = useRange();
  const { stepMs, lengthMs, text } = RANGES[range];
  const to = Math.ceil(time.now() / stepMs) * stepMs;
  const from = to - lengthMs;
  const series = useAdmin('getSeries', { query: { from, to, stepMs } }, { isCounted: true });
  const changes = useAdmin('listHealthChanges', { query: { from, limit: MAX_HEALTH_CHANGES } });
  const moments = useAdmin('listMoments', { query: { from } });
  const annotations = annotationsOf({ changes: changes.data?.items ?? [], moments: moments.data?.items ?? [] });
  return (
    <div className={styles.charts}>
      <Panel title="Error rate" aside={text}>
        <Answer of={series} lines={5}>
          {(known) => (
            <Chart
              points={trafficOf(known, from, to, stepMs)}
              annotations={annotations}
              lines={[{ label: 'Failed calls', colour: 'var(--bad)', read: (point) => point.errorRatio }]}
              format={formatRatio}
              least={0.05}
              max={1}
            />
          )}
        </Answer>
      </Panel>
      <Panel title="Latency" aside={text}>
        <Answer of={series} lines={5}>
          {(known) => (
            <Chart
              points={trafficOf(known, from, to, stepMs)}
              annotations={annotations}
              lines={[
                { label: 'p50', colour: 'var(--accent)', read: (point) => point.p50Ms },
                { label: 'p95', colour: 'var(--warn)', read: (point) => point.p95Ms },
              ]}
              format={formatDuration}
              least={1}
            />
          )}
        </Answer>
      </Panel>
    </div>
  );
}

interface Line {
  readonly label: string;
  readonly colour: string;
  readonly read: (point: TrafficPoint) => number | null;
}

interface ChartProps {
  readonly points: readonly TrafficPoint[];
  readonly annotations: readonly Annotation[];
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
  /** Where the axis ends at the least, so that there is one also for a single point at its foot. */
  readonly least: number;
  /** What the axis never goes beyond. */
  readonly max?: number;
}

function Chart({ points, annotations, lines, format, least, max = Number.POSITIVE_INFINITY }: ChartProps): JSX.Element {
  const calls = points.reduce((sum, point) => sum + point.calls, 0);
  if (calls === 0) return <Nothing>No calls in this time.</Nothing>;
  const highest = Math.max(...points.flatMap((point) => lines.map(({ read }) => read(point) ?? 0)));
  return (
    <figure aria-label={`${plural(calls, 'call')}, at most ${format(highest)}`}>
      <LineChart
        height={HEIGHT}
        skipAnimation
        margin={{ left: 0, right: 8, top: 10, bottom: 0 }}
        xAxis={[
          {
            scaleType: 'time',
            data: points.map(({ atMs }) => atMs),
            valueFormatter: (value: number, { location }) =>
              location === 'tick' ? formatShortTime(value) : formatDateTime(value),
            tickNumber: 6,
          },
        ]}
        yAxis={[
          {
            min: 0,
            max: Math.min(max, Math.max(least, highest * 1.2)),
            width: 56,
            tickNumber: 3,
            valueFormatter: (value: number) => (value === 0 ? '0' : format(value)),
          },
        ]}
        grid={{ horizontal: true }}
        className={styles.chart ?? ''}
        hideLegend
        series={lines.map(({ label, colour, read }) => {
          const data = points.map(read);
          return {
            label,
            color: colour,
            data,
            showMark: ({ index }) => isAlone(data, index),
            curve: 'linear',
            connectNulls: false,
            area: lines.length === 1,
            valueFormatter: (value: number | null) => (value === null ? 'no calls' : format(value)),
          };
        })}
      >
        {annotations.map(({ atMs, text, isBad }) => (
          <ChartsReferenceLine
            key={`${atMs} ${text}`}
            x={atMs}
            lineStyle={{ stroke: isBad ? 'var(--bad)' : 'var(--ink-3)', strokeDasharray: '3 3' }}
          />
        ))}
      </LineChart>
      <figcaption className={styles.notes}>
        {lines.map(({ label, colour }) => (
          <span key={label} className={styles.key}>
            <span style={{ background: colour }} />
            {label}
          </span>
        ))}
        <Notes annotations={annotations} />
      </figcaption>
    </figure>
  );
}

const SHOWN_NOTES = 3;

/** What the dashed lines say: the latest, and the others on demand. */
function Notes({ annotations }: { readonly annotations: readonly Annotation[] }): JSX.Element {
  const show = ({ atMs, text, isBad }: Annotation): JSX.Element => (
    <span key={`${atMs} ${text}`} data-bad={isBad}>
      <b>{formatShortTime(atMs)}</b> <bdi>{text}</bdi>
    </span>
  );
  const earlier = annotations.slice(0, -SHOWN_NOTES);
  return (
    <>
      {annotations.slice(-SHOWN_NOTES).map(show)}
      {earlier.length === 0 ? null : (
        <details className={styles.earlier}>
          <summary>{plural(earlier.length, 'earlier event')}</summary>
          {earlier.map(show)}
        </details>
      )}
    </>
  );
}
