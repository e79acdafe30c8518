import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useServices } from '../../data/services.tsx';
import { useAdmin } from '../../data/use-admin.ts';
import { formatCount, formatRatio } from '../../format/amounts.ts';
import { formatShortTime } from '../../format/relative-time.ts';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { Panel } from '../../parts/panel.tsx';
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
                <ul className={styles.strips}>
                  {items.map(({ name, health }) => (
                    <li key={name}>
                      <Link to="/servers/$server" params={{ server: name }} search={{ tab: 'timeline' }}>
                        <span data-tone={healthLook(health.state).tone} className={styles.glyph}>
                          <Glyph shape={healthLook(health.state).shape} size={10} />
                        </span>
                        <bdi>{name}</bdi>
                      </Link>
                      <Strip cells={dayCells(points, name, toMs)} />
                    </li>
                  ))}
                </ul>
              )
            }
          </Answer>
        )}
      </Answer>
    </Panel>
  );
}

function Strip({ cells }: { readonly cells: readonly StripCell[] }): JSX.Element {
  const calls = cells.reduce((sum, cell) => sum + cell.calls, 0);
  const failures = cells.reduce((sum, cell) => sum + cell.failures, 0);
  return (
    <span
      className={styles.strip}
      role="img"
      aria-label={`${formatCount(calls)} calls, ${formatCount(failures)} failed`}
    >
      {cells.map(({ atMs, calls: inCell, failures: failed, tone }) => (
        <span
          key={atMs}
          data-tone={tone}
          title={`${formatShortTime(atMs)}: ${
            inCell === 0 ? 'no calls' : `${formatCount(inCell)} calls, ${formatRatio(failed / inCell)} failed`
          }`}
        />
      ))}
    </span>
  );
}
