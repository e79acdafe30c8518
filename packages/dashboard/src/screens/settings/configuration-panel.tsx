import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import type { ConfigView } from '@seawall/admin-api';
import type { JSX } from 'react';
import { useAdmin, useAdminChange } from '../../data/use-admin.ts';
import { Answer, Failure, Nothing } from '../../parts/answer.tsx';
import { Choice, SearchField } from '../../parts/choice.tsx';
import { ConfigTable } from '../../parts/config-table.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import { Panel } from '../../parts/panel.tsx';
import { usePageSearch } from '../../shell/use-page-search.ts';
import styles from './settings.module.css';

/** What is in force and where it comes from; and what came of reading it again. */
export function ConfigurationPanel(): JSX.Element {
  const [{ setting = '', settings = 'set' }, change] = usePageSearch();
  const config = useAdmin('getConfiguration');
  const reload = useAdminChange('reloadConfiguration');
  return (
    <Panel
      title="Configuration in force"
      isFlush
      aside={
        <>
          <Choice
            label="Which settings"
            value={settings}
            options={[
              ['set', 'What was set'],
              ['all', 'With the defaults'],
            ]}
            onChange={(which) => change({ settings: which === 'set' ? undefined : which })}
          />
          <SearchField label="Filter settings" value={setting} onChange={(text) => change({ setting: text })} />
          <Button disabled={reload.isPending} onClick={() => reload.mutate({})}>
            Read it again
          </Button>
        </>
      }
    >
      {reload.error === null ? null : <Failure error={reload.error} />}
      <Answer of={config} lines={8}>
        {(known) => {
          const shown = known.entries.filter(
            ({ path, from }) =>
              (settings === 'all' || setting !== '' || from !== 'default') &&
              `${path} ${from}`.toLowerCase().includes(setting.toLowerCase()),
          );
          return (
            <>
              <Notices config={known} />
              {shown.length === 0 ? (
                <Nothing
                  action={
                    <Button onClick={() => change({ setting: undefined, settings: 'all' })}>Show all settings</Button>
                  }
                >
                  {setting === '' ? 'Everything is as it comes.' : 'No setting fits.'}
                </Nothing>
              ) : (
                <ConfigTable entries={shown} />
              )}
            </>
          );
        }}
      </Answer>
    </Panel>
  );
}

function Notices({ config: { lastReload, warnings } }: { readonly config: ConfigView }): JSX.Element {
  return (
    <div className={styles.notices}>
      {lastReload === undefined ? null : (
        <Alert severity={lastReload.outcome === 'applied' ? 'success' : 'error'} variant="outlined">
          {lastReload.outcome === 'applied' ? 'Read again' : 'Refused; the old one stays'},{' '}
          <ExactMoment atMs={lastReload.atMs} />: <bdi>{lastReload.detail}</bdi>
        </Alert>
      )}
      {warnings.map(({ path, message }) => (
        <Alert key={`${path} ${message}`} severity="warning" variant="outlined">
          <code>{path}</code>: <bdi>{message}</bdi>
        </Alert>
      ))}
    </div>
  );
}
