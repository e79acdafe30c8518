import Button from '@mui/material/Button';
import type { RuleView } from '@seawall/admin-api';
import { type JSX, useState } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { formatCount, formatDuration, plural } from '../../format/amounts.ts';
import { SeverityStatus } from '../../parts/alert-status.tsx';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import styles from './alerts.module.css';

/** The rules, each with what it would have done in the history that is kept. */
export function RuleList(): JSX.Element {
  const rules = useAdmin('listRules');
  const [tested, setTested] = useState<string>();
  return (
    <Panel title="Rules" isFlush>
      <Answer of={rules} lines={6}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>No rule is in force.</Nothing>
          ) : (
            <DataTable label="Rules" columns={columnsOf(tested, setTested)} rows={items} keyOf={({ name }) => name} />
          )
        }
      </Answer>
    </Panel>
  );
}

function columnsOf(tested: string | undefined, test: (rule: string | undefined) => void): readonly Column<RuleView>[] {
  return [
    {
      id: 'name',
      title: 'Rule',
      show: ({ name, condition }) => (
        <>
          <strong className={styles.summary}>{name}</strong>
          <span className={styles.under}>{condition}</span>
          {tested === name ? <Backtest rule={name} /> : null}
        </>
      ),
    },
    {
      id: 'state',
      title: 'State',
      show: ({ isEnabled, firing, pending }) => <RuleState isEnabled={isEnabled} firing={firing} pending={pending} />,
    },
    { id: 'severity', title: 'Severity', show: ({ severity }) => <SeverityStatus severity={severity} /> },
    { id: 'for', title: 'Fires after', show: ({ forMs }) => formatDuration(forMs), isMinor: true },
    { id: 'keep', title: 'Ends after', show: ({ keepFiringForMs }) => formatDuration(keepFiringForMs), isMinor: true },
    {
      id: 'test',
      title: 'Actions',
      show: ({ name }) => (
        <Button aria-expanded={tested === name} onClick={() => test(tested === name ? undefined : name)}>
          {tested === name ? 'Hide' : 'Try on history'}
        </Button>
      ),
    },
  ];
}

function RuleState({ isEnabled, firing, pending }: Pick<RuleView, 'isEnabled' | 'firing' | 'pending'>): JSX.Element {
  if (!isEnabled) return <Status tone="quiet" shape="dash" word="off" />;
  if (firing > 0) return <Status tone="bad" shape="diamond" word={`${formatCount(firing)} firing`} />;
  if (pending > 0) return <Status tone="warn" shape="triangle" word={`${formatCount(pending)} pending`} />;
  return <Status tone="good" shape="dot" word="watching" />;
}

function Backtest({ rule }: { readonly rule: string }): JSX.Element {
  const found = useAdmin('backtestRule', { parameters: { name: rule } });
  return (
    <Answer of={found} lines={2}>
      {({ firings, fromMs, note }) => (
        <div className={styles.preview}>
          <p>
            {firings.length === 0 ? 'It would not have fired' : `It would have fired ${plural(firings.length, 'time')}`}{' '}
            since <ExactMoment atMs={fromMs} />.{note === undefined ? '' : ` ${note}`}
          </p>
          <ul className={styles.firings}>
            {firings.map(({ labels, firedAtMs, resolvedAtMs }) => (
              <li key={`${firedAtMs} ${JSON.stringify(labels)}`}>
                <ExactMoment atMs={firedAtMs} /> <bdi>{labels.server ?? 'everything'}</bdi>,{' '}
                {resolvedAtMs === undefined ? 'to the end' : formatDuration(resolvedAtMs - firedAtMs)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Answer>
  );
}
