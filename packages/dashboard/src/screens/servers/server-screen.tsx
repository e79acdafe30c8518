import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import type { ServerDetail } from '@seawall/admin-api';
import { useParams } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { Answer } from '../../parts/answer.tsx';
import { Icon } from '../../parts/icons.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Page } from '../../parts/page.tsx';
import { HealthStatus } from '../../parts/status.tsx';
import { usePageSearch } from '../../shell/use-page-search.ts';
import { ServerActions } from './server-actions.tsx';
import { ServerCalls } from './server-calls.tsx';
import { ServerConfig } from './server-config.tsx';
import { ServerDoctor } from './server-doctor.tsx';
import { ServerHealth } from './server-health.tsx';
import { ServerLog } from './server-log.tsx';
import { ServerTimeline } from './server-timeline.tsx';
import { ServerTools } from './server-tools.tsx';
import styles from './servers.module.css';

const TABS = {
  health: { title: 'Health', show: (server: ServerDetail) => <ServerHealth server={server} /> },
  tools: { title: 'Tools', show: ({ name }: ServerDetail) => <ServerTools server={name} /> },
  errors: { title: 'Errors', show: ({ name }: ServerDetail) => <ServerLog server={name} /> },
  calls: { title: 'Calls', show: ({ name }: ServerDetail) => <ServerCalls server={name} /> },
  timeline: { title: 'Timeline', show: ({ name }: ServerDetail) => <ServerTimeline server={name} /> },
  doctor: { title: 'Doctor', show: ({ name }: ServerDetail) => <ServerDoctor server={name} /> },
  config: { title: 'Configuration', show: ({ name }: ServerDetail) => <ServerConfig server={name} /> },
} as const;

/** One server: why it does as it does, and what can be done. */
export function ServerScreen(): JSX.Element {
  const { server: name = '' } = useParams({ strict: false });
  const [{ tab = 'health' }, change] = usePageSearch();
  const current = isTab(tab) ? tab : 'health';
  const server = useAdmin('getServer', { parameters: { server: name } });
  // The answer for the server that was looked at before may still be there.
  const known = server.data?.name === name ? server.data : undefined;
  return (
    <Page
      name={name}
      title={<bdi>{name}</bdi>}
      lead={known === undefined ? null : <Verdict server={known} />}
      actions={known === undefined ? null : <ServerActions server={known} />}
    >
      <Tabs
        value={current}
        onChange={(_event, next: string) => change({ tab: next })}
        variant="scrollable"
        allowScrollButtonsMobile
        aria-label="About this server"
      >
        {Object.entries(TABS).map(([id, { title }]) => (
          <Tab key={id} value={id} label={title} id={`tab-${id}`} aria-controls="tab-panel" />
        ))}
      </Tabs>
      {/* What was read of one server is never shown as that of another. */}
      <div key={name} role="tabpanel" id="tab-panel" aria-labelledby={`tab-${current}`} className={styles.stack}>
        <Answer of={{ ...server, data: known }} lines={8}>
          {(data) => TABS[current].show(data)}
        </Answer>
      </div>
    </Page>
  );
}

function isTab(name: string): name is keyof typeof TABS {
  return Object.hasOwn(TABS, name);
}

function Verdict({ server }: { readonly server: ServerDetail }): JSX.Element {
  const { health, isPaused } = server;
  return (
    <div className={styles.verdict}>
      <div>
        <HealthStatus state={health.state} isPaused={isPaused} />{' '}
        <span className={styles.muted}>
          <Moment atMs={health.sinceMs} />
        </span>
      </div>
      <p dir="auto">{health.reason}</p>
      {health.advice === undefined ? null : (
        <p className={styles.fix}>
          <Icon name="fix" />
          <span dir="auto">{health.advice}</span>
        </p>
      )}
    </div>
  );
}
