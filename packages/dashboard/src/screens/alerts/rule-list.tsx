import Button from '@mui/material/Button';
import type { RuleView } from '@seawall/admin-api';
import { type JSX, useState } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { formatCount, formatDuration } from '../../format/amounts.ts';
import { SeverityStatus } from '../../parts/alert-status.tsx';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import { usePageSearch } from '../../shell/use-page-search.ts';
import styles from './alerts.module.css';
import { Backtest } from './backtest.tsx';
import { draftOf, readDraft, writeDraft } from './rule-draft.ts';
import { RuleEditor } from './rule-editor.tsx';

/** The rules, each with what it would have done in the history that is kept. */
export function RuleList(): JSX.Element {
  const rules = useAdmin('listRules');
  const [tested, setTested] = useState<string>();
  const [{ draft }, change] = usePageSearch();
  const write = (text: string | undefined): void => change({ draft: text });
  return (
    <div className={styles.stack}>
      {draft === undefined ? null : <RuleEditor draft={draft} onChange={write} />}
      <Panel
        title="Rules"
        isFlush
        aside={<Button onClick={() => write(writeDraft(readDraft('')))}>Draft a rule</Button>}
      >
        <Answer of={rules} lines={6}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing>No rule is in force.</Nothing>
            ) : (
              <DataTable
                label="Rules"
                columns={columnsOf({ tested, test: setTested, edit: (rule) => write(writeDraft(draftOf(rule))) })}
                rows={items}
                keyOf={({ name }) => name}
              />
            )
          }
        </Answer>
      </Panel>
    </div>
  );
}

interface RuleActions {
  /** The rule whose history is shown. */
  readonly tested: string | undefined;
  readonly test: (rule: string | undefined) => void;
  readonly edit: (rule: RuleView) => void;
}

function columnsOf({ tested, test, edit }: RuleActions): readonly Column<RuleView>[] {
  return [
    {
      id: 'name',
      title: 'Rule',
      show: ({ name, condition }) => (
        <>
          <strong className={styles.summary}>{name}</strong>
          <span className={styles.under}>{condition}</span>
          {tested === name ? <RuleBacktest rule={name} /> : null}
        </>
      ),
    },
    {
      id: 'state',
      title: 'State',
      show: ({ isEnabled, firing, pending }) => <RuleState isEnabled={isEnabled} firing={firing} pending={pending} />,
    },
    { id: 'severity', title: 'Severity', show: ({ severity }) => <SeverityStatus severity={severity} /> },
    { id: 'for', title: 'Fires after', show: ({ forMs }) => afterText(forMs), isMinor: true },
    { id: 'keep', title: 'Ends after', show: ({ keepFiringForMs }) => afterText(keepFiringForMs), isMinor: true },
    {
      id: 'test',
      title: 'Actions',
      show: (rule) => (
        <div className={styles.actions}>
          <Button
            aria-expanded={tested === rule.name}
            aria-label={`${tested === rule.name ? 'Hide' : 'Try on history'}: ${rule.name}`}
            onClick={() => test(tested === rule.name ? undefined : rule.name)}
          >
            {tested === rule.name ? 'Hide' : 'Try on history'}
          </Button>
          <Button aria-label={`Change a copy of ${rule.name}`} onClick={() => edit(rule)}>
            Change a copy
          </Button>
        </div>
      ),
    },
  ];
}

function afterText(durationMs: number): string {
  return durationMs === 0 ? 'at once' : formatDuration(durationMs);
}

function RuleState({ isEnabled, firing, pending }: Pick<RuleView, 'isEnabled' | 'firing' | 'pending'>): JSX.Element {
  if (!isEnabled) return <Status tone="quiet" shape="dash" word="off" />;
  if (firing > 0) return <Status tone="bad" shape="diamond" word={`${formatCount(firing)} firing`} />;
  if (pending > 0) return <Status tone="warn" shape="triangle" word={`${formatCount(pending)} pending`} />;
  return <Status tone="good" shape="dot" word="watching" />;
}

function RuleBacktest({ rule }: { readonly rule: string }): JSX.Element {
  return <Backtest of={useAdmin('backtestRule', { parameters: { name: rule } })} />;
}
