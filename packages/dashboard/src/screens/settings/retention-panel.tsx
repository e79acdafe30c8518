import type { ConfigEntry, Overview } from '@seawall/admin-api';
import type { JSX } from 'react';
import { useAdmin } from '../../data/use-admin.ts';
import { formatCount, formatDuration } from '../../format/amounts.ts';
import { Answer } from '../../parts/answer.tsx';
import { Facts, Panel } from '../../parts/panel.tsx';

const KEPT: Readonly<Record<string, string>> = {
  off: 'Not kept',
  errors: 'Of calls that met an error, secrets hidden',
  all: 'Of every call, secrets hidden',
};

/** What is kept, where and how long; and whether that works. */
export function RetentionPanel(): JSX.Element {
  const config = useAdmin('getConfiguration');
  const overview = useAdmin('getOverview');
  return (
    <Panel title="What is kept">
      <Answer of={config} lines={3}>
        {({ entries }) => (
          <Answer of={overview} lines={3}>
            {({ observing }) => <Facts rows={factsOf(entries, observing)} />}
          </Answer>
        )}
      </Answer>
    </Panel>
  );
}

function factsOf(entries: readonly ConfigEntry[], observing: Overview['observing']) {
  const set = (name: string): unknown => entries.find(({ path }) => path === `seawall.store.${name}`)?.value;
  const maxAgeMs = set('maxAgeMs');
  const maxRows = set('maxRows');
  return [
    ['Where', observing.store === 'file' ? 'In a file of the data folder' : 'In memory, until the gateway ends'],
    ['At most for', typeof maxAgeMs === 'number' ? formatDuration(maxAgeMs) : '–'],
    ['At most', typeof maxRows === 'number' ? `${formatCount(maxRows)} errors and as many calls` : '–'],
    ['Arguments and results', KEPT[String(set('payloads'))] ?? '–'],
    ['Waiting to be written', formatCount(observing.waiting)],
    ['Could not be kept', formatCount(observing.dropped)],
    ['Errors of storms, only counted', formatCount(observing.unkeptErrors)],
    ...(observing.trouble === undefined ? [] : [['Trouble', observing.trouble] as const]),
  ] as const;
}
