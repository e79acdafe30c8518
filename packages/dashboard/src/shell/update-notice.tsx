import Button from '@mui/material/Button';
import { type JSX, useEffect, useState } from 'react';
import { useServices } from '../data/services.tsx';
import { useAdmin } from '../data/use-admin.ts';
import styles from './app-shell.module.css';

/** Says when the gateway is of another version than it was when this page came from it. */
export function UpdateNotice(): JSX.Element | null {
  const { time } = useServices();
  const { data } = useAdmin('getGateway');
  const [first, setFirst] = useState<string>();
  useEffect(() => {
    if (data === undefined) return;
    time.observe(data.nowMs);
    setFirst((known) => known ?? data.version);
  }, [data, time]);
  if (data === undefined || first === undefined || data.version === first) return null;
  return (
    <p className={styles.updated} role="status">
      The gateway was updated from {first} to {data.version}; this page is still the old one.
      <Button onClick={() => location.reload()}>Load it anew</Button>
    </p>
  );
}
