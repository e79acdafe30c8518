import Button from '@mui/material/Button';
import type { RouteAnswer } from '@seawall/admin-api';
import { Link } from '@tanstack/react-router';
import { type JSX, useState } from 'react';
import { useAdminChange, useAdminPages } from '../../data/use-admin.ts';
import { SeverityStatus } from '../../parts/alert-status.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { ExactMoment, Moment } from '../../parts/moment.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { usePageSearch } from '../../shell/use-page-search.ts';
import styles from './alerts.module.css';
import type { Notices } from './notices.ts';
import { Notified, useNotices } from './notified.tsx';

type Alert = RouteAnswer<'acknowledgeAlert'>;

/** Alerts in one state. */
export interface AlertListProps {
  readonly states: Alert['state'];
  readonly empty: string;
  /** Only those of which nobody is told. */
  readonly isMutedOnly?: boolean;
}

/** The alerts in one state, those that began last first. */
export function AlertList({ states, empty, isMutedOnly = false }: AlertListProps): JSX.Element {
  const [{ alert: chosen }] = usePageSearch();
  const [asked, setAsked] = useState<Alert>();
  const found = useAdminPages('listAlerts', { states });
  const alerts = isMutedOnly ? { ...found, items: found.items.filter(({ mutedBy }) => mutedBy !== undefined) } : found;
  const notices = useNotices();
  const acknowledge = useAdminChange('acknowledgeAlert');
  return (
    <Panel title="Alerts" isFlush aside={<ExportMenu path="/api/alerts" query={{ states }} />}>
      <PagedTable list={alerts} empty={empty}>
        {(items) => (
          <DataTable
            label="Alerts"
            columns={columnsOf(states, setAsked, notices)}
            rows={items}
            keyOf={({ id }) => id}
            isSelected={({ id }) => id === chosen}
          />
        )}
      </PagedTable>
      {asked === undefined ? null : (
        <ConfirmDialog
          title={`Look after: ${asked.rule}`}
          consequences="The notice is not repeated until the alert is over. It is still told when it ends."
          action="I look after it"
          onConfirm={(reason) => acknowledge.mutateAsync({ parameters: { id: asked.id }, body: { reason } })}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Panel>
  );
}

function columnsOf(states: Alert['state'], ask: (alert: Alert) => void, notices: Notices): readonly Column<Alert>[] {
  return [
    { id: 'summary', title: 'Alert', show: (alert) => <Summary alert={alert} /> },
    { id: 'severity', title: 'Severity', show: ({ severity }) => <SeverityStatus severity={severity} /> },
    { id: 'scope', title: 'Scope', show: ({ labels }) => <Scope labels={labels} /> },
    { id: 'since', title: 'Since', show: ({ startedAtMs }) => <Moment atMs={startedAtMs} /> },
    ...(states === 'resolved' ? [ENDED] : []),
    {
      id: 'value',
      title: 'Value, threshold',
      show: ({ value, threshold }) => (value === undefined ? '–' : `${round(value)} of ${round(threshold ?? 0)}`),
      isNumber: true,
      isMinor: true,
    },
    ...(states === 'pending'
      ? []
      : [
          {
            id: 'notified',
            title: 'Notified',
            show: ({ id }: Alert) => <Notified notices={notices.get(id)} />,
          },
        ]),
    {
      id: 'who',
      title: 'Looked after by',
      show: (alert) =>
        alert.acknowledged !== undefined ? (
          <span title={alert.acknowledged.reason}>
            <bdi>{alert.acknowledged.by}</bdi>, <Moment atMs={alert.acknowledged.atMs} />
          </span>
        ) : states === 'firing' ? (
          <Button onClick={() => ask(alert)} aria-label={`Look after ${alert.rule}`}>
            Look after it
          </Button>
        ) : (
          '–'
        ),
    },
  ];
}

const MUTED_WORDS = { silence: 'muted by a silence', alert: 'not told: another alert says more' } as const;

const ENDED: Column<Alert> = {
  id: 'ended',
  title: 'Ended',
  show: ({ resolvedAtMs }) => (resolvedAtMs === undefined ? '–' : <ExactMoment atMs={resolvedAtMs} />),
};

function Summary({ alert }: { readonly alert: Alert }): JSX.Element {
  const { annotations, rule, mutedBy } = alert;
  const description = annotations.description;
  return (
    <>
      <strong className={styles.summary} dir="auto">
        {annotations.summary ?? rule}
      </strong>
      <span className={styles.under} dir="auto">
        {rule}
        {description === undefined ? '' : ` · ${description}`}
        {mutedBy === undefined ? '' : ` · ${MUTED_WORDS[mutedBy.kind]}`}
      </span>
    </>
  );
}

function Scope({ labels }: { readonly labels: Alert['labels'] }): JSX.Element {
  const { server, tool, group } = labels;
  if (group !== undefined)
    return (
      <Link to="/errors/$group" params={{ group }}>
        <bdi>{server ?? group}</bdi>
      </Link>
    );
  if (server === undefined) return <>everything</>;
  return (
    <Link to="/servers/$server" params={{ server }}>
      <bdi>{tool === undefined ? server : `${server}, ${tool}`}</bdi>
    </Link>
  );
}

function round(value: number): string {
  return value.toLocaleString(undefined, { maximumSignificantDigits: 3 });
}
