import type { JSX } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { Moment } from '../../parts/moment.tsx';
import styles from './alerts.module.css';
import { type Delivery, type Notices, noticesOf } from './notices.ts';

/** As many notices as are looked through. */
const MOST = 200;

/** Reads what was told; again now and then, because a notice is on its way after its alert. */
export function useNotices(): Notices {
  const { data } = useAdmin('listDeliveries', { query: { limit: MOST } }, { isCounted: true });
  return noticesOf(data?.items ?? []);
}

/** Whom an alert was told to, when, and where that failed. */
export function Notified({ notices = [] }: { readonly notices: readonly Delivery[] | undefined }): JSX.Element {
  if (notices.length === 0) return <>nobody yet</>;
  return (
    <ul className={styles.notified}>
      {notices.map(({ id, sink, atMs, outcome }) => (
        <li key={id}>
          <bdi>{sink}</bdi>, {outcome === 'delivered' ? '' : `${outcome} `}
          <Moment atMs={atMs} />
        </li>
      ))}
    </ul>
  );
}
