import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { formatCount } from '../../format/amounts.ts';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { groupName } from '../../parts/group-name.ts';
import { GroupStatus } from '../../parts/group-status.tsx';
import { GroupTrend } from '../../parts/group-trend.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import styles from './overview.module.css';

const SHOWN = 6;

/** The groups of errors that matter most now. */
export function TopGroups(): JSX.Element {
  const groups = useAdmin('listGroups', { query: { limit: SHOWN, states: 'new,escalating,regressed,ongoing' } });
  return (
    <Panel title="Latest errors" isFlush aside={<Link to="/errors">All errors</Link>}>
      <Answer of={groups}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>No errors. Whatever fails from now on is explained here.</Nothing>
          ) : (
            <ul className={styles.list}>
              {items.map((group) => (
                <li key={group.id}>
                  <div className={styles.row}>
                    <Link to="/errors/$group" params={{ group: group.id }} dir="auto" title={group.latest.message}>
                      {groupName(group)}
                    </Link>
                    <GroupTrend trend={group.trend} />
                  </div>
                  <div className={styles.under}>
                    <GroupStatus {...group} />
                    <span dir="auto">
                      {group.target === undefined ? group.server : `${group.server} · ${group.target}`}
                    </span>
                    <span>{formatCount(group.count)}×</span>
                    <Moment atMs={group.lastSeenMs} />
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
