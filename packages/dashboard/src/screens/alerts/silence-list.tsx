import Button from '@mui/material/Button';
import type { RouteAnswer } from '@seawall/admin-api';
import { type JSX, useState } from 'react';
import { useAdmin, useAdminChange } from '../../data/use-admin.ts';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SilenceDialog } from './silence-dialog.tsx';

type Silence = RouteAnswer<'createSilence'>;

/** What is muted, until when, and why. */
export function SilenceList(): JSX.Element {
  const silences = useAdmin('listSilences');
  const [isAdding, setIsAdding] = useState(false);
  const [ended, setEnded] = useState<Silence>();
  const end = useAdminChange('endSilence');
  return (
    <Panel title="Silences" isFlush aside={<Button onClick={() => setIsAdding(true)}>Mute alerts</Button>}>
      <Answer of={silences}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>Nothing is muted.</Nothing>
          ) : (
            <DataTable
              label="Silences"
              rows={items}
              keyOf={({ id }) => id}
              columns={[
                { id: 'what', title: 'Mutes', show: ({ matchers }) => <code>{matchersText(matchers)}</code> },
                { id: 'why', title: 'Why', show: ({ reason, createdBy }) => <bdi>{`${createdBy}: ${reason}`}</bdi> },
                {
                  id: 'from',
                  title: 'From',
                  show: ({ startsAtMs }) => <ExactMoment atMs={startsAtMs} />,
                  isMinor: true,
                },
                { id: 'until', title: 'Until', show: ({ endsAtMs }) => <ExactMoment atMs={endsAtMs} /> },
                {
                  id: 'actions',
                  title: 'Actions',
                  show: (silence) => (
                    <Button onClick={() => setEnded(silence)} aria-label={`End ${matchersText(silence.matchers)}`}>
                      End now
                    </Button>
                  ),
                },
              ]}
            />
          )
        }
      </Answer>
      {isAdding ? <SilenceDialog onClose={() => setIsAdding(false)} /> : null}
      {ended === undefined ? null : (
        <ConfirmDialog
          title="End the silence"
          consequences={`Alerts with ${matchersText(ended.matchers)} are told again from now on.`}
          action="End it"
          onConfirm={(reason) => end.mutateAsync({ parameters: { id: ended.id }, body: { reason } })}
          onClose={() => setEnded(undefined)}
        />
      )}
    </Panel>
  );
}

function matchersText(matchers: Silence['matchers']): string {
  return matchers.map(({ label, operator, value }) => `${label}${operator}"${value}"`).join(', ');
}
