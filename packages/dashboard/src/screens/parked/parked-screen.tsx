import type { JSX } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { Choice } from '../../parts/choice.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Page } from '../../parts/page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Status } from '../../parts/status.tsx';
import { usePageSearch } from '../../shell/use-page-search.ts';
import styles from './parked.module.css';
import { ParkedDrawer } from './parked-drawer.tsx';
import { PARKED_LOOKS, type ParkedEntry } from './parked-looks.ts';

/** As many as the gateway tells at once. */
const MOST = 1000;
const OPEN_STATES = 'parked,leased,sent,unknown';

const COLUMNS: readonly Column<ParkedEntry>[] = [
  {
    id: 'what',
    title: 'Write',
    show: (parked) => <Ticket parked={parked} />,
  },
  { id: 'state', title: 'State', show: ({ state }) => <Status {...PARKED_LOOKS[state]} /> },
  { id: 'since', title: 'Parked', show: ({ parkedAtMs }) => <Moment atMs={parkedAtMs} /> },
  { id: 'until', title: 'Given up', show: ({ expiresAtMs }) => <Moment atMs={expiresAtMs} />, isMinor: true },
  { id: 'sends', title: 'Sent', show: ({ sends }) => `${sends}×`, isNumber: true, isMinor: true },
  {
    id: 'why',
    title: 'Why it waits',
    show: ({ why, lastError }) => (
      <span className={styles.why} dir="auto">
        {(lastError ?? why).message}
      </span>
    ),
  },
];

/** Writes that did not run and wait to be sent, and what became of others. */
export function ParkedScreen(): JSX.Element {
  const [search, change] = usePageSearch();
  const states = search.states ?? OPEN_STATES;
  const filter = { states, limit: MOST };
  const parked = useAdmin('listParked', { query: filter });
  return (
    <Page
      title="Parked writes"
      lead="Writes whose server was down. Each surely did not run, and is sent by itself once the server is back; one whose fate is unknown waits for a person."
      actions={<ExportMenu path="/api/parked" query={filter} />}
    >
      <Panel
        title="Writes"
        isFlush
        aside={
          <Choice
            label="State"
            value={states}
            options={[
              [OPEN_STATES, 'Waiting'],
              ...Object.entries(PARKED_LOOKS).map(([state, { word }]) => [state, word] as const),
              [Object.keys(PARKED_LOOKS).join(','), 'All'],
            ]}
            onChange={(next) => change({ states: next === OPEN_STATES ? undefined : next })}
          />
        }
      >
        <Answer of={parked}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing>
                {search.states === undefined
                  ? 'Nothing waits. Tools that may park their writes say so in the configuration: park.'
                  : 'No write is in this state.'}
              </Nothing>
            ) : (
              <>
                {items.length < MOST ? null : (
                  <Nothing>The first {MOST} are shown; choose a state to see others.</Nothing>
                )}
                <DataTable
                  label="Parked writes"
                  columns={COLUMNS}
                  rows={items}
                  keyOf={({ id }) => id}
                  isSelected={({ id }) => id === search.ticket}
                  onOpen={({ id }) => change({ ticket: id })}
                />
              </>
            )
          }
        </Answer>
      </Panel>
      {search.ticket === undefined ? null : (
        <ParkedDrawer id={search.ticket} onClose={() => change({ ticket: undefined })} />
      )}
    </Page>
  );
}

function Ticket({ parked }: { readonly parked: ParkedEntry }): JSX.Element {
  const [, change] = usePageSearch();
  return (
    <>
      <button type="button" className={styles.open} onClick={() => change({ ticket: parked.id })}>
        <bdi>{parked.tool}</bdi>
      </button>
      <span className={styles.under}>
        <bdi>{parked.server}</bdi> · <code>{parked.id}</code>
      </span>
    </>
  );
}
