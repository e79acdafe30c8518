import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { SeverityStatus } from '../../parts/alert-status.tsx';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import styles from './overview.module.css';

const SHOWN = 6;

/** The alerts that fire. */
export function FiringAlerts(): JSX.Element {
  const alerts = useAdmin('listAlerts', { query: { limit: SHOWN, states: 'firing' } });
  return (
    <Panel title="Firing alerts" isFlush aside={<Link to="/alerts">All alerts</Link>}>
      <Answer of={alerts}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>No alert fires.</Nothing>
          ) : (
            <ul className={styles.list}>
              {items.map((alert) => (
                <li key={alert.id}>
                  <div className={styles.row}>
                    <Link to="/alerts" search={{ alert: alert.id }} dir="auto">
                      {alert.annotations.summary ?? alert.rule}
                    </Link>
                  </div>
                  <div className={styles.under}>
                    <SeverityStatus severity={alert.severity} />
                    <Moment atMs={alert.startedAtMs} />
                    {alert.acknowledged === undefined ? null : <span>{alert.acknowledged.by} looks after it</span>}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  );
}
