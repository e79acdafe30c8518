import Button from '@mui/material/Button';
import type { GatewayView } from '@seawall/admin-api';
import type { JSX } from 'react';
import { useServices } from '../../data/services.tsx';
import { useAdmin, useAdminChange } from '../../data/use-admin.ts';
import { formatCount } from '../../format/amounts.ts';
import { Answer } from '../../parts/answer.tsx';
import { Icon } from '../../parts/icons.tsx';
import { ExactMoment } from '../../parts/moment.tsx';
import { Facts, Panel } from '../../parts/panel.tsx';

/** The gateway itself, what helps to find a fault in it, and the end of the session. */
export function AboutPanel(): JSX.Element {
  const { baseUrl, access } = useServices();
  const gateway = useAdmin('getGateway');
  const end = useAdminChange('closeSession');
  const signOut = async (): Promise<void> => {
    try {
      await end.mutateAsync({});
    } catch {
      // The cookie may be worthless already; the next request tells.
    }
    access.set('needed');
  };
  return (
    <Panel
      title="Gateway"
      aside={
        <>
          <Button component="a" href={`${baseUrl}/api/bundle`} download startIcon={<Icon name="download" />}>
            Diagnostics bundle
          </Button>
          <Button onClick={() => void signOut()}>Sign out</Button>
        </>
      }
    >
      <Answer of={gateway}>{(known) => <Facts rows={factsOf(known)} />}</Answer>
    </Panel>
  );
}

function factsOf({
  version,
  runtime,
  state,
  startedAtMs,
  pid,
  configFile,
  dataDir,
  runningCalls,
  mcpUrl,
}: GatewayView) {
  return [
    ['Version', version],
    ['Runs on', runtime],
    ['State', state],
    ['Started', <ExactMoment key="started" atMs={startedAtMs} />],
    ['Process', String(pid)],
    ['Running calls', formatCount(runningCalls)],
    ['Address for hosts', <code key="url">{mcpUrl}</code>],
    [
      'Metrics',
      <a key="metrics" href={metricsUrl(mcpUrl)}>
        {metricsUrl(mcpUrl)}
      </a>,
    ],
    ['Configuration file', <code key="config">{configFile ?? '–'}</code>],
    ['Data folder', <code key="data">{dataDir ?? '–'}</code>],
  ] as const;
}

/** Where the gateway tells its metrics: beside the address for hosts, as it knows itself. */
function metricsUrl(mcpUrl: string): string {
  return URL.canParse('/metrics', mcpUrl) ? new URL('/metrics', mcpUrl).href : '/metrics';
}
