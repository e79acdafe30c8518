import type { Overview } from '@seawall/admin-api';
import { Link } from '@tanstack/react-router';
import type { JSX, ReactNode } from 'react';
import { formatCount, formatRatio, plural } from '../../format/amounts.ts';
import { HEALTH_LOOKS, HEALTH_ORDER } from '../../parts/status.tsx';
import styles from './counters.module.css';

/** The numbers that matter, each leading to where it comes from. */
export function Counters({ overview }: { readonly overview: Overview }): JSX.Element {
  const { servers, window, windowMs, openCircuits, firingAlerts, newGroups, parkedCalls } = overview;
  const perMinute = windowMs === 0 ? 0 : window.calls / (windowMs / 60_000);
  const total = Object.values(servers).reduce((sum, count) => sum + count, 0);
  return (
    <ul className={styles.counters}>
      <li className={styles.wide}>
        <Link to="/servers">
          <Name>{plural(total, 'server')}</Name>
          <ServerMix servers={servers} total={total} />
        </Link>
      </li>
      <Counter name="Calls a minute" value={formatCount(Math.round(perMinute))} to="/calls" />
      <Counter name="Error rate" value={formatRatio(window.errorRatio)} to="/errors" isBad={window.errorRatio > 0.05} />
      <Counter name="Open circuits" value={formatCount(openCircuits)} to="/servers" isBad={openCircuits > 0} />
      <Counter name="New error groups" value={formatCount(newGroups)} to="/errors" isBad={newGroups > 0} />
      <Counter name="Firing alerts" value={formatCount(firingAlerts)} to="/alerts" isBad={firingAlerts > 0} />
      <Counter name="Parked writes" value={formatCount(parkedCalls)} to="/parked" />
    </ul>
  );
}

interface CounterProps {
  readonly name: string;
  readonly value: string;
  readonly to: '/servers' | '/calls' | '/errors' | '/alerts' | '/parked';
  readonly isBad?: boolean;
}

function Counter({ name, value, to, isBad = false }: CounterProps): JSX.Element {
  return (
    <li>
      <Link to={to}>
        <Name>{name}</Name>
        <strong data-bad={isBad}>{value}</strong>
      </Link>
    </li>
  );
}

function Name({ children }: { readonly children: ReactNode }): JSX.Element {
  return <span className={styles.name}>{children}</span>;
}

function ServerMix({ servers, total }: { readonly servers: Overview['servers']; readonly total: number }): JSX.Element {
  const present = HEALTH_ORDER.filter((health) => (servers[health] ?? 0) > 0);
  return (
    <>
      <span className={styles.mix} aria-hidden="true">
        {present.map((health) => (
          <span
            key={health}
            data-tone={HEALTH_LOOKS[health].tone}
            style={{ flexGrow: (servers[health] ?? 0) / Math.max(1, total) }}
          />
        ))}
      </span>
      <span className={styles.words}>
        {present.map((health) => `${servers[health] ?? 0} ${HEALTH_LOOKS[health].word}`).join(' · ')}
      </span>
    </>
  );
}
