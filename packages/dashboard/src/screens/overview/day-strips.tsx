import type { RouteAnswer, ServerView } from '@seawall/admin-api';
import { Link } from '@tanstack/react-router';
import { type JSX, memo, useDeferredValue, useMemo } from 'react';
import { useServices } from '../../data/services.tsx';
import { useAdmin } from '../../data/use-admin.ts';
import { formatCount, formatRatio, plural } from '../../format/amounts.ts';
import { formatShortTime } from '../../format/relative-time.ts';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { Panel } from '../../parts/panel.tsx';
import { useRowSteps } from '../../parts/row-steps.ts';
import { Glyph, healthLook } from '../../parts/status.tsx';
import styles from './day-strips.module.css';
import { dayCells, STRIP_STEP_MS, type StripCell } from './strip-cells.ts';

const DAY_MS = 86_400_000;

/** How each server did in the last day, half an hour a cell. */
export function DayStrips(): JSX.Element {
  const { time } = useServices();
  // The whole steps of a day; a new one begins every half hour.
  const toMs = Math.ceil(time.now() / STRIP_STEP_MS) * STRIP_STEP_MS;
  const servers = useAdmin('listServers');
  const query = { from: toMs - DAY_MS, to: toMs, stepMs: STRIP_STEP_MS, by: 'server' } as const;
  const series = useAdmin('getSeries', { query }, { isCounted: true });
  return (
    <Panel title="Last 24 hours" isFlush>
      <Answer of={series} lines={5}>
        {({ points }) => (
          <Answer of={servers}>
            {({ items }) =>
              items.length === 0 ? (
                <Nothing>No servers yet. Add one to the configuration under mcpServers.</Nothing>
              ) : (
                <Strips servers={items} points={points} toMs={toMs} />
              )
            }
          </Answer>
        )}
      </Answer>
    </Panel>
  );
}

interface StripsProps {
  readonly servers: readonly ServerView[];
  readonly points: Points;
  readonly toMs: number;
}

type Points = RouteAnswer<'getSeries'>['points'];

function Strips({ servers, points, toMs }: StripsProps): JSX.Element {
  const rows = useDeferredValue(servers);
  const pointsOf = useMemo(() => byServer(points), [points]);
  const drawn = useRowSteps(rows, nameOf, rows.length);
  return (
    <ul className={styles.strips}>
      {rows.slice(0, drawn).map(({ name, health }) => (
        <Line key={name} server={name} health={health.state} points={pointsOf.get(name) ?? NONE} toMs={toMs} />
      ))}
    </ul>
  );
}

function byServer(points: Points): ReadonlyMap<string | undefined, Points> {
  const found = new Map<string | undefined, Points[number][]>();
  for (const point of points) {
    const own = found.get(point.server);
    if (own === undefined) found.set(point.server, [point]);
    else own.push(point);
  }
  return found;
}

const NONE: Points = [];
const nameOf = ({ name }: ServerView): string => name;

interface LineProps {
  readonly server: string;
  readonly health: string;
  readonly points: Points;
  readonly toMs: number;
}

// Servers change many times a second; how they did in the last day does not.
const Line = memo(({ server, health, points, toMs }: LineProps): JSX.Element => {
  const { tone, shape } = healthLook(health);
  return (
    <li>
      <Link to="/servers/$server" params={{ server }} search={{ tab: 'timeline' }}>
        <span data-tone={tone} className={styles.glyph}>
          <Glyph shape={shape} size={10} />
        </span>
        <bdi>{server}</bdi>
      </Link>
      <Strip cells={dayCells(points, toMs)} />
    </li>
  );
});

function Strip({ cells }: { readonly cells: readonly StripCell[] }): JSX.Element {
  const calls = cells.reduce((sum, cell) => sum + cell.calls, 0);
  const failures = cells.reduce((sum, cell) => sum + cell.failures, 0);
  return (
    <span className={styles.strip} role="img" aria-label={`${plural(calls, 'call')}, ${formatCount(failures)} failed`}>
      {cells.map(({ atMs, calls: inCell, failures: failed, tone }) => (
        <span
          key={atMs}
          data-tone={tone}
          title={`${formatShortTime(atMs)}: ${
            inCell === 0 ? 'no calls' : `${plural(inCell, 'call')}, ${formatRatio(failed / inCell)} failed`
          }`}
        />
      ))}
    </span>
  );
}
