import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useAdmin } from '../data/use-admin.ts';
import { formatCount } from '../format/amounts.ts';
import { Icon, type IconName } from '../parts/icons.tsx';
import styles from './navigation.module.css';

/** A screen that the navigation leads to; `key` follows the `g` of the keyboard. */
export interface Destination {
  readonly to: '/' | '/servers' | '/errors' | '/calls' | '/alerts' | '/parked' | '/settings';
  readonly title: string;
  readonly icon: IconName;
  readonly key: string;
}

/** The screens, in the order in which they are gone through. */
export const DESTINATIONS: readonly Destination[] = [
  { to: '/', title: 'Overview', icon: 'overview', key: 'o' },
  { to: '/servers', title: 'Servers', icon: 'servers', key: 's' },
  { to: '/errors', title: 'Errors', icon: 'errors', key: 'e' },
  { to: '/calls', title: 'Calls', icon: 'calls', key: 'c' },
  { to: '/alerts', title: 'Alerts', icon: 'alerts', key: 'a' },
  { to: '/parked', title: 'Parked', icon: 'parked', key: 'p' },
  { to: '/settings', title: 'Settings', icon: 'settings', key: ',' },
];

/** Leads to the screens, and says where something waits. */
export function Navigation(): JSX.Element {
  const { data } = useAdmin('getOverview');
  const counts: Readonly<Record<string, number | undefined>> = {
    '/servers': data?.trouble.length,
    '/errors': data?.newGroups,
    '/alerts': data?.firingAlerts,
    '/parked': data?.parkedCalls,
  };
  return (
    <nav className={styles.navigation} aria-label="Screens">
      <Link to="/" className={styles.brand} aria-label="Seawall, overview">
        <img src="icon.svg" alt="" width="24" height="24" />
        <span>Seawall</span>
      </Link>
      <ul>
        {DESTINATIONS.map(({ to, title, icon }) => {
          const count = counts[to] ?? 0;
          return (
            <li key={to}>
              <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
                <Icon name={icon} size={18} />
                <span>{title}</span>
                {count === 0 ? null : (
                  <span className={styles.count}>
                    {formatCount(count)}
                    <span className="visually-hidden"> to look at</span>
                  </span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
