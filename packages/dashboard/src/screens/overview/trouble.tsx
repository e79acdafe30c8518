import type { Overview } from '@seawall/admin-api';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { Icon } from '../../parts/icons.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { HealthStatus } from '../../parts/status.tsx';
import styles from './trouble.module.css';

/** Each server that is not well: what is the matter, since when, and what to do. */
export function Trouble({ overview: { trouble } }: { readonly overview: Overview }): JSX.Element | null {
  if (trouble.length === 0) return null;
  return (
    <Panel title="Needs attention" isFlush>
      <ul className={styles.trouble}>
        {trouble.map(({ server, state, sinceMs, reason, advice }) => (
          <li key={server}>
            <div className={styles.who}>
              <Link to="/servers/$server" params={{ server }} dir="auto">
                {server}
              </Link>
              <HealthStatus state={state} />
              <span className={styles.since}>
                <Moment atMs={sinceMs} />
              </span>
            </div>
            <p dir="auto" className={styles.reason} title={reason}>
              {reason}
            </p>
            {advice === undefined ? null : (
              <p className={styles.advice} title={advice}>
                <Icon name="fix" />
                <span dir="auto">{advice}</span>
              </p>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
