import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import type { ServerView } from '@seawall/admin-api';
import { useNavigate } from '@tanstack/react-router';
import { type JSX, useMemo, useRef, useState } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { plural } from '../../format/amounts.ts';
import { Answer, Nothing } from '../../parts/answer.tsx';
import { Choice, SearchField } from '../../parts/choice.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { ExportMenu } from '../../parts/export-menu.tsx';
import { Icon } from '../../parts/icons.tsx';
import { Page } from '../../parts/page.tsx';
import { Panel } from '../../parts/panel.tsx';
import { HEALTH_LOOKS, HEALTH_ORDER } from '../../parts/status.tsx';
import { usePageSearch } from '../../shell/use-page-search.ts';
import { useLastHour } from './last-hour.ts';
import { serverColumns } from './server-columns.tsx';
import { ServerLog } from './server-log.tsx';

/** Every server, how it does, and the latest errors of the one that is chosen. */
export function ServersScreen(): JSX.Element {
  const [search, change] = usePageSearch();
  const navigate = useNavigate();
  const servers = useAdmin('listServers');
  const log = useRef<HTMLDivElement>(null);
  const [text, setText] = useTyped(search.text ?? '');
  const all = servers.data?.items ?? NONE;
  const state = search.state ?? '';
  const shown = useMemo(() => all.filter((server) => isWanted(server, text, state)), [all, text, state]);
  // Somebody chose one, or the first is shown.
  const selected = all.find(({ name }) => name === search.selected)?.name ?? shown[0]?.name;
  const lastHour = useLastHour();
  const columns = useMemo(
    () =>
      serverColumns((name) => {
        change({ selected: name });
        log.current?.scrollIntoView({ block: 'start' });
        log.current?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
      }, lastHour),
    [change, lastHour],
  );
  return (
    <Page
      title="MCP Server Monitoring"
      name="Servers"
      actions={
        <>
          <ExportMenu path="/api/servers" query={{}} />
          <Tooltip title="Read everything again (r)">
            <span>
              <IconButton aria-label="Refresh" disabled={servers.isFetching} onClick={() => void servers.refetch()}>
                <Icon name="refresh" size={18} />
              </IconButton>
            </span>
          </Tooltip>
        </>
      }
    >
      <Panel
        title="Servers"
        isFlush
        aside={
          <>
            <SearchField
              label="Filter servers"
              value={search.text ?? ''}
              onType={setText}
              onChange={(typed) => change({ text: typed })}
            />
            <Choice
              label="Status"
              value={state}
              options={[
                ['', 'Any status'],
                ...HEALTH_ORDER.map((health) => [health, HEALTH_LOOKS[health].word] as const),
              ]}
              onChange={(chosen) => change({ state: chosen })}
            />
          </>
        }
      >
        <Answer of={servers} lines={8}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing>No servers yet. Add one to the configuration under mcpServers; it appears here at once.</Nothing>
            ) : shown.length === 0 ? (
              <Nothing
                action={
                  <Button
                    onClick={() => {
                      setText('');
                      change({ text: undefined, state: undefined });
                    }}
                  >
                    Clear filters
                  </Button>
                }
              >
                None of the {plural(items.length, 'server')} fits.
              </Nothing>
            ) : (
              <DataTable
                label="Servers"
                columns={columns}
                rows={shown}
                keyOf={({ name }) => name}
                sort={search.sort}
                onSort={(sort) => change({ sort })}
                isSelected={({ name }) => name === selected}
                onOpen={({ name }) => {
                  if (name === selected) void navigate({ to: '/servers/$server', params: { server: name } });
                  else change({ selected: name });
                }}
              />
            )
          }
        </Answer>
      </Panel>
      <div ref={log}>{selected === undefined ? null : <ServerLog server={selected} />}</div>
    </Page>
  );
}

const NONE: readonly ServerView[] = [];

/** What is typed, from the key on; the address says the same a little later. */
function useTyped(inAddress: string): readonly [text: string, type: (text: string) => void] {
  const [typed, setTyped] = useState<string>();
  if (typed === inAddress) setTyped(undefined);
  return [typed ?? inAddress, setTyped];
}

function isWanted({ name, health, lastError }: ServerView, text: string, state: string): boolean {
  if (state !== '' && health.state !== state) return false;
  const place = `${name} ${health.reason} ${lastError?.code ?? ''} ${lastError?.message ?? ''}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => place.includes(word));
}
