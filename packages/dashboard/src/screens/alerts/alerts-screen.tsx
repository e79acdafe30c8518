import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import type { JSX } from 'react';
import { Page } from '../../parts/page.tsx';
import { usePageSearch } from '../../shell/use-page-search.ts';
import { AlertList } from './alert-list.tsx';
import { DeliveryList } from './delivery-list.tsx';
import { RuleList } from './rule-list.tsx';
import { SilenceList } from './silence-list.tsx';
import { SinkList } from './sink-list.tsx';

const TABS = {
  firing: { title: 'Firing', show: () => <AlertList states="firing" empty="No alert fires." /> },
  pending: { title: 'Pending', show: () => <AlertList states="pending" empty="No alert is about to fire." /> },
  muted: {
    title: 'Muted',
    show: () => <AlertList key="muted" states="firing" isMutedOnly empty="No alert that fires is muted." />,
  },
  resolved: { title: 'Resolved', show: () => <AlertList states="resolved" empty="No alert was resolved yet." /> },
  rules: { title: 'Rules', show: () => <RuleList /> },
  silences: { title: 'Silences', show: () => <SilenceList /> },
  sinks: { title: 'Receivers', show: () => <SinkList /> },
  deliveries: { title: 'Deliveries', show: () => <DeliveryList /> },
} as const;

/** Alerts, why they fire, who hears of them, and how that went. */
export function AlertsScreen(): JSX.Element {
  const [{ tab = 'firing' }, change] = usePageSearch();
  const current = isTab(tab) ? tab : 'firing';
  return (
    <Page title="Alerts">
      <Tabs
        value={current}
        onChange={(_event, next: string) => change({ tab: next })}
        variant="scrollable"
        allowScrollButtonsMobile
        aria-label="About alerts"
      >
        {Object.entries(TABS).map(([id, { title }]) => (
          <Tab key={id} value={id} label={title} id={`tab-${id}`} aria-controls="tab-panel" />
        ))}
      </Tabs>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${current}`}>
        {TABS[current].show()}
      </div>
    </Page>
  );
}

function isTab(name: string): name is keyof typeof TABS {
  return Object.hasOwn(TABS, name);
}
